package dev.crema.datasets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GloveTest {
    private static final WordVectors GLOVE = Glove.load();

    @Test
    void load_hasTheWordsItPromises_theCommonestFirst() {
        assertEquals(27_784, GLOVE.words().size());
        assertEquals(100, GLOVE.dimensions());
        assertEquals(
                List.of("the", ",", ".", "of", "to", "and", "in"), GLOVE.words().subList(0, 7));
        assertTrue(GLOVE.source().contains("Public Domain"), GLOVE.source());
    }

    @Test
    void vectors_areThePublishedOnes_roundedToFloat16() {
        // the first numbers in glove.6B.100d.txt
        float[] the = {-0.038194f, -0.24487f, 0.72812f, -0.39961f, 0.083172f, 0.043953f, -0.39141f, 0.3344f};
        float[] frog = {0.043084f, 0.53233f, 0.54254f, -0.076952f, -0.29673f, 0.52986f, 0.21379f};
        assertRounded(the, GLOVE.vector("the"));
        assertRounded(frog, GLOVE.vector("frog"));
    }

    @Test
    void lengths_areThoseThatThePackageGives() {
        assertEquals(5.821154, length(GLOVE.vector("the")), 1e-3);
        assertEquals(5.4592352, length(GLOVE.vector("frog")), 1e-3);
        // the last word: no row is out of step
        assertEquals(27_783, GLOVE.index("laddish"));
        assertEquals(2.94647072, length(GLOVE.vector("laddish")), 1e-3);
    }

    @Test
    void words_coverTheReviews() {
        long words = 0;
        long known = 0;
        for (Review review : MovieReviews.load().train()) {
            for (String word : review.text().toLowerCase(Locale.ROOT).split("[^a-z']+")) {
                words += word.isEmpty() ? 0 : 1;
                known += GLOVE.contains(word) ? 1 : 0;
            }
        }
        assertTrue(known > 0.9 * words, known + " of " + words);
    }

    @Test
    void nearest_findsAnalogies() {
        assertEquals("queen", analogy("man", "king", "woman"));
        assertEquals("berlin", analogy("france", "paris", "germany"));
        assertEquals("bigger", analogy("small", "smaller", "big"));
    }

    @Test
    void vector_namesTheLowerCaseWord_whenAskedForAnotherCase() {
        assertFalse(GLOVE.contains("Paris"));
        String message =
                assertThrows(DataException.class, () -> GLOVE.vector("Paris")).getMessage();
        assertEquals("There is no vector for 'Paris' among the 27784 words. There is one for 'paris'.", message);
    }

    @Test
    void load_failsClearly_whenTheVectorsAreTruncated(@TempDir Path directory) throws IOException {
        try (DataDirectory data = DataDirectory.copiedTo(directory)) {
            Path file = data.truncated("glove/vectors-100-float16.gz");
            String message = assertThrows(DataException.class, Glove::load).getMessage();
            assertTrue(message.contains(file + " is truncated"), message);
        }
    }

    private static String analogy(String from, String to, String other) {
        float[] sum = GLOVE.vector(to);
        for (int i = 0; i < sum.length; i++) {
            sum[i] += GLOVE.vector(other)[i] - GLOVE.vector(from)[i];
        }
        return GLOVE.nearest(sum, 4).stream()
                .map(Neighbour::word)
                .filter(word -> !List.of(from, to, other).contains(word))
                .findFirst()
                .orElseThrow();
    }

    private static void assertRounded(float[] expected, float[] actual) {
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], Math.abs(expected[i]) / 2048);
        }
    }

    private static double length(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += value * value;
        }
        return Math.sqrt(squares);
    }
}
