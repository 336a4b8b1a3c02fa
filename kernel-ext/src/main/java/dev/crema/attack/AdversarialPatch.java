package dev.crema.attack;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.crema.datasets.ImageBatch;
import dev.crema.datasets.LabelledImages;
import dev.crema.figures.Drawable;
import dev.crema.figures.Figure;
import dev.crema.figures.ImageGrid;
import dev.crema.figures.PixelRows;
import dev.crema.training.Predictions;
import dev.crema.training.Training;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * A patch that has a network take whatever it is stuck on for one class, wherever it is stuck (Brown, Mané, Roy, Abadi and
 * Gilmer 2017, "Adversarial patch", arXiv:1712.09665): the values for which the mean cross-entropy with that class, over images
 * and places, is least. Each step follows the sign of a gradient that is averaged over a batch and, with momentum 0.9, over the
 * steps before; the steps shorten from 0.1 to 0. Other than in the paper the patch is moved only, not turned or scaled.
 *
 * @param target the class that images are to be taken for
 * @param patch the patch, one picture
 * @param patched the test images with the patch on, each in a place of its own
 * @param before what the network says of the test images
 * @param after what it says of them with the patch on
 * @param noise what it says of them with a patch of noise in the same places, for what a patch hides counts as well
 */
public record AdversarialPatch(
        int target, PixelRows patch, PixelRows patched, Predictions before, Predictions after, Predictions noise)
        implements Drawable {
    static final int STEPS = 200;

    private static final int BATCH_SIZE = 64;
    private static final double STEP = 0.1;
    private static final double MOMENTUM = 0.9;
    private static final int SHOWN = 7;

    static AdversarialPatch of(
            Block net, LabelledImages train, LabelledImages test, int target, int side, int steps, long seed) {
        Shape image = train.images().getShape().slice(1);
        if (!image.equals(test.images().getShape().slice(1))) {
            throw new IllegalArgumentException("The images to train on are " + image + ", those to test with "
                    + test.images().getShape().slice(1) + "; both must be alike");
        }
        int channels = (int) image.get(0);
        int height = (int) image.get(1);
        int width = (int) image.get(2);
        if (side < 1 || side > Math.min(height, width) || steps < 1 || target < 0) {
            throw new IllegalArgumentException("The patch is to have a side of " + side + " and target " + target
                    + ", trained in " + steps + " steps; the side must be from 1 to " + Math.min(height, width)
                    + ", the target a class from 0, and there must be 1 step at least");
        }
        SplittableRandom random = new SplittableRandom(seed);
        Sticker sticker = trained(net, train, target, Sticker.noise(channels, side, random), steps, random);
        int[] places = sticker.places(test.size(), height, width, random);
        Predictions before = Training.predict(net, test);
        try (LabelledImages patched = stuck(test, sticker, places);
                LabelledImages noisy = stuck(test, Sticker.noise(channels, side, random), places)) {
            return new AdversarialPatch(
                    target,
                    new PixelRows(new float[][] {sticker.values()}, channels, side, side),
                    PixelRows.of(patched.images()),
                    before,
                    Training.predict(net, patched),
                    Training.predict(net, noisy));
        }
    }

    private static Sticker trained(
            Block net, LabelledImages train, int target, Sticker start, int steps, SplittableRandom random) {
        float[] values = start.values().clone();
        double[] velocity = new double[values.length];
        Iterator<ImageBatch> batches =
                train.batches(BATCH_SIZE, random.nextLong()).iterator();
        for (int step = 0; step < steps && !Thread.currentThread().isInterrupted(); step++) {
            if (!batches.hasNext()) {
                batches = train.batches(BATCH_SIZE, random.nextLong()).iterator();
            }
            try (ImageBatch batch = batches.next()) {
                double[] slopes =
                        slopes(net, batch, target, new Sticker(values, start.channels(), start.side()), random);
                double length = Arrays.stream(slopes).map(Math::abs).sum();
                double rate = STEP * (steps - step) / steps;
                for (int i = 0; i < values.length; i++) {
                    velocity[i] = MOMENTUM * velocity[i] + (length == 0 ? 0 : slopes[i] / length);
                    values[i] = (float) Math.max(0, Math.min(1, values[i] - rate * Math.signum(velocity[i])));
                }
            }
        }
        return new Sticker(values, start.channels(), start.side());
    }

    /** How the loss grows with each value of the patch, summed up over a batch. */
    private static double[] slopes(Block net, ImageBatch batch, int target, Sticker sticker, SplittableRandom random) {
        Shape shape = batch.images().getShape();
        int height = (int) shape.get(2);
        int width = (int) shape.get(3);
        int[] places = sticker.places(batch.size(), height, width, random);
        float[] images = batch.images().toFloatArray();
        for (int i = 0; i < places.length; i++) {
            sticker.stick(images, i, places[i], height, width);
        }
        long[] labels = new long[places.length];
        Arrays.fill(labels, target);
        NDManager manager = batch.manager();
        NDArray x = manager.create(images, shape).toDevice(batch.images().getDevice(), false);
        NDArray wanted = manager.create(labels).toDevice(x.getDevice(), false);
        float[] slopes = SignedGradient.slopes(net, x, wanted, target).toFloatArray();
        double[] sums = new double[sticker.values().length];
        for (int i = 0; i < places.length; i++) {
            sticker.gather(slopes, i, places[i], height, width, sums);
        }
        return sums;
    }

    private static LabelledImages stuck(LabelledImages data, Sticker sticker, int[] places) {
        Shape shape = data.images().getShape();
        float[] images = data.images().toFloatArray();
        for (int i = 0; i < places.length; i++) {
            sticker.stick(images, i, places[i], (int) shape.get(2), (int) shape.get(3));
        }
        try (NDManager scratch = NDManager.newBaseManager()) {
            NDArray array = scratch.create(images, shape).toDevice(data.images().getDevice(), false);
            return LabelledImages.of(array, data.labels(), data.classes());
        }
    }

    /**
     * Returns the share of the images of other classes that are taken for the target.
     *
     * @param predictions {@link #before}, {@link #after} or {@link #noise}
     * @return from 0 to 1; NaN if all images are of the target
     */
    public double taken(Predictions predictions) {
        return IntStream.range(0, predictions.labels().length)
                .filter(i -> predictions.labels()[i] != target)
                .mapToDouble(i -> predictions.predicted(i) == target ? 1 : 0)
                .average()
                .orElse(Double.NaN);
    }

    @Override
    public Figure draw() {
        int n = Math.min(SHOWN, patched.size());
        List<BufferedImage> images = new ArrayList<>(patch.pictures());
        List<String> captions = new ArrayList<>(List.of("patch"));
        Set<Integer> marked = new TreeSet<>();
        images.addAll(patched.pictures().subList(0, n));
        for (int i = 0; i < n; i++) {
            captions.add(AdversarialExamples.caption(after, i));
            if (before.labels()[i] != target && after.predicted(i) == target) {
                marked.add(i + 1);
            }
        }
        String name = before.classes().get(target);
        String title = "A patch of %d×%d pixels has %.0f %% of the others taken for “%s”, noise %.0f %%"
                .formatted(patch.height(), patch.width(), 100 * taken(after), name, 100 * taken(noise));
        return ImageGrid.of(title)
                .images(images)
                .captions(captions)
                .columns(n + 1)
                .emphasis(marked)
                .alt(
                        ("%s. It covers %.0f %% of the image. Of %d images of other classes %.1f %% are taken for it with the"
                                        + " patch, %.1f %% with one of noise, %.1f %% without; %.1f %%, %.1f %% and %.1f %% of all"
                                        + " images are named rightly.")
                                .formatted(
                                        title,
                                        100.0 * patch.height() * patch.width() / (patched.height() * patched.width()),
                                        Arrays.stream(before.labels())
                                                .filter(label -> label != target)
                                                .count(),
                                        100 * taken(after),
                                        100 * taken(noise),
                                        100 * taken(before),
                                        100 * after.accuracy(),
                                        100 * noise.accuracy(),
                                        100 * before.accuracy()))
                .figure();
    }
}
