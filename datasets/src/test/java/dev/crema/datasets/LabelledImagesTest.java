package dev.crema.datasets;

import static dev.crema.datasets.NumberedImages.numbers;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class LabelledImagesTest {
    private final NDManager manager = NDManager.newBaseManager();
    private final LabelledImages ten = NumberedImages.of(10);

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void first_takesTheFirst() {
        assertArrayEquals(new int[] {0, 1, 2, 3}, numbers(ten.first(4)));
        assertArrayEquals(numbers(ten), numbers(ten.first(10)));
        assertArrayEquals(new int[] {0, 1, 2, 0}, ten.first(4).labelArray());
    }

    @Test
    void where_takesAllOfOneClassInOrder() {
        assertArrayEquals(new int[] {1, 4, 7}, numbers(ten.where(1)));
        assertEquals(ten.classes(), ten.where(1).classes());
    }

    @Test
    void select_takesWhatIsAskedFor_inThatOrder_withRepeats() {
        assertArrayEquals(new int[] {7, 0, 7, 9}, numbers(ten.select(7, 0, 7, 9)));
    }

    @Test
    void sample_isReproducible_withoutRepeats_andDependsOnTheSeed() {
        LabelledImages hundred = NumberedImages.of(100);
        assertArrayEquals(numbers(hundred.sample(40, 5)), numbers(hundred.sample(40, 5)));
        assertNotEquals(
                Arrays.toString(numbers(hundred.sample(40, 5))), Arrays.toString(numbers(hundred.sample(40, 6))));
        assertEquals(
                40, Arrays.stream(numbers(hundred.sample(40, 5))).distinct().count());
    }

    @Test
    void sample_drawsEveryImageAboutAsOften() {
        int[] drawn = new int[10];
        for (int seed = 0; seed < 1000; seed++) {
            for (int i : numbers(ten.sample(3, seed))) {
                drawn[i]++;
            }
        }
        // binomial: mean 300, standard deviation 14.5
        for (int count : drawn) {
            assertEquals(300, count, 75, Arrays.toString(drawn));
        }
    }

    @Test
    void image_isOneOfThem_withoutTheFirstAxis() {
        assertEquals(new Shape(1, 2, 2), ten.image(7).getShape());
        assertArrayEquals(new float[] {.007f, .007f, .007f, .007f}, ten.image(7).toFloatArray());
        assertEquals(1, ten.label(7));
    }

    @Test
    void labelArray_isACopy() {
        ten.labelArray()[0] = 2;
        assertEquals(0, ten.label(0));
    }

    @Test
    void of_copies_soThatTheCallersArraysMayChangeOrClose() {
        NDArray images = manager.zeros(new Shape(2, 1, 1, 1));
        NDArray labels = manager.create(new long[] {0, 1});
        LabelledImages set = LabelledImages.of(images, labels, List.of("a", "b"));
        images.addi(1);
        manager.close();
        assertArrayEquals(new float[] {0, 0}, set.images().toFloatArray());
        assertArrayEquals(new long[] {0, 1}, set.labels().toLongArray());
    }

    @Test
    void partOfASet_staysSound_whenTheSetIsClosed() {
        LabelledImages first = ten.first(4);
        LabelledImages chosen = ten.select(9, 8);
        ten.close();
        assertArrayEquals(new int[] {0, 1, 2, 3}, numbers(first));
        assertArrayEquals(new int[] {9, 8}, numbers(chosen));
    }

    @Test
    void viewOfTheLabels_staysSound_whenTheSetIsClosed() throws InterruptedException {
        NDArray view = ten.labels().get(manager, new NDIndex("0:10"));
        ten.close();
        collectGarbage();
        assertArrayEquals(new long[] {0, 1, 2, 0, 1, 2, 0, 1, 2, 0}, view.toLongArray());
    }

    @Test
    void imageOfAPart_staysSound_whenNothingHoldsThePart() throws InterruptedException {
        NDArray image = ten.where(1).image(2);
        collectGarbage();
        assertEquals(.007f, image.getFloat(0, 0, 0));
    }

    @Test
    void views_shareTheMemoryOfTheSet() {
        ten.images().addi(0.5f);
        assertEquals(.507f, ten.first(8).image(7).getFloat(0, 0, 0), 1e-6f);
    }

    @Test
    void badRequests_sayWhatThereIs() {
        assertFails("There is no image 10: this set has 10, numbered from 0 to 9", () -> ten.image(10));
        assertFails("There is no image -1", () -> ten.label(-1));
        assertFails("There is no image 12", () -> ten.select(1, 12));
        assertFails("at least one index", () -> ten.select());
        assertFails("11 images were asked for, expected 1 to 10", () -> ten.first(11));
        assertFails("0 images were asked for, expected 1 to 10", () -> ten.first(0));
        assertFails("11 images were asked for", () -> ten.sample(11, 1));
        assertFails("-1 images were asked for", () -> ten.sample(-1, 1));
        assertFails("There is no label 3: labels go from 0 to 2, [a, b, c]", () -> ten.where(3));
        assertFails("There is no label -1", () -> ten.where(-1));
        assertFails(
                "None of these 2 images is of class 2 (c)", () -> ten.first(2).where(2));
        assertFails("The batch size is 0, expected at least 1", () -> ten.batches(0));
        assertFails("The batch size is -3", () -> ten.batches(-3, 1));
        assertArrayEquals(IntStream.range(0, 10).toArray(), numbers(ten), "and the set is as it was");
    }

    @Test
    void closedSet_saysSo() {
        ten.close();
        ten.close();
        List<Executable> uses = List.of(
                ten::images,
                ten::labels,
                ten::labelArray,
                () -> ten.image(0),
                () -> ten.label(0),
                () -> ten.first(1),
                () -> ten.where(0),
                () -> ten.sample(1, 1),
                () -> ten.select(0),
                () -> ten.batches(2),
                () -> ten.batches(2, 1),
                () -> ten.toDevice(Device.cpu()));
        uses.forEach(use -> assertFails("These 10 images were closed", use));
        assertEquals("10 images, closed", ten.toString());
    }

    @Test
    void of_explainsWhatIsWrongWithTheImages() {
        NDArray labels = manager.create(new long[] {0, 1});
        assertFails("have the shape (2, 4), expected [n, channels, height, width]", () -> of(ones(2, 4), labels));
        assertFails("without a zero", () -> of(ones(0, 1, 2, 2), labels));
        assertFails(
                "The images are int32, expected float32 from 0 to 1, or uint8",
                () -> of(ones(2, 1, 2, 2).toType(DataType.INT32, true), labels));
        assertFails("The images hold NaN", () -> of(ones(2, 1, 2, 2).mul(Float.NaN), labels));
        NDArray oneNaN = ones(2, 1, 2, 2);
        oneNaN.set(new NDIndex(1, 0, 0, 1), Float.NaN);
        assertFails("The images hold NaN", () -> of(oneNaN, labels));
        assertFails("from 0.0 to 255.0, expected values from 0 to 1. Divide by 255", () -> {
            NDArray bytes = ones(2, 1, 2, 2).mul(255);
            bytes.set(new NDIndex(0, 0, 0, 0), 0);
            of(bytes, labels);
        });
        assertFails("go from -1.0", () -> of(ones(2, 1, 2, 2).neg(), labels));
    }

    @Test
    void of_explainsWhatIsWrongWithTheLabels() {
        NDArray images = ones(2, 1, 2, 2);
        assertFails(
                "The labels have the shape (3), expected (2), one for each image",
                () -> of(images, manager.create(new long[] {0, 1, 1})));
        assertFails("The labels are int32, expected int64", () -> of(images, manager.create(new int[] {0, 1})));
        assertFails("Label 1 is 2, expected 0 to 1", () -> of(images, manager.create(new long[] {0, 2})));
        assertFails("Label 0 is -1, expected 0 to 1", () -> of(images, manager.create(new long[] {-1, 0})));
        assertFails("Label 0 is 4294967296", () -> of(images, manager.create(new long[] {1L << 32, 0})));
        assertFails(
                "There are no class names",
                () -> LabelledImages.of(images, manager.create(new long[] {0, 0}), List.of()));
    }

    @Test
    void toDevice_isTheSameSet_whereItAlreadyIs() {
        assertSame(ten, ten.toDevice(ten.images().getDevice()));
    }

    @Test
    void toDevice_saysThatThereIsNoSuchGpu() {
        int gpus = Engine.getInstance().getGpuCount();
        assertFails("the engine sees " + gpus + " GPUs. Use Device.cpu()", () -> ten.toDevice(Device.gpu(gpus)));
    }

    @Test
    void toDevice_movesEverything_toAGpu() {
        assumeTrue(Engine.getInstance().getGpuCount() > 0, "no GPU here");
        LabelledImages there = ten.toDevice(Device.cpu()).toDevice(Device.gpu());
        assertTrue(there.images().getDevice().isGpu());
        assertTrue(there.labels().getDevice().isGpu());
        assertTrue(there.batches(3, 1).iterator().next().images().getDevice().isGpu());
        assertArrayEquals(numbers(ten), numbers(there));
        assertFalse(there.toDevice(Device.cpu()).images().getDevice().isGpu());
    }

    @Test
    void toString_saysWhatTheSetHolds() {
        assertEquals("10 images (1, 2, 2) of 3 classes", ten.toString());
    }

    private NDArray ones(long... shape) {
        return manager.ones(new Shape(shape));
    }

    private static LabelledImages of(NDArray images, NDArray labels) {
        return LabelledImages.of(images, labels, List.of("a", "b"));
    }

    private static void collectGarbage() throws InterruptedException {
        for (int i = 0; i < 5; i++) {
            System.gc();
            Thread.sleep(20);
        }
    }

    private static void assertFails(String part, Executable use) {
        String message = assertThrows(DataException.class, use).getMessage();
        assertTrue(message.contains(part), message);
    }
}
