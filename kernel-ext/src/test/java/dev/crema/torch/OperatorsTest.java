package dev.crema.torch;

import static dev.crema.torch.FiniteDifferences.assertGradients;
import static dev.crema.torch.PyTorchNumbers.assertPyTorch;
import static dev.crema.torch.PyTorchNumbers.wave;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OperatorsTest {
    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void convTranspose2d_isPyTorchs() {
        NDArray x = learned(1, 2, 3, 4, 5);
        NDArray weight = learned(2, 3, 2, 3, 3);
        NDArray bias = learned(3, 2);
        try (GradientCollector collector = collector()) {
            check("convTranspose2d", collector, Operators.convTranspose2d(x, weight, bias, 2, 1, 1));
        }
        assertPyTorch("convTranspose2d by x", x.getGradient());
        assertPyTorch("convTranspose2d by weight", weight.getGradient());
        assertPyTorch("convTranspose2d by bias", bias.getGradient());
    }

    @Test
    void convTranspose2d_ofImagesOfOnePixel_isThatOfThePixelInALargerImage() {
        NDArray pixels = wave(manager, 1, 5, 2, 1, 1);
        NDArray weight = wave(manager, 2, 2, 3, 4, 4);
        NDArray bias = wave(manager, 3, 3);
        NDArray row = pixels.concat(wave(manager, 4, 5, 2, 1, 1), 3);
        // a stride as long as the kernel, so that the two pixels do not meet
        NDArray two = Operators.convTranspose2d(row, weight, bias, 4, 0, 0);
        NDArray one = Operators.convTranspose2d(pixels, weight, bias, 2, 0, 0);
        assertEquals(new Shape(5, 3, 4, 4), one.getShape());
        assertArrayEquals(two.get(":, :, :, :4").toFloatArray(), one.toFloatArray(), 1e-6f);
        assertGradients(
                in -> Operators.convTranspose2d(in.get(0), in.get(1), in.get(2), 2, 0, 0), pixels, weight, bias);
    }

    @Test
    void maxPool2d_isPyTorchs_withTheSamePlaces() {
        NDArray x = learned(1, 2, 2, 4, 6);
        try (GradientCollector collector = collector()) {
            NDList pooled = Operators.maxPool2d(x, 2, 2);
            assertPyTorch("maxPool2d indices", pooled.get(1));
            check("maxPool2d", collector, pooled.get(0));
        }
        assertPyTorch("maxPool2d by x", x.getGradient());
    }

    @Test
    void maxUnpool2d_isPyTorchs() {
        NDArray indices =
                Operators.maxPool2d(wave(manager, 1, 2, 2, 4, 6), 2, 2).get(1);
        NDArray x = learned(5, 2, 2, 2, 3);
        try (GradientCollector collector = collector()) {
            check("maxUnpool2d", collector, Operators.maxUnpool2d(x, indices, 4, 6));
        }
        assertPyTorch("maxUnpool2d by x", x.getGradient());
    }

    @Test
    void maxUnpool2d_putsEveryMaximumWhereItWas() {
        NDArray x = manager.create(new float[] {1, 2, 0, 0, 3, 0, 9, 0}, new Shape(1, 1, 2, 4));
        NDList pooled = Operators.maxPool2d(x, 2, 2);
        assertArrayEquals(
                new float[] {0, 0, 0, 0, 3, 0, 9, 0},
                Operators.maxUnpool2d(pooled.get(0), pooled.get(1), 2, 4).toFloatArray());
    }

    @Test
    void instanceNorm_isPyTorchs() {
        NDArray x = learned(1, 2, 3, 4, 5);
        try (GradientCollector collector = collector()) {
            check("instanceNorm", collector, Operators.instanceNorm(x));
        }
        assertPyTorch("instanceNorm by x", x.getGradient());
    }

    @Test
    void reflectionPad2d_isPyTorchs() {
        NDArray x = learned(1, 2, 2, 3, 4);
        try (GradientCollector collector = collector()) {
            check("reflectionPad2d", collector, Operators.reflectionPad2d(x, 2));
        }
        assertPyTorch("reflectionPad2d by x", x.getGradient());
    }

    @Test
    void prelu_isPyTorchs() {
        NDArray x = learned(1, 2, 3, 4);
        NDArray slope = learned(2, 3);
        try (GradientCollector collector = collector()) {
            check("prelu", collector, Operators.prelu(x, slope));
        }
        assertPyTorch("prelu by x", x.getGradient());
        assertPyTorch("prelu by slope", slope.getGradient());
    }

    @Test
    void adaptiveAvgPool2d_averagesWindowsThatOverlap_whereTheSizesDoNotFit() {
        // five to two: pixels 0 to 2 and 2 to 4; one to two: the pixel twice
        NDArray x = manager.create(new float[] {1, 2, 3, 10, 20}, new Shape(1, 1, 1, 5));
        NDArray y = Operators.adaptiveAvgPool2d(x, 2);
        assertEquals(new Shape(1, 1, 2, 2), y.getShape());
        assertArrayEquals(new float[] {2, 11, 2, 11}, y.toFloatArray());
        assertGradients(in -> Operators.adaptiveAvgPool2d(in.get(0), 3), wave(manager, 1, 1, 2, 7, 5));
        String message = refusal(() -> Operators.adaptiveAvgPool2d(x, 0));
        assertTrue(message.contains("size is 0"), message);
    }

    @Test
    void where_broadcasts_asPyTorchDoes() {
        NDArray x = learned(1, 2, 1, 3);
        NDArray y = learned(2, 4, 1);
        try (GradientCollector collector = collector()) {
            check("where", collector, Operators.where(wave(manager, 3, 4, 3).gt(0), x, y));
        }
        assertPyTorch("where by x", x.getGradient());
        assertPyTorch("where by y", y.getGradient());
    }

    @Test
    void gradients_areThoseOfFiniteDifferences() {
        assertGradients(
                in -> Operators.convTranspose2d(in.get(0), in.get(1), in.get(2), 3, 0, 2),
                wave(manager, 1, 2, 2, 3, 2),
                wave(manager, 2, 2, 3, 2, 2),
                wave(manager, 3, 3));
        assertGradients(in -> Operators.maxPool2d(in.head(), 2, 1).head(), wave(manager, 1, 2, 2, 4, 4));
        NDArray indices =
                Operators.maxPool2d(wave(manager, 1, 2, 2, 4, 4), 2, 2).get(1);
        assertGradients(in -> Operators.maxUnpool2d(in.head(), indices, 4, 4), wave(manager, 4, 2, 2, 2, 2));
        assertGradients(in -> Operators.prelu(in.get(0), in.get(1)), wave(manager, 1, 4, 3, 2), wave(manager, 2, 3));
        assertGradients(in -> Operators.prelu(in.get(0), in.get(1)), wave(manager, 1, 4, 3), wave(manager, 2, 1));
        NDArray condition = wave(manager, 3, 3, 1).gt(0);
        assertGradients(
                in -> Operators.where(condition, in.get(0), in.get(1)), wave(manager, 1, 4), wave(manager, 2, 2, 3, 4));
    }

    @Test
    void operators_workInManyThreadsAtOnce() {
        NDArray x = wave(manager, 1, 2, 3, 4, 5);
        NDArray weight = wave(manager, 2, 3, 2, 3, 3);
        NDArray bias = wave(manager, 3, 2);
        IntStream.range(0, 64).parallel().forEach(i -> {
            try (NDManager own = NDManager.newBaseManager()) {
                NDArray mine = own.create(x.toFloatArray(), x.getShape());
                assertPyTorch("convTranspose2d y", Operators.convTranspose2d(mine, weight, bias, 2, 1, 1));
            }
        });
    }

    @Test
    void anArrayWithAnyName_isAnArgument() {
        NDArray x = learned(1, 2, 3, 4);
        x.setName("net.list[]");
        assertPyTorch("prelu y", Operators.prelu(x, wave(manager, 2, 3)));
        assertEquals("net.list[]", x.getName());
    }

    @Test
    void operatorsFirstUsedInAScope_workAfterIt() {
        NDArray x = manager.ones(new Shape(1, 1, 9, 9));
        try (NDScope scope = new NDScope()) {
            Operators.maxPool2d(x, 7, 5);
            scope.suppressNotUsedWarning();
        }
        assertEquals(1, Operators.maxPool2d(x, 7, 5).head().sum().getFloat());
    }

    @Test
    void checks_leaveNoArraysBehind() {
        NDArray weights = manager.ones(new Shape(3, 4));
        int before = manager.getManagedArrays().size();
        Operators.multinomial(weights, 1, true).close();
        assertEquals(before, manager.getManagedArrays().size());
    }

    @Test
    void multinomial_drawsByTheWeights() {
        Engine.getInstance().setRandomSeed(1);
        long[] drawn = Operators.multinomial(manager.create(new float[] {1, 0, 3, 4}), 20_000, true)
                .toLongArray();
        long[] counts = new long[4];
        Arrays.stream(drawn).forEach(i -> counts[(int) i]++);
        assertEquals(0, counts[1]);
        // five standard deviations, at most √(20 000 / 4) each
        assertEquals(2_500, counts[0], 354);
        assertEquals(7_500, counts[2], 354);
        assertEquals(10_000, counts[3], 354);
    }

    @Test
    void multinomial_withoutReplacement_drawsEveryClassOnce() {
        NDArray weights = manager.ones(new Shape(50, 6));
        long[] drawn = Operators.multinomial(weights, 6, false).toLongArray();
        for (int row = 0; row < 50; row++) {
            assertEquals(
                    6, Arrays.stream(drawn, row * 6, row * 6 + 6).distinct().count());
        }
    }

    @Test
    void multinomial_ofTheSameSeed_drawsTheSame() {
        NDArray weights = manager.ones(new Shape(3, 100));
        Engine.getInstance().setRandomSeed(7);
        long[] first = Operators.multinomial(weights, 5, true).toLongArray();
        Engine.getInstance().setRandomSeed(7);
        assertArrayEquals(first, Operators.multinomial(weights, 5, true).toLongArray());
        assertTrue(!Arrays.equals(first, Operators.multinomial(weights, 5, true).toLongArray()));
    }

    @Test
    void weightsThatAreNone_areRefused() {
        String negative = refusal(() -> Operators.multinomial(manager.create(new float[] {1, -1}), 1, true));
        assertTrue(negative.contains("negative, infinite or NaN"), negative);
        String nan = refusal(() -> Operators.multinomial(manager.create(new float[] {1, Float.NaN}), 1, true));
        assertEquals(negative, nan);
        assertEquals(
                "multinomial: a row has 0 classes with a weight above 0; at least 1 is needed",
                refusal(() -> Operators.multinomial(manager.zeros(new Shape(2, 3)), 1, true)));
        assertEquals(
                "multinomial: a row has 1 classes with a weight above 0; 2 draws without replacement are needed",
                refusal(() -> Operators.multinomial(manager.create(new float[] {0, 1}), 2, false)));
    }

    @Test
    void shapesThatDoNotFit_areRefusedWithAllOfThem() {
        NDArray images = manager.ones(new Shape(2, 3, 4, 5));
        assertEquals(
                "convTranspose2d: weight (2, 3, 3, 3) and bias (3) do not fit images (2, 3, 4, 5);"
                        + " weight must be (channels, filters, kernel, kernel) and bias (filters)",
                refusal(() -> Operators.convTranspose2d(
                        images, manager.ones(new Shape(2, 3, 3, 3)), manager.ones(new Shape(3)), 1, 0, 0)));
        assertEquals(
                "maxPool2d: a window of size 5 and stride 1 does not fit images (2, 3, 4, 5)",
                refusal(() -> Operators.maxPool2d(images, 5, 1)));
        assertEquals(
                "reflectionPad2d: a rim of 4 cannot be mirrored from images of 4×5; it must be narrower than the image",
                refusal(() -> Operators.reflectionPad2d(images, 4)));
        assertEquals(
                "instanceNorm: maps of one pixel, (2, 3, 1, 1), would all become 0; give it larger images",
                refusal(() -> Operators.instanceNorm(manager.ones(new Shape(2, 3, 1, 1)))));
        NDArray indices = manager.zeros(new Shape(2, 3, 4, 5), DataType.INT64).add(80);
        assertEquals(
                "maxUnpool2d: places run from 80 to 80; they must be from 0 to 79",
                refusal(() -> Operators.maxUnpool2d(images, indices, 8, 10)));
        String slopes = refusal(() -> Operators.prelu(images, manager.ones(new Shape(4))));
        assertTrue(slopes.contains("(4)") && slopes.contains("(2, 3, 4, 5)"), slopes);
        String shapes =
                refusal(() -> Operators.where(images.gt(0), manager.ones(new Shape(4, 1)), manager.ones(new Shape(2))));
        assertTrue(shapes.contains("condition (2, 3, 4, 5), x (4, 1) and y (2)"), shapes);
    }

    @Test
    void whatLibtorchRefuses_isSaidWithItsReason_withoutItsStack() {
        NDArray images = manager.ones(new Shape(1, 1, 2, 2));
        NDArray whole = manager.ones(new Shape(1, 1, 2, 2), DataType.INT64);
        String message = refusal(() -> Operators.convTranspose2d(images, whole, manager.ones(new Shape(1)), 1, 0, 0));
        assertTrue(
                message.startsWith("conv_transpose2d cannot take arrays of shape [(1, 1, 2, 2)")
                        && message.lines().count() == 1
                        && message.contains("type"),
                message);
    }

    private NDArray learned(int start, long... shape) {
        NDArray array = wave(manager, start, shape);
        array.setRequiresGradient(true);
        return array;
    }

    private void check(String name, GradientCollector collector, NDArray y) {
        assertPyTorch(name + " y", y);
        collector.backward(y.mul(wave(manager, 100, y.getShape().getShape())).sum());
    }

    private static GradientCollector collector() {
        return Engine.getInstance().newGradientCollector();
    }

    private static String refusal(org.junit.jupiter.api.function.Executable call) {
        return assertThrows(IllegalArgumentException.class, call).getMessage();
    }
}
