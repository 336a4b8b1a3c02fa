package dev.crema.kernel;

import static dev.crema.augmentation.Augmentations.flip;
import static dev.crema.augmentation.Augmentations.mixup;
import static dev.crema.augmentation.Augmentations.noise;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.crema.datasets.ImageBatch;
import dev.crema.datasets.Mnist;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class AugmentedImagesTest {
    @Test
    void originalsComeFirst_thenEachTime() {
        var digits = Mnist.load().test();
        AugmentedImages twice = AugmentedImages.of(noise(0.1), digits, 2, 1);
        assertEquals(15, twice.images().size());
        assertEquals(5, twice.originals());
        for (int i = 0; i < 15; i++) {
            assertEquals(
                    digits.classes().get(digits.label(i % 5)), twice.captions().get(i));
        }
        assertNotEquals(rgb(twice.images().get(5)), rgb(twice.images().get(10)), "each time other noise");
        String alt = twice.draw().alt();
        assertTrue(alt.contains("5 images as they are"), alt);
    }

    @Test
    void mixedImages_areCaptionedByTheirShares() {
        AugmentedImages mixed =
                AugmentedImages.of(mixup(1, 10), Mnist.load().test().first(6), 3, 1);
        assertTrue(
                mixed.captions().stream().anyMatch(caption -> caption.matches("\\d+ % \\d, \\d+ % \\d")),
                mixed.captions().toString());
    }

    @Test
    void masksAreTinted_andBoxesFramed_whereTheyMovedTo() {
        try (NDManager manager = NDManager.newBaseManager()) {
            float[] box = {1, 2, 3, 4, 0, 0, 0, 0};
            long[] mask = new long[80];
            mask[2 * 10 + 9] = 1;
            ImageBatch batch = new ImageBatch(
                    manager.zeros(new Shape(1, 1, 8, 10)),
                    manager.create(new long[] {0}),
                    manager.create(mask, new Shape(1, 8, 10)),
                    manager.create(box, new Shape(1, 2, 4)));
            AugmentedImages once = AugmentedImages.of(flip(1), batch, List.of(), 1, 1);
            BufferedImage before = once.images().get(0);
            BufferedImage after = once.images().get(1);
            // a picture of 32 times the size: the middle of a pixel, and the left line of the box
            assertTrue(lit(before, 9.5, 2.5) && !lit(before, 0.5, 2.5));
            assertTrue(lit(after, 0.5, 2.5) && !lit(after, 9.5, 2.5));
            assertTrue(lit(before, 1.1, 4) && !lit(before, 0.9, 4) && !lit(before, 2.5, 4));
            assertTrue(lit(after, 6.1, 4) && !lit(after, 5.9, 4) && !lit(after, 7.5, 4));
        }
    }

    @Test
    void tooManyPictures_areRefused() {
        var digits = Mnist.load().test();
        String said = assertThrows(IllegalArgumentException.class, () -> AugmentedImages.of(flip(), digits, 40, 1))
                .getMessage();
        assertTrue(said.contains("5 images 40 times, expected 1 to 39 times"), said);
        assertThrows(IllegalArgumentException.class, () -> AugmentedImages.of(flip(), digits, 0, 1));
    }

    private static boolean lit(BufferedImage picture, double x, double y) {
        return (picture.getRGB((int) (32 * x), (int) (32 * y)) & 0xFFFFFF) != 0;
    }

    private static List<Integer> rgb(BufferedImage picture) {
        return Arrays.stream(picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth()))
                .boxed()
                .toList();
    }
}
