package dev.crema.datasets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class CifarBinaryTest {
    private static final int RECORD = 3_073;

    @Test
    void read_takesLabelsAndPixelsApart() {
        byte[] content = new byte[2 * RECORD];
        Arrays.fill(content, 0, RECORD, (byte) 200);
        Arrays.fill(content, RECORD, 2 * RECORD, (byte) 100);
        content[0] = 9;
        content[RECORD] = 0;
        ImageBytes images = CifarBinary.read(content, "two.bin");
        assertArrayEquals(new byte[] {9, 0}, images.labels());
        float[] expected = new float[2 * 3_072];
        Arrays.fill(expected, 0, 3_072, 200 / 255f);
        Arrays.fill(expected, 3_072, 2 * 3_072, 100 / 255f);
        NDArray floats = images.all(Collections.nCopies(10, "a class")).images();
        assertEquals(new Shape(2, 3, 32, 32), floats.getShape());
        assertArrayEquals(expected, floats.toFloatArray());
    }

    @Test
    void pixels_standAsChannelRowColumn() {
        byte[] content = new byte[RECORD];
        // green, row 2, column 5
        content[1 + 1024 + 2 * 32 + 5] = (byte) 255;
        ImageDataset data = CifarBinary.read(concatenated(content, new byte[2 * RECORD]), "three.bin")
                .dataset("test", List.of("a"), 1, 1, 1, "made");
        assertEquals(1f, data.train().images().getFloat(0, 1, 2, 5));
        assertEquals(1f, data.train().images().sum().getFloat());
        assertEquals(0f, data.test().images().sum().getFloat());
    }

    @Test
    void read_namesTheFileAndTheSize_whenAnImageIsCutShort() {
        for (int length : new int[] {0, 1, RECORD - 1, RECORD + 1, 2 * RECORD - 1}) {
            String message = assertThrows(DataException.class, () -> CifarBinary.read(new byte[length], "cut.bin"))
                    .getMessage();
            assertTrue(message.startsWith("The data file cut.bin has " + length + " bytes"), message);
            assertTrue(message.contains("a multiple of 3073"), message);
        }
    }

    @Test
    void read_namesTheImage_whenALabelIsAbove9() {
        for (int label : new int[] {10, 255}) {
            byte[] content = new byte[3 * RECORD];
            content[2 * RECORD] = (byte) label;
            String message = assertThrows(DataException.class, () -> CifarBinary.read(content, "wrong.bin"))
                    .getMessage();
            assertTrue(message.contains("wrong.bin has the label " + label + " at image 2, expected 0 to 9"), message);
        }
    }

    private static byte[] concatenated(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
