package dev.crema.training;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.nn.Block;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import dev.crema.augmentation.Augmentation;
import dev.crema.datasets.Examples;
import dev.crema.datasets.ImageDataset;
import dev.crema.datasets.LabelledImages;
import dev.crema.datasets.Scenes;
import dev.crema.datasets.Split;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * The words for training a network and for asking how good it is.
 *
 * <pre>{@code
 * var digits = Mnist.load();
 * var net = LeNet.of(10);
 * var history = fit(net, digits, epochs(3), adam(1e-3));
 * evaluate(net, digits.test())
 * }</pre>
 */
public final class Training {
    private static final AtomicBoolean ANNOUNCED = new AtomicBoolean();

    private Training() {}

    /**
     * Trains a network on a data set's training images and measures it on its validation images after every epoch.
     *
     * <p>A live curve shows how it goes. An interrupt stops it after the batch that is under way; weights and history
     * are kept, and another {@code fit} goes on from there.
     *
     * @param net any DJL block from {@code [N, channels, height, width]} to {@code [N, classes]} scores; it gets its
     *     parameters here if it has none
     * @param data the data
     * @param options {@link #epochs} (1), {@link Optimizers#adam} (10⁻³) or another optimiser, {@link #batchSize} (64),
     *     {@link #seed} (0), {@link #loss} (softmax cross-entropy), {@link #schedule} (constant), {@link #weightDecay}
     *     and {@link #clipNorm} (none), {@link #earlyStopping} and {@link #checkpoint} (off), {@link #freeze} and {@link #rateOf} (all learn alike), {@link #augment},
     *     {@link #metric},
     *     {@link #callback}, {@link #quiet}; the last of a kind counts
     * @return losses and accuracies of every epoch
     * @throws IllegalArgumentException if the images do not fit the network (the message names the layer), if there
     *     is nothing to learn, or if a batch is larger than the data
     * @throws DivergedException if the loss is no longer a number; the weights go back to the last whole epoch's
     */
    public static History fit(Block net, ImageDataset data, FitOption... options) {
        return fit(net, data.train(), data.validation(), options);
    }

    /**
     * Trains a network on any examples: several inputs and outputs, regression, sequences.
     *
     * <p>On a CPU of several cores, each computes a share of every batch and the gradients are added, where that comes to
     * the same: not with batch normalisation, dropout or losses that compare examples. The number of cores then shows in
     * the last digits of a curve.
     *
     * @param net any DJL block that takes the examples' inputs; it gets its parameters here if it has none
     * @param train the examples to learn from
     * @param validation the examples to measure on
     * @param options as in {@link #fit(Block, ImageDataset, FitOption...)}; the {@link #loss} gets the examples' targets
     *     and the network's outputs
     * @return losses, accuracies where classes are learned, and {@link #metric}s of every epoch
     * @throws IllegalArgumentException if the inputs do not fit the network, or the loss cannot compare its outputs with
     *     the targets
     * @throws DivergedException if the loss is no longer a number; the weights go back to the last whole epoch's
     */
    public static History fit(Block net, Examples train, Examples validation, FitOption... options) {
        device();
        FitOptions choices = new FitOptions(options);
        Measures measures = new Measures(choices.loss, choices.metrics);
        Fitting.check(net, train, choices);
        Fitting.check(net, validation, choices);
        Fitting.plan(net, train, choices);
        Learner learner = new Learner(net, choices.optimizer, choices.steps);
        try (Supervised step = new Supervised(learner, choices)) {
            return new Fit(
                            List.of(learner),
                            step,
                            train,
                            () -> Evaluation.of(net, validation, measures).measures(),
                            choices)
                    .run();
        }
    }

    /**
     * Trains networks with a step of your own, such as the two of a generative adversarial network. Curves, interrupts,
     * schedules and the rest work as for one network.
     *
     * @param learners the networks with their optimisers
     * @param step what to do with each batch
     * @param train the examples
     * @param options as in {@link #fit(Block, ImageDataset, FitOption...)}; optimiser and loss are the step's own affair
     * @return what the step returned, in means of every epoch
     * @throws DivergedException if a number that the step returned is not finite; all weights go back to the last whole
     *     epoch's
     */
    public static History fit(List<Learner> learners, Step step, Examples train, FitOption... options) {
        device();
        return new Fit(learners, step, train, Map::of, new FitOptions(options)).run();
    }

