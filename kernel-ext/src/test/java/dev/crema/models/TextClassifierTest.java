package dev.crema.models;

import static dev.crema.layers.Layers.embedding;
import static dev.crema.models.ModelChecks.refusal;
import static dev.crema.models.ModelChecks.run;
import static dev.crema.training.Losses.crossEntropy;
import static dev.crema.training.Optimizers.adam;
import static dev.crema.training.Training.batchSize;
import static dev.crema.training.Training.epochs;
import static dev.crema.training.Training.evaluate;
import static dev.crema.training.Training.fit;
import static dev.crema.training.Training.freeze;
import static dev.crema.training.Training.quiet;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.crema.datasets.Glove;
import dev.crema.datasets.MovieReviews;
import dev.crema.datasets.Review;
import dev.crema.layers.Layers;
import dev.crema.layers.Parameters;
import dev.crema.text.Padding;
import dev.crema.text.TextExamples;
import dev.crema.text.Tokenizer;
import dev.crema.text.Vocabulary;
import dev.crema.training.FitOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextClassifierTest {
    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void sentimentOfRealReviews_isLearned_withGloVeOrWithVectorsOfItsOwn(boolean pretrained) {
        MovieReviews reviews = MovieReviews.load();
        List<Review> learned = reviews.train().subList(0, pretrained ? 3000 : 5000);
        Tokenizer tokenizer = Tokenizer.words();
        Vocabulary vocabulary = Vocabulary.of(
                tokenizer.tokens(learned.stream().map(Review::text).toList()), 2, 10_000);
        TextExamples train = TextExamples.of(learned, tokenizer, vocabulary, Padding.upTo(40))
                .bucketed();
        TextExamples test = TextExamples.of(reviews.test(), tokenizer, vocabulary, Padding.upTo(40));

        Block net = pretrained
                ? TextClassifier.of(embedding(vocabulary.embedding(Glove.load(), manager)), 48, 2)
                : TextClassifier.of(vocabulary.size(), 32, 32, 2);
        fit(net, train, test, options(pretrained));
        double accuracy = evaluate(net, test, crossEntropy()).accuracy();

        double majority = Math.max(share(reviews.test(), 0), share(reviews.test(), 1));
        // 2 000 reviews: the standard deviation of guessing is 1.1 per cent
        assertTrue(accuracy > majority + 0.1, accuracy + " of the reviews, where guessing gets " + majority);
        if (pretrained) {
            assertArrayEquals(
                    vocabulary.embedding(Glove.load(), manager).toFloatArray(),
                    Parameters.named(net).get("embedding.weight").getArray().toFloatArray(),
                    "frozen");
        }
    }

    private static FitOption[] options(boolean pretrained) {
        return pretrained
                ? new FitOption[] {epochs(4), batchSize(32), adam(4e-3), freeze("embedding"), quiet()}
                : new FitOption[] {epochs(3), batchSize(32), adam(5e-3), quiet()};
    }

    private static double share(List<Review> reviews, int label) {
        return (double) reviews.stream()
                        .filter(review -> review.label() == label)
                        .count()
                / reviews.size();
    }

    @Test
    void padding_changesNothing_andTheLastWordCounts() {
        Block net = Layers.initialize(TextClassifier.of(9, 4, 5, 3), 1, new Shape(2, 4), new Shape(2, 4));
        float[] alone = run(net, new NDList(words(3, 5, 8))).head().toFloatArray();
        NDArray padded = words(3, 5, 8, 0, 0).concat(words(2, 2, 2, 2, 1), 0);
        NDArray mask = manager.create(new float[] {1, 1, 1, 0, 0, 1, 1, 1, 1, 1}, new Shape(2, 5));
        NDArray scores = run(net, new NDList(padded, mask)).singletonOrThrow();
        assertArrayEquals(alone, scores.get(0).toFloatArray(), 1e-6f);
        assertArrayEquals(
                run(net, new NDList(words(2, 2, 2, 2, 1))).head().toFloatArray(),
                scores.get(1).toFloatArray(),
                1e-6f);
        assertFalse(Arrays.equals(
                alone, run(net, new NDList(words(3, 5, 8, 0, 0))).head().toFloatArray()));
    }

    @Test
    void shapesAsComputed_savedAndLoaded_andOneBatchByHeart() {
        NDArray mask = manager.create(new float[] {1, 1, 1, 1, 1, 0, 1, 0, 0}, new Shape(3, 3));
        NDArray texts = manager.create(new long[] {4, 5, 6, 7, 5, 0, 8, 0, 0}, new Shape(3, 3));
        NDList inputs = new NDList(texts, mask);
        NDList labels = new NDList(manager.create(new long[] {0, 1, 2}));
        ModelChecks.assertGivesItsShapes(() -> TextClassifier.of(9, 4, 5, 3), inputs);
        ModelChecks.assertSurvivesSaving(() -> TextClassifier.of(9, 4, 5, 3), inputs);
        ModelChecks.assertLearnsByHeart(() -> TextClassifier.of(9, 8, 16, 3), inputs, labels, crossEntropy(), 3e-2);
    }

    @Test
    void parameters_areThoseOfTheTable() {
        var summary = Layers.summary(TextClassifier.of(100, 8, 16, 3), new Shape(2, 7));
        assertEquals(100 * 8 + 4 * 16 * (8 + 16 + 2) + 17 * 3, summary.parameters());
        assertEquals(
                List.of("embedding", "lstm", "classes"),
                summary.rows().stream().map(row -> row.path()).toList());
    }

    @Test
    void oneWordIsEnough_andWhatIsNoText_isRefused() {
        Block net = Layers.initialize(TextClassifier.of(9, 4, 5, 3), new Shape(1, 1), 1);
        assertEquals(new Shape(1, 3), run(net, words(8)).getShape());
        String unknown = refusal(() -> run(net, words(9)));
        assertTrue(unknown.contains("they must be from 0 to 8"), unknown);
        String image = refusal(() -> Layers.initialize(TextClassifier.of(9, 4, 5, 3), new Shape(1, 3, 8, 8), 1));
        assertTrue(image.contains("takes numbers of words (N, T), not (1, 3, 8, 8)"), image);
        String vectors = refusal(() -> embedding(manager.zeros(new Shape(4), DataType.FLOAT32)));
        assertTrue(vectors.contains("FLOAT32 of shape (words, size)"), vectors);
    }

    private NDArray words(long... numbers) {
        return manager.create(numbers, new Shape(1, numbers.length));
    }
}
