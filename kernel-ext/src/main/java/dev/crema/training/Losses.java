package dev.crema.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Activation;
import ai.djl.training.loss.Loss;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The words for what a training makes small. */
public final class Losses {
    private Losses() {}

    /**
     * Makes the softmax cross-entropy, {@code −log softmax(scores)[label]}, mean over the batch and, for segmentation, over
     * the pixels.
     *
     * @return a loss of scores {@code [batch, classes, ...]} and labels {@code [batch, ...]} int64; or shares of the
     *     classes, {@code [batch, classes, ...]} float32, as mixed images have them
     */
    public static Loss crossEntropy() {
        return new CrossEntropy();
    }

    /**
     * Makes the softmax cross-entropy of sequences that are filled up to one length: the mean over what is no padding, as
     * PyTorch's {@code cross_entropy} with {@code ignore_index}.
     *
     * @param padding the label of what is not to count, such as the number of the word that fills sentences up
     * @return a loss of scores {@code [batch, length, classes]} and labels {@code [batch, length]}
     */
    public static Loss maskedCrossEntropy(long padding) {
        return new MaskedCrossEntropy(padding);
    }

    /**
     * Makes the cross-entropy of yes or no, {@code −t·ln σ(z) − (1 − t)·ln(1 − σ(z))} with {@code σ(z) = 1/(1 + e⁻ᶻ)}, mean
     * over all numbers, as PyTorch's {@code binary_cross_entropy_with_logits}. The network ends without a sigmoid.
     *
     * @return a loss of scores z and targets t in [0, 1] of the same shape, or {@code [batch]} for scores
     *     {@code [batch, 1]}; also measures the accuracy, a score above 0 being a yes
     */
    public static Loss binaryCrossEntropy() {
        return new BinaryCrossEntropy();
    }

    /**
     * Makes the loss of a hierarchical softmax, {@code −ln P(word) = Σ −ln σ(±z)} over the inner nodes above a word, mean over
     * the batch (Mikolov et al. 2013, arXiv:1310.4546, formula 3; Morin and Bengio 2005).
     *
     * @return a loss of scores z for going right at each node {@code [batch, depth]}, and targets of the same shape: 1 where
     *     the way goes right, −1 where it goes left, 0 after its end, as {@link dev.crema.text.SkipGram} has them
     */
    public static Loss hierarchicalSoftmax() {
        return new Formula("hierarchical softmax", (targets, outputs) -> {
            NDArray scores = outputs.singletonOrThrow();
            NDArray ways = targets.singletonOrThrow();
            Checks.requireSameShape("scores", scores, "targets", ways);
            NDArray each = Activation.softPlus(scores.mul(ways).neg()).mul(ways.square());
            return each.sum().div(ways.size(0));
        });
    }

    /**
     * Makes the Kullback–Leibler divergence from the network's distribution to the true one,
     * {@code Σ p·(ln p − ln softmax(scores))} over the classes, mean over the batch and whatever else has a distribution
     * (Kullback and Leibler 1951); PyTorch's {@code kl_div} with {@code reduction="batchmean"}.
     *
     * @return a loss of scores {@code [batch, classes, ...]} and probabilities p of the same shape, which sum to 1 over the
     *     classes, such as a teacher's
     */
    public static Loss klDivergence() {
        return new Formula("KL divergence", (targets, outputs) -> {
            NDArray scores = outputs.singletonOrThrow();
            NDArray truth = targets.singletonOrThrow();
            Checks.requireSameShape("scores", scores, "probabilities", truth);
            if (scores.getShape().dimension() < 2) {
                throw new IllegalArgumentException(
                        "scores " + scores.getShape() + " have no classes; expected [batch, classes, ...]");
            }
            Checks.requireShares("probabilities of the KL divergence", truth);
            // p·ln p is 0 for p = 0
            NDArray entropy = truth.maximum(Float.MIN_NORMAL).log().mul(truth);
            return entropy.sub(scores.logSoftmax(1).mul(truth))
                    .sum(new int[] {1})
                    .mean();
        });
    }