    /**
     * Trains a new network on each of several splits of the data, so that every example is tested on once: k-fold
     * cross-validation says how far a result depends on which examples happened to be held out.
     *
     * @param net makes a network
     * @param folds such as {@code digits.train().folds(5, seed)}
     * @param options as in {@link #fit(Block, ImageDataset, FitOption...)}; the optimiser starts anew for each fold
     * @return one history a fold, their mean and spread
     * @throws IllegalArgumentException if there are less than two folds, or as {@code fit}
     */
    public static CrossValidation crossValidate(
            Supplier<? extends Block> net, List<? extends Split<? extends Examples>> folds, FitOption... options) {
        return CrossValidation.of(net, folds, options);
    }

    /**
     * Finds out which learning rates suit a network: trains it for up to 100 batches with rates that rise from 10⁻⁷ to 10,
     * then puts its weights back. The optimiser forgets its steps.
     *
     * @param net as in {@link #fit(Block, Examples, Examples, FitOption...)}
     * @param train the examples to learn from
     * @param options as in {@code fit}; epochs, schedule and early stopping are without effect
     * @return the losses, and a rate to try
     * @throws IllegalArgumentException if the data do not fit the network, or the optimiser is one of DJL's
     */
    public static LearningRates findLearningRate(Block net, Examples train, FitOption... options) {
        device();
        return LearningRates.find(net, train, new FitOptions(options));
    }

    /**
     * Begins a comparison of trainings in one figure.
     *
     * <pre>{@code
     * runs("sgd", fit(first, digits, sgd(0.1))).and("adam", fit(second, digits, adam(1e-3)))
     * }</pre>
     *
     * @param name name of the first run, not blank
     * @param history what happened in it
     * @return one run, to which others are added
     * @throws IllegalArgumentException if the name is blank
     */
    public static Runs runs(String name, History history) {
        return Runs.of(Map.of(name, history));
    }

    /**
     * Looks into a network while it is trained.
     *
     * @param net the network
     * @param examples what it is looked at with; they must fit into one batch
     * @return a {@link #callback}, to be looked at afterwards
     */
    public static Observations observe(Block net, Examples examples) {
        return observe(net, examples, Losses.crossEntropy());
    }

    /**
     * Looks into a network while it is trained.
     *
     * @param net the network
     * @param examples what it is looked at with; they must fit into one batch
     * @param loss the loss whose gradients are measured
     * @return a {@link #callback}, to be looked at afterwards
     */
    public static Observations observe(Block net, Examples examples, Loss loss) {
        return new Observations(net, examples, loss);
    }

    /**
     * Watches how weights and outputs of a network's layers are spread while it is trained.
     *
     * @param net the network
     * @param examples what it is watched with; they must fit into one batch
     * @return a {@link #callback}, to be looked at afterwards
     */
    public static Distributions distributions(Block net, Examples examples) {
        return new Distributions(net, examples);
    }

    /**
     * Gives a network to an optimiser.
     *
     * @param net a network with parameters
     * @param optimizer moves its weights
     * @return both, for {@link #fit(List, Step, Examples, FitOption...)}
     * @throws IllegalStateException if the network has no parameters yet
     * @throws IllegalArgumentException if it has nothing to learn
     */
    public static Learner learner(Block net, Optimizer optimizer) {
        return new Learner(net, optimizer, Steps.DEFAULT);
    }

    /**
     * Sets how often the network sees each training example.
     *
     * @param count at least 1; 1 by default
     * @return the choice, for {@link #fit}
     * @throws IllegalArgumentException if the count is less than 1
     */
    public static FitOption epochs(int count) {
        Choices.requireAtLeastOne("epochs", count);
        return new Choice("epochs(" + count + ")", options -> options.epochs = count);
    }

