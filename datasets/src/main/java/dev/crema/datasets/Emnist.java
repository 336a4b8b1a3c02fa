package dev.crema.datasets;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Handwritten letters and digits, 28×28 gray, white on black (Cohen, Afshar, Tapson, van Schaik 2017, "EMNIST: extending MNIST
 * to handwritten letters", IJCNN, arXiv:1702.05373).
 */
public final class Emnist {
    private static final String SOURCE = "EMNIST (Cohen et al. 2017), from NIST Special Database 19";
    private static final IdxSet LETTERS = new IdxSet(
            "EMNIST letters",
            IntStream.rangeClosed('a', 'z').mapToObj(Character::toString).toList(),
            124_800,
            20_800,
            SOURCE);
    private static final IdxSet DIGITS = new IdxSet(
            "EMNIST digits",
            IntStream.rangeClosed('0', '9').mapToObj(Character::toString).toList(),
            240_000,
            40_000,
            SOURCE);
    private static final PublishedFile ARCHIVE = new PublishedFile(
            "EMNIST",
            new KnownFile(
                    "emnist/gzip.zip", 561_753_746, "fb9bb67e33772a9cc0b895e4ecf36d2cf35be8b709693c3564cea2a019fcda8e"),
            List.of(
                    URI.create("https://biometrics.nist.gov/cs_links/EMNIST/gzip.zip"),
                    URI.create("https://www.itl.nist.gov/iaui/vip/cs_links/EMNIST/gzip.zip")));
    private static final int SIDE = 28;
    // a file of random bytes does not get smaller
    private static final int MOST = 250_000_000;

    private Emnist() {}

    /**
     * Loads 145 600 letters from a to z, large and small ones in one class: the original training set, of which the last tenth
     * of each class is for validation, and the original test set, in the original order. They stand upright; in EMNIST's files
     * they lie on their side.
     *
     * <p>The first call fetches all of EMNIST, 562 MB, from NIST; later calls need no network. See {@link Cifar10#full} for
     * where the file stays. As arrays the letters take 457 MB.
     *
     * @return 112 320 letters to train on, 12 480 to validate, 20 800 to test, {@code [n, 1, 28, 28]}, with every class as
     *     often as every other in the training set and in the test set
     * @throws DataException if the file is not in the cache and cannot be fetched: it says why, and how to bring it there;
     *     if there is no room for it; or if the thread is interrupted, which leaves it marked as interrupted
     */
    public static ImageDataset letters() {
        return load(LETTERS, "letters", 1, ARCHIVE, Download.toCache());
    }

    /**
     * Loads 280 000 digits: as {@link #letters}, from the same file. As arrays they take 878 MB.
     *
     * @return 216 000 digits to train on, 24 000 to validate, 40 000 to test, {@code [n, 1, 28, 28]}, with every class as
     *     often as every other
     * @throws DataException as {@link #letters} does
     */
    public static ImageDataset digits() {
        return load(DIGITS, "digits", 0, ARCHIVE, Download.toCache());
    }

    /** Reads one of EMNIST's sets; its labels begin at {@code first}. */
    static ImageDataset load(IdxSet set, String part, int first, PublishedFile archive, Download download) {
        ImageBytes images = set.room();
        try (ZipReader zip = new ZipReader(download.fetch(archive))) {
            read(zip, part + "-train", first, images, 0, set.train());
            read(zip, part + "-test", first, images, set.train(), set.test());
        } catch (IOException e) {
            throw new DataException("The archive of EMNIST cannot be read: " + e + ".", e);
        }
        return set.split(images);
    }

    private static void read(ZipReader zip, String part, int first, ImageBytes images, int from, int count) {
        String name = "EMNIST " + part;
        byte[] imageFile = zip.content("gzip/emnist-" + part + "-images-idx3-ubyte.gz", MOST);
        byte[] labelFile = zip.content("gzip/emnist-" + part + "-labels-idx1-ubyte.gz", MOST);
        try (Idx labelled = IdxSet.labels(labelFile, count, name);
                Idx lying = IdxSet.images(imageFile, count, name)) {
            byte[] labels = labelled.values();
            for (int i = 0; i < count; i++) {
                labels[i] -= (byte) first;
            }
            byte[] pixels = lying.values();
            setUpright(pixels);
            images.put(from, pixels, labels);
        }
    }

    /** Makes rows of columns, in place. */
    private static void setUpright(byte[] pixels) {
        for (int image = 0; image < pixels.length; image += SIDE * SIDE) {
            for (int row = 0; row < SIDE; row++) {
                for (int column = 0; column < row; column++) {
                    int below = image + row * SIDE + column;
                    int above = image + column * SIDE + row;
                    byte value = pixels[below];
                    pixels[below] = pixels[above];
                    pixels[above] = value;
                }
            }
        }
    }
}