    /**
     * Computes how far normal distributions are from the standard one, the second term of a variational autoencoder's loss:
     * {@code −½ Σ (1 + ln σ² − μ² − σ²)} over the latent numbers, mean over the batch (Kingma and Welling 2013,
     * arXiv:1312.6114, appendix B).
     *
     * @param mean μ, {@code [batch, ...]}
     * @param logVariance ln σ², of the same shape
     * @return the divergence, one number, 0 or more
     * @throws IllegalArgumentException if the shapes differ, or there is no latent number beside the batch
     */
    public static NDArray gaussianKlDivergence(NDArray mean, NDArray logVariance) {
        Checks.requireSameShape("means", mean, "logarithms of the variance", logVariance);
        if (mean.getShape().dimension() < 2) {
            throw new IllegalArgumentException("means have the shape " + mean.getShape() + ", expected [batch, ...]");
        }
        NDArray each =
                logVariance.exp().add(mean.square()).sub(logVariance).sub(1).mul(0.5);
        return each.sum().div(mean.size(0));
    }

    /**
     * Makes the loss of a variational autoencoder, the negative evidence lower bound (ELBO) of the images' log-likelihood in
     * nats: the binary cross-entropy, summed over the pixels, and the {@link #gaussianKlDivergence}, mean over the batch
     * (Kingma and Welling 2013, arXiv:1312.6114, formula 10).
     *
     * @return a loss of three outputs, scores {@code [batch, ...]}, means and logarithms of variances {@code [batch, latent]},
     *     and targets in [0, 1] of the scores' shape
     */
    public static Loss negativeElbo() {
        return negativeElbo(1);
    }

    /**
     * Makes the {@link #negativeElbo()} with a weight on its second term (Higgins et al. 2017, "beta-VAE").
     *
     * @param beta the weight of the divergence, above 0; above 1 the latent numbers depend less on each other and the images
     *     are blurred
     * @return a loss of the same outputs and targets
     * @throws IllegalArgumentException if beta is not a positive number
     */
    public static Loss negativeElbo(double beta) {
        Choices.requirePositive("beta", beta);
        Loss crossEntropy = new BinaryCrossEntropy();
        return new Formula("negative ELBO", (targets, outputs) -> {
            if (outputs.size() != 3) {
                throw new IllegalArgumentException("The network has " + outputs.size()
                        + " outputs, expected three: scores, means and logarithms of variances");
            }
            NDArray scores = outputs.head();
            NDArray pixels = crossEntropy.evaluate(targets, new NDList(scores));
            NDArray divergence = gaussianKlDivergence(outputs.get(1), outputs.get(2));
            return pixels.mul((float) scores.size() / scores.size(0)).add(divergence.mul((float) beta));
        });
    }

    /**
     * Makes the negative log-likelihood of binary images in bits per dimension: the {@link #binaryCrossEntropy} of each pixel,
     * given those before it, over ln 2 (van den Oord, Kalchbrenner and Kavukcuoglu 2016, arXiv:1601.06759, section 5.1). A
     * network that knows nothing needs 1 bit.
     *
     * @return a loss of scores z and targets in [0, 1] of the same shape
     */
    public static Loss bitsPerDimension() {
        Loss crossEntropy = new BinaryCrossEntropy();
        return new Formula(
                "bits per dimension",
                (targets, outputs) -> crossEntropy.evaluate(targets, outputs).div((float) Math.log(2)));
    }

    /**
     * Makes the mean squared error, {@code (output − target)²}, mean over all numbers.
     *
     * @return a loss of outputs and targets of the same shape
     */
    public static Loss meanSquaredError() {
        return new Formula(
                "mean squared error",
                (targets, outputs) -> errors(targets, outputs).square().mean());
    }

    /**
     * Makes the Huber loss, which outliers pull less: with the error {@code e = output − target}, {@code ½e²} up to delta and
     * {@code delta·(|e| − ½delta)} beyond, mean over all numbers (Huber 1964, "Robust Estimation of a Location Parameter").
     *
     * @param delta the error from which on the loss is a straight line, above 0; 1 is usual
     * @return a loss of outputs and targets of the same shape
     * @throws IllegalArgumentException if delta is not a positive number
     */
    public static Loss huber(double delta) {
        Choices.requirePositive("delta", delta);
        return new Formula("Huber", (targets, outputs) -> {
            NDArray errors = errors(targets, outputs);
            NDArray clipped = errors.clip(-delta, delta);
            return clipped.mul(errors.sub(clipped.mul(0.5))).mean();
        });
    }

