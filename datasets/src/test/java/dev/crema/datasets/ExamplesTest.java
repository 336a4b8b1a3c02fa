package dev.crema.datasets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExamplesTest {
    @Test
    void shuffledEpoch_hasEveryExampleOnce_withItsTargets() {
        List<Float> seen = new ArrayList<>();
        for (Batch batch : squares(10).batches(4, 7)) {
            try (batch) {
                float[] x = batch.inputs().get(0).toFloatArray();
                assertArrayEquals(x, batch.inputs().get(1).toFloatArray(), "the second input moves along");
                float[] y = batch.targets().head().toFloatArray();
                for (int i = 0; i < x.length; i++) {
                    assertEquals(x[i] * x[i], y[i]);
                    seen.add(x[i]);
                }
            }
        }
        assertEquals(10, seen.size());
        assertEquals(10, seen.stream().distinct().count());
    }

    @Test
    void batches_inOrder_keepTheOrderAndOwnTheirMemory() {
        Batch second;
        var batches = squares(5).batches(3).iterator();
        batches.next().close();
        second = batches.next();
        assertEquals(2, second.size());
        assertArrayEquals(new float[] {3, 4}, second.inputs().head().flatten().toFloatArray());
        NDArray result = second.inputs().head().mul(2);
        second.close();
        assertFalse(second.manager().isOpen());
        assertThrows(IllegalStateException.class, result::toFloatArray);
        assertFalse(batches.hasNext());
    }

    @Test
    void of_doesNotDependOnTheGivenArrays() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray x = manager.arange(3f);
            Examples examples = Examples.of(new NDList(x), new NDList());
            x.addi(100);
            x.close();
            try (Batch batch = examples.batches(3).iterator().next()) {
                assertArrayEquals(new float[] {0, 1, 2}, batch.inputs().head().toFloatArray());
                assertTrue(batch.targets().isEmpty());
            }
        }
    }

    @Test
    void of_saysWhatIsWrong() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDList three = new NDList(manager.zeros(new Shape(3, 2)));
            NDList four = new NDList(manager.zeros(new Shape(4)));
            assertMessage("3 rows", three, four);
            assertMessage("no inputs", new NDList(), three);
            assertMessage("without a zero", new NDList(manager.zeros(new Shape(0, 2))), new NDList());
            assertMessage("without a zero", three, new NDList(manager.create(1f)));
        }
        String message =
                assertThrows(DataException.class, () -> squares(3).batches(0)).getMessage();
        assertTrue(message.contains("batch size is 0"), message);
    }

    private static void assertMessage(String part, NDList inputs, NDList targets) {
        String message = assertThrows(DataException.class, () -> Examples.of(inputs, targets))
                .getMessage();
        assertTrue(message.contains(part), message);
    }

    private static Examples squares(int n) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray x = manager.arange((float) n).reshape(n, 1);
            return Examples.of(new NDList(x, x), new NDList(x.square()));
        }
    }
}
