package dev.crema.datasets;

import java.util.List;

/**
 * Clothes, 28×28 gray, light on black (Xiao, Rasul, Vollgraf 2017, "Fashion-MNIST: a novel image dataset for benchmarking
 * machine learning algorithms", arXiv:1708.07747).
 */
public final class FashionMnist {
    private static final BundledImages CLOTHES = new BundledImages(
            "Fashion-MNIST",
            List.of(
                    "T-shirt/top",
                    "Trouser",
                    "Pullover",
                    "Dress",
                    "Coat",
                    "Sandal",
                    "Shirt",
                    "Sneaker",
                    "Bag",
                    "Ankle boot"),
            new DataFile(
                    "fashion-mnist/images-idx3-ubyte.gz",
                    10_923_020,
                    "6768b857c18991654f4c29ee40b3d9e08db6f07ec66b16fcd20fc1b725da46a5"),
            new DataFile(
                    "fashion-mnist/labels-idx1-ubyte.gz",
                    12_523,
                    "cbe7496a7ea00c0cf62873b4328c3404dd192bdf82862c8c70ca466cfcb8ac3a"),
            18_000,
            2_000,
            5_000,
            "Fashion-MNIST (Zalando SE 2017), 20 000 + 5 000 of its images, MIT licence");

    private FashionMnist() {}

    /**
     * Loads 25 000 clothes: 20 000 of the original training set and 5 000 of the original test set, mixed once and for
     * all.
     *
     * <p>If the system property {@code crema.data} is set, the files come from that directory, laid out as
     * {@code datasets/data}, instead of the class path.
     *
     * @return 18 000 clothes to train on, 2 000 to validate, 5 000 to test, {@code [n, 1, 28, 28]}, with every class as
     *     often as every other
     * @throws DataException if a data file is missing, truncated or altered
     */
    public static ImageDataset load() {
        return CLOTHES.load();
    }
}
