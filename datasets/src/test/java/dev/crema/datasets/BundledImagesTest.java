package dev.crema.datasets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundledImagesTest {
    private static final int PIXELS = 28 * 28;

    @Test
    void mnist_hasThePartsItPromises() {
        ImageDataset digits = Mnist.load();
        assertParts(digits, 7_000, 1_000, 2_000);
        assertEquals(List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"), digits.classes());
        assertEquals("MNIST", digits.name());
    }

    @Test
    void fashionMnist_hasThePartsItPromises() {
        ImageDataset clothes = FashionMnist.load();
        assertParts(clothes, 18_000, 2_000, 5_000);
        assertEquals("T-shirt/top", clothes.classes().get(0));
        assertEquals("Ankle boot", clothes.classes().get(9));
        assertEquals("Fashion-MNIST", clothes.name());
    }

    @Test
    void mnist_hasTheClassCountsOfTheFirst10000TrainingDigits() {
        long[] expected = {1001, 1127, 991, 1032, 980, 863, 1014, 1070, 944, 978};
        long[] counts = new long[10];
        ImageDataset digits = Mnist.load();
        parts(digits).forEach(part -> Arrays.stream(part.labelArray()).forEach(label -> counts[label]++));
        assertArrayEquals(expected, counts);
    }

    @Test
    void mnist_isStratified_toTheNearestDigit() {
        ImageDataset digits = Mnist.load();
        double[] all = {1001, 1127, 991, 1032, 980, 863, 1014, 1070, 944, 978};
        for (LabelledImages part : parts(digits)) {
            for (int label = 0; label < 10; label++) {
                double exact = all[label] * part.size() / 10_000;
                assertEquals(exact, count(part, label), 2, "digits " + label + " in " + part);
            }
        }
    }

    @Test
    void fashionMnist_hasEveryClassAsOftenAsEveryOther() {
        for (LabelledImages part : parts(FashionMnist.load())) {
            for (int label = 0; label < 10; label++) {
                assertEquals(part.size() / 10, count(part, label));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mnist", "fashion-mnist"})
    void parts_haveNoImageInCommon(String name) {
        Set<ByteBuffer> seen = new HashSet<>();
        int size = 0;
        for (LabelledImages part : parts(load(name))) {
            float[] pixels = part.images().toFloatArray();
            for (int i = 0; i < part.size(); i++) {
                ByteBuffer image = ByteBuffer.allocate(PIXELS);
                for (int p = 0; p < PIXELS; p++) {
                    image.put((byte) Math.round(255 * pixels[i * PIXELS + p]));
                }
                seen.add(image.flip());
            }
            size += part.size();
        }
        assertEquals(size, seen.size(), "different images");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mnist", "fashion-mnist"})
    void parts_areMixed(String name) {
        for (LabelledImages part : parts(load(name))) {
            int[] labels = part.labelArray();
            int changes = 0;
            for (int i = 1; i < labels.length; i++) {
                changes += labels[i] != labels[i - 1] ? 1 : 0;
            }
            // nine of ten neighbours differ when the order is random
            assertEquals(0.9, changes / (labels.length - 1.0), 0.03, name);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mnist", "fashion-mnist"})
    void images_areTheBytesOfTheFileDividedBy255(String name) throws IOException {
        byte[] file;
        try (DataInputStream in = new DataInputStream(
                new GZIPInputStream(Files.newInputStream(Path.of("data", name, "images-idx3-ubyte.gz"))))) {
            in.skipNBytes(16);
            file = in.readAllBytes();
        }
        int offset = 0;
        for (LabelledImages part : parts(load(name))) {
            assertEquals(new Shape(part.size(), 1, 28, 28), part.images().getShape());
            float[] expected = new float[part.size() * PIXELS];
            for (int i = 0; i < expected.length; i++) {
                expected[i] = Byte.toUnsignedInt(file[offset + i]) / 255f;
            }
            assertArrayEquals(expected, part.images().toFloatArray());
            offset += expected.length;
        }
        assertEquals(file.length, offset);
    }

    @Test
    void meanPixel_isThePublishedOne() {
        // of all 60 000 training images: 0.1307 for MNIST, 0.2860 for Fashion-MNIST
        assertEquals(0.1307, mean(Mnist.load().train()), 0.002);
        assertEquals(0.2860, mean(FashionMnist.load().train()), 0.002);
    }

    @Test
    void load_givesTheSameArrays_everyTime() {
        LabelledImages once = Mnist.load().test();
        LabelledImages again = Mnist.load().test();
        assertArrayEquals(once.images().toFloatArray(), again.images().toFloatArray());
        assertArrayEquals(once.labels().toLongArray(), again.labels().toLongArray());
    }

    @Test
    void load_readsTheDirectory_whenThePropertyNamesOne(@TempDir Path directory) throws IOException {
        try (DataDirectory data = DataDirectory.copiedTo(directory)) {
            assertEquals(2_000, Mnist.load().test().size());
            Files.delete(data.path().resolve("mnist/labels-idx1-ubyte.gz"));
            String message = assertThrows(DataException.class, Mnist::load).getMessage();
            assertTrue(message.contains("labels-idx1-ubyte.gz is missing"), message);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mnist", "fashion-mnist"})
    void load_failsClearly_andWorksAgain_whenAFileIsTruncated(String name, @TempDir Path directory) throws IOException {
        try (DataDirectory data = DataDirectory.copiedTo(directory)) {
            Path images = data.path().resolve(name).resolve("images-idx3-ubyte.gz");
            byte[] whole = Files.readAllBytes(images);
            Files.write(images, Arrays.copyOf(whole, whole.length / 2));
            String message = assertThrows(DataException.class, () -> load(name)).getMessage();
            assertTrue(message.contains(images + " is truncated"), message);
            Files.write(images, whole);
            assertEquals(10, load(name).classes().size());
        }
    }

    @Test
    void load_failsClearly_whenOneBitOfTheLabelsDiffers(@TempDir Path directory) throws IOException {
        try (DataDirectory data = DataDirectory.copiedTo(directory)) {
            Path labels = data.altered("mnist/labels-idx1-ubyte.gz");
            String message = assertThrows(DataException.class, Mnist::load).getMessage();
            assertTrue(message.contains(labels + " is altered"), message);
        }
    }

    @Test
    void documentation_namesSizeAndChecksumOfEveryBundledFile() throws Exception {
        String documentation = Files.readString(Path.of("DATASETS.md"));
        try (var files = Files.walk(Path.of("data"))) {
            List<Path> bundled = files.filter(Files::isRegularFile).toList();
            assertTrue(bundled.size() >= 4, bundled::toString);
            for (Path file : bundled) {
                byte[] digest =
                        java.security.MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
                String row = "| `" + Path.of("data").relativize(file).toString().replace('\\', '/') + "` | "
                        + Files.size(file) + " | `" + java.util.HexFormat.of().formatHex(digest) + "` |";
                assertTrue(documentation.contains(row), () -> "DATASETS.md lacks the row " + row);
            }
        }
    }

    private static ImageDataset load(String name) {
        return name.equals("mnist") ? Mnist.load() : FashionMnist.load();
    }

    private static List<LabelledImages> parts(ImageDataset data) {
        return List.of(data.train(), data.validation(), data.test());
    }

    private static void assertParts(ImageDataset data, int train, int validation, int test) {
        assertEquals(train, data.train().size());
        assertEquals(validation, data.validation().size());
        assertEquals(test, data.test().size());
        for (LabelledImages part : parts(data)) {
            assertEquals(new Shape(part.size(), 1, 28, 28), part.images().getShape());
            assertEquals(DataType.FLOAT32, part.images().getDataType());
            assertEquals(new Shape(part.size()), part.labels().getShape());
            assertEquals(DataType.INT64, part.labels().getDataType());
            assertEquals(data.classes(), part.classes());
        }
        assertTrue(data.source().contains("MIT"), data.source());
    }

    private static long count(LabelledImages part, int label) {
        return Arrays.stream(part.labelArray()).filter(l -> l == label).count();
    }

    private static float mean(LabelledImages part) {
        try (NDArray mean = part.images().mean()) {
            return mean.getFloat();
        }
    }
}
