package dev.crema.models;

import static dev.crema.models.ModelChecks.refusal;
import static dev.crema.models.ModelChecks.run;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.crema.datasets.Examples;
import dev.crema.layers.Layers;
import dev.crema.layers.Trace;
import dev.crema.text.Padding;
import dev.crema.text.TextExamples;
import dev.crema.text.Tokenizer;
import dev.crema.text.Translation;
import dev.crema.text.Translations;
import dev.crema.text.Vocabulary;
import dev.crema.training.Losses;
import dev.crema.training.Optimizers;
import dev.crema.training.Training;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class Seq2SeqTest {
    private static final int LIMIT = 20;
    private static final Tokenizer WORDS = Tokenizer.words().withoutPunctuation();
    private static final Translations NUMBERS = Translations.numbers(3000, 1);
    private static final Vocabulary FRENCH = vocabulary(Translation::french);
    private static final Vocabulary ENGLISH = vocabulary(Translation::english);
    private static final int HIDDEN = 64;

    private static final List<Supplier<Block>> MODELS =
            List.of(() -> Seq2Seq.of(10, 10, 16), () -> AttentionSeq2Seq.of(10, 10, 16));

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    /** No translation occurs twice: an answer learnt by heart, such as that of the most similar number, is always wrong. */
    @Test
    void unseenNumbers_areTranslated_atLeastAsWellWithAttention() {
        double plain = exactMatches(Seq2Seq.of(FRENCH.size(), ENGLISH.size(), HIDDEN));
        double attentive = exactMatches(AttentionSeq2Seq.of(FRENCH.size(), ENGLISH.size(), HIDDEN));
        assertTrue(plain > 0.25, "without attention " + plain);
        assertTrue(attentive > 0.75 && attentive >= plain, "with attention " + attentive + ", without " + plain);
    }

    @Test
    void models_giveTheirShapes_surviveSaving_andLearnByHeart() {
        NDList inputs = new NDList(rows(3, 5, 4, 6, 7, 8, 0), rows(4, 2, 5, 4, 6, 2, 9, 8, 7));
        NDList next = new NDList(rows(4, 5, 4, 6, 3, 9, 8, 7, 3));
        for (Supplier<Block> model : MODELS) {
            ModelChecks.assertGivesItsShapes(model, inputs);
            ModelChecks.assertSurvivesSaving(model, inputs);
            ModelChecks.assertLearnsByHeart(model, inputs, next, Losses.maskedCrossEntropy(0), 2e-2);
        }
    }

    @Test
    void parameters_areAsManyAsDocumented() {
        Shape[] inputs = {new Shape(1, 3), new Shape(1, 4)};
        assertEquals(
                (10 + 11) * 16 + 12 * 16 * 17 + 11 * 17, count(Layers.initialize(Seq2Seq.of(10, 11, 16), 1, inputs)));
        assertEquals(
                (10 + 11) * 16 + 16 * 256 + 14 * 16 + 11 * 17,
                count(Layers.initialize(AttentionSeq2Seq.of(10, 11, 16), 1, inputs)));
    }

    @Test
    void paddingOfTheSource_changesNothing() {
        NDArray target = rows(3, 2, 5, 6);
        for (Supplier<Block> model : MODELS) {
            NDList alone = new NDList(rows(3, 5, 4, 6), target);
            Block net = Layers.initialize(model.get(), 1, alone.getShapes());
            float[] expected = run(net, alone).head().toFloatArray();
            NDList padded = new NDList(rows(5, 5, 4, 6, 0, 0), target);
            assertArrayEquals(expected, run(net, padded).head().toFloatArray(), 1e-6f);
            List<int[]> sources = List.of(new int[] {5, 4, 6}, new int[] {7}, new int[] {9, 8, 7, 6, 5});
            List<int[]> together = Decoding.greedy(net, sources, 6);
            for (int i = 0; i < 3; i++) {
                assertArrayEquals(Decoding.greedy(net, sources.get(i), 6), together.get(i));
            }
        }
    }

    @Test
    void attentionWeights_areSeenByTrace_andZeroOnPadding() {
        NDList inputs = new NDList(rows(3, 5, 4, 6, 7, 8, 0), rows(4, 2, 5, 4, 6, 2, 9, 8, 7));
        Block net = Layers.initialize(AttentionSeq2Seq.of(10, 10, 16), 1, inputs.getShapes());
        Map<String, NDArray> seen = new HashMap<>();
        Trace.run(net, inputs, (path, layer, x, y) -> seen.put(path, y));
        NDArray weights = Objects.requireNonNull(seen.get("attention.weights"));
        assertEquals(new Shape(2, 4, 3), weights.getShape());
        assertArrayEquals(new float[4], weights.get("1, :, 2").toFloatArray());
        for (float sum : weights.sum(new int[] {2}).toFloatArray()) {
            assertEquals(1, sum, 1e-6);
        }
    }

    @Test
    void decoding_endsAtTheLimit_andBeamFindsNothingLessLikely() {
        int[] source = {5, 4};
        Block net = Layers.initialize(Seq2Seq.of(10, 6, 8), 3, new Shape(1, 2), new Shape(1, 3));
        int[] greedy = Decoding.greedy(net, source, 3);
        assertTrue(greedy.length <= 3);
        assertArrayEquals(greedy, Decoding.greedy(net, source, 3));
        assertArrayEquals(greedy, Decoding.beam(net, source, 3, 1));
        // wide enough to keep everything
        int[] best = Decoding.beam(net, source, 3, 1000);
        assertTrue(best.length <= 3);
        assertTrue(logProbability(net, source, best) >= logProbability(net, source, greedy) - 1e-6);
        assertTrue(Decoding.greedy(net, List.of(), 3).isEmpty());
    }

    private double logProbability(Block net, int[] source, int[] text) {
        long[] target = new long[text.length + 1];
        target[0] = Vocabulary.START;
        for (int i = 0; i < text.length; i++) {
            target[i + 1] = text[i];
        }
        NDArray from = manager.create(source).toType(DataType.INT64, false).expandDims(0);
        NDArray chances =
                run(net, new NDList(from, rows(target.length, target))).head().logSoftmax(2);
        double sum = text.length < 3 ? chances.getFloat(0, text.length, Vocabulary.END) : 0;
        for (int i = 0; i < text.length; i++) {
            sum += chances.getFloat(0, i, text[i]);
        }
        return sum;
    }

    @Test
    void whatDoesNotFit_isRefused() {
        Block net = Layers.initialize(AttentionSeq2Seq.of(10, 10, 8), 1, new Shape(1, 2), new Shape(1, 3));
        assertEquals(
                "Source 1 has no tokens; give at least one",
                refusal(() -> Decoding.greedy(net, List.of(new int[] {4}, new int[0]), 3)));
        assertTrue(refusal(() -> Decoding.greedy(net, new int[] {4, 0}, 3)).contains("padding among its tokens"));
        assertTrue(refusal(() -> Decoding.greedy(net, new int[] {4}, 0)).contains("limit is 0"));
        assertTrue(refusal(() -> Decoding.beam(net, new int[] {4}, 3, 0)).contains("width is 0"));
        String unknown = refusal(() -> Decoding.greedy(net, new int[] {4, 10}, 3));
        assertTrue(unknown.contains("10") && unknown.contains("0 to 9"), unknown);
        Block transformer =
                Layers.initialize(Transformer.of(10, 10, 6, 8, 2, 1, 0), 1, new Shape(1, 2), new Shape(1, 3));
        String longer = refusal(() -> Decoding.greedy(transformer, new int[] {4, 4, 4, 4, 4, 4, 4}, 3));
        assertTrue(longer.contains("7 tokens") && longer.contains("positions for 6"), longer);
        assertTrue(refusal(() -> Decoding.greedy(transformer, new int[] {4}, 7)).contains("7 tokens"));
    }

    private NDArray rows(int length, long... ids) {
        return manager.create(ids, new Shape(ids.length / length, length));
    }

    private static long count(Block net) {
        return net.getParameters().values().stream()
                .mapToLong(parameter -> parameter.getShape().size())
                .sum();
    }

    private static double exactMatches(Block net) {
        Training.fit(
                net,
                examples(NUMBERS.train()),
                examples(NUMBERS.validation()),
                Training.epochs(5),
                Training.batchSize(32),
                Optimizers.adam(5e-3),
                Training.clipNorm(1),
                Training.loss(Losses.maskedCrossEntropy(Vocabulary.PADDING)),
                Training.quiet());
        List<Translation> test = NUMBERS.test();
        List<int[]> written = Decoding.greedy(net, FRENCH.encode(tokens(test, Translation::french)), LIMIT);
        List<int[]> right = ENGLISH.encode(tokens(test, Translation::english));
        return IntStream.range(0, test.size())
                        .filter(i -> Arrays.equals(written.get(i), right.get(i)))
                        .count()
                / (double) test.size();
    }

    private static Examples examples(List<Translation> pairs) {
        return TextExamples.translations(
                        FRENCH.encode(tokens(pairs, Translation::french)),
                        ENGLISH.encode(tokens(pairs, Translation::english)),
                        Padding.upTo(LIMIT))
                .bucketed()
                .withoutMasks();
    }

    private static List<List<String>> tokens(List<Translation> pairs, Function<Translation, String> language) {
        return WORDS.tokens(pairs.stream().map(language).toList());
    }

    private static Vocabulary vocabulary(Function<Translation, String> language) {
        return Vocabulary.of(tokens(NUMBERS.train(), language));
    }
}
