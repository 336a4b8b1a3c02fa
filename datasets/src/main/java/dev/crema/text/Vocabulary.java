package dev.crema.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.crema.datasets.DataException;
import dev.crema.datasets.WordVectors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Numbers for tokens. The first four are the special tokens; then come those of the texts, the commonest first.
 *
 * <pre>{@code
 * var vocabulary = Vocabulary.of(tokenizer.tokens(texts), 2, 10_000);
 * int[] ids = vocabulary.encode(tokenizer.tokens("A fine film"));
 * }</pre>
 *
 * <p>Cannot be changed, and holds plain Java memory only.
 */
public final class Vocabulary {
    /** Number of the token that fills up short texts, {@code <pad>}. */
    public static final int PADDING = 0;
    /** Number of the token that stands for all that are not in the vocabulary, {@code <unk>}. */
    public static final int UNKNOWN = 1;
    /** Number of the token before the first, {@code <start>}. */
    public static final int START = 2;
    /** Number of the token after the last, {@code <end>}. */
    public static final int END = 3;
    /** The special tokens, each at its number. */
    public static final List<String> SPECIAL = List.of("<pad>", "<unk>", "<start>", "<end>");

    private static final String HEADER = "Crema vocabulary, tokens: ";
    private static final String ESCAPED = "(?:[^\\\\]++|\\\\[\\\\nrt])*+";

    private final List<String> tokens;
    private final long[] counts;
    private final Map<String, Integer> index = new HashMap<>();

    /** Tokens without the special ones, and counts with that of the unknown. */
    private Vocabulary(List<String> words, long[] counts) {
        List<String> all = new ArrayList<>(SPECIAL);
        all.addAll(words);
        this.tokens = List.copyOf(all);
        this.counts = counts;
        for (int i = 0; i < tokens.size(); i++) {
            index.put(tokens.get(i), i);
        }
    }

    /**
     * Numbers every token of the texts.
     *
     * @param texts the tokens of each text to learn from
     * @return the commonest first, of equally common ones the smaller by {@link String#compareTo}
     * @throws DataException if there is no token
     */
    public static Vocabulary of(Collection<List<String>> texts) {
        return of(texts, 1, Integer.MAX_VALUE);
    }

    /**
     * Numbers the commonest tokens of the texts.
     *
     * @param texts the tokens of each text to learn from; special tokens among them keep their numbers and are not counted
     * @param leastCount how often a token must occur, at least 1
     * @param most how many tokens to keep at most, not counting the special ones, at least 1
     * @return the commonest first, of equally common ones the smaller by {@link String#compareTo}
     * @throws DataException if no token is left, or a number is less than 1
     */
    public static Vocabulary of(Collection<List<String>> texts, int leastCount, int most) {
        if (leastCount < 1 || most < 1) {
            throw new DataException("The least count is " + leastCount + " and the most tokens are " + most
                    + ", expected at least 1 each, such as 2 and 10000.");
        }
        Map<String, Long> counted = texts.stream()
                .flatMap(List::stream)
                .filter(token -> !SPECIAL.contains(token))
                .collect(Collectors.groupingBy(token -> token, Collectors.counting()));
        List<Map.Entry<String, Long>> kept = counted.entrySet().stream()
                .filter(entry -> entry.getValue() >= leastCount)
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(most)
                .toList();
        if (kept.isEmpty()) {
            throw new DataException("None of the " + counted.size() + " different tokens occurs " + leastCount
                    + " times, expected at least one. Give more text, or lower the least count.");
        }
        long[] counts = new long[SPECIAL.size() + kept.size()];
        long all = counted.values().stream().mapToLong(Long::longValue).sum();
        for (int i = 0; i < kept.size(); i++) {
            counts[SPECIAL.size() + i] = kept.get(i).getValue();
            all -= kept.get(i).getValue();
        }
        counts[UNKNOWN] = all;
        return new Vocabulary(kept.stream().map(Map.Entry::getKey).toList(), counts);
    }

