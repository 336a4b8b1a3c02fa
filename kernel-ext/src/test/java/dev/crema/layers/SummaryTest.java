package dev.crema.layers;

import static dev.crema.layers.Layers.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.ParallelBlock;
import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryTest {
    @Test
    void countsOfTheSyllabus() {
        assertEquals(
                26, summary(seq(linear(4), relu(), linear(2)), new Shape(1, 3)).parameters(), "3-4-2");
        assertEquals(
                41,
                summary(seq(linear(4), relu(), linear(4), relu(), linear(1)), new Shape(1, 3))
                        .parameters(),
                "3-4-4-1");
        Summary conv = summary(conv(10, 5), new Shape(1, 3, 32, 32));
        assertEquals(760, conv.parameters());
        assertEquals(new Shape(1, 10, 32, 32), conv.rows().get(0).output());
    }

    @Test
    void multiplyAdds_countEveryUseOfAWeight() {
        // one 3×3 kernel at 4×4 places; three channels take three times as many
        assertEquals(144, summary(conv(1, 3, pad(0)), new Shape(1, 1, 6, 6)).multiplyAdds());
        assertEquals(432, summary(conv(1, 3, pad(0)), new Shape(1, 3, 6, 6)).multiplyAdds());
        assertEquals(12, summary(linear(4), new Shape(1, 3)).multiplyAdds());
    }

    @Test
    void batchNorm_learnsTwoNumbersAChannel_andKeepsTwoStatistics() {
        Summary.Row row = summary(batchNorm(), new Shape(1, 6, 8, 8)).rows().get(0);
        assertEquals(12, row.parameters());
        assertEquals(12, row.frozen());
    }

    @Test
    void aCompositeOfDjls_isOneRow_withAllItsParameters() {
        Block twins =
                new ParallelBlock(outputs -> outputs.get(0)).add(linear(2)).add(linear(2));
        Summary summary = summary(seq(linear(4), twins), new Shape(1, 3));
        assertEquals(2, summary.rows().size());
        assertEquals(16 + 2 * 10, summary.parameters());
    }

    @Test
    void aLayerThatRunsTwice_isOneRow_whoseParametersCountOnce_andItsCostTwice() {
        Block twice = new Net() {
            private final Block tower = add("tower", linear(3));

            @Override
            protected NDArray forward(Pass pass, NDArray x) {
                return pass.run(tower, pass.run(tower, x));
            }
        };
        Summary summary = summary(twice, new Shape(1, 3));
        assertEquals(1, summary.rows().size());
        assertEquals(12, summary.parameters());
        assertEquals(18, summary.multiplyAdds());
    }

    @Test
    void aNetWithoutParameters_hasNoneAfterwards_andCanBeInitialisedForAnotherShape() {
        Block net = seq(flatten(), linear(2));
        summary(net, new Shape(1, 1, 4, 4));
        assertFalse(net.isInitialized());
        initialize(net, new Shape(1, 1, 5, 5), 0);
        assertEquals(52, summary(net, new Shape(1, 1, 5, 5)).parameters());
        assertTrue(net.isInitialized());
    }

    @Test
    void layersThatHaveParameters_keepThem_whereOthersHaveNone() {
        Block trained = initialize(linear(2), new Shape(1, 4), 0);
        Block net = seq(linear(4), trained);
        assertEquals(16 + 10, summary(net, new Shape(1, 3)).parameters());
        assertTrue(trained.isInitialized());
        assertFalse(net.getChildren().get(0).getValue().isInitialized());
        float[] weights = initialize(net, new Shape(1, 3), 0)
                .getParameters()
                .valueAt(0)
                .getArray()
                .toFloatArray();
        assertTrue(weights[0] != 0 && weights[0] != weights[1], "the layer's own initialiser is back");
    }

    @Test
    void theTableNamesLayersShapesAndTotals() {
        String table = summary(seq(conv(6, 5), relu(), flatten(), linear(10)), new Shape(1, 1, 28, 28))
                .toString();
        assertTrue(table.contains("conv1") && table.contains("(1, 6, 28, 28)") && table.contains("156"), table);
        assertTrue(table.lines().anyMatch(line -> line.startsWith("total") && line.contains("47,206")), table);
    }

    @Test
    void severalInputs_areListed_andWhatTheyShareIsCountedOnce() {
        Block twins = new Net() {
            private final Block tower = add("tower", linear(2));

            @Override
            protected NDList forward(Pass pass, NDList pair) {
                return new NDList(pass.run(tower, pair.get(0)), pass.run(tower, pair.get(1)));
            }
        };
        for (int i = 0; i < 2; i++) {
            Summary summary = summary(twins, new Shape(1, 3), new Shape(5, 3));
            assertEquals(List.of(new Shape(1, 3), new Shape(5, 3)), summary.inputs());
            assertEquals(1, summary.rows().size());
            assertEquals(8, summary.parameters());
            assertEquals(6 + 5 * 6, summary.multiplyAdds());
            assertEquals(
                    2,
                    summary.toString()
                            .lines()
                            .filter(line -> line.startsWith("input"))
                            .count());
            initialize(twins, 1, new Shape(1, 3), new Shape(5, 3));
        }
        assertThrows(IllegalArgumentException.class, () -> summary(twins));
    }

    @Test
    void receptiveFields_areShownForImagesOnly() {
        String images = summary(seq(conv(6, 5), relu(), flatten(), linear(10)), new Shape(1, 1, 28, 28))
                .toString();
        assertTrue(images.lines().anyMatch(line -> line.startsWith("relu1") && line.endsWith(" 5×5")), images);
        assertTrue(images.lines().anyMatch(line -> line.startsWith("linear1") && line.endsWith("whole image")), images);
        String rows = summary(seq(linear(4), relu()), new Shape(1, 3)).toString();
        assertFalse(rows.contains("receptive") || rows.contains("whole"), rows);
    }
}
