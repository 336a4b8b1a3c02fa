package dev.crema.insight;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import dev.crema.datasets.Examples;
import dev.crema.datasets.ImageBatch;
import dev.crema.datasets.LabelledImages;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** The words for looking inside a trained network. */
public final class Insight {
    // large enough to keep the cores busy, small enough for every layer's output to fit in memory at once
    private static final int BATCH_SIZE = 256;

    private Insight() {}

    /**
     * Lists the paths of a network's layers, in the order in which they run.
     *
     * @param net a trained network
     * @return paths such as {@code "conv1"} or {@code "block2.conv1"}
     */
    public static List<String> layers(Block net) {
        return Activations.names(net);
    }

    /**
     * Computes what a layer gives for a batch.
     *
     * @param net a trained network
     * @param batch its input, batch first
     * @param layer path of the layer, such as {@code "block2.conv1"}
     * @return the layer's output, which belongs to the batch's manager
     * @throws IllegalArgumentException if there is no such layer; the message lists those there are, the nearest first
     */
    public static NDArray activations(Block net, NDArray batch, String layer) {
        return Activations.of(net, batch, layer);
    }

    /**
     * Computes what each kernel of a layer finds in one image.
     *
     * @param net a trained network
     * @param image one image, {@code [channels, height, width]}
     * @param layer path of a layer that gives feature maps, such as {@code "conv1"}
     * @return the maps
     * @throws IllegalArgumentException if there is no such layer (the message lists those there are, the nearest first), or if it gives
     *     no feature maps
     */
    public static FeatureMaps featureMaps(Block net, NDArray image, String layer) {
        return FeatureMaps.of(net, image, layer);
    }

    /**
     * Computes what all layers of a network make of one image: the outermost layers that give feature maps or, of a network
     * with fewer than four of those, the layers in them; of each the {@value FeatureHierarchy#MAPS} maps with the greatest
     * numbers. Of more than {@value FeatureHierarchy#LAYERS} layers, so many evenly chosen ones are kept.
     *
     * @param net a trained network
     * @param image one image, {@code [channels, height, width]}
     * @return the maps
     * @throws IllegalArgumentException if the image does not fit the network or holds NaN, or no layer gives feature maps
     */
    public static FeatureHierarchy featureMaps(Block net, NDArray image) {
        return FeatureHierarchy.of(net, image);
    }

