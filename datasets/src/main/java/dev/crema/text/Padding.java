package dev.crema.text;

import dev.crema.datasets.DataException;
import java.util.Arrays;

/**
 * How texts of different lengths become rows of one array: long ones are cut, short ones are filled up on the right with
 * {@link Vocabulary#PADDING}. Every batch is only as long as its longest row.
 *
 * @param limit most tokens in a row, with start and end; at least 1, with start and end at least 3
 * @param keep which part of a long text stays
 * @param marked whether each row begins with {@link Vocabulary#START} and ends with {@link Vocabulary#END}
 */
public record Padding(int limit, Keep keep, boolean marked) {
    /** Which part of a long text stays. */
    public enum Keep {
        /** The first tokens. */
        BEGINNING,
        /** The last tokens. */
        END
    }

    /**
     * Checks the limit.
     *
     * @param limit most tokens in a row
     * @param keep which part of a long text stays
     * @param marked whether each row begins with a start and ends with an end
     * @throws DataException if the limit leaves no room for a token
     */
    public Padding {
        int least = marked ? 3 : 1;
        if (limit < least) {
            throw new DataException("The limit is " + limit + ", expected at least " + least + " tokens"
                    + (marked ? ", with start and end." : "."));
        }
    }

    /**
     * Keeps the first tokens of long texts, and adds no start and no end.
     *
     * @param limit most tokens in a row, at least 1
     * @return a way to pad
     * @throws DataException if the limit is less than 1
     */
    public static Padding upTo(int limit) {
        return new Padding(limit, Keep.BEGINNING, false);
    }

    /**
     * Keeps the last tokens of long texts instead of the first.
     *
     * @return otherwise the same
     */
    public Padding keepingEnd() {
        return new Padding(limit, Keep.END, marked);
    }

    /**
     * Puts {@link Vocabulary#START} before each text and {@link Vocabulary#END} after it, also where it was cut.
     *
     * @return otherwise the same
     * @throws DataException if the limit is less than 3
     */
    public Padding withStartAndEnd() {
        return new Padding(limit, keep, true);
    }

    /**
     * Cuts and marks one text; nothing is filled up yet.
     *
     * @param ids numbers of tokens
     * @return at most {@link #limit} numbers, in an array of its own
     */
    public int[] row(int... ids) {
        int room = limit - (marked ? 2 : 0);
        int length = Math.min(room, ids.length);
        int from = keep == Keep.END ? ids.length - length : 0;
        int[] kept = Arrays.copyOfRange(ids, from, from + length);
        if (!marked) {
            return kept;
        }
        int[] row = new int[length + 2];
        row[0] = Vocabulary.START;
        System.arraycopy(kept, 0, row, 1, length);
        row[length + 1] = Vocabulary.END;
        return row;
    }
}
