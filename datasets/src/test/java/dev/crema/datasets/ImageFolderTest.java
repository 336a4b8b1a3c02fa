package dev.crema.datasets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
    @TempDir
    private Path directory;

    @Test
    void folder_readsClassesAndImages_inTheOrderOfTheirNames() throws IOException {
        draw("dogs/b.png", BufferedImage.TYPE_INT_RGB, Color.GREEN);
        draw("cats/z.png", BufferedImage.TYPE_INT_RGB, Color.RED);
        draw("dogs/a.BMP", BufferedImage.TYPE_INT_RGB, Color.BLUE);
        Files.writeString(directory.resolve("dogs/notes.txt"), "no image");
        Files.writeString(directory.resolve("dogs/.hidden.png"), "no image");
        Files.writeString(directory.resolve("list.csv"), "no image");
        Files.createDirectory(directory.resolve(".git"));
        LabelledImages set = ImageFiles.folder(directory, 2, 3);
        assertEquals(List.of("cats", "dogs"), set.classes());
        assertArrayEquals(new int[] {0, 1, 1}, set.labelArray());
        assertEquals(new Shape(3, 3, 2, 3), set.images().getShape());
        for (int i = 0; i < 3; i++) {
            float[] expected = {0, 0, 0};
            expected[new int[] {0, 2, 1}[i]] = 1;
            assertArrayEquals(
                    expected, set.image(i).get(":, 1, 2").toFloatArray(), "image " + i + " in red, green and blue");
        }
    }

    @Test
    void folder_takesGrayAndTransparentImages() throws IOException {
        draw("a/gray.png", BufferedImage.TYPE_BYTE_GRAY, Color.WHITE);
        draw("a/transparent.png", BufferedImage.TYPE_INT_ARGB, new Color(0, 0, 0, 0));
        LabelledImages set = ImageFiles.folder(directory, 1, 1);
        assertArrayEquals(new float[] {1, 1, 1, 1, 1, 1}, set.images().toFloatArray());
    }

    @Test
    void folder_averagesWhatItMakesSmaller() throws IOException {
        BufferedImage stripes = new BufferedImage(256, 256, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < 256; x += 2) {
            for (int y = 0; y < 256; y++) {
                stripes.setRGB(x, y, 0xffffff);
            }
        }
        write("a/stripes.png", stripes);
        for (float value : ImageFiles.folder(directory, 8, 8).images().toFloatArray()) {
            assertEquals(.5f, value, .02f);
        }
    }

    @Test
    void folder_namesTheFileThatCannotBeRead() throws IOException {
        draw("a/good.png", BufferedImage.TYPE_INT_RGB, Color.RED);
        byte[] whole = Files.readAllBytes(directory.resolve("a/good.png"));
        for (int length : new int[] {0, 1, 20, whole.length / 2}) {
            Files.write(directory.resolve("a/bad.png"), java.util.Arrays.copyOf(whole, length));
            assertFails("bad.png", () -> ImageFiles.folder(directory, 4, 4));
        }
        Files.writeString(directory.resolve("a/bad.png"), "<html>not found</html>");
        assertFails("bad.png is not an image", () -> ImageFiles.folder(directory, 4, 4));
    }

    @Test
    void folder_refusesAHugeImage_beforeItIsUnpacked() throws IOException {
        draw("a/huge.png", BufferedImage.TYPE_INT_RGB, Color.RED);
        Path file = directory.resolve("a/huge.png");
        byte[] png = Files.readAllBytes(file);
        // the header: 8 bytes of signature, length, "IHDR", width, height, five bytes, checksum
        ByteBuffer header = ByteBuffer.wrap(png);
        header.putInt(16, 60_000).putInt(20, 60_000);
        CRC32 checksum = new CRC32();
        checksum.update(png, 12, 17);
        header.putInt(29, (int) checksum.getValue());
        Files.write(file, png);
        assertFails("huge.png says that it has 3600000000 pixels", () -> ImageFiles.folder(directory, 4, 4));
    }

    @Test
    void folder_saysWhatIsMissing() throws IOException {
        Path absent = directory.resolve("absent");
        assertFails("There is no directory " + absent, () -> ImageFiles.folder(absent, 4, 4));
        assertFails("has no directories, expected one for each class", () -> ImageFiles.folder(directory, 4, 4));
        Files.createDirectory(directory.resolve("empty"));
        assertFails("empty has no image among its 0 files", () -> ImageFiles.folder(directory, 4, 4));
        assertFails("0 rows of 4 pixels", () -> ImageFiles.folder(directory, 0, 4));
        assertFails("expected 1 to 4096", () -> ImageFiles.folder(directory, 4, 5_000));
    }

    private void draw(String name, int type, Color colour) throws IOException {
        BufferedImage image = new BufferedImage(40, 30, type);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(colour);
        graphics.fillRect(0, 0, 40, 30);
        graphics.dispose();
        write(name, image);
    }

    private void write(String name, BufferedImage image) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        String format = name.substring(name.length() - 3).toLowerCase(java.util.Locale.ROOT);
        assertTrue(ImageIO.write(image, format, file.toFile()));
    }

    private static void assertFails(String part, Executable use) {
        String message = assertThrows(DataException.class, use).getMessage();
        assertTrue(message.contains(part), message);
    }
}
