package dev.crema.datasets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class TableEncoderTest {
    private final Table train = Table.create(
            IntColumn.create("age", new int[] {10, 20, 30}),
            DoubleColumn.create("same", 5, 5, 5),
            StringColumn.create("colour", "red", "", "blue"),
            StringColumn.create("label", "a", "b", "c"));
    private final TableEncoder encoder = TableEncoder.of(train, List.of("age", "colour", "same"));

    @Test
    void numbers_areStandardised_textIsOneHot_whatIsMissingIsZero() {
        assertEquals(List.of("age", "colour = blue", "colour = red", "same"), encoder.names());
        float[][] rows = encoder.encode(train);
        // the standard deviation of 10, 20, 30 is 10
        assertArrayEquals(new float[] {-1, 0, 1, 0}, rows[0]);
        assertArrayEquals(new float[] {0, 0, 0, 0}, rows[1]);
        assertArrayEquals(new float[] {1, 1, 0, 0}, rows[2]);
    }

    @Test
    void otherRows_areEncodedAsThoseTrainedOn() {
        Table test = Table.create(
                StringColumn.create("colour", "green", "blue"),
                IntColumn.create("age", new int[] {40, 15}),
                DoubleColumn.create("same", 6, 5));
        float[][] rows = encoder.encode(test);
        assertArrayEquals(new float[] {2, 0, 0, 0}, rows[0]);
        assertArrayEquals(new float[] {-0.5f, 1, 0, 0}, rows[1]);
    }

    @Test
    void aColumnThatIsNotThere_isNamed_andSoAreThoseThatAre() {
        String message = assertThrows(DataException.class, () -> TableEncoder.of(train, List.of("size")))
                .getMessage();
        assertTrue(message.contains("'size'") && message.contains("colour"), message);
        assertThrows(DataException.class, () -> TableEncoder.of(train, List.of()));
    }
}
