package dev.crema.models;

import static dev.crema.models.AttentionTest.assertPyTorch;
import static dev.crema.models.AttentionTest.withWaves;
import static dev.crema.models.ModelChecks.refusal;
import static dev.crema.models.ModelChecks.run;
import static dev.crema.torch.PyTorchNumbers.wave;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.crema.layers.Layers;
import dev.crema.layers.Trace;
import dev.crema.text.Vocabulary;
import dev.crema.training.Learner;
import dev.crema.training.Losses;
import dev.crema.training.Optimizers;
import dev.crema.training.Training;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TransformerTest {
    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void layers_arePyTorchs() {
        NDArray query = wave(manager, 1, 2, 3, 8);
        NDArray key = wave(manager, 100, 2, 5, 8);
        NDArray mask =
                AttentionMask.padding(manager.create(new long[] {7, 5, 4, 9, 3, 8, 6, 3, 0, 0}, new Shape(2, 5)));
        NDList encoderInputs = new NDList(key, mask);
        Block encoder = withWaves(new TransformerEncoderLayer(8, 2, 12, 0.1), key, mask);
        assertPyTorch("encoder layer", run(encoder, encoderInputs).head());
        NDArray causal = AttentionMask.causal(query);
        Block decoder = withWaves(new TransformerDecoderLayer(8, 2, 12, 0.1), query, key, causal, mask);
        assertPyTorch(
                "decoder layer",
                run(decoder, new NDList(query, key, causal, mask)).head());
    }

    @Test
    void sinusoidalPositions_areTheFormula() {
        NDArray codes = run(new SinusoidalPositions(50), manager.zeros(new Shape(1, 50, 6)));
        assertArrayEquals(new float[] {0, 1, 0, 1, 0, 1}, codes.get("0, 0").toFloatArray());
        double angle = 49 / Math.pow(10_000, 2 / 6.0);
        assertEquals(Math.sin(angle), codes.getFloat(0, 49, 2), 1e-6);
        assertEquals(Math.cos(angle), codes.getFloat(0, 49, 3), 1e-6);
        assertEquals(Math.sin(49), codes.getFloat(0, 49, 0), 1e-6);
    }

    @Test
    void noPosition_seesItsFuture() {
        long[] text = {4, 7, 5, 6, 9, 8};
        long[] changed = text.clone();
        changed[3] = 5;
        NDArray source = manager.create(new long[] {5, 4, 6}, new Shape(1, 3));
        NDList sourceAndText = new NDList(source, row(text));
        Block model = Layers.initialize(languageModel(), 1, new Shape(1, 6));
        Block transformer = Layers.initialize(Transformer.of(10, 10, 16, 16, 2, 2, 0.1), 1, sourceAndText.getShapes());
        assertSamePast(run(model, row(text)), run(model, row(changed)));
        assertSamePast(
                run(transformer, sourceAndText).head(),
                run(transformer, new NDList(source, row(changed))).head());
    }

    /** Positions 0 to 2 keep their bits, 3 to 5 do not keep their numbers. */
    private static void assertSamePast(NDArray before, NDArray after) {
        assertArrayEquals(before.get("0, :3").toFloatArray(), after.get("0, :3").toFloatArray());
        for (int t = 3; t < 6; t++) {
            assertNotEquals(before.getFloat(0, t, 4), after.getFloat(0, t, 4), "position " + t);
        }
    }

    @Test
    void paddingOfTheSource_changesNothing() {
        NDArray target = row(2, 5, 6);
        NDList alone = new NDList(row(5, 4, 6), target);
        Block net = Layers.initialize(Transformer.of(10, 10, 16, 16, 2, 1, 0), 1, alone.getShapes());
        assertArrayEquals(
                run(net, alone).head().toFloatArray(),
                run(net, new NDList(row(5, 4, 6, 0, 0), target)).head().toFloatArray(),
                1e-5f);
    }

    @Test
    void parameters_areAsManyAsDocumented() {
        NDList inputs = new NDList(row(5, 4, 6), row(2, 5));
        Block model = Layers.initialize(TransformerLanguageModel.of(11, 20, 16, 2, 3, 0), 1, new Shape(1, 6));
        assertEquals(11 * 33 + 20 * 16 + 3 * (12 * 256 + 13 * 16) + 32, count(model));
        assertEquals(
                11 * 33 + 20 * 16 + 3 * (12 * 256 + 13 * 16) + 32,
                Layers.summary(TransformerLanguageModel.of(11, 20, 16, 2, 3, 0), new Shape(1, 6))
                        .parameters());
        Block net = Layers.initialize(Transformer.of(10, 12, 16, 16, 2, 1, 0), 1, inputs.getShapes());
        long encoder = 4 * 16 * 17 + 33 * 64 + 5 * 16;
        long decoder = 8 * 16 * 17 + 33 * 64 + 7 * 16;
        assertEquals(encoder + decoder + 22 * 16 + 4 * 16 + 17 * 12, count(net));
    }

    @Test
    void models_giveTheirShapes_surviveSaving_andLearnByHeart() {
        NDArray source = manager.create(new long[] {5, 4, 6, 7, 8, 0}, new Shape(2, 3));
        NDArray target = manager.create(new long[] {2, 5, 4, 6, 2, 9, 8, 7}, new Shape(2, 4));
        NDArray next = manager.create(new long[] {5, 4, 6, 3, 9, 8, 7, 3}, new Shape(2, 4));
        NDList pair = new NDList(source, target);
        ModelChecks.assertGivesItsShapes(TransformerTest::languageModel, new NDList(target));
        ModelChecks.assertSurvivesSaving(TransformerTest::languageModel, new NDList(target));
        ModelChecks.assertGivesItsShapes(TransformerTest::transformer, pair);
        ModelChecks.assertSurvivesSaving(TransformerTest::transformer, pair);
        ModelChecks.assertLearnsByHeart(
                TransformerTest::transformer, pair, new NDList(next), Losses.maskedCrossEntropy(0), 1e-2);
    }

    @Test
    void languageModel_learnsASentence_andContinuesIt() {
        String sentence = "the cat sat on the mat and the dog sat on the log";
        Vocabulary words = Vocabulary.of(List.of(Arrays.asList(sentence.split(" "))));
        int[] ids = words.encode(Arrays.asList(sentence.split(" ")));
        long[] text = new long[ids.length + 2];
        text[0] = Vocabulary.START;
        for (int i = 0; i < ids.length; i++) {
            text[i + 1] = ids[i];
        }
        text[ids.length + 1] = Vocabulary.END;
        NDArray input = row(Arrays.copyOf(text, text.length - 1));
        NDList labels = new NDList(row(Arrays.copyOfRange(text, 1, text.length)));
        Block net = Layers.initialize(TransformerLanguageModel.of(words.size(), 16, 32, 4, 2, 0), 1, input.getShape());
        Learner learner = Training.learner(net, Optimizers.adam(3e-3));
        for (int i = 0; i < 80; i++) {
            learner.minimise(() -> Losses.maskedCrossEntropy(0).evaluate(labels, new NDList(learner.forward(input))));
        }
        int[] start = {Vocabulary.START};
        assertEquals(sentence, String.join(" ", words.decode(Decoding.continued(net, start, 16))));
        assertEquals(3, Decoding.continued(net, start, 2).length);
        assertEquals(sentence, String.join(" ", words.decode(Decoding.continued(net, start, 16, 0.1, 7))));
        Set<String> texts = new HashSet<>();
        for (int seed = 0; seed < 3; seed++) {
            int[] drawn = Decoding.continued(net, start, 6, 5, seed);
            assertArrayEquals(drawn, Decoding.continued(net, start, 6, 5, seed), "same seed, same text");
            texts.add(Arrays.toString(drawn));
        }
        assertTrue(texts.size() > 1, "at a high temperature other seeds draw other texts: " + texts);
    }

    @Test
    void layerNorm_normalisesEachPositionByItself_atAnyLength() {
        NDArray x = wave(manager, 3, 2, 3, 5).mul(4).add(7);
        Block net = Layers.initialize(Layers.layerNorm(), new Shape(1, 9, 5), 1);
        NDArray y = run(net, x);
        for (float mean : y.mean(new int[] {2}).toFloatArray()) {
            assertEquals(0, mean, 1e-5);
        }
        for (float variance : y.square().mean(new int[] {2}).toFloatArray()) {
            assertEquals(1, variance, 1e-4);
        }
        String message = refusal(() -> run(net, manager.ones(new Shape(2, 4))));
        assertTrue(message.contains("weights for 5 features, not for the 4"), message);
        ModelChecks.assertSurvivesSaving(Layers::layerNorm, new NDList(x));
    }

    @Test
    void whatDoesNotFit_isRefused() {
        Block net = Layers.initialize(languageModel(), 1, new Shape(1, 6));
        String longer = refusal(() -> run(net, manager.ones(new Shape(1, 17))));
        assertTrue(longer.contains("17 tokens") && longer.contains("positions for 16"), longer);
        assertTrue(refusal(() -> Decoding.continued(net, new int[] {5}, 17)).contains("17 tokens"));
        assertEquals(16, run(net, manager.ones(new Shape(1, 16))).getShape().get(1));
        String unknown = refusal(() -> run(net, row(5, 10)));
        assertTrue(unknown.contains("10") && unknown.contains("0 to 9"), unknown);
        assertTrue(refusal(() -> run(net, manager.ones(new Shape(5)))).contains("(N, T)"));
        assertTrue(refusal(() -> Decoding.continued(net, new int[0], 3)).contains("no tokens"));
        assertTrue(refusal(() -> Decoding.continued(net, new int[] {5}, 0)).contains("count is 0"));
        assertTrue(refusal(() -> Decoding.continued(net, new int[] {5}, 3, Double.NaN, 1))
                .contains("temperature is NaN"));
        assertTrue(refusal(() -> Transformer.of(9, 9, 9, 8, 2, 0, 0)).contains("layers is 0"));
        assertTrue(refusal(() -> TransformerLanguageModel.of(9, 9, 8, 2, 0, 0)).contains("layers is 0"));
        assertTrue(refusal(() -> new SinusoidalPositions(0)).contains("limit is 0"));
    }

    @Test
    void attentionWeights_areFoundByPath() {
        Set<String> paths = new HashSet<>();
        Trace.shapes(transformer(), new Shape[] {new Shape(1, 3), new Shape(1, 4)}, (path, layer, x, y) -> {
            if (path.endsWith("heads.weights")) {
                paths.add(path + " " + y.getShape());
            }
        });
        assertEquals(
                Set.of(
                        "encoder1.attention.heads.weights (1, 2, 3, 3)",
                        "decoder1.selfAttention.heads.weights (1, 2, 4, 4)",
                        "decoder1.sourceAttention.heads.weights (1, 2, 4, 3)"),
                paths);
    }

    private static Block languageModel() {
        return TransformerLanguageModel.of(10, 16, 16, 2, 2, 0.1);
    }

    private static Block transformer() {
        return Transformer.of(10, 10, 16, 16, 2, 1, 0.1);
    }

    private static long count(Block net) {
        return net.getParameters().values().stream()
                .mapToLong(parameter -> parameter.getShape().size())
                .sum();
    }

    private NDArray row(long... ids) {
        return manager.create(ids, new Shape(1, ids.length));
    }
}
