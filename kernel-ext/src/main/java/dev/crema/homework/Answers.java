package dev.crema.homework;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Properties;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The word for the "try it" questions of the lessons: {@code answer("06.1", 2.3)}. */
public final class Answers {
    private Answers() {}

    /**
     * What an answer is worth.
     *
     * @param right whether it is the expected one
     * @param text what to tell the student: why it is right, a hint, or what kind of answer is expected
     */
    public record Verdict(boolean right, String text) {
        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * Checks the answer to a question of a lesson.
     *
     * <p>The expected answers are not in the notebooks. Numbers are right within the question's tolerance; words are
     * compared without regard to case and spaces.
     *
     * @param question the lesson and the question's number in it, such as {@code "06.1"}
     * @param given a number or a word; null while there is no answer yet
     * @return the verdict; it never stops the notebook
     * @throws IllegalArgumentException if there is no such question; the message lists the lesson's questions
     */
    public static Verdict answer(String question, @Nullable Object given) {
        int dot = question.indexOf('.');
        Properties lesson = questions(dot < 0 ? question : question.substring(0, dot));
        String number = question.substring(dot + 1);
        String expected = lesson.getProperty(number + ".answer");
        if (expected == null) {
            throw new IllegalArgumentException("There is no question \"" + question + "\"; the lesson's questions are "
                    + new TreeSet<>(lesson.stringPropertyNames().stream()
                            .map(name -> question.substring(0, dot + 1) + name.substring(0, name.indexOf('.')))
                            .toList()));
        }
        if (given == null) {
            return new Verdict(false, "Your turn: put your answer in place of null and run the cell again.");
        }
        double tolerance = Double.parseDouble(lesson.getProperty(number + ".tolerance", "0"));
        return same(given, expected, tolerance)
                ? new Verdict(true, "Right. " + lesson.getProperty(number + ".why"))
                : new Verdict(false, "Not yet. " + lesson.getProperty(number + ".hint"));
    }

    private static boolean same(Object given, String expected, double tolerance) {
        if (given instanceof Number number) {
            try {
                return Math.abs(number.doubleValue() - Double.parseDouble(expected)) <= tolerance;
            } catch (NumberFormatException wordExpected) {
                return false;
            }
        }
        return plain(given.toString()).equals(plain(expected));
    }

    private static String plain(String words) {
        return words.replaceAll("\\s+", "").toLowerCase(Locale.ROOT);
    }

    private static Properties questions(String lesson) {
        try (InputStream file = Answers.class.getResourceAsStream(lesson + ".properties")) {
            if (file == null) {
                throw new IllegalArgumentException("There is no lesson \"" + lesson
                        + "\" with questions; name a question like \"06.1\": the lesson, a dot, the number");
            }
            Properties questions = new Properties();
            questions.load(new InputStreamReader(file, StandardCharsets.UTF_8));
            return questions;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
