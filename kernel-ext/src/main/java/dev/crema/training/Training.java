package dev.crema.training;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.nn.Block;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import dev.crema.datasets.ImageDataset;
import dev.crema.datasets.LabelledImages;
import java.util.concurrent.atomic.AtomicBoolean;

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
     * @param options {@link #epochs} (1), {@link #adam} (10⁻³) or another optimiser, {@link #batchSize} (64),
     *     {@link #seed} (0), {@link #loss} (softmax cross-entropy), {@link #quiet}; the last of a kind counts
     * @return losses and accuracies of every epoch
     * @throws IllegalArgumentException if the images do not fit the network (the message names the layer), if there
     *     is nothing to learn, or if a batch is larger than the data
     * @throws DivergedException if the loss is no longer a number; the weights go back to the last whole epoch's
     */
    public static History fit(Block net, ImageDataset data, FitOption... options) {
        return fit(net, data.train(), data.validation(), options);
    }

    /**
     * Trains a network on some images and measures it on others after every epoch.
     *
     * @param net as in {@link #fit(Block, ImageDataset, FitOption...)}
     * @param train the images to learn from
     * @param validation the images to measure on
     * @param options as in {@link #fit(Block, ImageDataset, FitOption...)}
     * @return losses and accuracies of every epoch
     */
    public static History fit(Block net, LabelledImages train, LabelledImages validation, FitOption... options) {
        device();
        return new Fit(net, train, validation, new FitOptions(options)).run();
    }

    /**
     * Sets how often the network sees each training image.
     *
     * @param count at least 1; 1 by default
     * @return the choice, for {@link #fit}
     */
    public static FitOption epochs(int count) {
        return new FitOption.Epochs(count);
    }

    /**
     * Sets how many images each step is computed from.
     *
     * @param count at least 1; 64 by default
     * @return the choice, for {@link #fit}
     */
    public static FitOption batchSize(int count) {
        return new FitOption.BatchSize(count);
    }

    /**
     * Sets where the random numbers start: the same seed gives the same curve on the same machine.
     *
     * @param value any number; 0 by default
     * @return the choice, for {@link #fit}
     */
    public static FitOption seed(long value) {
        return new FitOption.Seed(value);
    }

    /**
     * Trains without a live curve.
     *
     * @return the choice, for {@link #fit}
     */
    public static FitOption quiet() {
        return new FitOption.Quiet();
    }

    /**
     * Sets what is made small.
     *
     * @param loss any DJL loss of scores and labels; softmax cross-entropy by default
     * @return the choice, for {@link #fit}
     */
    public static FitOption loss(Loss loss) {
        return new FitOption.Objective(loss);
    }

    /**
     * Sets a DJL optimiser.
     *
     * @param optimizer any of DJL's that its PyTorch engine supports
     * @return the choice, for {@link #fit}
     */
    public static FitOption optimizer(Optimizer optimizer) {
        return new FitOption.Minimiser(optimizer);
    }

    /**
     * Makes an Adam optimiser.
     *
     * @param learningRate length of a step, above 0; 10⁻³ suits most networks
     * @return the optimiser, for {@link #fit}
     * @throws IllegalArgumentException if the rate is not a positive number
     */
    public static Adam adam(double learningRate) {
        return new Adam(learningRate);
    }

    /**
     * Makes a stochastic gradient descent without momentum.
     *
     * @param learningRate length of a step, above 0
     * @return the optimiser, for {@link #fit}
     * @throws IllegalArgumentException if the rate is not a positive number
     */
    public static Sgd sgd(double learningRate) {
        return sgd(learningRate, 0);
    }

    /**
     * Makes a stochastic gradient descent with momentum.
     *
     * @param learningRate length of a step, above 0
     * @param momentum share of the last step that is taken again, in [0, 1); 0.9 is usual
     * @return the optimiser, for {@link #fit}
     * @throws IllegalArgumentException if a number is out of its range
     */
    public static Sgd sgd(double learningRate, double momentum) {
        return new Sgd(learningRate, momentum, false);
    }

    /**
     * Makes a stochastic gradient descent with Nesterov's momentum, which looks ahead before it measures.
     *
     * @param learningRate length of a step, above 0
     * @param momentum share of the last step that is taken again, in [0, 1); 0.9 is usual
     * @return the optimiser, for {@link #fit}
     * @throws IllegalArgumentException if a number is out of its range
     */
    public static Sgd nesterov(double learningRate, double momentum) {
        return new Sgd(learningRate, momentum, true);
    }

    /**
     * Makes an Adam optimiser with decoupled weight decay.
     *
     * @param learningRate length of a step, above 0; 10⁻³ suits most networks
     * @param weightDecay share of each weight that is lost in a step of length 1, in [0, 1); 10⁻² is usual
     * @return the optimiser, for {@link #fit}
     * @throws IllegalArgumentException if a number is out of its range
     */
    public static AdamW adamW(double learningRate, double weightDecay) {
        return new AdamW(learningRate, weightDecay);
    }

    /**
     * Makes an Adagrad optimiser.
     *
     * @param learningRate length of the first steps, above 0; 10⁻² is usual
     * @return the optimiser, for {@link #fit}
     * @throws IllegalArgumentException if the rate is not a positive number
     */
    public static Adagrad adagrad(double learningRate) {
        return new Adagrad(learningRate);
    }

    /**
     * Makes an RMSprop optimiser.
     *
     * @param learningRate length of a step, above 0; 10⁻³ suits most networks
     * @return the optimiser, for {@link #fit}
     * @throws IllegalArgumentException if the rate is not a positive number
     */
    public static RmsProp rmsProp(double learningRate) {
        return new RmsProp(learningRate);
    }

    /**
     * Makes an Adadelta optimiser.
     *
     * @param learningRate factor of the steps that it finds by itself, above 0; 1 is usual
     * @return the optimiser, for {@link #fit}
     * @throws IllegalArgumentException if the rate is not a positive number
     */
    public static Adadelta adadelta(double learningRate) {
        return new Adadelta(learningRate);
    }

    /**
     * Measures how well a network does on data.
     *
     * @param net a trained network
     * @param data images that it was not trained on
     * @return loss (softmax cross-entropy) and accuracy
     */
    public static Evaluation evaluate(Block net, LabelledImages data) {
        Predictions.check(net, data);
        return Evaluation.of(net, data, Loss.softmaxCrossEntropyLoss());
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
