package dev.crema.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.crema.datasets.MovieReviews;
import dev.crema.datasets.Review;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class TokenizerTest {
    private final Tokenizer words = Tokenizer.words();

    @Test
    void words_keepContractionsAndNumbersWhole_andCutOffPunctuation() {
        assertEquals(List.of("don't", "pay", "$", "3.50", "!"), words.tokens("Don’t pay $3.50!"));
        assertEquals(List.of("1,000.50", "…", "well", "-", "made"), words.tokens("1,000.50… well-made"));
        assertEquals(List.of(".", ".", ".", "wow", "!", "!"), words.tokens("...wow!!"));
    }

    @Test
    void words_leaveOutWhiteSpaceAndInvisibleCharacters() {
        assertEquals(List.of("a", "b", "c"), words.tokens("\u00a0a\t\r\n b\u200b \u0000c\u2003"));
        assertEquals(List.of(), words.tokens(" \n"));
        assertEquals(List.of(), words.tokens(""));
    }

    @Test
    void words_areTheSame_howeverTheAccentIsTyped() {
        assertEquals(List.of("na\u00efve"), words.tokens("nai\u0308ve"));
        assertEquals(words.tokens("caf\u00e9"), words.tokens("CAFE\u0301"));
    }

    @Test
    void words_ofOtherScripts_areFound() {
        assertEquals(List.of("我", "爱", "北京", "天安门"), words.tokens("我爱北京天安门"));
        assertEquals(List.of("สวัสดี", "ชาว", "โลก"), words.tokens("สวัสดีชาวโลก"));
        assertEquals(List.of("приве\u0301т", "мир"), words.tokens("ПРИВЕ\u0301Т мир"));
    }

    @Test
    void emoji_ofSeveralCodePoints_areOneToken() {
        List<String> emoji = List.of("👩‍👩‍👧", "🇫🇷", "👍🏽");
        assertEquals(emoji, words.tokens("👩‍👩‍👧🇫🇷 👍🏽"));
        assertEquals(emoji, words.withoutPunctuation().tokens("👩‍👩‍👧🇫🇷👍🏽."));
        assertEquals(emoji, Tokenizer.characters().tokens("👩‍👩‍👧🇫🇷👍🏽"));
    }

    @Test
    void withoutPunctuation_keepsSymbolsAndDecimalPoints() {
        assertEquals(
                List.of("it's", "$", "3.14", "+", "x"),
                words.withoutPunctuation().tokens("«It’s» – $3.14 + (x)?!"));
    }

    @Test
    void keepingCase_leavesLettersAlone() {
        assertEquals(List.of("The", "NASA"), words.keepingCase().tokens("The NASA"));
        assertEquals(words, words.keepingCase().lowerCasing());
    }

    @Test
    void characters_areWhatAReaderSees_withWhiteSpace() {
        assertEquals(
                List.of("N", "é", " ", "g\u0308", "\n"), Tokenizer.characters().tokens("Ne\u0301 g\u0308\n"));
        assertEquals(List.of("n", "!"), Tokenizer.characters().lowerCasing().tokens("N!"));
    }

    @Test
    void characters_giveTheTextBack() {
        for (Review review : MovieReviews.load().test()) {
            assertEquals(
                    Normalizer.normalize(review.text(), Normalizer.Form.NFC).replace('’', '\''),
                    String.join("", Tokenizer.characters().tokens(review.text())));
        }
    }

    @Test
    void words_loseNothingButWhiteSpace() {
        for (Review review : MovieReviews.load().test()) {
            assertEquals(
                    review.text().replace('’', '\'').replaceAll("[\\s\u00a0\u00ad\\p{Cc}\\p{Cf}]", ""),
                    String.join("", words.keepingCase().tokens(review.text())).replaceAll("[\\p{Cc}\\p{Cf}]", ""));
        }
    }

    @Test
    void tokens_doNotDependOnTheDefaultLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr"));
            assertEquals(List.of("title", "我", "爱"), words.tokens("TITLE 我爱"));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void tokens_ofSeveralTexts_areOneListEach() {
        assertEquals(List.of(List.of("a", "b"), List.of()), words.tokens(List.of("a b", "")));
    }
}
