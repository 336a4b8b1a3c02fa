package dev.crema.embedding;

import static dev.crema.embedding.Embeddings.live;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.figures.Figure;
import dev.crema.figures.Screen;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LiveMapTest {
    private static final TsneOptions SHORT =
            TsneOptions.defaults().withIterations(60).withPerplexity(10);

    private final List<Figure> shown = new ArrayList<>();
    private Screen before;

    @BeforeEach
    void watchTheScreen() {
        before = Screen.use(first -> {
            shown.add(first);
            return shown::add;
        });
    }

    @AfterEach
    void restoreTheScreen() {
        Screen.use(before);
    }

    @Test
    void tSne_isShownToTheLast_withItsColours() {
        int[] labels = new int[120];
        Embedding map = Embeddings.tSne(Reference.clusters(3, 40, 5), SHORT, live(frame -> frame.colouredBy(labels)));
        assertEquals(120, map.labels().length);
        assertEquals(map.draw().alt(), shown.get(shown.size() - 1).alt());
        assertTrue(map.draw().alt().contains("10-NN preservation"), "the last is measured");
    }

    @Test
    void umap_isShownToTheLast() {
        Embedding map = Embeddings.umap(
                Reference.clusters(3, 40, 5), UmapOptions.defaults().withIterations(60), live());
        assertEquals(map.draw().alt(), shown.get(shown.size() - 1).alt());
    }

    @Test
    void tSne_keepsAndShowsTheMapSoFar_whenInterrupted() {
        Embedding map = live().show(watcher -> Embeddings.tSne(Reference.clusters(3, 40, 5), SHORT, frame -> {
            watcher.accept(frame);
            Thread.currentThread().interrupt();
        }));
        assertTrue(map.method() instanceof Tsne tsne && tsne.iterations() == 26);
        String alt = shown.get(shown.size() - 1).alt();
        assertTrue(alt.contains("unfinished after 26 of 60 iterations"), alt);
    }

    @Test
    void tSne_showsNothing_whenItCannotMap() {
        assertThrows(IllegalArgumentException.class, () -> Embeddings.tSne(new float[3][2], live()));
        assertEquals(List.of(), shown);
    }
}