    /**
     * Finds the parts of the images of a data set that excite a layer's feature maps most (Zeiler and Fergus 2013,
     * arXiv:1311.2901), in batches of at most a million numbers; the images are gone through twice.
     *
     * <pre>{@code
     * topPatches(net, digits.test(), "conv2", 5)
     * }</pre>
     *
     * @param net a trained network
     * @param data the images, as the network wants them
     * @param layer path of the layer
     * @param channels which of its feature maps, or outputs if it gives no maps, from 0; none for the
     *     {@value TopPatches#USUAL} that respond most
     * @return the patches
     * @throws IllegalArgumentException if there is no such layer (the message lists those there are, the nearest first) or
     *     channel, more than {@value TopPatches#CHANNELS} are asked for, or the images do not fit the network
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public static TopPatches topPatches(Block net, Examples data, String layer, int... channels) {
        return TopPatches.of(net, data, layer, channels);
    }

    /**
     * Makes an image that excites a part of a network (Erhan et al. 2009; Olah, Mordvintsev and Schubert 2017, "Feature
     * visualization", Distill), of the size that the network was made for, with {@link MaximisationOptions#defaults}.
     *
     * <pre>{@code
     * activationMaximisation(net, Target.of(3))
     * activationMaximisation(net, new Channel("conv2", 5))
     * }</pre>
     *
     * @param net a trained network
     * @param objective a {@link Target class}, by its score, a {@link WholeLayer}, a {@link Channel} or a {@link Unit}
     * @return the image, and how it came to be
     * @throws IllegalArgumentException if the network takes no images, or there is no such class, layer (the message lists those
     *     there are, the nearest first), channel or place
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public static ActivationMaximisation activationMaximisation(Block net, ActivationObjective objective) {
        return activationMaximisation(net, objective, MaximisationOptions.defaults());
    }

    /**
     * Makes an image that excites a part of a network.
     *
     * <pre>{@code
     * activationMaximisation(
     *         EfficientNetLite0.pretrained(),
     *         Target.of("goldfish", ImageNet.classes()),
     *         MaximisationOptions.defaults().withRange(-1, 1))
     * }</pre>
     *
     * @param net a trained network
     * @param objective a {@link Target class}, by its score, a {@link WholeLayer}, a {@link Channel} or a {@link Unit}
     * @param options how
     * @return the image, and how it came to be
     * @throws IllegalArgumentException as in {@link #activationMaximisation(Block, ActivationObjective)}
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public static ActivationMaximisation activationMaximisation(
            Block net, ActivationObjective objective, MaximisationOptions options) {
        return ActivationMaximisation.of(net, objective, options);
    }

    /**
     * Makes a layer see more of what it sees in an image, until it is there ("Deep dream": Mordvintsev, Olah and Tyka 2015,
     * "Inceptionism: going deeper into neural networks"): 40 steps that climb the mean square of the layer's numbers, without
     * costs. Where the authors work through sizes of the image, here low frequencies count more.
     *
     * <pre>{@code
     * deepDream(net, EfficientNetLite0.preprocess(Photos.load("koala")), "block5")
     * }</pre>
     *
     * @param net a trained network
     * @param image one image, {@code [channels, height, width]}, normalised as the network wants it, of any size that it takes
     * @param layer path of the layer: edges and textures in early ones, parts of things in late ones
     * @return the dream, and how it came to be; its pixels stay in [0, 1] or, if the image has pixels below 0, in [−1, 1]
     * @throws IllegalArgumentException if the image does not fit the network or holds NaN, or there is no such layer; the
     *     message lists those there are, the nearest first
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public static ActivationMaximisation deepDream(Block net, NDArray image, String layer) {
        Score.requireImage(net, image);
        try (NDArray darkest = image.min()) {
            MaximisationOptions options = MaximisationOptions.defaults()
                    .withSteps(40)
                    .withRegularisers(1, 0, 0)
                    .withRange(darkest.getFloat() < 0 ? -1 : 0, 1);
            return ActivationMaximisation.of(net, new WholeLayer(layer), options, image);
        }
    }

    /**
     * Returns the weights of a convolution.
     *
     * @param net a trained network
     * @param layer path of a convolution, such as {@code "conv1"}
     * @return the kernels
     * @throws IllegalArgumentException if there is no such layer (the message lists those there are, the nearest first), or if it is no
     *     convolution
     */
    public static Kernels kernels(Block net, String layer) {
        return Kernels.of(net, layer);
    }

    /**
     * Says what a network takes an image for.
     *
     * @param net a trained classifier
     * @param image one image, {@code [channels, height, width]}, normalised as the network wants it
     * @param classes the names of the network's outputs, such as {@link dev.crema.datasets.ImageNet#classes}
     * @return the class of the greatest score
     * @throws IllegalArgumentException if the image does not fit the network or holds NaN, or there is not one name a class
     */
    public static Target predicted(Block net, NDArray image, List<String> classes) {
        int best = Score.best(net, image);
        if (best >= classes.size()) {
            throw new IllegalArgumentException("The network says class " + best + ", but there are only "
                    + classes.size() + " names; give one for each of its outputs");
        }
        return new Target(best, classes.get(best));
    }

    /**
     * Computes how much the score of a class changes with each pixel (Simonyan et al. 2013, arXiv:1312.6034).
     *
     * <pre>{@code
     * saliency(net, image, predicted(net, image, ImageNet.classes()))
     * }</pre>
     *
     * @param net a trained classifier; it runs as when it is used, so that no batch statistics move
     * @param image one image, {@code [channels, height, width]}, normalised as the network wants it
     * @param target the class
     * @return the gradient of its score (logit)
     * @throws IllegalArgumentException if the image does not fit the network or holds NaN, or there is no such class
     */
    public static Saliency saliency(Block net, NDArray image, Target target) {
        return Saliency.of(net, image, target);
    }

