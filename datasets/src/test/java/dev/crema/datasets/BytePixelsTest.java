package dev.crema.datasets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class BytePixelsTest {
    private static final int N = 300;
    private static final int SIZE = 2 * 3 * 4;

    @Test
    void everyByte_becomesTheFloatNextToItsQuotient() {
        LabelledImages set = bytes();
        float[] values = set.images().toFloatArray();
        for (int i = 0; i < values.length; i++) {
            assertEquals((i & 0xff) / 255f, values[i], "value " + i);
        }
    }

    @Test
    void batches_areTheSameBitForBit_asThoseOfFloats() {
        LabelledImages floats = bytes();
        NDArray all = floats.images();
        assertSame(all, floats.images(), "made once");
        assertSame(all.getManager(), floats.labels().getManager());
        assertEquals(epoch(floats.batches(7)), epoch(bytes().batches(7)));
        assertEquals(epoch(floats.batches(7, 3)), epoch(bytes().batches(7, 3)));
        assertFalse(epoch(floats.batches(7, 3)).equals(epoch(floats.batches(7, 4))));
    }

    @Test
    void partsOfTheSet_areTheSame_keptAsBytesOrAsFloats() {
        LabelledImages bytes = bytes();
        LabelledImages floats = bytes();
        floats.images();
        assertSameSet(floats.first(5), bytes.first(5));
        assertSameSet(floats.where(2), bytes.where(2));
        assertSameSet(floats.select(4, 299, 4), bytes.select(4, 299, 4));
        assertSameSet(floats.split(.3, 1).test(), bytes.split(.3, 1).test());
        assertSameSet(
                floats.select(9, 8, 7).first(2).where(2),
                bytes.select(9, 8, 7).first(2).where(2));
        assertEquals("300 images (2, 3, 4) of 3 classes", bytes.toString());
    }

    @Test
    void image_isACopyThatStaysSound_whenTheSetIsClosed() throws InterruptedException {
        LabelledImages set = bytes();
        NDArray image = set.image(7);
        set.close();
        System.gc();
        Thread.sleep(50);
        assertEquals(new Shape(2, 3, 4), image.getShape());
        assertEquals((7 * SIZE & 0xff) / 255f, image.getFloat(0, 0, 0));
        assertThrows(DataException.class, set::images);
        assertThrows(DataException.class, () -> set.batches(2));
    }

    @Test
    void epoch_leavesNothingInTheManagerOfTheSet() {
        LabelledImages set = bytes();
        NDManager manager = set.labels().getManager();
        epoch(set.batches(8, 3));
        set.image(3);
        assertEquals(2, manager.getManagedArrays().size(), "the labels and the bytes");
        set.images();
        assertEquals(2, manager.getManagedArrays().size(), "the labels and the images, without what they were made of");
    }

    @Test
    void floats_leaveSetsThatShareTheBytesAsTheyAre() {
        LabelledImages all = bytes();
        LabelledImages first = all.first(9);
        LabelledImages again = first.first(5);
        float[] expected = all.images().toFloatArray();
        assertArrayEquals(Arrays.copyOf(expected, 9 * SIZE), first.images().toFloatArray());
        all.close();
        first.close();
        assertArrayEquals(Arrays.copyOf(expected, 5 * SIZE), again.images().toFloatArray());
    }

    @Test
    void bytes_areFreed_whenTheirImagesAreFloats() {
        int n = 20_000;
        byte[] labels = new byte[n];
        for (int i = 0; i < n; i++) {
            labels[i] = (byte) (i % 10);
        }
        ImageBytes images = new ImageBytes(n, new Shape(3, 32, 32));
        images.put(0, new byte[n * 3_072], labels);
        ImageDataset data = images.dataset("made", Collections.nCopies(10, "a class"), 15_000, "made");
        NDManager manager = data.train().labels().getManager();
        assertEquals(5 + 1, manager.getManagedArrays().size(), "five pieces of 9 MB, and the labels");
        data.train().images();
        assertEquals(2, manager.getManagedArrays().size());
        assertEquals(0, data.validation().images().sum().getFloat());
        assertEquals(0, data.test().images().sum().getFloat());
    }

    @Test
    void takingBatchesWhileTheyBecomeFloats_givesTheSameImages() throws Exception {
        List<List<Object>> expected = epoch(bytes().batches(7, 3));
        for (int repetition = 0; repetition < 20; repetition++) {
            LabelledImages set = bytes();
            Thread other = new Thread(set::images);
            other.start();
            assertEquals(expected, epoch(set.batches(7, 3)));
            other.join();
        }
    }

    @Test
    void batch_staysAsItIs_whenTheNextOneIsTaken() {
        var batches = bytes().batches(2).iterator();
        try (ImageBatch first = batches.next();
                ImageBatch second = batches.next()) {
            assertEquals(0f, first.images().getFloat(0, 0, 0, 0));
            assertEquals((2 * SIZE) / 255f, second.images().getFloat(0, 0, 0, 0));
            assertEquals(2, first.manager().getManagedArrays().size());
        }
    }

    @Test
    void of_keepsACopyOfBytes() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray images = manager.create(new float[] {0, 51, 204, 255}, new Shape(2, 1, 1, 2))
                    .toType(DataType.UINT8, false);
            LabelledImages set = LabelledImages.of(images, manager.create(new long[] {0, 1}), List.of("a", "b"));
            images.subi(images);
            assertArrayEquals(new float[] {0, .2f, .8f, 1}, set.images().toFloatArray());
        }
    }

    @Test
    void floats_areWhole_inMoreThanOneStep() {
        int n = 12_001;
        byte[] pixels = new byte[n * 3_072];
        for (int i = 0; i < n; i++) {
            pixels[i * 3_072 + 3_071] = (byte) i;
        }
        try (LabelledImages set = new LabelledImages(
                owner -> BytePixels.of(pixels, new Shape(n, 3, 32, 32), owner), new int[n], List.of("a"))) {
            float[] last = set.images().get("..., 2, 31, 31").toFloatArray();
            for (int i = 0; i < n; i++) {
                assertEquals((i & 0xff) / 255f, last[i], "image " + i);
            }
            assertEquals(0, set.images().get(":, :, :, 30").sum().getFloat());
        }
    }

    /** 300 images whose values count on from byte to byte; image i is of class i mod 3. Others stand before them. */
    private static LabelledImages bytes() {
        byte[] pixels = new byte[(N + 2) * SIZE];
        byte[] labels = new byte[N + 2];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i - SIZE);
        }
        for (int i = 0; i < labels.length; i++) {
            labels[i] = (byte) ((i + 2) % 3);
        }
        ImageBytes images = new ImageBytes(labels.length, new Shape(2, 3, 4));
        images.put(0, pixels, labels);
        return images.dataset("counted", List.of("a", "b", "c"), 1, N, 1, "made")
                .validation();
    }

    private static List<List<Object>> epoch(Iterable<ImageBatch> batches) {
        List<List<Object>> all = new ArrayList<>();
        for (ImageBatch batch : batches) {
            try (batch) {
                all.add(List.of(
                        batch.images().getShape(),
                        java.nio.FloatBuffer.wrap(batch.images().toFloatArray()),
                        java.nio.LongBuffer.wrap(batch.labels().toLongArray())));
            }
        }
        return all;
    }

    private static void assertSameSet(LabelledImages expected, LabelledImages actual) {
        assertEquals(epoch(expected.batches(1_000)), epoch(actual.batches(1_000)));
        assertArrayEquals(expected.images().toFloatArray(), actual.images().toFloatArray());
        assertArrayEquals(expected.labelArray(), actual.labelArray());
        assertArrayEquals(expected.labels().toLongArray(), actual.labels().toLongArray());
    }
}