    /**
     * Makes the contrastive loss, which draws pairs of one class together and pushes others apart: with the Euclidean
     * distance d of two embeddings, {@code ½d²} for the same class and {@code ½·max(0, margin − d)²} for different ones, mean
     * over the pairs (Hadsell, Chopra and LeCun 2006, "Dimensionality Reduction by Learning an Invariant Mapping").
     *
     * @param margin the distance from which on different pairs are far enough apart, above 0; 1 is usual
     * @return a loss of two embeddings {@code [batch, size]} and targets {@code [batch]}, 1 for the same class and 0 for
     *     different ones, as {@link dev.crema.datasets.Pairs} has them
     * @throws IllegalArgumentException if the margin is not a positive number
     */
    public static Loss contrastive(double margin) {
        Choices.requirePositive("margin", margin);
        return new Formula("contrastive", (targets, outputs) -> {
            Checks.requireEmbeddings("contrastive", 2, outputs);
            NDArray squares = squaredDistances(outputs.get(0), outputs.get(1));
            NDArray same = targets.singletonOrThrow().toType(squares.getDataType(), false);
            Checks.requireSameShape("targets", same, "the distances of pairs", squares);
            Checks.requireShares("targets of the contrastive loss", same);
            // the square root has no derivative at 0
            NDArray distances = squares.maximum(1e-12).sqrt();
            NDArray push = distances.neg().add(margin).maximum(0).square();
            return same.mul(squares).add(same.neg().add(1).mul(push)).mul(0.5).mean();
        });
    }

    /**
     * Makes the triplet loss, which wants an anchor nearer to the positive than to the negative:
     * {@code max(0, |anchor − positive|² − |anchor − negative|² + margin)}, mean over the triplets (Schroff, Kalenichenko and
     * Philbin 2015, "FaceNet", arXiv:1503.03832, formula 3). The distances are squared as there; in PyTorch's
     * {@code TripletMarginLoss} they are not.
     *
     * @param margin how much nearer, above 0; 0.2 in the paper, for embeddings of length 1
     * @return a loss of three embeddings {@code [batch, size]}, the anchor's, the positive's and the negative's; it needs no
     *     targets, as {@link dev.crema.datasets.Triplets} has none
     * @throws IllegalArgumentException if the margin is not a positive number
     */
    public static Loss triplet(double margin) {
        Choices.requirePositive("margin", margin);
        return new Formula("triplet", (targets, outputs) -> {
            Checks.requireEmbeddings("triplet", 3, outputs);
            NDArray positive = squaredDistances(outputs.get(0), outputs.get(1));
            NDArray negative = squaredDistances(outputs.get(0), outputs.get(2));
            return positive.sub(negative).add(margin).maximum(0).mean();
        });
    }

    /**
     * Makes the triplet loss with the hardest triplets of each batch: every example is an anchor once, with the farthest of its
     * class and the nearest of another, {@code max(0, |anchor − positive| − |anchor − negative| + margin)}, mean over the
     * anchors that have both (Hermans, Beyer and Leibe 2017, "In defense of the triplet loss", arXiv:1703.07737, formula 5). The
     * distances are not squared, as there. It needs batches with several examples of each of several classes; a batch without
     * gives 0.
     *
     * @param margin how much nearer, above 0; the paper tries 0.1 to 1
     * @return a loss of embeddings {@code [batch, size]} and labels {@code [batch]} int64
     * @throws IllegalArgumentException if the margin is not a positive number
     */
    public static Loss batchHardTriplet(double margin) {
        Choices.requirePositive("margin", margin);
        return new TripletMining.BatchHard(margin);
    }

    /**
     * Makes the triplet loss with the semi-hard triplets of each batch: every two of a class are anchor and positive, with the
     * nearest negative that is farther from the anchor than the positive, {@code max(0, |anchor − positive|² −
     * |anchor − negative|² + margin)}, mean over the pairs that have such a negative (Schroff, Kalenichenko and Philbin 2015,
     * "FaceNet", arXiv:1503.03832, section 3.2). The very hardest negatives, often wrong labels, are left out.
     *
     * @param margin how much nearer, above 0; 0.2 in the paper, for embeddings of length 1
     * @return a loss of embeddings {@code [batch, size]} and labels {@code [batch]} int64; it compares batch³ distances
     * @throws IllegalArgumentException if the margin is not a positive number
     */
    public static Loss semiHardTriplet(double margin) {
        Choices.requirePositive("margin", margin);
        return new TripletMining.SemiHard(margin);
    }

