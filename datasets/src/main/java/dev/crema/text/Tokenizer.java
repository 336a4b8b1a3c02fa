package dev.crema.text;

import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.util.ULocale;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * Cuts a text into tokens, the same on every machine: boundaries are those of Unicode (Standard Annex 29, "Unicode text
 * segmentation") as ICU finds them, whatever the default locale.
 *
 * <pre>{@code
 * Tokenizer.words().tokens("Don’t pay $3.50!")      // [don't, pay, $, 3.50, !]
 * Tokenizer.characters().tokens("né 👍🏽")             // [n, é, " ", 👍🏽]
 * }</pre>
 *
 * <p>Before it is cut, the text is put into normalization form C, so that é is the same however it was typed, and the
 * typographic apostrophe ’ becomes '.
 *
 * @param unit what a token is
 * @param lowerCase whether upper-case letters become lower-case, as in {@link Locale#ROOT}
 * @param punctuation whether tokens that consist of punctuation are kept; symbols such as $, + and emoji always are
 */
public record Tokenizer(Unit unit, boolean lowerCase, boolean punctuation) {
    /** What a token is. */
    public enum Unit {
        /**
         * A word, a number such as 1,000.50, a punctuation mark or a symbol. Contractions stay whole (don't), words with a
         * hyphen do not (well - made), Chinese, Japanese and Thai are cut by a dictionary; white space and invisible
         * characters are no tokens.
         */
        WORD,
        /** What a reader sees as one character, also if it takes several code points; white space is a token too. */
        CHARACTER
    }

    /**
     * Returns the usual tokenizer: words, numbers and punctuation marks, in lower case.
     *
     * @return a tokenizer of words
     */
    public static Tokenizer words() {
        return new Tokenizer(Unit.WORD, true, true);
    }

    /**
     * Returns a tokenizer from whose tokens the text can be put together again: characters, in upper and lower case.
     *
     * @return a tokenizer of characters
     */
    public static Tokenizer characters() {
        return new Tokenizer(Unit.CHARACTER, false, true);
    }

    /**
     * Returns a tokenizer that leaves upper-case letters as they are.
     *
     * @return otherwise the same
     */
    public Tokenizer keepingCase() {
        return new Tokenizer(unit, false, punctuation);
    }

    /**
     * Returns a tokenizer that turns upper-case letters into lower-case ones.
     *
     * @return otherwise the same
     */
    public Tokenizer lowerCasing() {
        return new Tokenizer(unit, true, punctuation);
    }

    /**
     * Returns a tokenizer that leaves out tokens which consist of punctuation, such as commas; a decimal point stays.
     *
     * @return otherwise the same
     */
    public Tokenizer withoutPunctuation() {
        return new Tokenizer(unit, lowerCase, false);
    }

    /**
     * Cuts a text.
     *
     * @param text any text
     * @return its tokens in order; empty if there is nothing but white space in a text of words
     */
    public List<String> tokens(String text) {
        String normal = Normalizer.normalize(text, Normalizer.Form.NFC).replace('’', '\'');
        String cased = lowerCase ? normal.toLowerCase(Locale.ROOT) : normal;
        BreakIterator boundaries = unit == Unit.WORD
                ? BreakIterator.getWordInstance(ULocale.ROOT)
                : BreakIterator.getCharacterInstance(ULocale.ROOT);
        boundaries.setText(cased);
        List<String> tokens = new ArrayList<>();
        int from = boundaries.first();
        for (int to = boundaries.next(); to != BreakIterator.DONE; to = boundaries.next()) {
            String token = cased.substring(from, to);
            if (isToken(token)) {
                tokens.add(token);
            }
            from = to;
        }
        return List.copyOf(tokens);
    }

    /**
     * Cuts every text of a collection.
     *
     * @param texts any texts
     * @return the tokens of each, in order
     */
    public List<List<String>> tokens(Collection<String> texts) {
        return texts.stream().map(this::tokens).toList();
    }

    private boolean isToken(String token) {
        return (unit == Unit.CHARACTER || !token.codePoints().allMatch(Tokenizer::isInvisible))
                && (punctuation || !token.codePoints().allMatch(Tokenizer::isPunctuation));
    }

    private static boolean isInvisible(int codePoint) {
        return Character.isWhitespace(codePoint)
                || switch (Character.getType(codePoint)) {
                    case Character.SPACE_SEPARATOR, Character.CONTROL, Character.FORMAT -> true;
                    default -> false;
                };
    }

    private static boolean isPunctuation(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> true;
            default -> false;
        };
    }
}
