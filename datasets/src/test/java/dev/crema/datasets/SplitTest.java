package dev.crema.datasets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitTest {
    @Test
    void split_ofPoints_losesNone_andDependsOnTheSeed() {
        Points points = Points.twoMoons(101, 0.1, 3);
        Split<Points> split = points.split(0.75, 1);
        assertEquals(76, split.train().size());
        assertEquals(25, split.test().size());
        List<String> all = new ArrayList<>(described(split.train()));
        all.addAll(described(split.test()));
        assertEquals(
                described(points).stream().sorted().toList(),
                all.stream().sorted().toList());
        assertEquals(described(split.train()), described(points.split(0.75, 1).train()));
        assertNotEquals(
                described(split.train()), described(points.split(0.75, 2).train()));
        assertEquals(points.source(), split.test().source());
    }

    @Test
    void split_ofSamples_keepsPairsOrderAndFunction() {
        Samples samples = Samples.of(Curve.SINE, 50, 0, 1);
        Split<Samples> split = samples.split(0.5, 9);
        for (Samples part : List.of(split.train(), split.test())) {
            assertEquals(25, part.size());
            assertSame(Curve.SINE, part.function());
            for (int i = 0; i < part.size(); i++) {
                assertEquals(Curve.SINE.applyAsDouble(part.x()[i]), part.y()[i], 1e-5);
                assertTrue(i == 0 || part.x()[i - 1] <= part.x()[i], "sorted at " + i);
            }
        }
        assertFalse(Arrays.equals(split.train().x(), split.test().x()));
    }

    @Test
    void split_saysWhatIsWrong() {
        Points four = Points.xor(4, 0, 1);
        for (double fraction : new double[] {0, 1, -0.5, Double.NaN}) {
            assertMessage("fraction to train on is " + fraction, () -> four.split(fraction, 1));
        }
        assertMessage("1 example of class", () -> Points.xor(2, 0, 1).split(0.5, 1));
    }

    @Test
    void examples_ofPoints_arePointsAndLabels() {
        Points points = Points.xor(4, 0, 1);
        try (Batch batch = points.examples().batches(4).iterator().next()) {
            assertEquals(new Shape(4, 2), batch.inputs().head().getShape());
            assertEquals(DataType.FLOAT32, batch.inputs().head().getDataType());
            assertArrayEquals(
                    new float[] {-1, -1, -1, 1, 1, 1, 1, -1},
                    batch.inputs().head().toFloatArray());
            assertEquals(new Shape(4), batch.targets().head().getShape());
            assertArrayEquals(new long[] {0, 1, 0, 1}, batch.targets().head().toLongArray());
        }
    }

    @Test
    void examples_ofSamples_areColumns() {
        Samples samples = new Samples(new float[] {1, 2, 3}, new float[] {4, 5, 6}, "mine");
        try (Batch batch = samples.examples().batches(2).iterator().next()) {
            assertEquals(new Shape(2, 1), batch.inputs().head().getShape());
            assertEquals(new Shape(2, 1), batch.targets().head().getShape());
            assertArrayEquals(new float[] {1, 2}, batch.inputs().head().toFloatArray());
            assertArrayEquals(new float[] {4, 5}, batch.targets().head().toFloatArray());
        }
    }

    private static List<String> described(Points points) {
        return IntStream.range(0, points.size())
                .mapToObj(i -> Arrays.toString(points.points()[i]) + points.labels()[i])
                .toList();
    }

    private static void assertMessage(String part, org.junit.jupiter.api.function.Executable call) {
        String message = assertThrows(DataException.class, call).getMessage();
        assertTrue(message.contains(part), message);
    }
}
