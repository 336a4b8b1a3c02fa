package dev.crema.homework;

import static dev.crema.homework.Answers.answer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class AnswersTest {
    @Test
    void aNumberWithinTheTolerance_isRight_andIsToldWhy() {
        assertTrue(answer("06.1", Math.log(10)).right());
        assertTrue(answer("06.1", 2.3f).right());
        assertTrue(
                answer("06.2", 407_050).text().startsWith("Right. (784"),
                answer("06.2", 407_050).text());
    }

    @Test
    void anotherNumber_getsAHint_notTheAnswer() {
        Answers.Verdict verdict = answer("06.2", 401_920);
        assertFalse(verdict.right());
        assertTrue(verdict.text().startsWith("Not yet."), verdict.text());
        assertFalse(verdict.text().contains("407 050"), verdict.text());
    }

    @Test
    void words_areComparedWithoutCaseAndSpaces() {
        assertTrue(answer("06.3", " Fewer").right());
        assertFalse(answer("06.3", "more").right());
        assertFalse(answer("06.3", 3).right(), "a number where a word is expected");
    }

    @Test
    void noAnswerYet_isNoError() {
        assertEquals(
                "Your turn: put your answer in place of null and run the cell again.",
                answer("06.1", null).toString());
    }

    @Test
    void aQuestionThatDoesNotExist_isAnsweredWithThoseThatDo() {
        String message = assertThrows(IllegalArgumentException.class, () -> answer("06.9", 1))
                .getMessage();
        assertTrue(message.contains("06.1") && message.contains("06.4"), message);
        assertThrows(IllegalArgumentException.class, () -> answer("99.1", 1));
        assertThrows(IllegalArgumentException.class, () -> answer("six", 1));
    }
}
