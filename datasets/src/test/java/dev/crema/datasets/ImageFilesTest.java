package dev.crema.datasets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class ImageFilesTest {
    private static final byte[] PIXELS = {0, 51, 102, (byte) 153, (byte) 204, (byte) 255};
    private static final List<String> CLASSES = List.of("a", "b");

    @TempDir
    private Path directory;

    @Test
    void idx_isTheSame_gzippedOrNot() throws IOException {
        for (boolean gzip : new boolean[] {false, true}) {
            Path images = file("images", gzip, idx(PIXELS, 2, 1, 3));
            Path labels = file("labels", gzip, idx(new byte[] {1, 0}, 2));
            LabelledImages set = ImageFiles.idx(images, labels, CLASSES);
            assertEquals(new Shape(2, 1, 1, 3), set.images().getShape());
            assertArrayEquals(
                    new float[] {0, .2f, .4f, .6f, .8f, 1}, set.images().toFloatArray());
            assertArrayEquals(new int[] {1, 0}, set.labelArray());
            assertEquals(CLASSES, set.classes());
        }
    }

    @Test
    void idx_saysWhatIsWrong() throws IOException {
        Path images = file("images", false, idx(PIXELS, 2, 1, 3));
        Path labels = file("labels", false, idx(new byte[] {1, 0}, 2));
        Path three = file("three", true, idx(new byte[3], 3));
        Path absent = directory.resolve("absent");
        assertFails("There is no file " + absent, () -> ImageFiles.idx(absent, labels, CLASSES));
        assertFails("is a directory", () -> ImageFiles.idx(directory, labels, CLASSES));
        assertFails("has 2 images and", () -> ImageFiles.idx(images, three, CLASSES));
        assertFails("starts with 0x00000801", () -> ImageFiles.idx(labels, images, CLASSES));
        assertFails(
                "the label 1 at image 0 and there are 1 class names",
                () -> ImageFiles.idx(images, labels, List.of("a")));
        Path empty = file("empty", false, idx(new byte[0], 0, 1, 3));
        Path none = file("none", false, idx(new byte[0], 0));
        assertFails("has no pixels", () -> ImageFiles.idx(empty, none, CLASSES));
    }

    @Test
    void idx_doesNotBelieveTheSizeThatAFileNames() throws IOException {
        Path labels = file("labels", false, idx(new byte[] {1, 0}, 2));
        for (boolean gzip : new boolean[] {false, true}) {
            for (int[] dimensions : new int[][] {{1 << 30, 1 << 30, 1 << 30}, {1, -1, 2}, {60_000, 28, 28}}) {
                Path huge = file("huge", gzip, idx(PIXELS, dimensions));
                assertFails("has the dimensions", () -> ImageFiles.idx(huge, labels, CLASSES));
            }
            Path cut = file("cut", gzip, idx(PIXELS, 2, 2, 2));
            assertFails("ends after 6 values", () -> ImageFiles.idx(cut, labels, CLASSES));
            Path header = file("header", gzip, new byte[] {0, 0, 8, 3, 0});
            assertFails("is truncated", () -> ImageFiles.idx(header, labels, CLASSES));
        }
    }

    @Test
    void cifarBinary_readsTheFilesOneAfterTheOther() throws IOException {
        byte[] first = new byte[2 * 3_073];
        first[0] = 1;
        first[1 + 1_024 + 2 * 32 + 5] = (byte) 255;
        byte[] second = new byte[3_073];
        second[3_072] = 51;
        LabelledImages set = ImageFiles.cifarBinary(CLASSES, file("1.bin", false, first), file("2.bin", false, second));
        assertArrayEquals(new int[] {1, 0, 0}, set.labelArray());
        assertEquals(1f, set.image(0).getFloat(1, 2, 5));
        assertEquals(.2f, set.image(2).getFloat(2, 31, 31));
        assertEquals(1.2f, set.images().sum().getFloat());
    }

    @Test
    void cifarBinary_saysWhatIsWrong() throws IOException {
        byte[] image = new byte[3_073];
        image[0] = 7;
        Path seven = file("seven.bin", false, image);
        assertFails("the label 7 at image 0 and there are 2 class names", () -> ImageFiles.cifarBinary(CLASSES, seven));
        image[0] = 77;
        Path wrong = file("wrong.bin", false, image);
        assertFails("wrong.bin has the label 77", () -> ImageFiles.cifarBinary(CLASSES, wrong));
        Path cut = file("cut.bin", false, new byte[3_072]);
        assertFails("cut.bin has 3072 bytes, expected a multiple of 3073", () -> ImageFiles.cifarBinary(CLASSES, cut));
        assertFails("No file was named", () -> ImageFiles.cifarBinary(CLASSES));
        assertFails("There is no file", () -> ImageFiles.cifarBinary(CLASSES, directory.resolve("absent.bin")));
    }

    private Path file(String name, boolean gzip, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (var out = gzip ? new GZIPOutputStream(bytes) : bytes) {
            out.write(content);
        }
        return Files.write(directory.resolve(name), bytes.toByteArray());
    }

    private static byte[] idx(byte[] values, int... dimensions) {
        ByteBuffer file = ByteBuffer.allocate(4 + 4 * dimensions.length + values.length);
        file.putInt(0x0800 | dimensions.length);
        for (int dimension : dimensions) {
            file.putInt(dimension);
        }
        return file.put(values).array();
    }

    private static void assertFails(String part, Executable use) {
        String message = assertThrows(DataException.class, use).getMessage();
        assertTrue(message.contains(part), message);
    }
}
