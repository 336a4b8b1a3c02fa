package dev.crema.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class IndexedTest {
    @Test
    void aPictureOfFewColours_keepsEveryOne_atHalfTheSize() {
        BufferedImage image = picture((x, y) -> 0xff000000 | (x * y % 200) * 0x010203);
        BufferedImage indexed = Indexed.where(image);
        assertEquals(BufferedImage.TYPE_BYTE_INDEXED, indexed.getType());
        assertEquals(0, worst(image, indexed));
        assertTrue(Bitmap.png(indexed).length < Bitmap.png(image).length);
    }

    @Test
    void rareShades_changeByLessThanATenth() {
        // one line in 32 has the shades between 16 colours
        BufferedImage image =
                picture((x, y) -> 0xff000000 | x / 8 * 16 << 16 | (y % 32 == 0 ? x % 8 << 8 | y / 32 : 0));
        BufferedImage indexed = Indexed.where(image);
        assertEquals(BufferedImage.TYPE_BYTE_INDEXED, indexed.getType());
        assertTrue(worst(image, indexed) <= 24);
    }

    @Test
    void smoothBackgrounds_stayAsTheyAre_whateverTheThemeAdds() {
        for (int paper : new int[] {0xffffffff, 0xff101418}) {
            BufferedImage image = picture((x, y) -> x > 120
                    ? paper
                    : 0xff000000 | (y < 40 ? x * 0x020100 : y < 80 ? x * 0x010102 : x * 0x010201) + 0x202020);
            BufferedImage written = Indexed.where(image);
            assertTrue(worst(image, written) <= 4, "by " + worst(image, written));
        }
    }

    @Test
    void aPhotograph_staysAsItIs() {
        BufferedImage image = picture((x, y) -> 0xff000000 | 2 * x << 16 | 2 * y << 8 | (x ^ y));
        assertSame(image, Indexed.where(image));
    }

    @Test
    void anIndexedPicture_isWrittenAsItIs_inFewerBytesThanByThePlatform() throws IOException {
        BufferedImage chart = picture((x, y) -> (x / 3 * 7 + y / 5 * 11) % 40 * 0x050301);
        BufferedImage indexed = Indexed.where(chart);
        byte[] png = Bitmap.png(indexed);
        BufferedImage read = ImageIO.read(new ByteArrayInputStream(png));
        assertEquals(0, worst(chart, read));
        ByteArrayOutputStream platform = new ByteArrayOutputStream();
        ImageIO.write(indexed, "png", platform);
        assertTrue(png.length < platform.size(), png.length + " and " + platform.size());
        BufferedImage part = ImageIO.read(new ByteArrayInputStream(Bitmap.png(indexed.getSubimage(5, 9, 70, 30))));
        assertEquals(0, worst(part, chart.getSubimage(5, 9, 70, 30)));
    }

    private interface Colour {
        int at(int x, int y);
    }

    private static BufferedImage picture(Colour colour) {
        BufferedImage image = new BufferedImage(128, 128, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 128; y++) {
            for (int x = 0; x < 128; x++) {
                image.setRGB(x, y, colour.at(x, y));
            }
        }
        return image;
    }

    private static int worst(BufferedImage a, BufferedImage b) {
        int worst = 0;
        for (int y = 0; y < a.getHeight(); y++) {
            for (int x = 0; x < a.getWidth(); x++) {
                for (int shift = 0; shift <= 16; shift += 8) {
                    int difference = (a.getRGB(x, y) >> shift & 255) - (b.getRGB(x, y) >> shift & 255);
                    worst = Math.max(worst, Math.abs(difference));
                }
            }
        }
        return worst;
    }
}