    /**
     * Reads a vocabulary that {@link #save} wrote.
     *
     * @param file the file
     * @return the same tokens with the same numbers and counts
     * @throws DataException if the file is missing, cut short or something else
     */
    public static Vocabulary read(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (NoSuchFileException missing) {
            throw new DataException(
                    "There is no file " + file + ", expected a vocabulary. Write one: vocabulary.save(path).", missing);
        } catch (CharacterCodingException binary) {
            throw new DataException(file + " is no text in UTF-8, expected a vocabulary.", binary);
        } catch (IOException failure) {
            throw new UncheckedIOException("The vocabulary " + file + " cannot be read", failure);
        }
        if (lines.isEmpty() || !lines.get(0).equals(HEADER + (lines.size() - 2))) {
            throw new DataException(file + " is no whole vocabulary: its first line should be '" + HEADER
                    + "' and how many more lines than two the file has. Write it again: vocabulary.save(path).");
        }
        long[] counts = new long[SPECIAL.size() + lines.size() - 2];
        List<String> words = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            String[] fields = lines.get(i).split("\t", -1);
            int id = i == 1 ? UNKNOWN : SPECIAL.size() + i - 2;
            if (fields.length != 2
                    || !fields[0].matches("\\d{1,18}")
                    || !fields[1].matches(ESCAPED)
                    || (i == 1) != fields[1].equals("<unk>")) {
                throw new DataException("Line " + (i + 1) + " of " + file + " is '" + lines.get(i)
                        + "', expected a count, a tab and a token. Write it again: vocabulary.save(path).");
            }
            counts[id] = Long.parseLong(fields[0]);
            if (i > 1) {
                words.add(fields[1].translateEscapes());
            }
        }
        Vocabulary read = new Vocabulary(words, counts);
        if (read.index.size() != read.tokens.size()) {
            throw new DataException(file + " has a token twice, expected different ones. Write it again.");
        }
        return read;
    }

    /**
     * Writes the vocabulary as text in UTF-8: a line with the number of tokens, then for each its count, a tab, and the
     * token; line breaks, tabs and backslashes in tokens as in Java. An existing file is replaced at once or not at all.
     *
     * @param file where to; its directory must exist
     * @throws UncheckedIOException if the file cannot be written
     */
    public void save(Path file) {
        List<String> lines = new ArrayList<>();
        lines.add(HEADER + (size() - SPECIAL.size()));
        lines.add(counts[UNKNOWN] + "\t" + tokens.get(UNKNOWN));
        for (int id = SPECIAL.size(); id < size(); id++) {
            lines.add(counts[id] + "\t" + escaped(tokens.get(id)));
        }
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.write(part, lines);
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            part.toFile().delete();
            throw new UncheckedIOException("The vocabulary cannot be written to " + file, failure);
        }
    }

    private static String escaped(String token) {
        return token.replace("\\", "\\\\")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\t", "\\t");
    }

    /**
     * Returns how many tokens there are.
     *
     * @return with the four special ones: the number of rows of an embedding
     */
    public int size() {
        return tokens.size();
    }

    /**
     * Returns all tokens.
     *
     * @return each at its number
     */
    public List<String> tokens() {
        return tokens;
    }

    /**
     * Says whether a token has a number of its own.
     *
     * @param token any text
     * @return false also if only another spelling has one
     */
    public boolean contains(String token) {
        return index.containsKey(token);
    }

    /**
     * Returns the number of a token.
     *
     * @param token any text
     * @return its place in {@link #tokens}; {@link #UNKNOWN} if it has none
     */
    public int index(String token) {
        return index.getOrDefault(token, UNKNOWN);
    }

    /**
     * Returns the token of a number.
     *
     * @param id from 0 to {@link #size} - 1
     * @return the token
     * @throws DataException if no token has the number
     */
    public String token(int id) {
        return tokens.get(checked(id));
    }

    /**
     * Returns how often a token occurred in the texts that the vocabulary was made of.
     *
     * @param id from 0 to {@link #size} - 1
     * @return its count; that of {@link #UNKNOWN} is of all tokens that were left out, the other special ones have 0
     * @throws DataException if no token has the number
     */
    public long count(int id) {
        return counts[checked(id)];
    }

    private int checked(int id) {
        if (id < 0 || id >= size()) {
            throw new DataException("No token has the number " + id + ", expected 0 to " + (size() - 1)
                    + ". Is it a number of another vocabulary?");
        }
        return id;
    }

    /**
     * Turns tokens into numbers.
     *
     * @param text any tokens
     * @return the number of each, {@link #UNKNOWN} for those that have none
     */
    public int[] encode(List<String> text) {
        return text.stream().mapToInt(this::index).toArray();
    }

    /**
     * Turns the tokens of every text into numbers.
     *
     * @param texts the tokens of each text
     * @return the numbers of each, in order
     */
    public List<int[]> encode(Collection<List<String>> texts) {
        return texts.stream().map(this::encode).toList();
    }

    /**
     * Turns what a network wrote back into tokens.
     *
     * @param ids numbers of tokens
     * @return the tokens before the first {@link #END}, without {@link #START} and {@link #PADDING}
     * @throws DataException if no token has one of the numbers
     */
    public List<String> decode(int... ids) {
        List<String> text = new ArrayList<>();
        for (int id : ids) {
            if (id == END) {
                break;
            }
            if (id != START && id != PADDING) {
                text.add(token(id));
            }
        }
        return List.copyOf(text);
    }

    /**
     * Looks up the vector of every token: the weights of an embedding layer that has already learnt.
     *
     * @param vectors words with vectors, such as those of GloVe
     * @param owner the manager that frees the array
     * @return {@code [size, dimensions]}, float32; zeros for tokens that have no vector, and for the special ones
     * @throws DataException if not a single token has a vector
     */
    public NDArray embedding(WordVectors vectors, NDManager owner) {
        FloatBuffer rows = FloatBuffer.allocate(Math.multiplyExact(size(), vectors.dimensions()));
        int found = 0;
        for (int id = SPECIAL.size(); id < size(); id++) {
            if (vectors.contains(tokens.get(id))) {
                rows.put(id * vectors.dimensions(), vectors.vector(tokens.get(id)));
                found++;
            }
        }
        if (found == 0) {
            throw new DataException("None of the " + (size() - SPECIAL.size()) + " tokens, such as '"
                    + tokens.get(SPECIAL.size()) + "', has a vector. Cut the text into lower-case words.");
        }
        return owner.create(rows, new Shape(size(), vectors.dimensions()));
    }

    /**
     * Says what the vocabulary holds.
     *
     * @return for example "1002 tokens and 4 special ones; 97.1 % of the text is known; the commonest: the 5120, and 3061, ..."
     */
    @Override
    public String toString() {
        long known = 0;
        for (int id = SPECIAL.size(); id < size(); id++) {
            known += counts[id];
        }
        String commonest = tokens.stream()
                .skip(SPECIAL.size())
                .limit(10)
                .map(token -> escaped(token) + " " + counts[index(token)])
                .collect(Collectors.joining(", "));
        return String.format(
                Locale.ROOT,
                "%d tokens and %d special ones; %.1f %% of the text is known; the commonest: %s",
                size() - SPECIAL.size(),
                SPECIAL.size(),
                100.0 * known / (known + counts[UNKNOWN]),
                commonest);
    }
}
