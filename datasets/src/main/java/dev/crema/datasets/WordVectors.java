package dev.crema.datasets;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Words with a vector for each. Cannot be changed, and holds plain Java memory only. */
public final class WordVectors {
    private final List<String> words;
    private final Map<String, Integer> index;
    private final float[] values;
    private final int dimensions;
    private final String source;

    /**
     * Makes word vectors of an array, such as the weights of an embedding layer.
     *
     * @param words different words, one for each row
     * @param vectors {@code [words, dimensions]}, float32, which is copied
     * @param source where the vectors come from, in one line
     * @throws DataException if the shape or the type is another, a word occurs twice, or a value is NaN or infinite
     */
    public WordVectors(List<String> words, NDArray vectors, String source) {
        this(words, values(words, vectors), source);
    }

    private static float[] values(List<String> words, NDArray vectors) {
        Shape shape = vectors.getShape();
        if (shape.dimension() != 2 || shape.size() == 0 || shape.get(0) != words.size()) {
            throw new DataException("The vectors have the shape " + shape + ", expected (" + words.size()
                    + ", dimensions), one row for each word, without a zero.");
        }
        if (vectors.getDataType() != DataType.FLOAT32) {
            throw new DataException("The vectors are " + vectors.getDataType()
                    + ", expected float32. Convert them: vectors.toType(DataType.FLOAT32, false).");
        }
        return vectors.toFloatArray();
    }

    /** Keeps the array, with a row for each word. */
    WordVectors(List<String> words, float[] values, String source) {
        this.words = List.copyOf(words);
        this.values = values;
        this.dimensions = values.length / words.size();
        this.source = source;
        this.index = new HashMap<>();
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new DataException("The vector of '" + words.get(i / dimensions) + "' has the value " + values[i]
                        + ", expected finite numbers. Lower the learning rate if they were learnt.");
            }
        }
        for (int i = 0; i < words.size(); i++) {
            if (index.put(words.get(i), i) != null) {
                throw new DataException("The word '" + words.get(i) + "' occurs twice, expected different words.");
            }
        }
    }

    /**
     * Returns all words.
     *
     * @return in the order of the rows of {@link #matrix}
     */
    public List<String> words() {
        return words;
    }

    /**
     * Returns the length of each vector.
     *
     * @return at least 1
     */
    public int dimensions() {
        return dimensions;
    }

    /**
     * Returns where the vectors come from.
     *
     * @return origin and licence, in one line
     */
    public String source() {
        return source;
    }

    /**
     * Says whether a word has a vector.
     *
     * @param word any text
     * @return false also if only another spelling has one: case matters
     */
    public boolean contains(String word) {
        return index.containsKey(word);
    }

    /**
     * Returns the number of a word.
     *
     * @param word one of {@link #words}
     * @return its place in {@link #words} and its row in {@link #matrix}, from 0
     * @throws DataException if the word has no vector
     */
    public int index(String word) {
        Integer i = index.get(word);
        if (i == null) {
            String lower = word.toLowerCase(Locale.ROOT);
            throw new DataException("There is no vector for '" + word + "' among the " + words.size() + " words. "
                    + (contains(lower)
                            ? "There is one for '" + lower + "'."
                            : "Ask contains(word) first, or choose from words()."));
        }
        return i;
    }

    /**
     * Returns the vector of a word.
     *
     * @param word one of {@link #words}
     * @return a copy, {@link #dimensions} numbers
     * @throws DataException if the word has no vector
     */
    public float[] vector(String word) {
        int from = index(word) * dimensions;
        return Arrays.copyOfRange(values, from, from + dimensions);
    }

    /**
     * Copies all vectors into one array, such as the weights of an embedding layer.
     *
     * @param owner the manager that frees it
     * @return {@code [words, dimensions]}, float32
     */
    public NDArray matrix(NDManager owner) {
        return owner.create(FloatBuffer.wrap(values), new Shape(words.size(), dimensions));
    }

    /**
     * Returns the words whose vectors point most nearly in the direction of a word's.
     *
     * @param word one of {@link #words}
     * @param k how many, from 1 to one less than the number of words
     * @return the nearest first, without the word itself and without words whose vector is zero
     * @throws DataException if the word has no vector or only zeros, or k is out of range
     */
    public List<Neighbour> nearest(String word, int k) {
        int self = index(word);
        checkCount(k, words.size() - 1);
        return nearest(vector(word), k, i -> i != self);
    }

    /**
     * Returns the words whose vectors point most nearly in a direction, such as that of king - man + woman.
     *
     * @param vector {@link #dimensions} numbers, not all of them zero
     * @param k how many, from 1 to the number of words
     * @return the nearest first, without words whose vector is zero
     * @throws DataException if the vector has another length, no direction or a value that is NaN or infinite, or k is out
     *     of range
     */
    public List<Neighbour> nearest(float[] vector, int k) {
        if (vector.length != dimensions) {
            throw new DataException("The vector has " + vector.length + " numbers, expected " + dimensions + ".");
        }
        checkCount(k, words.size());
        return nearest(vector, k, i -> true);
    }

    private List<Neighbour> nearest(float[] vector, int k, IntPredicate candidate) {
        double length = Math.sqrt(product(vector, vector, 0));
        if (!(length > 0 && Double.isFinite(length))) {
            throw new DataException("The vector has the length " + length
                    + " and so no direction, expected finite numbers that are not all zero.");
        }
        // sorting is stable: of two words as near, the one with the smaller number comes first
        return IntStream.range(0, words.size())
                .filter(candidate)
                .mapToObj(i -> new Neighbour(words.get(i), cosine(vector, length, i * dimensions)))
                .filter(neighbour -> !Double.isNaN(neighbour.similarity()))
                .sorted(Comparator.comparingDouble(Neighbour::similarity).reversed())
                .limit(k)
                .toList();
    }

    private double cosine(float[] vector, double length, int from) {
        double squares = 0;
        for (int i = 0; i < dimensions; i++) {
            squares += (double) values[from + i] * values[from + i];
        }
        return product(vector, values, from) / (length * Math.sqrt(squares));
    }

    private static double product(float[] a, float[] b, int from) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[from + i];
        }
        return sum;
    }

    private static void checkCount(int k, int most) {
        if (k < 1 || k > most) {
            throw new DataException("k is " + k + ", expected 1 to " + most + ".");
        }
    }

    @Override
    public String toString() {
        return words.size() + " words with vectors of " + dimensions + " dimensions";
    }
}