    /**
     * Sets how many examples each step is computed from.
     *
     * @param count at least 1; 64 by default
     * @return the choice, for {@link #fit}
     * @throws IllegalArgumentException if the count is less than 1
     */
    public static FitOption batchSize(int count) {
        Choices.requireAtLeastOne("batchSize", count);
        return new Choice("batchSize(" + count + ")", options -> options.batchSize = count);
    }

    /**
     * Sets where the random numbers of initialisation, shuffling and dropout start: the same seed gives the same curve
     * on the same machine.
     *
     * @param value any number; 0 by default
     * @return the choice, for {@link #fit}
     */
    public static FitOption seed(long value) {
        return new Choice("seed(" + value + ")", options -> options.seed = value);
    }

    /**
     * Trains without a live curve.
     *
     * @return the choice, for {@link #fit}
     */
    public static FitOption quiet() {
        return new Choice("quiet()", options -> options.live = false);
    }

    /**
     * Sets what is made small.
     *
     * @param loss one of {@link Losses}, or any DJL loss of targets and outputs; softmax cross-entropy by default
     * @return the choice, for {@link #fit}
     */
    public static FitOption loss(Loss loss) {
        return new Choice("loss(" + loss.getName() + ")", options -> options.loss = loss);
    }

    /**
     * Measures something beside the loss.
     *
     * @param name what to call it in the history, such as "IoU"
     * @param metric the measure
     * @return the choice, for {@link #fit}; several may be given
     * @throws IllegalArgumentException if the name is that of a measure that is there already
     */
    public static FitOption metric(String name, Metric metric) {
        if (name.equals(Measures.LOSS) || name.equals(Measures.ACCURACY)) {
            throw new IllegalArgumentException("A metric called " + name + " is measured already; take another name");
        }
        return new Choice("metric(" + name + ")", options -> options.metrics.put(name, metric));
    }

    /**
     * Sets an optimiser of DJL or of your own.
     *
     * @param optimizer any that DJL's PyTorch engine supports
     * @return the choice, for {@link #fit}
     */
    public static FitOption optimizer(Optimizer optimizer) {
        return new Choice("optimizer(" + optimizer + ")", options -> options.optimizer = optimizer);
    }

    /**
     * Changes the learning rate in the course of the training.
     *
     * @param schedule such as {@code Schedule.cosine()}
     * @return the choice, for {@link #fit}
     */
    public static FitOption schedule(Schedule schedule) {
        return new Choice("schedule", options -> options.steps = options.steps.withSchedule(schedule));
    }

