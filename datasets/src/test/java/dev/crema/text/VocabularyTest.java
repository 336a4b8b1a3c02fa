package dev.crema.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.crema.datasets.DataException;
import dev.crema.datasets.Glove;
import dev.crema.datasets.MovieReviews;
import dev.crema.datasets.Review;
import dev.crema.datasets.WordVectors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class VocabularyTest {
    private final List<List<String>> texts = List.of(
            List.of("the", "cat", "sat", "on", "the", "mat"),
            List.of("the", "dog", "sat"),
            List.of("a", "dog", "<unk>"));

    @Test
    void tokens_areSortedByFrequency_andTiesByText() {
        Vocabulary vocabulary = Vocabulary.of(texts);
        assertEquals(
                List.of("<pad>", "<unk>", "<start>", "<end>", "the", "dog", "sat", "a", "cat", "mat", "on"),
                vocabulary.tokens());
        assertEquals(3, vocabulary.count(4));
        assertEquals(2, vocabulary.count(5));
        assertEquals(0, vocabulary.count(Vocabulary.UNKNOWN));
    }

    @Test
    void tokens_doNotDependOnTheOrderOfTheTexts() {
        List<List<String>> mixed = new ArrayList<>();
        MovieReviews.load()
                .validation()
                .forEach(review -> mixed.add(Tokenizer.words().tokens(review.text())));
        List<String> before = Vocabulary.of(mixed, 1, 700).tokens();
        Collections.shuffle(mixed, new Random(1));
        assertEquals(before, Vocabulary.of(mixed, 1, 700).tokens());
    }

    @Test
    void rareTokens_areLeftOut_andCountedAsUnknown() {
        Vocabulary common = Vocabulary.of(texts, 2, 100);
        assertEquals(List.of("the", "dog", "sat"), common.tokens().subList(4, 7));
        assertEquals(7, common.size());
        assertEquals(4, common.count(Vocabulary.UNKNOWN));
        Vocabulary largest = Vocabulary.of(texts, 1, 2);
        assertEquals(List.of("the", "dog"), largest.tokens().subList(4, 6));
        assertEquals(6, largest.count(Vocabulary.UNKNOWN));
    }

    @Test
    void decode_undoesEncode_exceptForUnknownTokens() {
        Vocabulary vocabulary = Vocabulary.of(texts, 2, 100);
        assertArrayEquals(new int[] {4, 1, 6, 1}, vocabulary.encode(List.of("the", "cat", "sat", "down")));
        assertEquals(List.of("the", "<unk>", "sat"), vocabulary.decode(4, 1, 6));
        Vocabulary all = Vocabulary.of(texts);
        assertEquals(texts, all.encode(texts).stream().map(all::decode).toList());
    }

    @Test
    void decode_stopsAtTheEnd_andLeavesOutStartAndPadding() {
        Vocabulary vocabulary = Vocabulary.of(texts);
        assertEquals(List.of("the", "dog"), vocabulary.decode(2, 4, 0, 5, 3, 4, 0));
        assertEquals(List.of(), vocabulary.decode());
    }

    @Test
    void contains_isAboutTheExactSpelling() {
        Vocabulary vocabulary = Vocabulary.of(texts);
        assertTrue(vocabulary.contains("cat"));
        assertFalse(vocabulary.contains("Cat"));
        assertEquals(Vocabulary.UNKNOWN, vocabulary.index("Cat"));
    }

    @Test
    void token_isRefused_whenNoTokenHasTheNumber() {
        Vocabulary vocabulary = Vocabulary.of(texts);
        assertEquals(
                "No token has the number 11, expected 0 to 10. Is it a number of another vocabulary?",
                refusal(() -> vocabulary.token(11)));
        refusal(() -> vocabulary.decode(4, -1));
        refusal(() -> vocabulary.count(99));
    }

    @Test
    void of_isRefused_whenNothingIsLeft() {
        assertEquals(
                "None of the 7 different tokens occurs 9 times, expected at least one. Give more text, or lower the least"
                        + " count.",
                refusal(() -> Vocabulary.of(texts, 9, 10)));
        refusal(() -> Vocabulary.of(List.of()));
        refusal(() -> Vocabulary.of(List.of(List.of("<pad>"))));
        assertTrue(refusal(() -> Vocabulary.of(texts, 0, 10)).contains("least count is 0"));
        assertTrue(refusal(() -> Vocabulary.of(texts, 1, 0)).contains("most tokens are 0"));
    }

    @Test
    void read_givesBackWhatWasSaved(@TempDir Path directory) {
        Vocabulary vocabulary = Vocabulary.of(
                List.of(List.of("\n", "\t", "\\n", "\r\n", " ", "\u2028", "é", "👍🏽", "a", "a", "b", "", "\\")),
                1,
                12);
        Path file = directory.resolve("tokens.txt");
        vocabulary.save(file);
        vocabulary.save(file);
        Vocabulary read = Vocabulary.read(file);
        assertEquals(vocabulary.tokens(), read.tokens());
        for (int id = 0; id < read.size(); id++) {
            assertEquals(vocabulary.count(id), read.count(id));
            assertEquals(id, read.index(read.token(id)));
        }
        assertArrayEquals(new String[] {"tokens.txt"}, directory.toFile().list());
    }

    @Test
    void read_isRefused_whenTheFileIsNoWholeVocabulary(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("tokens.txt");
        assertTrue(refusal(() -> Vocabulary.read(file)).contains("There is no file " + file));
        Vocabulary.of(texts).save(file);
        List<String> lines = Files.readAllLines(file);
        Files.write(file, lines.subList(0, lines.size() - 1));
        assertTrue(refusal(() -> Vocabulary.read(file)).contains("is no whole vocabulary"));
        Files.write(file, List.of());
        assertTrue(refusal(() -> Vocabulary.read(file)).contains("is no whole vocabulary"));
        for (String line :
                List.of("many\tcat", "3 cat", "3\tcat\tdog", "-1\tcat", "1\tdog", "1\tbad\\escape", "1\t<unk>")) {
            lines.set(lines.size() - 1, line);
            Files.write(file, lines);
            assertTrue(refusal(() -> Vocabulary.read(file)).contains(file.toString()), line);
        }
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe});
        assertTrue(refusal(() -> Vocabulary.read(file)).contains("UTF-8"));
        assertThrows(UncheckedIOException.class, () -> Vocabulary.read(directory));
    }

    @Test
    void save_leavesTheOldFile_whenItCannotWrite(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("tokens.txt");
        Vocabulary.of(texts).save(file);
        byte[] before = Files.readAllBytes(file);
        Vocabulary halfACharacter = Vocabulary.of(List.of(List.of("\ud83d")));
        assertThrows(UncheckedIOException.class, () -> halfACharacter.save(file));
        assertArrayEquals(before, Files.readAllBytes(file));
        assertArrayEquals(new String[] {"tokens.txt"}, directory.toFile().list());
    }

    @Test
    void embedding_hasTheVectorOfEachTokenInItsRow() {
        Tokenizer tokenizer = Tokenizer.words();
        List<String> reviews =
                MovieReviews.load().train().stream().map(Review::text).toList();
        Vocabulary vocabulary = Vocabulary.of(tokenizer.tokens(reviews), 2, 5_000);
        WordVectors glove = Glove.load();
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray rows = vocabulary.embedding(glove, manager);
            assertEquals(new Shape(vocabulary.size(), 100), rows.getShape());
            int film = vocabulary.index("film");
            assertArrayEquals(glove.vector("film"), rows.get(film).toFloatArray());
            assertArrayEquals(new float[400], rows.get("0:4").toFloatArray());
            long found = vocabulary.tokens().stream().filter(glove::contains).count();
            assertTrue(found > 0.95 * vocabulary.size(), found + " of " + vocabulary.size());
            assertEquals(found, rows.abs().sum(new int[] {1}).gt(0).sum().getLong());
        }
    }

    @Test
    void embedding_isRefused_whenNoTokenHasAVector() {
        try (NDManager manager = NDManager.newBaseManager()) {
            Vocabulary shouted = Vocabulary.of(List.of(List.of("LOUD")));
            assertTrue(refusal(() -> shouted.embedding(Glove.load(), manager)).contains("'LOUD'"));
        }
    }

    @Test
    void toString_saysWhatIsKnown() {
        assertEquals(
                "3 tokens and 4 special ones; 63.6 % of the text is known; the commonest: the 3, dog 2, sat 2",
                Vocabulary.of(texts, 2, 100).toString());
    }

    private static String refusal(Executable request) {
        return assertThrows(DataException.class, request).getMessage();
    }
}
