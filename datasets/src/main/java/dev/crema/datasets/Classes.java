package dev.crema.datasets;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Some of the classes of a set of images, numbered anew. */
public final class Classes {
    private Classes() {}

    /**
     * Keeps the images of some classes.
     *
     * @param images a set of images
     * @param labels the classes to keep, each once; the first is class 0 of the result, the next 1 and so on
     * @return a copy of those images, in their order, with the names of those classes only
     * @throws DataException if no class is given, one is given twice or does not exist, or there is no image of any
     */
    public static LabelledImages only(LabelledImages images, int... labels) {
        List<String> names = images.classes();
        int[] renumbered = new int[names.size()];
        Arrays.fill(renumbered, -1);
        for (int i = 0; i < labels.length; i++) {
            int label = labels[i];
            if (label < 0 || label >= names.size() || renumbered[label] >= 0) {
                throw new DataException("The classes " + Arrays.toString(labels)
                        + " were asked for, expected each once, from 0 to " + (names.size() - 1) + ", " + names + ".");
            }
            renumbered[label] = i;
        }
        int[] kept = IntStream.range(0, images.size())
                .filter(i -> renumbered[images.label(i)] >= 0)
                .toArray();
        if (kept.length == 0) {
            throw new DataException("None of these " + images.size() + " images is of the classes "
                    + Arrays.toString(labels) + ". Take other classes, or a larger part of the data.");
        }
        int[] values = Arrays.stream(kept).map(i -> renumbered[images.label(i)]).toArray();
        return renumbered(
                images, kept, values, Arrays.stream(labels).mapToObj(names::get).toList());
    }

    /** Copies chosen images, and gives them other labels. */
    static LabelledImages renumbered(LabelledImages images, int[] chosen, int[] labels, List<String> names) {
        long[] wide = Arrays.stream(labels).asLongStream().toArray();
        try (LabelledImages copy = images.select(chosen);
                NDArray numbers = copy.images().getManager().create(wide)) {
            return LabelledImages.of(copy.images(), numbers, names);
        }
    }

    /** Returns the indices of the images of each class. */
    static List<int[]> members(LabelledImages images) {
        return IntStream.range(0, images.classes().size())
                .mapToObj(label -> IntStream.range(0, images.size())
                        .filter(i -> images.label(i) == label)
                        .toArray())
                .toList();
    }

    /**
     * Keeps some classes for the test, so that a network is tested on classes it was never trained on.
     *
     * @param images a set of images
     * @param test the classes to test on, each once; at least one class must be left to train on
     * @return the images of all other classes, numbered from 0, and those of the classes to test on, numbered from 0 too
     * @throws DataException if no class is left on one side, a class is given twice or does not exist
     */
    public static Split<LabelledImages> split(LabelledImages images, int... test) {
        int[] train = IntStream.range(0, images.classes().size())
                .filter(label -> Arrays.stream(test).noneMatch(other -> other == label))
                .toArray();
        return new Split<>(only(images, train), only(images, test));
    }
}
