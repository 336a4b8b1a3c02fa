package dev.crema.datasets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PngStripTest {

    @ParameterizedTest
    @ValueSource(ints = {BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_3BYTE_BGR})
    void read_givesThePlanesOfEveryRow(int type) throws IOException {
        int n = 3;
        byte[] expected = new byte[n * 3 * 1024];
        new Random(7).nextBytes(expected);
        BufferedImage strip = new BufferedImage(1024, n, type);
        for (int i = 0; i < n; i++) {
            for (int p = 0; p < 1024; p++) {
                int red = Byte.toUnsignedInt(expected[(3 * i) * 1024 + p]);
                int green = Byte.toUnsignedInt(expected[(3 * i + 1) * 1024 + p]);
                int blue = Byte.toUnsignedInt(expected[(3 * i + 2) * 1024 + p]);
                strip.setRGB(p, i, red << 16 | green << 8 | blue);
            }
        }
        assertArrayEquals(expected, PngStrip.read(png(strip), "strip.png"));
    }

    @Test
    void read_namesTheSize_whenItIsAnother() throws IOException {
        String narrow = refusal(png(new BufferedImage(1023, 2, BufferedImage.TYPE_INT_RGB)));
        assertTrue(narrow.contains("strip.png is 1023 by 2 pixels"), narrow);
    }

    @Test
    void read_namesTheSize_whenAFewBytesNameMorePixelsThanMemoryHolds() throws IOException {
        byte[] bomb = png(new BufferedImage(1024, 1, BufferedImage.TYPE_INT_RGB));
        // the height stands in bytes 20 to 23, the checksum of bytes 12 to 28 after them
        bomb[20] = 0x7f;
        CRC32 checksum = new CRC32();
        checksum.update(bomb, 12, 17);
        for (int i = 0; i < 4; i++) {
            bomb[29 + i] = (byte) (checksum.getValue() >> (24 - 8 * i));
        }
        String message = refusal(bomb);
        assertTrue(message.contains("is 1024 by 2130706433 pixels"), message);
    }

    @Test
    void read_namesTheChannels_whenThereAreNotThree() throws IOException {
        String gray = refusal(png(new BufferedImage(1024, 2, BufferedImage.TYPE_BYTE_GRAY)));
        assertTrue(gray.contains("has 1 channels of 8 bits"), gray);
        String transparent = refusal(png(new BufferedImage(1024, 2, BufferedImage.TYPE_INT_ARGB)));
        assertTrue(transparent.contains("has 4 channels of 8 bits"), transparent);
    }

    @Test
    void read_namesTheFile_whereverItIsCut() throws IOException {
        BufferedImage strip = new BufferedImage(1024, 2, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(7);
        for (int p = 0; p < 2048; p++) {
            strip.setRGB(p % 1024, p / 1024, random.nextInt(1 << 24));
        }
        byte[] png = png(strip);
        for (int length : new int[] {0, 4, 20, 40, png.length / 2}) {
            String message = refusal(Arrays.copyOf(png, length));
            assertTrue(message.startsWith("The data file strip.png cannot be read"), message);
        }
        assertEquals(2 * 3 * 1024, PngStrip.read(png, "strip.png").length);
    }

    private static String refusal(byte[] png) {
        return assertThrows(DataException.class, () -> PngStrip.read(png, "strip.png"))
                .getMessage();
    }

    private static byte[] png(BufferedImage image) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertTrue(ImageIO.write(image, "png", out));
        return out.toByteArray();
    }
}
