package dev.crema.models;

import static dev.crema.layers.Layers.batchNorm;
import static dev.crema.layers.Layers.conv;
import static dev.crema.layers.Layers.flatten;
import static dev.crema.layers.Layers.linear;
import static dev.crema.layers.Layers.maxPool;
import static dev.crema.layers.Layers.relu;
import static dev.crema.layers.Layers.seq;
import static dev.crema.models.ModelChecks.refusal;
import static dev.crema.training.Losses.maskedCrossEntropy;
import static dev.crema.training.Optimizers.adam;
import static dev.crema.training.Training.batchSize;
import static dev.crema.training.Training.clipNorm;
import static dev.crema.training.Training.epochs;
import static dev.crema.training.Training.fit;
import static dev.crema.training.Training.loss;
import static dev.crema.training.Training.quiet;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.crema.datasets.ArrayBatch;
import dev.crema.datasets.DigitScenes;
import dev.crema.datasets.ImageBatch;
import dev.crema.datasets.LabelledImages;
import dev.crema.datasets.Mnist;
import dev.crema.datasets.SceneOptions;
import dev.crema.datasets.Scenes;
import dev.crema.layers.Layers;
import dev.crema.text.Captions;
import dev.crema.text.Tokenizer;
import dev.crema.text.Vocabulary;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CaptionerTest {
    private static final Supplier<Block> SMALL = () -> Captioner.of(encoder(16), 16, 16, 16);

    @Test
    void sizes_areThoseOfThePaper() {
        Block net = Layers.initialize(SMALL.get(), 1, new Shape(1, 1, 16, 16), new Shape(1, 5));
        int encoder = (9 * 8 + 8 + 16) + (72 * 16 + 16 + 32) + (16 * 16 + 1) * 16;
        long parameters = net.getParameters().stream()
                .filter(named -> !named.getKey().contains("unning"))
                .mapToLong(named -> named.getValue().getArray().size())
                .sum();
        assertEquals(encoder + 16 * 16 + 4 * 16 * (16 + 16 + 2) + 16 * 17, parameters);
    }

    @Test
    void captioner_givesItsShapes_survivesSaving_andLearnsABatch() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDList inputs = new NDList(
                    ModelChecks.gaussian(manager, new Shape(2, 1, 16, 16)),
                    manager.create(new long[] {2, 4, 5, 2, 5, 4}, new Shape(2, 3)));
            NDList next = new NDList(manager.create(new long[] {4, 5, 3, 5, 4, 3}, new Shape(2, 3)));
            ModelChecks.assertGivesItsShapes(SMALL, inputs);
            ModelChecks.assertSurvivesSaving(SMALL, inputs);
            ModelChecks.assertLearnsByHeart(SMALL, inputs, next, maskedCrossEntropy(Vocabulary.PADDING), 1e-2);
        }
    }

    @Test
    void write_stopsAtTheEnd_andAtTheMost() {
        try (NDManager manager = NDManager.newBaseManager()) {
            Captioner net = Captioner.of(encoder(8), 6, 8, 16);
            assertThrows(IllegalStateException.class, () -> net.write(manager.zeros(new Shape(1, 1, 16, 16)), 2, 3, 4));
            Layers.initialize(net, 1, new Shape(1, 1, 16, 16), new Shape(1, 3));
            var images = ModelChecks.gaussian(manager, new Shape(2, 1, 16, 16));
            int first = net.write(images, 2, -1, 4).get(0)[0];
            assertEquals(4, net.write(images, 2, -1, 4).get(0).length, "nothing ends it");
            assertArrayEquals(new int[0], net.write(images, 2, first, 4).get(0), "the first token ends it");
        }
    }

    @Test
    void misfits_areRefused() {
        assertTrue(refusal(() -> Layers.initialize(
                        Captioner.of(encoder(7), 6, 8, 16), 1, new Shape(1, 1, 16, 16), new Shape(1, 5)))
                .contains("end it with linear(8)"));
        assertTrue(refusal(() -> Layers.initialize(SMALL.get(), 1, new Shape(1, 1, 16, 16)))
                .contains("takes images and the tokens"));
    }

    @Test
    void captions_areInputsAfterStart_andTargetsUpToEnd() {
        Scenes scenes = DigitScenes.of(Mnist.load().test(), 5, 1);
        Tokenizer tokenizer = Tokenizer.words();
        Vocabulary vocabulary = Vocabulary.of(tokenizer.tokens(scenes.captions()));
        try (ArrayBatch batch =
                Captions.of(scenes, tokenizer, vocabulary).batches(5).iterator().next()) {
            int length = Math.toIntExact(batch.inputs().get(1).size(1));
            long[] before = batch.inputs().get(1).toLongArray();
            long[] after = batch.targets().singletonOrThrow().toLongArray();
            for (int i = 0; i < 5; i++) {
                assertEquals(Vocabulary.START, before[i * length]);
                int[] row = IntStream.range(i * length, (i + 1) * length)
                        .map(t -> (int) after[t])
                        .toArray();
                assertTrue(Arrays.stream(row).anyMatch(id -> id == Vocabulary.END));
                assertEquals(scenes.captions().get(i), String.join(" ", vocabulary.decode(row)));
                for (int t = 1; t < length && row[t - 1] != Vocabulary.END; t++) {
                    assertEquals(row[t - 1], before[i * length + t]);
                }
            }
        }
    }

    @Test
    void captionsOfUnseenScenes_haveMoreRightWordsThanTheCommonestCaption() {
        SceneOptions options = SceneOptions.defaults()
                .withSize(32)
                .withDigits(1, 1)
                .withLengths(12, 24)
                .plain();
        Scenes train = zerosAndOnes(Mnist.load().train(), 400, options);
        Scenes test = zerosAndOnes(Mnist.load().test(), 100, options);
        Tokenizer tokenizer = Tokenizer.words();
        Vocabulary vocabulary = Vocabulary.of(tokenizer.tokens(train.captions()));
        Captioner net = Captioner.of(encoder(32), vocabulary.size(), 32, 64);
        fit(
                net,
                Captions.of(train, tokenizer, vocabulary),
                Captions.of(test, tokenizer, vocabulary),
                epochs(15),
                adam(5e-3),
                batchSize(20),
                clipNorm(1),
                loss(maskedCrossEntropy(Vocabulary.PADDING)),
                quiet());
        try (ImageBatch all = test.batches(test.size()).iterator().next()) {
            List<List<String>> written = net.write(all.images(), Vocabulary.START, Vocabulary.END, 10).stream()
                    .map(vocabulary::decode)
                    .toList();
            List<List<String>> truth = tokenizer.tokens(test.captions());
            List<String> commonest = tokenizer.tokens(train.captions()).stream()
                    .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
                    .entrySet()
                    .stream()
                    .max(Map.Entry.comparingByValue())
                    .orElseThrow()
                    .getKey();
            double right = IntStream.range(0, truth.size())
                    .mapToDouble(i -> right(written.get(i), truth.get(i)))
                    .average()
                    .orElseThrow();
            double chance = truth.stream()
                    .mapToDouble(caption -> right(commonest, caption))
                    .average()
                    .orElseThrow();
            assertTrue(right > chance + 0.1, right + " of the words are right, of the commonest caption's " + chance);
        }
    }

    private static Scenes zerosAndOnes(LabelledImages digits, int n, SceneOptions options) {
        int[] chosen = IntStream.range(0, digits.size())
                .filter(i -> digits.label(i) < 2)
                .toArray();
        return DigitScenes.of(digits.select(chosen), n, options, 1);
    }

    /** Share of the words that stand where they should. */
    private static double right(List<String> written, List<String> truth) {
        return IntStream.range(0, truth.size())
                        .filter(t -> t < written.size() && written.get(t).equals(truth.get(t)))
                        .count()
                / (double) Math.max(truth.size(), written.size());
    }

    private static Block encoder(int size) {
        return seq(
                conv(8, 3),
                batchNorm(),
                relu(),
                maxPool(2),
                conv(16, 3),
                batchNorm(),
                relu(),
                maxPool(2),
                flatten(),
                linear(size));
    }
}