    /**
     * Averages the saliency of 50 noisy copies of an image (Smilkov et al. 2017, arXiv:1706.03825), with noise of 0.15 times
     * the range of its pixels and seed 0.
     *
     * @param net a trained classifier
     * @param image one image, {@code [channels, height, width]}
     * @param target the class
     * @return the mean gradient
     * @throws IllegalArgumentException as in {@link #saliency}
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public static Saliency smoothGrad(Block net, NDArray image, Target target) {
        return smoothGrad(net, image, target, 50, 0.15, 0);
    }

    /**
     * Averages the saliency of noisy copies of an image (Smilkov et al. 2017, arXiv:1706.03825), in batches of at most a
     * million numbers.
     *
     * @param net a trained classifier
     * @param image one image, {@code [channels, height, width]}
     * @param target the class
     * @param samples how many copies, at least 1
     * @param noise standard deviation of the noise, as a share of the range of the pixels, above 0; the paper has 0.1 to 0.2
     * @param seed makes the noise
     * @return the mean gradient
     * @throws IllegalArgumentException as in {@link #saliency}, or if a number is out of its range
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public static Saliency smoothGrad(Block net, NDArray image, Target target, int samples, double noise, long seed) {
        return Saliency.smooth(net, image, target, samples, noise, seed);
    }

    /**
     * Computes what each pixel contributes to the score of a class, compared with an input of zeros
     * (Sundararajan et al. 2017, arXiv:1703.01365).
     *
     * @param net a trained classifier
     * @param image one image, {@code [channels, height, width]}
     * @param target the class
     * @return the contributions, which add up to the difference of both scores
     * @throws IllegalArgumentException as in {@link #saliency}
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public static IntegratedGradients integratedGradients(Block net, NDArray image, Target target) {
        try (NDArray zeros = image.zerosLike()) {
            return integratedGradients(net, image, target, zeros);
        }
    }

    /**
     * Computes what each pixel contributes to the score of a class, compared with a baseline (Sundararajan et al. 2017,
     * arXiv:1703.01365). The steps are doubled, from 16 to at most {@value IntegratedGradients#MOST_STEPS}, until the
     * contributions add up to the difference of both scores but for 5 %, as the paper
     * advises.
     *
     * @param net a trained classifier
     * @param image one image, {@code [channels, height, width]}
     * @param target the class
     * @param baseline an image of the same shape that shows nothing, such as a black one; pixels like the baseline's
     *     contribute nothing
     * @return the contributions
     * @throws IllegalArgumentException as in {@link #saliency}, or if the shapes differ
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public static IntegratedGradients integratedGradients(Block net, NDArray image, Target target, NDArray baseline) {
        return IntegratedGradients.of(net, image, baseline, target);
    }

    /**
     * Computes where in the image a layer finds what speaks for a class (Selvaraju et al. 2016, arXiv:1610.02391).
     *
     * <pre>{@code
     * gradCam(net, image, predicted(net, image, ImageNet.classes()), "block9")
     * }</pre>
     *
     * @param net a trained classifier
     * @param image one image, {@code [channels, height, width]}, normalised as the network wants it
     * @param target the class
     * @param layer path of a layer that gives feature maps; the last of these, before the image is averaged, has the most to say
     * @return the map
     * @throws IllegalArgumentException as in {@link #saliency}, if there is no such layer (the message lists those there are), or
     *     if it gives no feature maps
     */
    public static GradCam gradCam(Block net, NDArray image, Target target, String layer) {
        return GradCam.of(net, image, target, layer);
    }

    /**
     * Computes where in the image a layer finds what speaks for a class, even if it is there several times (Chattopadhay et
     * al. 2018, arXiv:1710.11063).
     *
     * @param net a trained classifier
     * @param image one image, {@code [channels, height, width]}
     * @param target the class
     * @param layer path of a layer that gives feature maps
     * @return the map
     * @throws IllegalArgumentException as in {@link #gradCam}
     */
    public static GradCam gradCamPlusPlus(Block net, NDArray image, Target target, String layer) {
        return GradCam.plusPlus(net, image, target, layer);
    }

