package dev.crema.attack;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import dev.crema.datasets.ImageBatch;
import dev.crema.datasets.LabelledImages;
import dev.crema.figures.Drawable;
import dev.crema.figures.Figure;
import dev.crema.figures.ImageGrid;
import dev.crema.figures.PixelRows;
import dev.crema.figures.Pixels;
import dev.crema.training.Predictions;
import dev.crema.training.Training;
import java.awt.image.BufferedImage;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Images before and after an attack, and what a network says of them: the panel of Goodfellow et al. 2014, figure 1.
 *
 * @param attack name of the attack
 * @param epsilon the most that a value could change
 * @param clean the images as they were
 * @param perturbed the images that the attack made of them
 * @param before what the network says of the clean images
 * @param after what it says of the others
 */
public record AdversarialExamples(
        String attack, double epsilon, PixelRows clean, PixelRows perturbed, Predictions before, Predictions after)
        implements Drawable {
    // a row of the figure; more would be too small on a projector
    private static final int SHOWN = 8;
    private static final int BATCH_SIZE = 256;

    static AdversarialExamples of(Block net, LabelledImages data, Attack attack, double epsilon, long seed) {
        Predictions before = Training.predict(net, data);
        try (LabelledImages perturbed = perturbed(net, data, attack, epsilon, seed)) {
            return new AdversarialExamples(
                    attack.toString(),
                    epsilon,
                    PixelRows.of(data.images()),
                    PixelRows.of(perturbed.images()),
                    before,
                    Training.predict(net, perturbed));
        }
    }

    /** Attacks all images, a batch at a time. */
    static LabelledImages perturbed(Block net, LabelledImages data, Attack attack, double epsilon, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        try (NDManager scratch = NDManager.newBaseManager()) {
            NDList parts = new NDList();
            for (ImageBatch batch : data.batches(BATCH_SIZE)) {
                try (batch) {
                    NDArray part = attack.perturb(net, batch, epsilon, random);
                    part.attach(scratch);
                    parts.add(part);
                }
            }
            NDArray all = NDArrays.concat(parts, 0);
            return LabelledImages.of(all, data.labels(), data.classes());
        }
    }

    /**
     * Returns what the attack added to an image.
     *
     * @param i number of the image, from 0
     * @return one number a value of the image, each from −ε to ε
     */
    public float[] perturbation(int i) {
        float[] difference = perturbed.rows()[i].clone();
        for (int j = 0; j < difference.length; j++) {
            difference[j] -= clean.rows()[i][j];
        }
        return difference;
    }

    /**
     * Returns which images the attack has the network err on that it was right on before.
     *
     * @return their numbers, ascending
     */
    public Set<Integer> fooled() {
        Set<Integer> fooled = new TreeSet<>();
        IntStream.range(0, clean.size())
                .filter(i -> before.predicted(i) == before.labels()[i])
                .filter(i -> after.predicted(i) != before.labels()[i])
                .forEach(fooled::add);
        return fooled;
    }

    @Override
    public Figure draw() {
        int n = Math.min(SHOWN, clean.size());
        List<BufferedImage> images = new ArrayList<>(clean.pictures().subList(0, n));
        List<String> captions = new ArrayList<>();
        IntStream.range(0, n).forEach(i -> captions.add(caption(before, i)));
        for (int i = 0; i < n; i++) {
            images.add(magnified(perturbation(i)));
            captions.add(largest(perturbation(i)) == 0 ? "none" : "× " + number(magnification(i)));
        }
        images.addAll(perturbed.pictures().subList(0, n));
        IntStream.range(0, n).forEach(i -> captions.add(caption(after, i)));
        Set<Integer> marked = new TreeSet<>();
        fooled().stream().filter(i -> i < n).forEach(i -> marked.add(2 * n + i));
        String title = "%s with ε = %s: %d of %d right before, %d after"
                .formatted(attack, number(epsilon), right(before), clean.size(), right(after));
        return ImageGrid.of(title)
                .images(images)
                .captions(captions)
                .rows(List.of("clean", "perturbation", "perturbed"))
                .columns(n)
                .emphasis(marked)
                .alt(title + ". First: " + words(0) + (n < clean.size() ? "; " + n + " images shown." : "."))
                .figure();
    }

    private String words(int i) {
        return "%s taken for %s before and for %s after; its perturbation, shown × %s, is at most %s"
                .formatted(
                        before.classes().get(before.labels()[i]),
                        caption(before, i),
                        caption(after, i),
                        number(magnification(i)),
                        number(largest(perturbation(i))));
    }

    private double magnification(int i) {
        float largest = largest(perturbation(i));
        // colours go both ways from the middle of the scale
        return largest == 0 ? 1 : (clean.channels() == 1 ? 1 : 0.5) / largest;
    }

    /** Grey images' changes in blue and orange about white, coloured ones' in their own colours about grey. */
    private BufferedImage magnified(float[] perturbation) {
        if (clean.channels() == 1) {
            return Pixels.signed(perturbation, clean.height(), clean.width());
        }
        float scale = Math.max(largest(perturbation), Float.MIN_NORMAL);
        for (int i = 0; i < perturbation.length; i++) {
            perturbation[i] = 0.5f + 0.5f * perturbation[i] / scale;
        }
        return new PixelRows(new float[][] {perturbation}, clean.channels(), clean.height(), clean.width())
                .pictures()
                .get(0);
    }

    static String number(double number) {
        return new BigDecimal(number, new MathContext(3)).stripTrailingZeros().toPlainString();
    }

    private static float largest(float[] values) {
        float largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    static String caption(Predictions predictions, int i) {
        int predicted = predictions.predicted(i);
        return "%s %.0f %%"
                .formatted(
                        predictions.classes().get(predicted), 100 * predictions.probabilities()[i][predicted]);
    }

    private static long right(Predictions predictions) {
        return Math.round(predictions.accuracy() * predictions.labels().length);
    }
}
