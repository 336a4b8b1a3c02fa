package dev.crema.insight;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import dev.crema.figures.Pixels;
import dev.crema.layers.Trace;
import dev.crema.torch.Gradients;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.function.IntFunction;

/** The score that a network gives one class for one image and for variants of it, and its slope in every pixel. */
final class Score {
    // six images of 224×224 in three colours, each of which becomes some 50 MB in the layers of EfficientNet-Lite0
    private static final int NUMBERS_AT_ONCE = 1 << 20;
    private static final int IMAGES_AT_ONCE = 256;

    /** Sees the slopes of one variant after the other. */
    interface Slopes {
        void accept(int variant, float[] slopes);
    }

    final BufferedImage picture;
    final float[] pixels;
    final int channels;
    final int height;
    final int width;
    final double value;
    private final Block net;
    private final Target target;

    private Score(Block net, NDArray image, Target target) {
        this.net = net;
        this.target = target;
        Shape shape = image.getShape();
        channels = (int) shape.get(0);
        height = (int) shape.get(1);
        width = (int) shape.get(2);
        pixels = pixels(image);
        picture = picture(pixels, shape);
        try (NDManager scratch = NDManager.newBaseManager()) {
            NDArray scores = Trace.run(net, scratch.create(pixels, batch(1)), (path, layer, x, y) -> {});
            requireClass(scores.getShape());
            value = scores.getFloat(0, target.index());
        }
    }

    static Score of(Block net, NDArray image, Target target) {
        requireImage(net, image);
        return new Score(net, image, target);
    }

    /** The class of the greatest score; both arguments are checked. */
    static int best(Block net, NDArray image) {
        requireImage(net, image);
        try (NDManager scratch = NDManager.newBaseManager()) {
            NDArray batch = scratch.create(pixels(image), image.getShape()).expandDims(0);
            NDArray scores = Trace.run(net, batch, (path, layer, x, y) -> {});
            requireScores(scores.getShape());
            return (int) scores.argMax(1).toLongArray()[0];
        }
    }

    static void requireImage(Block net, NDArray image) {
        Activations.requireTrained(net);
        Shape shape = requireOne(image);
        Shape input = net.getInputShapes()[0];
        if (input.dimension() == 4 && input.get(1) > 0 && input.get(1) != shape.get(0)) {
            throw new IllegalArgumentException("The image has " + channels(shape.get(0)) + ", but the network takes "
                    + channels(input.get(1))
                    + (shape.get(0) == 1 ? "; repeat the grey one with image.repeat(0, " + input.get(1) + ")" : ""));
        }
        finite(image);
    }

    static Shape requireOne(NDArray image) {
        Shape shape = image.getShape();
        if (shape.dimension() != 3) {
            throw new IllegalArgumentException("The image has the shape " + shape
                    + "; give one image [channels, height, width], such as batch.get(0)");
        }
        return shape;
    }

    /** The pixels, all of which are finite. */
    static float[] finite(NDArray image) {
        float[] pixels = pixels(image);
        for (float pixel : pixels) {
            if (!Float.isFinite(pixel)) {
                throw new IllegalArgumentException("The image holds " + pixel
                        + ", so nothing can be said of it; look where it was made, such as a division by 0");
            }
        }
        return pixels;
    }

    static float[] pixels(NDArray image) {
        if (image.getDataType() == DataType.FLOAT32) {
            return image.toFloatArray();
        }
        try (NDArray floats = image.toType(DataType.FLOAT32, true)) {
            return floats.toFloatArray();
        }
    }

    /** The image as it is seen: one that was normalised is spread from its darkest to its brightest value. */
    static BufferedImage picture(float[] pixels, Shape shape) {
        float low = 0;
        float high = 1;
        for (float pixel : pixels) {
            low = Math.min(low, pixel);
            high = Math.max(high, pixel);
        }
        float[] shown = new float[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            shown[i] = (pixels[i] - low) / (high - low);
        }
        try (NDManager scratch = NDManager.newBaseManager()) {
            NDArray image = scratch.create(shown, shape);
            // of other numbers of channels the mean is shown
            boolean colours = shape.get(0) == 1 || shape.get(0) == 3;
            return Pixels.image(colours ? image : image.mean(new int[] {0}));
        }
    }

    /** The score of each variant of the image, in batches. */
    double[] of(int variants, IntFunction<float[]> variant) {
        double[] scores = new double[variants];
        for (int from = 0; from < variants; from += atOnce()) {
            int first = from;
            int count = Math.min(atOnce(), variants - from);
            requireTime(from, variants);
            try (NDManager scratch = NDManager.newBaseManager()) {
                float[] batch = scores(scratch.create(flat(first, count, variant), batch(count)))
                        .toFloatArray();
                for (int i = 0; i < count; i++) {
                    scores[from + i] = batch[i];
                }
            }
        }
        return scores;
    }

    /** How the score of each variant grows with each of its pixels, in batches. */
    void slopes(int variants, IntFunction<float[]> variant, Slopes slopes) {
        for (int from = 0; from < variants; from += atOnce()) {
            int count = Math.min(atOnce(), variants - from);
            requireTime(from, variants);
            float[] batch = slopes(flat(from, count, variant), count);
            for (int i = 0; i < count; i++) {
                slopes.accept(from + i, Arrays.copyOfRange(batch, i * pixels.length, (i + 1) * pixels.length));
            }
        }
    }

    @SuppressWarnings("try") // gradients are followed while the collector is open; nobody has to ask it
    private float[] slopes(float[] flat, int count) {
        try (NDManager scratch = NDManager.newBaseManager()) {
            NDArray x = scratch.create(flat, batch(count));
            x.setRequiresGradient(true);
            try (GradientCollector open = Gradients.collector()) {
                return Gradients.of(scores(x), x).toFloatArray();
            }
        }
    }

    private NDArray scores(NDArray x) {
        ParameterStore store = new ParameterStore(x.getManager(), false);
        return net.forward(store, new NDList(x), false).head().get(":, " + target.index());
    }

    private float[] flat(int from, int count, IntFunction<float[]> variant) {
        float[] flat = new float[count * pixels.length];
        for (int i = 0; i < count; i++) {
            System.arraycopy(variant.apply(from + i), 0, flat, i * pixels.length, pixels.length);
        }
        return flat;
    }

    private Shape batch(int count) {
        return new Shape(count, channels, height, width);
    }

    private int atOnce() {
        return atOnce(pixels.length);
    }

    static int atOnce(long numbersInImage) {
        return (int) Math.max(1, Math.min(IMAGES_AT_ONCE, NUMBERS_AT_ONCE / numbersInImage));
    }

    private static void requireTime(int done, int all) {
        if (Thread.interrupted()) {
            throw new CancellationException(
                    "Stopped by an interrupt after " + done + " of " + all + " variants of the image; nothing is kept");
        }
    }

    private void requireClass(Shape scores) {
        requireScores(scores);
        Explained.requireIndex("class", target.index(), scores.get(1), "the network");
    }

    static void requireScores(Shape scores) {
        if (scores.dimension() != 2) {
            throw new IllegalArgumentException("The network gives " + scores
                    + " for one image, not one score a class, [1, classes]; only classifiers can be explained so");
        }
    }

    private static String channels(long count) {
        return count == 1 ? "one channel (grey)" : count + " channels";
    }
}
