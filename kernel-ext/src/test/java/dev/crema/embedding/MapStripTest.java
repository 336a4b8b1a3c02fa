package dev.crema.embedding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MapStripTest {
    private static final float[][] ROWS = Reference.clusters(3, 40, 6);
    private static final int[] LABELS = IntStream.range(0, 120).map(i -> i % 3).toArray();

    @Test
    void sideBySide_givesEachMapItsSettingsAndScores() {
        TsneOptions options = TsneOptions.defaults().withIterations(50);
        MapStrip strip = Embeddings.sideBySide(
                        Embeddings.tSne(ROWS, options.withPerplexity(5)),
                        Embeddings.tSne(ROWS, options.withPerplexity(30)),
                        Embeddings.pca(ROWS))
                .colouredBy(LABELS, List.of("oak", "elm", "ash"));
        String alt = strip.draw().alt();
        assertTrue(alt.startsWith("The same points side by side, 3 maps: t-SNE, perplexity 5, KL "), alt);
        assertTrue(alt.contains("t-SNE, perplexity 30, KL ") && alt.contains("PCA, "), alt);
        assertEquals(3, alt.split("trustworthiness", -1).length - 1, alt);
        assertTrue(strip.draw().svg().orElseThrow().contains(">ash<"), "classes are named in the maps");
        assertArrayEquals(strip.draw().png(), strip.draw().png());
    }

    @Test
    void filmstrip_showsTheFirstAndTheLastFrame_andFewBetween() {
        List<Embedding> frames = new ArrayList<>();
        Embeddings.umap(ROWS, UmapOptions.defaults().withIterations(400), frames::add);
        assertEquals(15, frames.size());
        MapStrip strip = Embeddings.filmstrip(frames).colouredBy(LABELS);
        assertEquals(6, strip.maps().size());
        assertArrayEquals(frames.get(0).points(), strip.maps().get(0).points());
        assertArrayEquals(frames.get(14).points(), strip.maps().get(5).points());
        String alt = strip.draw().alt();
        assertTrue(alt.startsWith("A map while it was made, 6 maps: iteration 25; iteration "), alt);
        assertEquals(1, Embeddings.filmstrip(frames.subList(0, 1)).maps().size());
    }

    @Test
    void colouredBy_takesNumbers() {
        MapStrip strip = Embeddings.sideBySide(Embeddings.pca(ROWS)).colouredBy(new double[120], "height (m)");
        assertEquals("height (m)", strip.maps().get(0).valueName());
    }

    @Test
    void of_saysWhatIsWrong() {
        Exception none = assertThrows(IllegalArgumentException.class, () -> Embeddings.filmstrip(List.of()));
        assertTrue(none.getMessage().contains("at least one map"), none.getMessage());
        Exception differ = assertThrows(
                IllegalArgumentException.class,
                () -> Embeddings.sideBySide(
                        Embeddings.pca(ROWS), Embeddings.pca(new float[][] {{1, 2}, {3, 5}, {4, 4}})));
        assertTrue(differ.getMessage().contains("one of 120 and one of 3"), differ.getMessage());
    }
}