    /**
     * Hides squares of an image, an eighth of its smaller side long and half as far apart, and looks how much the score of a
     * class falls (Zeiler and Fergus 2013, arXiv:1311.2901).
     *
     * @param net a trained classifier
     * @param image one image, {@code [channels, height, width]}
     * @param target the class
     * @return how much it falls for each square
     * @throws IllegalArgumentException as in {@link #saliency}
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public static Occlusion occlusion(Block net, NDArray image, Target target) {
        Score.requireImage(net, image);
        long side = Math.min(image.getShape().get(1), image.getShape().get(2));
        int size = (int) Math.max(1, side / 8);
        return occlusion(net, image, target, size, Math.max(1, size / 2));
    }

    /**
     * Hides squares of an image and looks how much the score of a class falls (Zeiler and Fergus 2013, arXiv:1311.2901), in
     * batches of at most a million numbers.
     *
     * @param net a trained classifier
     * @param image one image, {@code [channels, height, width]}
     * @param target the class
     * @param size side of the squares in pixels, from 1 to the smaller side of the image
     * @param stride how far apart they are in pixels, from 1 to {@code size}
     * @return how much it falls for each square
     * @throws IllegalArgumentException as in {@link #saliency}, or if a number is out of its range
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public static Occlusion occlusion(Block net, NDArray image, Target target, int size, int stride) {
        return Occlusion.of(net, image, target, size, stride);
    }

    /**
     * Cuts an image into connected segments of like colour (SLIC, Achanta et al. 2012), of compactness 10.
     *
     * @param image one image, {@code [channels, height, width]}
     * @param about how many segments are wanted, from 1 to the number of pixels; there may be some more or fewer
     * @return the segments
     * @throws IllegalArgumentException if the image has another shape or holds NaN, or the number is out of its range
     */
    public static Superpixels superpixels(NDArray image, int about) {
        return Superpixels.of(
                Score.picture(Score.finite(image), Score.requireOne(image)), about, Superpixels.COMPACTNESS);
    }

    /**
     * Finds the regions of an image that speak for a class and against it (LIME, Ribeiro et al. 2016, arXiv:1602.04938), of
     * about 40 regions with 400 samples and seed 0.
     *
     * @param net a trained classifier
     * @param image one image, {@code [channels, height, width]}, normalised as the network wants it
     * @param target the class
     * @return the weight of each region, and how well a linear model fits
     * @throws IllegalArgumentException as in {@link #saliency}
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public static Lime lime(Block net, NDArray image, Target target) {
        return lime(net, image, target, 40, 400, 0);
    }

    /**
     * Finds the regions of an image that speak for a class and against it (LIME, Ribeiro et al. 2016, arXiv:1602.04938), in
     * batches of at most a million numbers.
     *
     * @param net a trained classifier
     * @param image one image, {@code [channels, height, width]}
     * @param target the class
     * @param superpixels about how many regions, from 1 to the number of pixels
     * @param samples how many variants of the image, more than there are regions; the more, the less the weights hang on the seed
     * @param seed chooses what each variant hides
     * @return the weight of each region, and how well a linear model fits
     * @throws IllegalArgumentException as in {@link #saliency}, or if a number is out of its range
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public static Lime lime(Block net, NDArray image, Target target, int superpixels, int samples, long seed) {
        return Lime.of(net, image, target, superpixels, samples, seed);
    }

    /**
     * Looks where an attention of a network of texts looks. The row of a decoder's last token is where it looks for the next.
     *
     * <pre>{@code
     * attention(net, "attention", Tokens.of(french, List.of("vingt", "deux")), Tokens.of(english, List.of("<start>", "twenty")))
     * }</pre>
     *
     * @param net a trained network, such as {@code AttentionSeq2Seq} or {@code Transformer}
     * @param layer path of an attention, such as {@code "attention"} or {@code "decoder1.sourceAttention"}
     * @param texts the network's one text, or its source and its target
     * @return where each token looks, in each head
     * @throws IllegalArgumentException if there is no such attention (the message lists those there are), or the texts do not fit
     */
    public static AttentionMap attention(Block net, String layer, Tokens... texts) {
        return AttentionMap.of(net, layer, texts);
    }

    /**
     * Looks where an attention of a network of any kind looks.
     *
     * @param net a trained network
     * @param inputs its inputs, each a batch of one
     * @param layer path of an attention; empty for the network itself
     * @param queries names of the positions that look
     * @param keys names of the positions that are looked at
     * @return where each looks, in each head
     * @throws IllegalArgumentException as in {@link #attention(Block, String, Tokens...)}, or if there is not one name for each
     *     position
     */
    public static AttentionMap attention(
            Block net, NDList inputs, String layer, List<String> queries, List<String> keys) {
        return AttentionMap.of(net, inputs, layer, queries, keys);
    }

