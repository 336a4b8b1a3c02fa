package dev.crema.kernel;

import ai.djl.ndarray.NDArray;
import dev.crema.augmentation.Augmentation;
import dev.crema.datasets.ImageBatch;
import dev.crema.datasets.LabelledImages;
import dev.crema.figures.Drawable;
import dev.crema.figures.Figure;
import dev.crema.figures.ImageGrid;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Images, and what an augmentation makes of them time after time: masks as a tint, boxes as frames.
 *
 * @param images the images themselves, then all of them for each time
 * @param captions what each is labelled as; a mixed image by its shares, such as "70 % cat, 30 % dog"
 * @param originals number of images that were not changed, the first ones
 */
public record AugmentedImages(List<BufferedImage> images, List<String> captions, int originals) implements Drawable {
    private static final int MOST_ORIGINALS = 5;

    /**
     * Keeps its own copies, and checks that they belong together.
     *
     * @param images as above
     * @param captions as above
     * @param originals as above
     * @throws IllegalArgumentException if there is not one caption for each image, or not the same number of images for
     *     each original
     */
    public AugmentedImages {
        images = List.copyOf(images);
        captions = List.copyOf(captions);
        if (captions.size() != images.size() || originals < 1 || images.size() % originals != 0) {
            throw new IllegalArgumentException("There are " + images.size() + " images, " + captions.size()
                    + " captions and " + originals + " originals, expected a caption for each image, and as many images"
                    + " for each original.");
        }
    }

    static AugmentedImages of(Augmentation augmentation, LabelledImages images, int times, long seed) {
        int shown = Math.min(MOST_ORIGINALS, images.size());
        ImageBatch batch = images.batches(shown).iterator().next();
        try (batch) {
            return of(augmentation, batch, images.classes(), times, seed);
        }
    }

    static AugmentedImages of(Augmentation augmentation, ImageBatch batch, List<String> classes, int times, long seed) {
        int most = ImageGrid.MOST / batch.size() - 1;
        if (times < 1 || times > most) {
            throw new IllegalArgumentException("Asked to augment " + batch.size() + " images " + times
                    + " times, expected 1 to " + most + " times. Show fewer images, or fewer times.");
        }
        List<BufferedImage> images = new ArrayList<>(Overlay.pictures(batch));
        List<String> captions = new ArrayList<>(captions(batch.labels(), classes));
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < times; i++) {
            ImageBatch more = augmentation.apply(batch, random);
            images.addAll(Overlay.pictures(more));
            captions.addAll(captions(more.labels(), classes));
        }
        return new AugmentedImages(images, captions, batch.size());
    }

    private static List<String> captions(NDArray labels, List<String> classes) {
        if (labels.getShape().dimension() == 1) {
            return Arrays.stream(labels.toLongArray())
                    .mapToObj(label -> name(Math.toIntExact(label), classes))
                    .toList();
        }
        float[] shares = labels.toFloatArray();
        int each = Math.toIntExact(labels.size(1));
        return IntStream.range(0, Math.toIntExact(labels.size(0)))
                .mapToObj(i -> mixture(Arrays.copyOfRange(shares, i * each, (i + 1) * each), classes))
                .toList();
    }

    private static String mixture(float[] shares, List<String> classes) {
        List<Integer> parts = IntStream.range(0, shares.length)
                .filter(label -> Math.round(100 * shares[label]) > 0)
                .boxed()
                .sorted(Comparator.comparingDouble(label -> -shares[label]))
                .toList();
        return parts.size() == 1
                ? name(parts.get(0), classes)
                : parts.stream()
                        .map(label -> Math.round(100 * shares[label]) + " % " + name(label, classes))
                        .collect(Collectors.joining(", "));
    }

    private static String name(int label, List<String> classes) {
        return label >= 0 && label < classes.size() ? classes.get(label) : "class " + label;
    }

    @Override
    public Figure draw() {
        int times = images.size() / originals - 1;
        String what = originals == 1 ? "One image" : originals + " images";
        ImageGrid grid = ImageGrid.of(what + ", augmented " + (times == 1 ? "once" : times + " times"))
                .images(images)
                .captions(captions)
                .alt(what + " as " + (originals == 1 ? "it is" : "they are") + ", "
                        + (originals == 1 ? "the first, and then" : "the first row, and in each row below")
                        + " what the augmentation made of " + (originals == 1 ? "it" : "them") + ".");
        return (originals == 1 ? grid : grid.columns(originals)).figure();
    }
}