    /**
     * Pulls all weights towards 0: adds {@code decay · weight} to each gradient, as PyTorch's {@code weight_decay} does.
     * AdamW has a decay of its own.
     *
     * @param decay 0 or more; 10⁻⁴ is usual
     * @return the choice, for {@link #fit}
     * @throws IllegalArgumentException if the decay is negative or not finite
     */
    public static FitOption weightDecay(double decay) {
        if (!(decay >= 0 && decay < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("weightDecay is " + decay + "; it must be 0 or a positive number");
        }
        return new Choice(
                "weightDecay(" + decay + ")", options -> options.steps = options.steps.withWeightDecay(decay));
    }

    /**
     * Shortens gradients that are too long: if the gradient of all weights together, seen as one vector, is longer than a
     * norm, it is scaled to it (Pascanu, Mikolov and Bengio 2013, arXiv:1211.5063).
     *
     * @param maxNorm the longest gradient, above 0; 1 is usual
     * @return the choice, for {@link #fit}
     * @throws IllegalArgumentException if the norm is not a positive number
     */
    public static FitOption clipNorm(double maxNorm) {
        Choices.requirePositive("maxNorm", maxNorm);
        return new Choice("clipNorm(" + maxNorm + ")", options -> options.steps = options.steps.withMaxNorm(maxNorm));
    }

    /**
     * Trains a part of the network more slowly or faster than the rest.
     *
     * @param part path of the part, such as {@code "conv1"} or {@code "block2"}
     * @param factor what the learning rate is multiplied by, 0 or more
     * @return the choice, for {@link #fit}; several may be given, of which the longest path counts
     * @throws IllegalArgumentException if the factor is negative or not finite
     */
    public static FitOption rateOf(String part, double factor) {
        if (!(factor >= 0 && factor < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("factor is " + factor + "; it must be 0 or a positive number");
        }
        return new Choice(
                "rateOf(" + part + ", " + factor + ")",
                options -> options.steps = options.steps.withPart(part, factor));
    }

    /**
     * Keeps a part of the network as it is during this training.
     *
     * @param part path of the part, such as {@code "conv1"} or {@code "block2"}
     * @return the choice, for {@link #fit}; several may be given
     */
    public static FitOption freeze(String part) {
        return rateOf(part, 0);
    }

    /**
     * Shows the network another version of each training image in every epoch.
     *
     * @param augmentation such as {@code flip().then(crop(4))}
     * @return the choice, for {@link #fit}; validation images stay as they are
     */
    public static FitOption augment(Augmentation augmentation) {
        return new Choice("augment(" + augmentation + ")", options -> options.augmentation = augmentation);
    }

    /**
     * Stops when the validation loss has not fallen for some epochs. The network ends with the weights of its best epoch,
     * also if the training is not stopped early (Prechelt 1998, "Early stopping — but when?").
     *
     * @param patience epochs to wait for a lower loss, at least 1
     * @return the choice, for {@link #fit}
     * @throws IllegalArgumentException if the patience is less than 1
     */
    public static FitOption earlyStopping(int patience) {
        Choices.requireAtLeastOne("patience", patience);
        return new Choice("earlyStopping(" + patience + ")", options -> options.patience = patience);
    }

    /**
     * Writes the training to a file after every epoch: weights, optimiser, history, in the format safetensors. The file is
     * always whole: until a new one is complete, the last one stays.
     *
     * @param file where to, in a directory that exists; what is there is replaced
     * @return the choice, for {@link #fit}; see {@link #resume}
     */
    public static FitOption checkpoint(Path file) {
        return new Choice("checkpoint(" + file + ")", options -> {
            options.checkpoint = file;
            options.resume = false;
        });
    }

    /**
     * Goes on with a training from its {@link #checkpoint} as if it had never stopped: the curve is the same, number for
     * number, on the same machine. The file is written on.
     *
     * @param file of a training of the same network with the same options, up to the number of epochs
     * @return the choice, for {@link #fit}, which throws an {@link IllegalArgumentException} if the file is missing, broken
     *     or of another training; nothing is changed then
     */
    public static FitOption resume(Path file) {
        return new Choice("resume(" + file + ")", options -> {
            options.checkpoint = file;
            options.resume = true;
        });
    }

    /**
     * Has something of your own look on.
     *
     * @param callback is told of every batch and epoch
     * @return the choice, for {@link #fit}; several may be given
     */
    public static FitOption callback(Callback callback) {
        return new Choice("callback(" + callback + ")", options -> options.callbacks.add(callback));
    }

    /**
     * Measures how well a network does on data.
     *
     * @param net a trained network
     * @param data images that it was not trained on
     * @return loss (softmax cross-entropy) and accuracy
     */
    public static Evaluation evaluate(Block net, LabelledImages data) {
        return evaluate(net, data, Losses.crossEntropy());
    }

    /**
     * Measures how well a network does on any examples.
     *
     * @param net a trained network
     * @param data examples that it was not trained on
     * @param loss compares targets and outputs
     * @return the loss, and the accuracy if classes are predicted
     */
    public static Evaluation evaluate(Block net, Examples data, Loss loss) {
        Fitting.check(net, data, loss);
        return Evaluation.of(net, data, new Measures(loss, Map.of()));
    }

    /**
     * Asks a network for the probability of each class.
     *
     * @param net a trained network
     * @param data the images
     * @return one row of probabilities an image
     */
    public static Predictions predict(Block net, LabelledImages data) {
        return Predictions.of(net, data);
    }

    /**
     * Counts how often each class is taken for each other.
     *
     * @param net a trained network
     * @param data the images
     * @return the counts
     */
    public static ConfusionMatrix confusionMatrix(Block net, LabelledImages data) {
        return ConfusionMatrix.of(predict(net, data));
    }

    /**
     * Counts how often the pixels of each class are taken for each other, the background among the classes; see
     * {@link ConfusionMatrix#meanIntersectionOverUnion}.
     *
     * @param net a trained network from images to scores {@code [N, classes, height, width]}
     * @param scenes images with masks
     * @return the counts
     * @throws IllegalArgumentException if the scores are not of the masks' size, or of another number of classes
     */
    public static ConfusionMatrix confusionMatrix(Block net, Scenes scenes) {
        return ConfusionMatrix.ofPixels(net, scenes);
    }

    /**
     * Finds things in scenes. Of several boxes of a class that overlap, the surest is kept (non-maximum suppression, with an
     * intersection over union of 0.5).
     *
     * @param net a trained grid detector, see {@link Losses#gridDetection}, or a localiser, which finds one thing in each
     *     scene, see {@link Losses#localisation}
     * @param scenes the images
     * @param leastScore how probable a thing must be to be reported, in [0, 1]; 0.5 to show them, next to 0 to measure
     *     {@link Detections#meanAveragePrecision}
     * @return what was found
     * @throws IllegalArgumentException if the network is neither, or the score out of its range
     */
    public static Detections detect(Block net, Scenes scenes, double leastScore) {
        return Detections.of(net, scenes, leastScore, 0.5);
    }

    /**
     * Compares how sure a network is with how often it is right, in 15 bins.
     *
     * @param predictions what it said, as {@link #predict} gives it
     * @return the reliability, to be looked at
     * @throws IllegalArgumentException if there is no sample, or a probability is not a number
     */
    public static Reliability reliability(Predictions predictions) {
        return reliability(predictions, 15);
    }

    /**
     * Compares how sure a network is with how often it is right.
     *
     * @param predictions what it said, as {@link #predict} gives it
     * @param bins bins of confidence, at least 1; 15 in Guo et al. (2017)
     * @return the reliability, to be looked at
     * @throws IllegalArgumentException if there is no sample, a probability is not a number, or there is no bin
     */
    public static Reliability reliability(Predictions predictions, int bins) {
        return Reliability.of(predictions, bins);
    }

    /**
     * Tells what share of each class is found, and what share of the others with it, at each threshold.
     *
     * @param predictions what a network said, as {@link #predict} gives it
     * @return a curve for each class against the others; of two classes for the second
     * @throws IllegalArgumentException if a class has no sample or all, or a probability is not a number
     */
    public static Roc roc(Predictions predictions) {
        return new Roc(predictions.thresholdCurves());
    }

    /**
     * Tells what share of what is found is of the class, for each share of the class that is found.
     *
     * @param predictions what a network said, as {@link #predict} gives it
     * @return a curve for each class against the others; of two classes for the second
     * @throws IllegalArgumentException as {@link #roc}
     */
    public static PrecisionRecall precisionRecall(Predictions predictions) {
        return new PrecisionRecall(predictions.thresholdCurves());
    }

    /**
     * Finds the images that a network gets wrong although it is sure of them.
     *
     * @param net a trained network
     * @param data the images
     * @param most how many to return, at least 1
     * @return the mistakes, the surest first
     */
    public static Mistakes worstMistakes(Block net, LabelledImages data, int most) {
        return Mistakes.of(predict(net, data), data, most);
    }

    /**
     * Returns where networks are trained: the first GPU if the engine sees one, which is said the first time, else the
     * CPU. Data, networks and optimisers follow it by themselves.
     *
     * @return the device that new arrays live on
     */
    public static Device device() {
        Device device = Engine.getInstance().defaultDevice();
        if (device.isGpu() && ANNOUNCED.compareAndSet(false, true)) {
            System.out.println("Training on the GPU, " + device + ".");
        }
        return device;
    }
}