    /**
     * Makes the loss of prototypical networks (Snell, Swersky and Zemel 2017, arXiv:1703.05175, algorithm 1): within a batch,
     * the first few examples of each class are its support, whose mean is the class's prototype; of the others,
     * {@code −ln softmax(−|embedding − prototype|²)} of the true class, mean over them. Each batch is an episode, whose ways are
     * the classes with more than {@code shots} examples; the paper draws the same number of each. A batch with less than two such
     * classes gives 0.
     *
     * @param shots examples of each class in the support, at least 1
     * @return a loss of embeddings {@code [batch, size]} and labels {@code [batch]} int64
     * @throws IllegalArgumentException if there is no shot
     */
    public static Loss prototypical(int shots) {
        Choices.requireAtLeastOne("shots", shots);
        return new PrototypicalLoss(shots);
    }

    /**
     * Makes the soft Dice loss of segmentation, {@code 1 − (2·Σ p·t + 1) / (Σ p + Σ t + 1)}, sums over the pixels of an image,
     * mean over classes and images (Milletari, Navab and Ahmadi 2016, "V-Net", arXiv:1606.04797; as usual today without their
     * squares below the line). Small objects count as much as large ones. Here p are the probabilities of a class and t is 1
     * where it is; the 1 above and below is for classes that an image does not have.
     *
     * @return a loss of scores {@code [batch, classes, height, width]}, of which the softmax is taken, and masks
     *     {@code [batch, height, width]} int64; with one channel of scores the sigmoid is taken, and masks are 0 or 1; also
     *     measures the accuracy of the pixels
     */
    public static Loss dice() {
        return new Dice();
    }

    /**
     * Compares with the masks of scenes instead of their labels: {@code perPixel(crossEntropy())}, or
     * {@code perPixel(combined(crossEntropy(), dice()))}, to learn segmentation from {@link dev.crema.datasets.Scenes}.
     *
     * @param loss a loss of scores {@code [batch, classes, height, width]} and masks {@code [batch, height, width]} int64
     * @return the same of targets among which the masks are; also measures the accuracy of the pixels if the loss does
     */
    public static Loss perPixel(Loss loss) {
        BiFunction<NDList, NDList, NDArray> formula =
                (targets, outputs) -> loss.evaluate(SceneTargets.masks(targets, outputs.head()), outputs);
        String name = loss.getName() + " per pixel";
        return loss instanceof Classification classification
                ? new Formula.Classifying(
                        name,
                        formula,
                        (targets, outputs) ->
                                classification.accuracy(SceneTargets.masks(targets, outputs.head()), outputs))
                : new Formula(name, formula);
    }

    /**
     * Makes the loss of a localiser: the cross-entropy of the class, and the Huber loss of the box with delta 1 ("smooth L1")
     * in pixels, mean over its four numbers (Girshick 2015, "Fast R-CNN", arXiv:1504.08083, formula 1).
     *
     * @param boxWeight what the box's loss is multiplied by, above 0; 0.1 suits boxes of tens of pixels
     * @return a loss of scores {@code [batch, classes]} and boxes {@code [batch, 4]}, with the targets of
     *     {@link dev.crema.datasets.Scenes} of one thing each; also measures the accuracy of the classes
     * @throws IllegalArgumentException if the weight is not a positive number
     */
    public static Loss localisation(double boxWeight) {
        return new Localisation(boxWeight);
    }

    /**
     * Makes the loss of a grid detector: of each thing, the cell that its middle lies in has to find it, with the box that
     * covers it best already (Redmon et al. 2016, arXiv:1506.02640, formula 3). Sums over cells and boxes, mean over the
     * batch: 5 times the squared errors of the boxes that have to find something, in middles (in cells) and in square roots
     * of width and height (as shares of the image's); the cross-entropy of their classes; and the binary cross-entropy of
     * objectness, weighed by ½ for boxes that have nothing to find. In the paper the last two are squared errors too, and
     * objectness is to be the intersection over union; logistic objectness came with YOLOv3 (arXiv:1804.02767).
     *
     * @return a loss of objectness {@code [batch, cells, boxes]}, boxes {@code [batch, cells, boxes, 4]}, scores
     *     {@code [batch, cells, classes]} and cells {@code [batch, cells, 4]}, with the targets of
     *     {@link dev.crema.datasets.Scenes}; of two things in a cell, only the first is learned
     */
    public static Loss gridDetection() {
        return new GridDetection();
    }

