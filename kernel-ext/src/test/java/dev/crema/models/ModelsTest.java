package dev.crema.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import dev.crema.layers.Layers;
import dev.crema.layers.Summary;
import org.junit.jupiter.api.Test;

class ModelsTest {
    @Test
    void leNet_hasThePapersShapes_andTheKnownNumberOfParameters() {
        Summary summary = Layers.summary(LeNet.of(10), new Shape(1, 1, 28, 28));
        assertEquals(61_706, summary.parameters());
        assertEquals(new Shape(1, 16, 5, 5), output(summary, "maxPool2"));
        assertEquals(new Shape(1, 120), output(summary, "linear1"));
        assertEquals(new Shape(1, 84), output(summary, "linear2"));
        assertEquals(new Shape(1, 10), output(summary, "linear3"));
    }

    @Test
    void leNet_takesTwelvePixels_andRefusesElevenWithTheLayersName() {
        assertEquals(new Shape(1, 3), output(Layers.summary(LeNet.of(3), new Shape(1, 1, 12, 12)), "linear3"));
        String message = assertThrows(
                        IllegalArgumentException.class, () -> Layers.summary(LeNet.of(3), new Shape(1, 1, 11, 11)))
                .getMessage();
        assertTrue(message.contains("maxPool2"), message);
    }

    @Test
    void mlp_ofTheSyllabus() {
        assertEquals(
                784 * 512 + 512 + 512 * 10 + 10,
                Layers.summary(Mlp.of(512, 10), new Shape(1, 1, 28, 28)).parameters());
        assertEquals(7_850, Layers.summary(Mlp.of(10), new Shape(1, 1, 28, 28)).parameters());
        assertThrows(IllegalArgumentException.class, Mlp::of);
    }

    static Shape output(Summary summary, String path) {
        return summary.rows().stream()
                .filter(row -> row.path().equals(path))
                .findFirst()
                .orElseThrow()
                .output();
    }
}
