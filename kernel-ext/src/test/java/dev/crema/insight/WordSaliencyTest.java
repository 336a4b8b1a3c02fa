package dev.crema.insight;

import static dev.crema.insight.AttributionTest.assertFigure;
import static dev.crema.insight.AttributionTest.assertMessage;
import static dev.crema.layers.Layers.*;
import static dev.crema.training.Optimizers.adam;
import static dev.crema.training.Training.epochs;
import static dev.crema.training.Training.fit;
import static dev.crema.training.Training.quiet;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.crema.datasets.Review;
import dev.crema.models.LeNet;
import dev.crema.models.TextClassifier;
import dev.crema.text.Padding;
import dev.crema.text.TextExamples;
import dev.crema.text.Tokenizer;
import dev.crema.text.Vocabulary;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WordSaliencyTest {
    private static final Target ONE = Target.of(1);
    private static final Tokens TEXT = new Tokens(List.of("a", "fine", "film", "!"), new int[] {4, 7, 5, 8});

    @Test
    void ofALinearModel_bothAreTheWeightsTimesTheVectors() {
        Block net = initialize(seq(embedding(9, 3), flatten(), linear(2)), new Shape(1, 4), 0);
        float[] vectors = weights(net, "embedding1").toFloatArray();
        float[] weights = weights(net, "linear1").get(1).toFloatArray();
        double[] expected = new double[4];
        for (int i = 0; i < weights.length; i++) {
            expected[i / 3] += weights[i] * vectors[TEXT.ids()[i / 3] * 3 + i % 3];
        }
        assertArrayEquals(expected, Insight.wordSaliency(net, TEXT, ONE).contributions(), 1e-5);
        WordSaliency integrated = Insight.integratedGradients(net, TEXT, ONE);
        assertArrayEquals(expected, integrated.contributions(), 1e-5);
        assertEquals(0, integrated.gap(), 1e-5);
        assertEquals(weights(net, "linear1.bias").getFloat(1), integrated.baselineScore(), 1e-6, "without words");
    }

    @Test
    void gradientTimesInput_isTheSlopeByTheLengthOfAWordsVector() {
        Block net = initialize(TextClassifier.of(9, 4, 6, 2), new Shape(1, 4), 1);
        double[] contributions = Insight.wordSaliency(net, TEXT, ONE).contributions();
        double step = 0.01;
        for (int word = 0; word < 4; word++) {
            double longer = withLength(net, TEXT.ids()[word], 1 + step);
            double shorter = withLength(net, TEXT.ids()[word], 1 - step);
            assertEquals((longer - shorter) / (2 * step), contributions[word], 1e-4);
        }
    }

    /** The score when a word's vector is that many times as long. */
    private static double withLength(Block net, int word, double times) {
        NDArray table = weights(net, "embedding");
        float[] before = table.toFloatArray();
        float[] after = before.clone();
        for (int i = word * 4; i < word * 4 + 4; i++) {
            after[i] *= (float) times;
        }
        AttributionTest.set(table, after);
        double score = Insight.wordSaliency(net, TEXT, ONE).score();
        AttributionTest.set(table, before);
        return score;
    }

    @Test
    void integratedGradients_addUpToTheDifferenceOfTheScores() {
        Block net = initialize(TextClassifier.of(9, 4, 6, 2), new Shape(1, 4), 1);
        AttributionTest.set(
                weights(net, "embedding"),
                floats(36, i -> 3 * Math.sin(i))); // far from the zeros, where the way is bent
        WordSaliency found = Insight.integratedGradients(net, TEXT, ONE);
        double difference = found.score() - found.baselineScore();
        assertTrue(Math.abs(found.gap()) <= 0.05 * Math.abs(difference), found.gap() + " of " + difference);
        assertEquals(found.gap(), Arrays.stream(found.contributions()).sum() - difference, 1e-9);
        assertEquals(
                Insight.wordSaliency(net, TEXT, ONE).baselineScore(),
                found.baselineScore(),
                1e-6,
                "whatever the words");
        assertArrayEquals(
                found.contributions(),
                Insight.integratedGradients(net, TEXT, ONE).contributions());
    }

    @Test
    void ofALearnedClassifier_theWordThatDecides_contributesMost() {
        Random random = new Random(1);
        List<String> fillers = List.of("the", "film", "was", "with", "actors", "story");
        List<Review> reviews = IntStream.range(0, 300)
                .mapToObj(i -> {
                    List<String> words = random.ints(5, 0, fillers.size())
                            .mapToObj(fillers::get)
                            .collect(Collectors.toList());
                    words.set(random.nextInt(5), i % 2 == 0 ? "awful" : "wonderful");
                    return new Review(i + 1, i % 2 * 2 - 1, String.join(" ", words));
                })
                .toList();
        Tokenizer tokenizer = Tokenizer.words();
        Vocabulary vocabulary = Vocabulary.of(
                tokenizer.tokens(reviews.stream().map(Review::text).toList()));
        Block net = TextClassifier.of(vocabulary.size(), 6, 8, 2);
        TextExamples examples = TextExamples.of(reviews, tokenizer, vocabulary, Padding.upTo(5));
        fit(net, examples, examples, epochs(6), adam(2e-2), quiet());

        for (String word : List.of("awful", "wonderful")) {
            Tokens text = Tokens.of(vocabulary, tokenizer.tokens("the story was " + word + " indeed"));
            assertEquals("<unk>", text.words().get(4), "as the network sees it");
            double sign = word.equals("awful") ? -1 : 1;
            for (WordSaliency found :
                    List.of(Insight.wordSaliency(net, text, ONE), Insight.integratedGradients(net, text, ONE))) {
                assertTrue(sign * found.contributions()[3] > 0, word + " " + Arrays.toString(found.contributions()));
            }
            double[] integrated = Insight.integratedGradients(net, text, ONE).contributions();
            assertEquals(
                    sign * integrated[3],
                    Arrays.stream(integrated).map(v -> sign * v).max().orElseThrow());
        }
    }

    @Test
    void figure_isEscaped_andTheSameEachTime_andNoArraysAreLeft() {
        Block net = initialize(TextClassifier.of(9, 4, 6, 2), new Shape(1, 4), 1);
        Tokens odd = new Tokens(List.of("<script>alert(1)</script>", "fine", " ", "!"), TEXT.ids());
        NDManager owner = weights(net, "embedding").getManager();
        int before = owner.getManagedArrays().size();
        WordSaliency found = Insight.integratedGradients(net, odd, new Target(1, "good"));
        assertEquals(before, owner.getManagedArrays().size());
        assertFigure(found, "Integrated gradients", "“good”", "The words together add", "most against it");
        assertFigure(Insight.wordSaliency(net, odd, ONE), "Gradient × input");
        String svg = found.draw().svg().orElseThrow();
        assertTrue(svg.contains("&lt;script&gt;alert(1)") && svg.contains("␣"));
        assertFalse(svg.contains("<script") || found.draw().html().contains("<script"));
        assertTrue(found.draw().text().contains("fine"), "the numbers");
    }

    @Test
    void badInput_isRefusedWithWhatToDo() {
        Block net = initialize(TextClassifier.of(9, 4, 6, 2), new Shape(1, 4), 1);
        assertMessage("from 0 to 1", () -> Insight.wordSaliency(net, TEXT, Target.of(2)));
        Block writer = initialize(seq(embedding(9, 4), lstm(4), linear(9)), new Shape(1, 4), 1);
        assertMessage("only classifiers of texts", () -> Insight.wordSaliency(writer, TEXT, ONE));
        Block images = initialize(LeNet.of(10), new Shape(1, 1, 28, 28), 0);
        assertMessage("cannot take", () -> Insight.wordSaliency(images, TEXT, ONE));
        Tokens unknown = new Tokens(List.of("a"), new int[] {99});
        assertMessage("numbers of words", () -> Insight.integratedGradients(net, unknown, ONE));
    }

    private static float[] floats(int count, java.util.function.IntToDoubleFunction number) {
        float[] floats = new float[count];
        for (int i = 0; i < count; i++) {
            floats[i] = (float) number.applyAsDouble(i);
        }
        return floats;
    }
}