    /**
     * Computes what the gates and states of a recurrent layer do at each token of a text.
     *
     * @param net a trained network of texts, such as {@code TextClassifier}
     * @param layer path of an LSTM, a GRU or a simple recurrent layer, such as {@code "lstm"}
     * @param texts the network's inputs; the steps are the first's tokens, or the second's where the layer runs over that
     * @return the gates and states
     * @throws IllegalArgumentException if there is no such layer (the message lists those there are), or the texts do not fit
     */
    public static Gates gates(Block net, String layer, Tokens... texts) {
        return Gates.of(net, layer, texts);
    }

    /**
     * Computes what the gates and states of a recurrent layer do at each step of a sequence of vectors.
     *
     * @param net a trained network, such as {@code seq(lstm(32, finalState()), linear(1))}
     * @param sequence one sequence, {@code [T, features]}
     * @param layer path of an LSTM, a GRU or a simple recurrent layer, such as {@code "lstm1"}
     * @return the gates and states; the steps are numbered from 0
     * @throws IllegalArgumentException if there is no such layer (the message lists those there are), or the sequence does not
     *     fit
     */
    public static Gates gates(Block net, NDArray sequence, String layer) {
        return Gates.of(net, sequence, layer);
    }

    /**
     * Computes what each word of a text contributes to the score of a class: the gradient by its vector times the vector (Li et
     * al. 2016, arXiv:1506.01066).
     *
     * @param net a trained classifier of texts, such as {@code TextClassifier}
     * @param text the text
     * @param target the class
     * @return the contribution of each word
     * @throws IllegalArgumentException if the network is no classifier of texts, or there is no such class
     */
    public static WordSaliency wordSaliency(Block net, Tokens text, Target target) {
        return WordSaliency.gradientTimesInput(net, text, target);
    }

    /**
     * Computes what each word of a text contributes to the score of a class, compared with words of no meaning, whose vectors
     * are zeros (Sundararajan et al. 2017, arXiv:1703.01365); steps as for images.
     *
     * @param net a trained classifier of texts, such as {@code TextClassifier}
     * @param text the text
     * @param target the class
     * @return the contribution of each word; they add up to the difference of both scores
     * @throws IllegalArgumentException if the network is no classifier of texts, or there is no such class
     */
    public static WordSaliency integratedGradients(Block net, Tokens text, Target target) {
        return WordSaliency.integrated(net, text, target);
    }

    /**
     * Computes what a network has made of each image just before its last layer decides.
     *
     * @param net a trained network
     * @param data the images
     * @return one row an image: the input of the last layer that has parameters
     */
    public static float[][] features(Block net, LabelledImages data) {
        return rows(data, batch -> Activations.beforeLast(net, batch));
    }

    /**
     * Computes what a layer gives for each image.
     *
     * @param net a trained network
     * @param data the images
     * @param layer path of the layer
     * @return one row an image: the layer's output, laid out flat
     * @throws IllegalArgumentException if there is no such layer; the message lists those there are
     */
    public static float[][] features(Block net, LabelledImages data, String layer) {
        return rows(data, batch -> Activations.of(net, batch, layer));
    }

    /**
     * Lays each image out as a row of pixels.
     *
     * @param data the images
     * @return one row an image, {@code channels · height · width} numbers each
     */
    public static float[][] pixels(LabelledImages data) {
        return rows(data, batch -> batch);
    }

    private static float[][] rows(LabelledImages data, UnaryOperator<NDArray> function) {
        float[][] rows = new float[data.size()][];
        int row = 0;
        for (ImageBatch batch : data.batches(BATCH_SIZE)) {
            try (batch) {
                float[] flat = function.apply(batch.images()).toFloatArray();
                int width = flat.length / batch.size();
                for (int from = 0; from < flat.length; from += width) {
                    rows[row++] = Arrays.copyOfRange(flat, from, from + width);
                }
            }
        }
        return rows;
    }
}
