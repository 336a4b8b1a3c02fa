package dev.crema.embedding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.datasets.LabelledImages;
import dev.crema.datasets.Mnist;
import dev.crema.figures.Pixels;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EmbeddingTest {
    private static final List<String> NAMES = List.of("oak", "elm", "ash");

    @Test
    void draw_saysWhichClassesMix() {
        String alt = trees().draw().alt();
        assertTrue(alt.startsWith("PCA of 90 points, 100.0 % of variance explained; 10-NN preservation 1.00"), alt);
        assertTrue(alt.contains("The points belong to 3 classes."), alt);
        assertTrue(alt.contains("Best separated: oak (100 % of the 10 nearest"), alt);
        assertTrue(alt.contains("Most overlapping: elm and ash"), alt);
    }

    @Test
    void draw_saysThatNoClassesMix() {
        float[][] rows = Reference.clusters(3, 30, 5);
        int[] labels = IntStream.range(0, 90).map(i -> i % 3).toArray();
        String alt = Embeddings.pca(rows).colouredBy(labels).draw().alt();
        assertTrue(
                alt.contains("Every class stands apart: the 10 nearest neighbours of each point have its class."), alt);
        String one = Embeddings.pca(rows).colouredBy(new int[90]).draw().alt();
        assertTrue(one.endsWith("The points belong to 1 class."), one);
    }

    @Test
    void draw_isTheSameFigureEachTime_withPicturesToo() {
        BufferedImage picture = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
        Embedding map = trees().withThumbnails(Collections.nCopies(90, picture));
        assertArrayEquals(map.draw().png(), map.draw().png());
        assertTrue(map.draw().title().contains("PCA of 90 points"));
        assertTrue(map.draw().text().contains("oak"), map.draw().text());
    }

    @Test
    void thumbnails_mayBeTheImagesOfADataSet() {
        LabelledImages digits = Mnist.load().test().first(90);
        List<BufferedImage> pictures = Pixels.images(digits.images());
        assertArrayEquals(
                trees().withThumbnails(pictures).draw().png(),
                trees().withThumbnails(digits).draw().png());
        assertSays("expected one picture", () -> trees().withThumbnails(digits.first(89)));
    }

    @Test
    void tSne_isMeasured_andItsFramesAreNot() {
        List<Embedding> frames = new ArrayList<>();
        TsneOptions options = TsneOptions.defaults().withIterations(30).withPerplexity(10);
        Embedding map = Embeddings.tSne(Reference.clusters(3, 30, 5), options, frames::add);
        assertEquals(1, frames.size());
        assertEquals(Quality.UNKNOWN, frames.get(0).quality());
        String frame = frames.get(0).draw().alt();
        assertTrue(frame.endsWith("unfinished after 25 of 30 iterations."), frame);
        assertEquals(10, map.quality().neighbours());
        assertTrue(map.method() instanceof Tsne tsne && tsne.points() == map.points());
    }

    @Test
    void pca_isMeasuredOnASample_whenThereAreManyPoints() {
        float[][] rows = Reference.clusters(3, 1000, 4);
        Embedding map = Embeddings.pca(rows)
                .colouredBy(IntStream.range(0, 3000).map(i -> i % 3).toArray());
        assertEquals(2000, map.quality().points());
        assertTrue(
                map.draw().alt().contains("(on 2000 of the points)"), map.draw().alt());
        int[] sample = Sample.of(3000);
        assertEquals(2000, Arrays.stream(sample).distinct().count());
        assertTrue(IntStream.range(1, 2000).allMatch(i -> sample[i] > sample[i - 1]));
        assertArrayEquals(new int[] {0, 1, 2}, Sample.of(3));
    }

    @Test
    void pca_mapsTwoRows() {
        Embedding map = Embeddings.pca(new float[][] {{0, 0, 1}, {0, 4, 1}});
        assertEquals(4, Math.abs(map.points()[0][0] - map.points()[1][0]), 1e-6);
        assertEquals(Quality.UNKNOWN, map.quality());
        assertTrue(map.colouredBy(new int[] {0, 1}).draw().alt().contains("2 classes"));
    }

    @Test
    void colouredBy_showsNumbers_inPlaceOfClasses() {
        double[] heights = IntStream.range(0, 90).mapToDouble(i -> i / 10.0).toArray();
        Embedding map = trees().colouredBy(heights, "height (m)");
        String alt = map.draw().alt();
        assertTrue(alt.endsWith("Coloured by height (m), from 0.000 to 8.900."), alt);
        assertEquals(0, map.labels().length);
        assertTrue(map.draw().svg().orElseThrow().contains("height (m)"));
        assertEquals(0, map.colouredBy(new int[90]).values().length);
        assertSays("expected one number", () -> map.colouredBy(new double[89], "x"));
    }

    @Test
    void colouredBy_saysWhatIsWrong() {
        Embedding map = trees();
        assertSays("The map has 90 points, but got 91: expected one class", () -> map.colouredBy(new int[91]));
        assertSays("The map has 90 points, but got 0: expected one class", () -> map.colouredBy(new int[0]));
        assertSays("expected one picture", () -> map.withThumbnails(List.of()));
        int[] labels = new int[90];
        labels[4] = 3;
        assertSays("Point 4 has class 3, but there are 3 names", () -> map.colouredBy(labels, NAMES));
        labels[4] = -1;
        assertSays("Point 4 has class -1", () -> map.colouredBy(labels));
        labels[4] = 1_000_000;
        assertSays("The largest class is 1000000", () -> map.colouredBy(labels));
    }

    /** Oaks stand apart; elms and ashes grow among each other. */
    private static Embedding trees() {
        float[][] rows = new float[90][2];
        int[] labels = new int[90];
        for (int i = 0; i < 90; i++) {
            labels[i] = i < 30 ? 0 : 1 + i % 2;
            rows[i][0] = i % 10 + (i < 30 ? 100 : 0);
            rows[i][1] = i / 10 + 0.01f * i;
        }
        return Embeddings.pca(rows).colouredBy(labels, NAMES);
    }

    private static void assertSays(String words, org.junit.jupiter.api.function.Executable wrong) {
        Exception e = assertThrows(IllegalArgumentException.class, wrong);
        assertTrue(e.getMessage().contains(words), e.getMessage());
    }
}
