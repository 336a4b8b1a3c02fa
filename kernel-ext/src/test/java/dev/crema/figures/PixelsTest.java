package dev.crema.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PixelsTest {
    private static NDManager manager;

    @BeforeAll
    static void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterAll
    static void close() {
        manager.close();
    }

    @Test
    void image_readsGreys_rowByRow_clipped() {
        float[] values = {0, 0.5f, 1, -3, 7, 0.2f};
        NDArray flat = manager.create(values, new Shape(2, 3));
        int[] greys = {0, 128, 255, 0, 255, 51};
        for (NDArray array : List.of(flat, flat.reshape(1, 2, 3), flat.toType(DataType.FLOAT64, true))) {
            BufferedImage picture = Pixels.image(array);
            assertEquals(3, picture.getWidth());
            assertEquals(2, picture.getHeight());
            for (int i = 0; i < greys.length; i++) {
                assertEquals(new Color(greys[i], greys[i], greys[i]), new Color(picture.getRGB(i % 3, i / 3)));
            }
        }
    }

    @Test
    void image_readsColours_channelByChannel() {
        NDArray array = manager.create(new float[] {1, 0, 0, 1, 0, 0.2f}, new Shape(3, 1, 2));
        BufferedImage picture = Pixels.image(array);
        assertEquals(new Color(255, 0, 0), new Color(picture.getRGB(0, 0)));
        assertEquals(new Color(0, 255, 51), new Color(picture.getRGB(1, 0)));
    }

    @Test
    void image_readsBytes_asBytes() {
        NDArray array =
                manager.create(new float[] {0, 51, 255, 128}, new Shape(2, 2)).toType(DataType.UINT8, false);
        assertEquals(new Color(51, 51, 51), new Color(Pixels.image(array).getRGB(1, 0)));
        assertEquals(Color.WHITE, new Color(Pixels.image(array).getRGB(0, 1)));
    }

    @Test
    void images_areThoseOfTheBatch() {
        NDArray batch = manager.arange(24f).div(24f).reshape(2, 3, 2, 2);
        List<BufferedImage> pictures = Pixels.images(batch);
        assertEquals(2, pictures.size());
        for (int i = 0; i < 2; i++) {
            BufferedImage alone = Pixels.image(batch.get(i));
            for (int j = 0; j < 4; j++) {
                assertEquals(alone.getRGB(j % 2, j / 2), pictures.get(i).getRGB(j % 2, j / 2));
            }
        }
    }

    @Test
    void otherShapes_areRefused_withWhatWouldFit() {
        for (Shape shape : List.of(new Shape(4), new Shape(2, 3, 3), new Shape(1, 1, 2, 2), new Shape(0, 3))) {
            String message = assertThrows(IllegalArgumentException.class, () -> Pixels.image(manager.zeros(shape)))
                    .getMessage();
            assertTrue(message.contains(shape.toString()) && message.contains("[3, height, width]"), message);
        }
        for (Shape shape : List.of(new Shape(2, 2), new Shape(5, 2, 3, 3), new Shape(0, 1, 3, 3))) {
            String message = assertThrows(IllegalArgumentException.class, () -> Pixels.images(manager.zeros(shape)))
                    .getMessage();
            assertTrue(message.contains(shape.toString()) && message.contains("1 or 3"), message);
        }
        assertThrows(IllegalArgumentException.class, () -> Pixels.grey(new float[5], 2, 3));
    }

    @Test
    void notANumber_isSeen() {
        Color nan = new Color(Pixels.grey(new float[] {Float.NaN}, 1, 1).getRGB(0, 0));
        assertTrue(nan.getRed() > nan.getBlue() + 100, nan.toString());
    }

    @Test
    void signed_isWhiteAtZero_andScaledByTheLargest() {
        BufferedImage picture = Pixels.signed(new float[] {-1, 0, 2}, 1, 3);
        assertEquals(Palette.diverging(-0.5).getRGB(), picture.getRGB(0, 0));
        assertEquals(Palette.diverging(0).getRGB(), picture.getRGB(1, 0));
        assertEquals(Palette.diverging(1).getRGB(), picture.getRGB(2, 0));
    }

    @Test
    void sequential_spansSmallestToLargest() {
        BufferedImage picture = Pixels.sequential(new float[] {-5, 0, 5}, 1, 3);
        assertEquals(Palette.sequential(0).getRGB(), picture.getRGB(0, 0));
        assertEquals(Palette.sequential(0.5).getRGB(), picture.getRGB(1, 0));
        assertEquals(Palette.sequential(1).getRGB(), picture.getRGB(2, 0));
        Pixels.sequential(new float[] {3, 3}, 1, 2);
    }

    @Test
    void shrinking_averages() {
        BufferedImage picture = Pixels.grey(new float[] {0, 1, 1, 0, 1, 1, 1, 1}, 2, 4);
        BufferedImage small = Pixels.atMost(picture, 2, 1);
        assertEquals(2, small.getWidth());
        assertEquals(1, small.getHeight());
        assertEquals(new Color(191, 191, 191), new Color(small.getRGB(0, 0)));
        assertEquals(new Color(191, 191, 191), new Color(small.getRGB(1, 0)));
        assertEquals(picture, Pixels.atMost(picture, 100, 100), "never enlarged");
    }
}