    /**
     * Multiplies a loss, to weigh it in a {@link #combined} one.
     *
     * @param weight the factor, above 0
     * @param loss the loss
     * @return their product
     * @throws IllegalArgumentException if the weight is not a positive number
     */
    public static Loss weighted(double weight, Loss loss) {
        Choices.requirePositive("weight", weight);
        return formula(
                weight + " · " + loss.getName(),
                // a double would make the loss, which has no dimension, a double too
                (targets, outputs) -> loss.evaluate(targets, outputs).mul((float) weight),
                loss);
    }

    /**
     * Adds losses of the same targets and outputs, such as {@code combined(crossEntropy(), weighted(0.5, dice()))}.
     *
     * @param first the first loss; if it measures an accuracy, so does the sum
     * @param others what is added to it
     * @return their sum
     */
    public static Loss combined(Loss first, Loss... others) {
        List<Loss> added = List.of(others);
        String name = Stream.concat(Stream.of(first), added.stream())
                .map(Loss::getName)
                .collect(Collectors.joining(" + "));
        return formula(
                name,
                (targets, outputs) -> added.stream()
                        .map(loss -> loss.evaluate(targets, outputs))
                        .reduce(first.evaluate(targets, outputs), NDArray::add),
                first);
    }

    /**
     * Makes the negative logarithm of the likelihood of a mixture of normal distributions, {@code −ln Σₖ πₖ·N(t; μₖ, σₖ²)},
     * mean over the batch (Bishop 1994, "Mixture density networks").
     *
     * @return a loss of three outputs, those of {@code MixtureDensity}: scores {@code [batch, components]}, of which π is the
     *     softmax, means {@code [batch, components, size]} and logarithms of σ {@code [batch, components]}; and targets
     *     {@code [batch, size]}
     */
    public static Loss mixtureDensity() {
        return new Formula("negative log-likelihood", (targets, outputs) -> {
            NDArray truth = targets.singletonOrThrow();
            Checks.requireMixture(truth, outputs);
            NDArray logDeviations = outputs.get(2);
            NDArray errors = truth.expandDims(1)
                    .sub(outputs.get(1))
                    .div(logDeviations.exp().expandDims(2));
            NDArray logDensities = errors.square()
                    .sum(new int[] {2})
                    .mul(-0.5)
                    .sub(logDeviations
                            .add((float) (0.5 * Math.log(2 * Math.PI)))
                            .mul(truth.size(1)));
            NDArray logs = outputs.get(0).logSoftmax(1).add(logDensities);
            // the largest is taken out, so that none that counts becomes 0
            NDArray largest = logs.max(new int[] {1}, true);
            NDArray sums =
                    logs.sub(largest).exp().sum(new int[] {1}, true).log().add(largest);
            return sums.mean().neg();
        });
    }

    /**
     * Makes the loss of a network that has auxiliary heads while it is trained: that of its first output, and of each other
     * output a share, {@code loss(first) + weight · Σ loss(other)} (Szegedy et al. 2014, arXiv:1409.4842, section 5, where
     * the weight is 0.3). The validation, where such a network has its first output only, measures that one's loss.
     *
     * @param weight what the losses of the heads are multiplied by, above 0
     * @param loss the loss of each output, and the same targets
     * @return the sum; if the loss measures an accuracy, that of the first output
     * @throws IllegalArgumentException if the weight is not a positive number
     */
    public static Loss withHeads(double weight, Loss loss) {
        Choices.requirePositive("weight", weight);
        String name = loss.getName() + " + " + weight + " · heads'";
        BiFunction<NDList, NDList, NDArray> sum = (targets, outputs) -> outputs.stream()
                .skip(1)
                .map(head -> loss.evaluate(targets, new NDList(head)).mul((float) weight))
                .reduce(loss.evaluate(targets, new NDList(outputs.head())), NDArray::add);
        if (loss instanceof Classification classification) {
            Classification first = (targets, outputs) -> classification.accuracy(targets, new NDList(outputs.head()));
            return new Formula.Classifying(name, sum, first);
        }
        return new Formula(name, sum);
    }

    private static Loss formula(String name, BiFunction<NDList, NDList, NDArray> formula, Loss part) {
        return part instanceof Classification classification
                ? new Formula.Classifying(name, formula, classification)
                : new Formula(name, formula);
    }

    private static NDArray errors(NDList targets, NDList outputs) {
        Checks.requireSameShape("outputs", outputs.head(), "targets", targets.head());
        return outputs.head().sub(targets.head());
    }

    private static NDArray squaredDistances(NDArray from, NDArray to) {
        return from.sub(to).square().sum(new int[] {1});
    }
}
