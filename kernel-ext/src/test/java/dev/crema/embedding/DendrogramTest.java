package dev.crema.embedding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DendrogramTest {
    @ParameterizedTest
    @EnumSource(Linkage.class)
    void of_joinsTheSameClustersAsSciPy(Linkage linkage) {
        String method = linkage.name().toLowerCase(Locale.ROOT);
        Dendrogram tree = Dendrogram.of(rows(), linkage);
        double[] expected = Reference.numbers("clustering", method + ".tree");
        assertEquals(expected.length / 4, tree.merges().size());
        for (int i = 0; i < tree.merges().size(); i++) {
            Dendrogram.Merge merge = tree.merges().get(i);
            assertEquals(expected[4 * i], merge.first(), "join " + i);
            assertEquals(expected[4 * i + 1], merge.second(), "join " + i);
            assertEquals(expected[4 * i + 2], merge.distance(), 1e-9, "join " + i);
            assertEquals(expected[4 * i + 3], merge.size(), "join " + i);
        }
        assertArrayEquals(
                Reference.numbers("clustering", method + ".cut7"),
                Arrays.stream(tree.labels(7)).asDoubleStream().toArray());
    }

    @Test
    void labels_haveAsManyClustersAsAsked() {
        Dendrogram tree = Dendrogram.of(Reference.digits(), Linkage.AVERAGE);
        for (int count : new int[] {1, 2, 50, 599, 600}) {
            assertEquals(count, Arrays.stream(tree.labels(count)).distinct().count());
        }
    }

    @ParameterizedTest
    @EnumSource(Linkage.class)
    void of_findsClustersThatStandApart_andEqualRowsFirst(Linkage linkage) {
        float[][] rows = Reference.clusters(5, 20, 6);
        rows[5] = rows[0].clone();
        Dendrogram tree = Dendrogram.of(rows, linkage);
        assertEquals(new Dendrogram.Merge(0, 5, 0, 2), tree.merges().get(0));
        int[] labels = tree.labels(5);
        for (int i = 0; i < 100; i++) {
            assertEquals(i % 5, labels[i]);
        }
        assertEquals(0, Dendrogram.of(new float[9][2], linkage).merges().get(7).distance());
    }

    @Test
    void draw_namesTheRowsAndTheirClusters() {
        float[][] rows = {{0}, {1}, {10}, {12}};
        Dendrogram tree = Dendrogram.of(rows, Linkage.SINGLE).named(List.of("oak", "elm", "ash", "fir"));
        assertEquals(
                "Hierarchical clustering of 4 rows, single linkage. The last two clusters, of 2 and 2 rows, are 9.000 apart.",
                tree.draw().alt());
        String svg = tree.colouredBy(2).draw().svg().orElseThrow();
        assertTrue(svg.contains(">oak<") && svg.contains(">fir<"), svg);
        assertTrue(tree.colouredBy(2).draw().alt().endsWith("Cut into 2 clusters of 2, 2 rows."));
        assertTrue(tree.draw().text().contains("oak"), tree.draw().text());
        assertArrayEquals(tree.draw().png(), tree.draw().png());
    }

    @Test
    void draw_showsTheHighestJoinsOnly_whenThereAreManyRows() {
        String alt = Dendrogram.of(Reference.digits(), Linkage.WARD).draw().alt();
        assertTrue(alt.endsWith("Drawn as 40 branches."), alt);
    }

    @Test
    void of_saysWhatIsWrong() {
        assertSays("of 1 rows: expected 2 to 5000", () -> Dendrogram.of(new float[1][2], Linkage.WARD));
        assertSays("of 5001 rows: expected 2 to 5000", () -> Dendrogram.of(new float[5001][2], Linkage.WARD));
        assertSays("Row 1, column 0 is NaN", () -> Dendrogram.of(new float[][] {{1}, {Float.NaN}}, Linkage.WARD));
        Dendrogram tree = Dendrogram.of(new float[][] {{1}, {2}, {4}}, Linkage.WARD);
        assertSays("3 rows into 4 clusters: expected 1 to 3", () -> tree.labels(4));
        assertSays("3 rows into 0 clusters", () -> tree.colouredBy(0));
        assertSays("3 rows, but got 1 names", () -> tree.named(List.of("oak")));
    }

    private static float[][] rows() {
        double[] numbers = Reference.numbers("clustering", "rows");
        float[][] rows = new float[60][10];
        for (int i = 0; i < numbers.length; i++) {
            rows[i / 10][i % 10] = (float) numbers[i];
        }
        return rows;
    }

    private static void assertSays(String words, org.junit.jupiter.api.function.Executable wrong) {
        Exception e = assertThrows(IllegalArgumentException.class, wrong);
        assertTrue(e.getMessage().contains(words), e.getMessage());
    }
}
