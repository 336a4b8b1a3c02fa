package dev.crema.insight;

import static dev.crema.insight.AttributionTest.assertFigure;
import static dev.crema.insight.AttributionTest.assertMessage;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import dev.crema.layers.Layers;
import dev.crema.models.Attention;
import dev.crema.models.AttentionSeq2Seq;
import dev.crema.models.MultiHeadAttention;
import dev.crema.models.TextClassifier;
import dev.crema.models.Transformer;
import dev.crema.models.TransformerLanguageModel;
import dev.crema.torch.PyTorchNumbers;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AttentionMapTest {
    private static final Tokens SOURCE = new Tokens(List.of("vingt", "et", "un"), new int[] {5, 7, 4});
    private static final Tokens TARGET = new Tokens(List.of("<start>", "twenty", "one"), new int[] {2, 6, 8});
    private static final Tokens LONGER = new Tokens(List.of("<start>", "twenty", "one", "!"), new int[] {2, 6, 8, 9});

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void ofATransformer_everyHeadsRowsSumToOne_andAreNamedAfterTheTextsTheyRunOver() {
        Block net = transformer();
        for (Tokens target : List.of(TARGET, LONGER)) {
            AttentionMap encoder = Insight.attention(net, "encoder2", SOURCE, target);
            assertEquals(List.of(SOURCE.words(), SOURCE.words()), List.of(encoder.queries(), encoder.keys()));
            AttentionMap self = Insight.attention(net, "decoder1.selfAttention", SOURCE, target);
            assertEquals(List.of(target.words(), target.words()), List.of(self.queries(), self.keys()));
            AttentionMap cross = Insight.attention(net, "decoder2.sourceAttention", SOURCE, target);
            assertEquals(List.of(target.words(), SOURCE.words()), List.of(cross.queries(), cross.keys()));
            for (AttentionMap map : List.of(encoder, self, cross)) {
                assertEquals(4, map.heads().length);
                assertSumsOfOne(map);
            }
            for (double[][] head : self.heads()) {
                for (int query = 0; query < head.length; query++) {
                    for (int key = query + 1; key < head.length; key++) {
                        assertEquals(0, head[query][key], "no token sees the future");
                    }
                }
            }
            assertFalse(Arrays.deepEquals(cross.heads()[0], cross.heads()[1]), "heads differ");
        }
    }

    @Test
    void ofOneHead_itIsTheSoftmaxWorkedByHand() {
        // scores 0, ln 3 · √2 / √2 and ln 4: shares 1/8, 3/8 and 4/8
        NDArray query = manager.create(new float[] {(float) Math.sqrt(2), 0}, new Shape(1, 1, 2));
        float[] keys = {0, 1, (float) Math.log(3), 5, (float) Math.log(4), -2};
        NDArray key = manager.create(keys, new Shape(1, 3, 2));
        AttentionMap map = Insight.attention(
                Attention.dotProduct(), new NDList(query, key, key), "", List.of("q"), List.of("a", "b", "c"));
        assertArrayEquals(new double[] {0.125, 0.375, 0.5}, map.heads()[0][0], 1e-6);
        assertArrayEquals(map.heads()[0][0], map.mean()[0]);
        assertFigure(map, "“q” looks most at “c” (0.50)", "1 head from 1 tokens to 3");
    }

    @Test
    void ofSeveralHeads_itIsWhatTheBlockGives_andTheirMean() {
        NDArray x = PyTorchNumbers.wave(manager, 3, 1, 5, 8);
        Block net = Layers.initialize(new MultiHeadAttention(8, 2), 1, x.getShape(), x.getShape(), x.getShape());
        NDArray expected = net.forward(new ParameterStore(manager, false), new NDList(x, x, x), false)
                .get(1);
        List<String> names = List.of("a", "b", "c", "d", "e");
        AttentionMap map = Insight.attention(net, new NDList(x, x, x), "", names, names);
        float[] flat = expected.toFloatArray();
        for (int i = 0; i < flat.length; i++) {
            assertEquals(flat[i], map.heads()[i / 25][i / 5 % 5][i % 5], 1e-6);
        }
        assertEquals((flat[7] + flat[32]) / 2, map.mean()[1][2], 1e-6);
    }

    @Test
    void ofTranslationsWithAttention_andLanguageModels_itIsFound() {
        Block translator = Layers.initialize(AttentionSeq2Seq.of(10, 10, 8), 1, new Shape(1, 3), new Shape(1, 2));
        AttentionMap map = Insight.attention(translator, "attention", SOURCE, LONGER);
        assertEquals(List.of(LONGER.words(), SOURCE.words()), List.of(map.queries(), map.keys()));
        assertSumsOfOne(map);
        Block writer = Layers.initialize(TransformerLanguageModel.of(10, 6, 8, 2, 1, 0), 1, new Shape(1, 3));
        assertSumsOfOne(Insight.attention(writer, "layer1", LONGER));
        assertEquals(1, Insight.attention(writer, "layer1", LONGER).heads()[0][0][0], "the first sees only itself");
    }

    @Test
    void figure_showsEachHead_escaped_andTheSameEachTime() {
        AttentionMap map = Insight.attention(transformer(), "decoder1.sourceAttention", SOURCE, LONGER);
        assertFigure(
                map,
                "4 heads",
                "decoder1.sourceAttention: where each token looks",
                "“twenty” looks most at",
                "from 4 tokens to 3");
        String svg = map.draw().svg().orElseThrow();
        assertTrue(svg.contains("Head 4") && svg.contains("&lt;start&gt;") && !svg.contains("<start>"));
        assertTrue(map.draw().text().contains("Head 1"), "the numbers of each head");
    }

    @Test
    void looking_leavesNoArrays() {
        Block net = transformer();
        NDManager owner = net.getParameters().valueAt(0).getArray().getManager();
        Insight.attention(net, "encoder1", SOURCE, TARGET);
        int before = owner.getManagedArrays().size();
        Insight.attention(net, "encoder1", SOURCE, TARGET);
        assertEquals(before, owner.getManagedArrays().size());
        NDArray x = manager.ones(new Shape(1, 2, 4));
        int held = manager.getManagedArrays().size();
        Insight.attention(Attention.dotProduct(), new NDList(x, x, x), "", List.of("a", "b"), List.of("a", "b"));
        assertEquals(held, manager.getManagedArrays().size());
    }

    @Test
    void badInput_isRefusedWithTheAttentionsThereAre() {
        Block net = transformer();
        String all = "encoder1.attention, encoder2.attention, decoder1.selfAttention, decoder1.sourceAttention";
        assertMessage(all, () -> Insight.attention(net, "encoder9", SOURCE, TARGET));
        assertMessage("2 attentions at \"decoder1\"", () -> Insight.attention(net, "decoder1", SOURCE, TARGET));
        assertMessage("its source and its target", () -> Insight.attention(net, "encoder1", SOURCE, TARGET, TARGET));
        assertMessage("a number for each", () -> new Tokens(List.of("a"), new int[] {4, 5}));
        Block reader = Layers.initialize(TextClassifier.of(10, 4, 4, 2), new Shape(1, 3), 0);
        assertMessage("has none", () -> Insight.attention(reader, "lstm", SOURCE));
        NDArray x = manager.ones(new Shape(1, 2, 4));
        assertMessage(
                "give one for each",
                () -> Insight.attention(Attention.dotProduct(), new NDList(x, x, x), "", List.of("a"), List.of("b")));
        assertMessage(
                "look for NaN",
                () -> Insight.attention(
                        Attention.dotProduct(),
                        new NDList(x.div(0).sub(x.div(0)), x, x),
                        "",
                        List.of("a", "b"),
                        List.of("a", "b")));
    }

    private static Block transformer() {
        return Layers.initialize(Transformer.of(10, 10, 6, 16, 4, 2, 0), 1, new Shape(1, 3), new Shape(1, 2));
    }

    private static void assertSumsOfOne(AttentionMap map) {
        for (double[][] head : map.heads()) {
            for (double[] row : head) {
                assertEquals(1, Arrays.stream(row).sum(), 1e-6);
            }
        }
    }
}
