package dev.crema.training;

import static dev.crema.augmentation.Augmentations.*;
import static dev.crema.training.Optimizers.*;
import static dev.crema.training.Training.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import dev.crema.augmentation.Augmentation;
import dev.crema.datasets.ImageBatch;
import dev.crema.datasets.LabelledImages;
import dev.crema.figures.Figure;
import dev.crema.figures.Screen;
import dev.crema.layers.Layers;
import dev.crema.models.LeNet;
import dev.crema.models.Mlp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class FitTest {
    private static final List<String> CLASSES = List.of("left", "right");
    private static final LabelledImages TRAIN = brightHalves(192, 1);
    private static final LabelledImages VALIDATION = brightHalves(64, 2);

    private final List<Figure> shown = new ArrayList<>();
    private Screen screen;

    @BeforeEach
    void watch() {
        screen = Screen.use(first -> {
            shown.add(first);
            return shown::add;
        });
    }

    @AfterEach
    void unwatch() {
        Screen.use(screen);
    }

    @Test
    void fit_learnsWhatCanBeLearned() {
        Block net = Mlp.of(8, 2);
        History history = fit(net, TRAIN, VALIDATION, epochs(8), adam(1e-2), batchSize(32));

        assertEquals(History.State.FINISHED, history.state());
        assertEquals(8, history.epochs().size());
        assertEquals(8 * 6, history.batchLosses().length);
        Epoch last = history.last().orElseThrow();
        assertTrue(last.loss() < history.epochs().get(0).loss() / 2, history.toString());
        assertEquals(1, last.validationAccuracy(), 0.02);
        Evaluation evaluation = evaluate(net, VALIDATION);
        assertEquals(last.validationLoss(), evaluation.loss(), 1e-6, "what is measured after the last epoch");
        assertEquals(last.validationAccuracy(), evaluation.accuracy());
    }

    @Test
    void fit_ofAnyDjlOptimizer_learns() {
        History history = fit(
                Mlp.of(2),
                TRAIN,
                VALIDATION,
                epochs(4),
                optimizer(Optimizer.sgd()
                        .setLearningRateTracker(Tracker.fixed(0.1f))
                        .build()));
        assertTrue(history.epochs().get(3).loss() < history.epochs().get(0).loss());
    }

    @Test
    void sameSeed_sameCurveAndWeights_toTheLastBit() {
        Block first = Mlp.of(8, 2);
        Block second = Mlp.of(8, 2);
        double[] curve = fit(first, TRAIN, VALIDATION, epochs(2), seed(5)).batchLosses();

        assertArrayEquals(
                curve, fit(second, TRAIN, VALIDATION, epochs(2), seed(5)).batchLosses());
        assertArrayEquals(weights(first), weights(second));
        assertNotEquals(
                curve[5],
                fit(Mlp.of(8, 2), TRAIN, VALIDATION, epochs(2), seed(6)).batchLosses()[5]);
    }

    @Test
    void theLastFrame_isTheFinishedHistory() {
        History history = fit(Mlp.of(2), TRAIN, VALIDATION, epochs(3));
        Figure last = shown.get(shown.size() - 1);
        assertTrue(last.text().contains("3 epochs in"), last.text());
        assertTrue(last.alt().contains("Training loss went from"), last.alt());
        assertEquals(3, history.epochs().size());
    }

    @Test
    void quiet_showsNothing() {
        fit(Mlp.of(2), TRAIN, VALIDATION, quiet());
        assertEquals(List.of(), shown);
    }

    @Test
    void anInterrupt_stopsAfterTheBatch_andKeepsWeightsAndHistory() {
        Block net = Mlp.of(8, 2);
        Callback interrupting = new Callback() {
            @Override
            public void afterBatch(Progress progress) {
                Thread.currentThread().interrupt();
            }
        };
        History history = fit(net, TRAIN, VALIDATION, epochs(100), callback(interrupting));

        assertEquals(History.State.INTERRUPTED, history.state());
        assertEquals(1, history.batchLosses().length);
        assertFalse(Thread.interrupted(), "the interrupt is used up");
        assertTrue(history.summary().contains("stopped by an interrupt"), history.summary());
        assertTrue(shown.get(shown.size() - 1).text().contains("stopped by an interrupt"));

        assertEquals(
                History.State.FINISHED, fit(net, TRAIN, VALIDATION, epochs(1)).state(), "training can go on");
    }

    @Test
    void aLossThatIsNoNumber_stopsTraining_andRestoresTheWeights() {
        Block net = Layers.initialize(Mlp.of(8, 2), new Shape(1, 1, 6, 6), 3);
        float[] before = weights(net);
        DivergedException e =
                assertThrows(DivergedException.class, () -> fit(net, TRAIN, VALIDATION, epochs(50), sgd(1e30)));

        assertTrue(e.getMessage().contains("SGD with learning rate 1.0E30"), e.getMessage());
        assertTrue(e.getMessage().contains("in epoch 1"), e.getMessage());
        assertEquals(History.State.DIVERGED, e.history().state());
        assertArrayEquals(before, weights(net));
        assertEquals(History.State.FINISHED, fit(net, TRAIN, VALIDATION).state(), "the next try works");
    }

    @Test
    void imagesThatDoNotFit_areRefusedBeforeAnythingChanges() {
        Block net = Layers.initialize(Mlp.of(8, 2), new Shape(1, 1, 28, 28), 3);
        float[] before = weights(net);
        String message = refusal(() -> fit(net, TRAIN, VALIDATION));
        assertTrue(message.contains("linear1") && message.contains("(1, 36)"), message);
        assertArrayEquals(before, weights(net));
    }

    @Test
    void anOutputForOtherClasses_isRefused() {
        String message = refusal(() -> fit(Mlp.of(3), TRAIN, VALIDATION));
        assertTrue(message.contains("(1, 3)") && message.contains("2 classes"), message);
    }

    @Test
    void aBatchLargerThanTheData_isRefused() {
        String message = refusal(() -> fit(Mlp.of(2), TRAIN, VALIDATION, batchSize(193)));
        assertEquals("batchSize is 193, but there are only 192 training images; take a smaller batch", message);
    }

    @Test
    void zeroEpochs_areRefused() {
        assertEquals("epochs is 0; it must be at least 1", refusal(() -> epochs(0)));
    }

    @Test
    void aFrozenNetwork_isRefused() {
        Block net = Layers.initialize(Mlp.of(2), new Shape(1, 1, 6, 6), 0);
        net.freezeParameters(true);
        assertTrue(refusal(() -> fit(net, TRAIN, VALIDATION)).contains("frozen"));
    }

    @Test
    void frozenParameters_stayAsTheyAre_whileOthersLearn() {
        Block net = Layers.initialize(Mlp.of(8, 2), new Shape(1, 1, 6, 6), 0);
        Block hidden = net.getChildren().get(1).getValue();
        hidden.freezeParameters(true);
        float[] frozen = weights(hidden);
        Block output = net.getChildren().get(3).getValue();
        float[] before = weights(output);
        fit(net, TRAIN, VALIDATION);
        assertArrayEquals(frozen, weights(hidden));
        assertFalse(Arrays.equals(before, weights(output)));
    }

    @Test
    void augmentation_changesTheTrainingImagesAlone_withTheSameCurveForTheSameSeed() {
        double[] plain =
                fit(Mlp.of(8, 2), TRAIN, VALIDATION, epochs(2), quiet()).batchLosses();
        History once = fit(Mlp.of(8, 2), TRAIN, VALIDATION, epochs(2), augment(noise(0.2)), quiet());
        History twice = fit(Mlp.of(8, 2), TRAIN, VALIDATION, epochs(2), augment(noise(0.2)), quiet());
        assertFalse(Arrays.equals(plain, once.batchLosses()));
        assertArrayEquals(once.batchLosses(), twice.batchLosses());

        Block darkened = Mlp.of(8, 2);
        Augmentation dark = (batch, random) -> new ImageBatch(batch.images().mul(0), batch.labels());
        History nothing = fit(darkened, TRAIN, VALIDATION, epochs(3), augment(dark), quiet());
        assertEquals(0.5, nothing.last().orElseThrow().accuracy(), 0.01, "all training images were black");
        assertEquals(
                evaluate(darkened, VALIDATION).loss(),
                nothing.last().orElseThrow().validationLoss(),
                1e-6,
                "validation images were not");
    }

    @Test
    void mixedImages_areLearnedFromTheSharesOfTheirClasses() {
        History history = fit(Mlp.of(8, 2), TRAIN, VALIDATION, epochs(6), adam(1e-2), augment(mixup(0.4, 2)), quiet());
        assertTrue(history.last().orElseThrow().validationAccuracy() > 0.9, history.summary());
    }

    @Test
    void trainingAgainAndAgain_leavesNativeMemoryFlat() {
        LabelledImages train = brightHalves(256, 28, 3);
        LabelledImages validation = brightHalves(64, 28, 4);
        for (int i = 0; i < 60; i++) {
            fit(LeNet.of(2), train, validation, quiet());
        }
        long before = NativeMemory.residentAfterCollection();
        for (int i = 0; i < 120; i++) {
            fit(LeNet.of(2), train, validation, quiet());
        }
        long grown = NativeMemory.residentAfterCollection() - before;
        // a leaked net a run, with what Adam remembers of it, would be 120 × 3 × 61 000 × 4 bytes = 88 MB; the first
        // feature maps of one batch a run, 144 MB
        assertTrue(grown < 40_000_000, "grew by " + grown + " bytes");
    }

    @Test
    void aHundredEpochs_leaveNativeMemoryFlat() {
        LabelledImages train = brightHalves(256, 28, 3);
        List<Long> resident = new ArrayList<>();
        Callback looking = new Callback() {
            @Override
            public void afterEpoch(Progress progress) {
                if (progress.epochsDone() == 40 || progress.epochsDone() == 140) {
                    resident.add(NativeMemory.residentAfterCollection());
                }
            }
        };
        fit(LeNet.of(2), train, brightHalves(64, 28, 4), epochs(140), callback(looking), quiet());
        long grown = resident.get(1) - resident.get(0);
        // the images of each epoch, kept, would be 100 × 256 × 28² × 4 bytes = 80 MB
        assertTrue(grown < 20_000_000, "grew by " + grown + " bytes");
    }

    private static LabelledImages brightHalves(int n, long seed) {
        return brightHalves(n, 6, seed);
    }

    /** Noise whose left or right half is brighter: a task that a linear classifier solves. */
    private static LabelledImages brightHalves(int n, int side, long seed) {
        java.util.Random random = new java.util.Random(seed);
        float[] pixels = new float[n * side * side];
        long[] labels = new long[n];
        for (int i = 0; i < n; i++) {
            labels[i] = i % 2;
            for (int j = 0; j < side * side; j++) {
                boolean bright = (j % side < side / 2) == (labels[i] == 0);
                pixels[i * side * side + j] = 0.5f * random.nextFloat() + (bright ? 0.5f : 0);
            }
        }
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray images = manager.create(pixels, new Shape(n, 1, side, side));
            return LabelledImages.of(images, manager.create(labels), CLASSES);
        }
    }

    private static float[] weights(Block net) {
        return net.getParameters().valueAt(0).getArray().toFloatArray();
    }

    private static String refusal(Executable call) {
        return assertThrows(IllegalArgumentException.class, call).getMessage();
    }
}
