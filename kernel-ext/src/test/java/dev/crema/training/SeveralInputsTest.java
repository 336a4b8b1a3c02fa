package dev.crema.training;

import static dev.crema.layers.Layers.*;
import static dev.crema.training.Losses.*;
import static dev.crema.training.Optimizers.*;
import static dev.crema.training.Training.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.training.loss.Loss;
import dev.crema.datasets.Examples;
import dev.crema.datasets.LabelledImages;
import dev.crema.datasets.Mnist;
import dev.crema.datasets.Pairs;
import dev.crema.datasets.Triplets;
import dev.crema.layers.Net;
import dev.crema.layers.Parameters;
import dev.crema.layers.Pass;
import dev.crema.layers.Trace;
import dev.crema.text.Padding;
import dev.crema.text.TextExamples;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Networks that look at several things at once, through the same fit. */
class SeveralInputsTest {
    private static final LabelledImages DIGITS = Mnist.load().train().first(600);

    /** One tower for all inputs: as many embeddings as there are images. */
    private static final class Towers extends Net {
        private final Block tower = add("tower", seq(flatten(), linear(64), relu(), linear(8)));

        @Override
        protected NDList forward(Pass pass, NDList images) {
            return new NDList(
                    images.stream().map(image -> pass.run(tower, image)).toList());
        }
    }

    /** The mean of the words' vectors, without the padding. */
    private static final class BagOfWords extends Net {
        private final Block words = add("words", embedding(20, 8));
        private final Block classes = add("classes", linear(2));

        @Override
        protected NDList forward(Pass pass, NDList text) {
            NDArray mask = text.get(1).expandDims(2);
            NDArray sum = pass.run(words, text.get(0)).mul(mask).sum(new int[] {1});
            return new NDList(pass.run(classes, sum.div(mask.sum(new int[] {1}).maximum(1))));
        }
    }

    @Test
    void siameseNetwork_bringsPairsOfOneClassTogether() {
        assertLearned(Pairs.of(DIGITS, 600, 1), contrastive(1));
    }

    @Test
    void threeTowers_learnFromTriplets() {
        assertLearned(Triplets.of(DIGITS, 600, 1), triplet(1));
    }

    @Test
    void theLayerThatGivesNoNumber_isNamed_alsoAmongTowers() {
        Net net = new Net() {
            private final Block tower = add(
                    "tower",
                    seq(
                            flatten(),
                            linear(4),
                            new LambdaBlock(x -> new NDList(x.head().sub(100).log()), "logarithm")));

            @Override
            protected NDList forward(Pass pass, NDList images) {
                return new NDList(
                        images.stream().map(image -> pass.run(tower, image)).toList());
            }
        };
        Examples pairs = Pairs.of(DIGITS, 64, 1);
        String message = assertThrows(
                        DivergedException.class,
                        () -> fit(net, pairs, pairs, batchSize(32), loss(contrastive(1)), quiet()))
                .getMessage();
        assertTrue(message.contains("first layer whose output is not finite is tower.logarithm1"), message);
    }

    @Test
    void deadUnits_ofTowers_areSeen() {
        Block net = new Towers();
        Examples pairs = Pairs.of(DIGITS, 64, 1);
        Observations observations = observe(net, pairs, contrastive(1));
        fit(net, pairs, pairs, epochs(1), batchSize(32), loss(contrastive(1)), callback(observations), quiet());
        double dead = observations.all().get(1).deadUnits().get("tower.relu1");
        assertTrue(dead >= 0 && dead < 1, dead + " of the units");
    }

    private static void assertLearned(Examples examples, Loss loss) {
        Block net = new Towers();
        History history = fit(net, examples, examples, epochs(6), batchSize(32), loss(loss), quiet());
        double first = history.epochs().get(0).loss();
        double last = history.last().orElseThrow().validationLoss();
        assertTrue(last < first / 2, first + " to " + last);
        long parameters = Parameters.named(net).values().stream()
                .mapToLong(parameter -> parameter.getArray().size())
                .sum();
        assertEquals(784 * 64 + 64 + 64 * 8 + 8, parameters, "one tower, however often it runs");
    }

    @Test
    void maskedNetwork_learnsFromTextExamplesAsTheyAre() {
        TextExamples texts = texts();
        History history = fit(new BagOfWords(), texts, texts, epochs(8), adam(2e-2), batchSize(32), quiet());
        assertEquals(1, history.last().orElseThrow().validationAccuracy(), 0.03);
    }

    @Test
    void lstm_learnsFromTextExamplesWithoutMasks() {
        Examples texts = texts().withoutMasks();
        Block net = seq(embedding(20, 8), lstm(16, finalState()), linear(2));
        History history = fit(net, texts, texts, epochs(8), adam(2e-2), batchSize(32), quiet());
        assertTrue(history.last().orElseThrow().validationAccuracy() > 0.9, history.summary());
    }

    @Test
    void languageModel_learnsTheNextTokens_andNothingOfThePadding() {
        List<int[]> rows = new ArrayList<>();
        for (int i = 0; i < 128; i++) {
            int[] row = new int[4 + i % 5];
            for (int j = 0; j < row.length; j++) {
                row[j] = 4 + (i + 3 * j) % 10;
            }
            rows.add(row);
        }
        Examples texts = TextExamples.nextTokens(rows, Padding.upTo(10)).withoutMasks();
        Block net = seq(embedding(20, 8), gru(16), linear(20));
        History history =
                fit(net, texts, texts, epochs(12), adam(2e-2), batchSize(32), loss(maskedCrossEntropy(0)), quiet());
        assertTrue(history.last().orElseThrow().validationAccuracy() > 0.95, history.summary());
    }

    @Test
    void trace_seesThePartsOfANetworkOfSeveralInputs_onceForEachRun() {
        List<String> paths = new ArrayList<>();
        Shape image = new Shape(2, 1, 4, 4);
        Shape[] outputs =
                Trace.shapes(new Towers(), new Shape[] {image, image}, (path, layer, x, y) -> paths.add(path));
        assertEquals(List.of(new Shape(2, 8), new Shape(2, 8)), List.of(outputs));
        assertEquals(2, paths.stream().filter("tower.linear1"::equals).count());
    }

    @Test
    void severalInputs_areRefusedByANetworkOfOne() {
        Net single = new Net() {
            @Override
            protected NDArray forward(Pass pass, NDArray x) {
                return x;
            }
        };
        Shape one = new Shape(1, 3);
        assertRefused("override forward(Pass, NDList)", () -> initialize(single, 0, one, one));
    }

    private static void assertRefused(String why, Executable call) {
        String message = assertThrows(IllegalArgumentException.class, call).getMessage();
        assertTrue(message.contains(why), message);
    }

    /** Texts of 3 to 8 words, of the first kind of words or of the second. */
    private static TextExamples texts() {
        Random random = new Random(1);
        List<int[]> texts = new ArrayList<>();
        int[] labels = new int[256];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i % 2;
            int from = 4 + 8 * labels[i];
            texts.add(random.ints(3 + random.nextInt(6), from, from + 8).toArray());
        }
        return TextExamples.of(texts, labels, Padding.upTo(10));
    }
}
