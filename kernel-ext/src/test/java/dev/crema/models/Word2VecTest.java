package dev.crema.models;

import static dev.crema.models.ModelChecks.refusal;
import static dev.crema.models.ModelChecks.run;
import static dev.crema.training.Losses.binaryCrossEntropy;
import static dev.crema.training.Losses.hierarchicalSoftmax;
import static dev.crema.training.Optimizers.adam;
import static dev.crema.training.Training.batchSize;
import static dev.crema.training.Training.epochs;
import static dev.crema.training.Training.evaluate;
import static dev.crema.training.Training.fit;
import static dev.crema.training.Training.loss;
import static dev.crema.training.Training.quiet;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.loss.Loss;
import dev.crema.datasets.MovieReviews;
import dev.crema.datasets.Review;
import dev.crema.datasets.WordVectors;
import dev.crema.layers.Layers;
import dev.crema.layers.Parameters;
import dev.crema.text.Contexts;
import dev.crema.text.HuffmanTree;
import dev.crema.text.NegativeSampling;
import dev.crema.text.SkipGram;
import dev.crema.text.Subsampling;
import dev.crema.text.Tokenizer;
import dev.crema.text.Vocabulary;
import dev.crema.torch.FiniteDifferences;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Word2VecTest {
    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void scores_areProductsOfTheVectors() {
        Word2Vec net = Word2Vec.of(4, 2);
        Layers.initialize(net, 1, new Shape(2), new Shape(2, 3));
        set(net, "words", 1, 2, 3, 4, 5, 6, 7, 8);
        set(net, "outputs", 1, 0, 0, 1, 1, 1, -1, 2);
        NDArray scores = run(net, inputs(new long[] {3, 0}, new long[] {0, 1, 2, 3, 3, 1}))
                .singletonOrThrow();
        assertArrayEquals(new float[] {7, 8, 15, 3, 3, 2}, scores.toFloatArray());
        assertEquals(
                "word3",
                net.vectors(List.of("word0", "word1", "word2", "word3")).words().get(3));
    }

    @Test
    void hierarchicalSoftmax_isADistributionOverTheVocabulary_andTheLossItsLogarithm() {
        HuffmanTree tree = HuffmanTree.of(9, 1, 4, 2, 7, 5, 3);
        Word2Vec net = Word2Vec.hierarchical(7, tree.nodes(), 3);
        Layers.initialize(net, 1, new Shape(2), new Shape(2, 3));
        Random random = new Random(1);
        set(net, "words", random.doubles(21, -2, 2).toArray());
        set(net, "outputs", random.doubles(18, -2, 2).toArray());
        double sum = 0;
        for (int word = 0; word < 7; word++) {
            int[] path = tree.path(word);
            boolean[] code = tree.code(word);
            long[] nodes = new long[path.length + 2];
            float[] ways = new float[nodes.length];
            double probability = 1;
            float[] v = vector(net, "words", 4, 3);
            for (int i = 0; i < path.length; i++) {
                nodes[i] = path[i];
                ways[i] = code[i] ? 1 : -1;
                float[] u = vector(net, "outputs", path[i], 3);
                double score = u[0] * v[0] + u[1] * v[1] + u[2] * v[2];
                probability *= 1 / (1 + Math.exp(-ways[i] * score));
            }
            NDList targets = new NDList(manager.create(ways, new Shape(1, ways.length)));
            double loss = hierarchicalSoftmax()
                    .evaluate(targets, run(net, inputs(new long[] {4}, nodes)))
                    .getFloat();
            assertEquals(-Math.log(probability), loss, 1e-5, "padding counts for nothing");
            sum += Math.exp(-loss);
        }
        assertEquals(1, sum, 1e-5);
    }

    @Test
    void hierarchicalSoftmax_hasTheGradientsOfFiniteDifferences() {
        NDArray ways = manager.create(new float[] {1, -1, 0, -1, 1, 1}, new Shape(2, 3));
        NDArray scores = manager.create(new float[] {0.5f, -1, 2, 0, 3, -2}, new Shape(2, 3));
        FiniteDifferences.assertGradients(
                at -> hierarchicalSoftmax()
                        .evaluate(new NDList(ways.toType(at.head().getDataType(), false)), at),
                scores);
        assertThrows(IllegalArgumentException.class, () -> hierarchicalSoftmax()
                .evaluate(new NDList(ways), new NDList(scores.get(":, 1:"))));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void wordsThatMeanTheSame_becomeNearestNeighbours(boolean hierarchical) {
        // word i and word i' occur in the same contexts, and nowhere else
        Random random = new Random(1);
        List<List<String>> texts = new ArrayList<>();
        for (int i = 0; i < 1500; i++) {
            int topic = random.nextInt(8);
            String word = "word" + topic + (random.nextBoolean() ? "" : "'");
            texts.add(List.of("left" + topic + random.nextInt(3), word, "right" + topic + random.nextInt(3)));
        }
        Vocabulary vocabulary = Vocabulary.of(texts);
        Contexts contexts = Contexts.of(vocabulary.encode(texts), 1);
        Word2Vec net = trained(vocabulary, contexts, hierarchical, 16, 8, 2e-2);
        WordVectors vectors = net.vectors(vocabulary.tokens());
        for (int topic = 0; topic < 8; topic++) {
            String nearest = vectors.nearest("word" + topic, 1).get(0).word();
            assertEquals("word" + topic + "'", nearest);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void realText_isForetoldBetter_thanTheCountsOfItsWordsCould(boolean hierarchical) {
        List<List<String>> texts = Tokenizer.words()
                .tokens(MovieReviews.load().train().stream()
                        .limit(4000)
                        .map(Review::text)
                        .toList());
        Vocabulary vocabulary = Vocabulary.of(texts, 10, 2000);
        List<int[]> sampled = Subsampling.ofPaper(vocabulary, 1e-3).sample(vocabulary.encode(texts), 1);
        trained(vocabulary, Contexts.of(sampled, 4, 1), hierarchical, 32, 2, 1e-2);
    }

    private static Word2Vec trained(
            Vocabulary vocabulary, Contexts contexts, boolean hierarchical, int size, int epochs, double rate) {
        HuffmanTree tree = HuffmanTree.of(vocabulary);
        Word2Vec net = hierarchical
                ? Word2Vec.hierarchical(vocabulary.size(), tree.nodes(), size)
                : Word2Vec.of(vocabulary.size(), size);
        SkipGram pairs =
                hierarchical ? SkipGram.of(contexts, tree) : SkipGram.of(contexts, NegativeSampling.of(vocabulary), 5);
        Loss loss = hierarchical ? hierarchicalSoftmax() : binaryCrossEntropy();
        fit(net, pairs, pairs, epochs(epochs), batchSize(512), adam(rate), loss(loss), quiet());
        double reached = evaluate(net, pairs, loss).loss();
        // the best without a look at the centre: one of six is the true word; by the shares of the words of the
        // contexts
        double chance = hierarchical ? entropy(contexts.pairs()) : -(Math.log(1.0 / 6) + 5 * Math.log(5.0 / 6)) / 6;
        assertTrue(reached < 0.99 * chance, reached + " against " + chance);
        return net;
    }

    private static double entropy(int[][] pairs) {
        Map<Integer, Long> counts =
                Arrays.stream(pairs).collect(Collectors.groupingBy(pair -> pair[1], Collectors.counting()));
        return counts.values().stream()
                .mapToDouble(count -> -(double) count / pairs.length * Math.log((double) count / pairs.length))
                .sum();
    }

    @Test
    void shapesAsComputed_savedAndLoaded_andOneBatchByHeart() {
        NDList pairs = inputs(new long[] {0, 1, 2}, new long[] {1, 2, 0, 3, 3, 1});
        ModelChecks.assertGivesItsShapes(() -> Word2Vec.of(4, 8), pairs);
        ModelChecks.assertSurvivesSaving(() -> Word2Vec.of(4, 8), pairs);
        NDList truth = new NDList(manager.create(new float[] {1, 0, 1, 0, 1, 0}, new Shape(3, 2)));
        ModelChecks.assertLearnsByHeart(() -> Word2Vec.of(4, 8), pairs, truth, binaryCrossEntropy(), 0.1);
    }

    @Test
    void whatIsNoPairs_isRefused() {
        String message = refusal(() -> Layers.initialize(Word2Vec.of(4, 2), new Shape(2), 1));
        assertTrue(message.contains("centres (N) and what they are compared with (N, K)"), message);
        assertThrows(IllegalStateException.class, () -> Word2Vec.of(4, 2).vectors(List.of("a", "b", "c", "d")));
    }

    private NDList inputs(long[] centres, long[] compared) {
        return new NDList(
                manager.create(centres),
                manager.create(compared, new Shape(centres.length, compared.length / centres.length)));
    }

    private void set(Word2Vec net, String part, double... numbers) {
        NDArray weight = Parameters.named(net).get(part + ".weight").getArray();
        manager.create(numbers)
                .toType(weight.getDataType(), false)
                .reshape(weight.getShape())
                .copyTo(weight);
    }

    private static float[] vector(Word2Vec net, String part, int row, int size) {
        float[] all = Parameters.named(net).get(part + ".weight").getArray().toFloatArray();
        return Arrays.copyOfRange(all, row * size, (row + 1) * size);
    }
}
