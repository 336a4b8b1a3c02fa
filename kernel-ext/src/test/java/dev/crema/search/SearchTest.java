package dev.crema.search;

import static dev.crema.search.Search.*;
import static dev.crema.training.Optimizers.sgd;
import static dev.crema.training.Training.epochs;
import static dev.crema.training.Training.fit;
import static dev.crema.training.Training.quiet;
import static dev.crema.training.Training.seed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.crema.datasets.LabelledImages;
import dev.crema.figures.Figure;
import dev.crema.figures.Screen;
import dev.crema.models.Mlp;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SearchTest {
    private static final Space SPACE = space().logUniform("learningRate", 1e-4, 1)
            .integer("width", 1, 9)
            .choice("activation", "relu", "tanh", "elu");

    /** Best, 0, at a learning rate of 0.01, a width of 5 and tanh. */
    private static final Objective BOWL = settings -> Math.pow(Math.log10(settings.number("learningRate")) + 2, 2)
            + Math.pow((settings.integer("width") - 5) / 4.0, 2)
            + (settings.choice("activation").equals("tanh") ? 0 : 0.5);

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
    void grid_triesEveryCombinationOnce() {
        Trials trials = search(SPACE, grid(3), BOWL);
        assertEquals(27, trials.all().size());
        assertEquals(27, new HashSet<>(settings(trials)).size());
        assertEquals(
                "learningRate = 0.01, width = 5, activation = \"tanh\"",
                trials.best().settings().toString());
        assertEquals(14, trials.best().number());
        assertEquals(0, trials.best().score(), 1e-12);
        assertEquals(Trials.State.FINISHED, trials.state());
    }

    @Test
    void grid_ofFewWholeNumbers_hasEachOfThemOnce() {
        Trials trials = search(space().integer("n", 1, 3).bool("b"), grid(10), settings -> settings.integer("n"));
        assertEquals(6, trials.all().size());
        assertEquals(
                1,
                search(space().uniform("x", 0, 2), grid(1), s -> s.number("x"))
                        .best()
                        .score(),
                "the middle");
    }

    @Test
    void grid_thatIsTooLarge_saysHowLarge() {
        Space large = space().uniform("a", 0, 1).uniform("b", 0, 1).uniform("c", 0, 1);
        String message = assertThrows(IllegalArgumentException.class, () -> search(large, grid(100), BOWL))
                .getMessage();
        assertTrue(message.contains("1.00e+06 trials"), message);
    }

    @Test
    void sameSeed_sameTrials() {
        for (Strategy strategy : List.of(random(12), bayesian(12))) {
            List<Settings> first = settings(search(SPACE, strategy.withSeed(3), BOWL));
            assertEquals(first, settings(search(SPACE, strategy.withSeed(3), BOWL)));
            assertNotEquals(first, settings(search(SPACE, strategy.withSeed(4), BOWL)));
        }
    }

    @Test
    void sameSeed_sameTrials_inParallel_whicheverIsQuicker() {
        List<Settings> first = settings(search(SPACE, bayesian(14), delayed(1), parallel(3)));
        assertEquals(first, settings(search(SPACE, bayesian(14), delayed(2), parallel(3))));
        assertEquals(14, first.size());
    }

    @Test
    void parallelTrials_runAtTheSameTime() {
        CountDownLatch all = new CountDownLatch(3);
        Trials trials = search(
                SPACE,
                random(3),
                settings -> {
                    all.countDown();
                    return all.await(30, TimeUnit.SECONDS) ? 1 : Double.NaN;
                },
                parallel(3));
        assertTrue(
                trials.all().stream().allMatch(Trial::finished), trials.table().text(3));
    }

    @Test
    void bayesian_needsFewerTrialsThanRandom_onBranin() {
        Space plane = space().uniform("x", -5, 10).uniform("y", 0, 15);
        Objective branin = settings -> {
            double x = settings.number("x");
            double y = settings.number("y");
            double bend = y - 5.1 / (4 * Math.PI * Math.PI) * x * x + 5 / Math.PI * x - 6;
            return bend * bend + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10;
        };
        double bayesian = medianBest(plane, bayesian(25), branin);
        double random = medianBest(plane, random(25), branin);
        // the minimum is 0.397887 (Jones et al. 1998)
        assertTrue(bayesian >= 0.397887, "below the minimum: " + bayesian);
        assertTrue(bayesian < 0.45, "Bayesian: " + bayesian);
        assertTrue(bayesian - 0.397887 < (random - 0.397887) / 5, bayesian + " against " + random);
    }

    @Test
    void bayesian_needsFewerTrialsThanRandom_onHartmann3() {
        Space cube = space().uniform("a", 0, 1).uniform("b", 0, 1).uniform("c", 0, 1);
        double[] height = {1, 1.2, 3, 3.2};
        double[][] steep = {{3, 10, 30}, {0.1, 10, 35}, {3, 10, 30}, {0.1, 10, 35}};
        double[][] centre = {
            {0.3689, 0.117, 0.2673}, {0.4699, 0.4387, 0.747}, {0.1091, 0.8732, 0.5547}, {0.0381, 0.5743, 0.8828}
        };
        Objective hartmann = settings -> {
            double[] x = {settings.number("a"), settings.number("b"), settings.number("c")};
            double sum = 0;
            for (int i = 0; i < 4; i++) {
                double distance = 0;
                for (int j = 0; j < 3; j++) {
                    distance += steep[i][j] * Math.pow(x[j] - centre[i][j], 2);
                }
                sum += height[i] * Math.exp(-distance);
            }
            return sum;
        };
        double bayesian = medianBest(cube, bayesian(30), hartmann, maximise());
        double random = medianBest(cube, random(30), hartmann, maximise());
        // the maximum is 3.86278 (Jones et al. 1998)
        assertTrue(bayesian <= 3.86279 && bayesian > 3.8, "Bayesian: " + bayesian);
        assertTrue(bayesian > random, bayesian + " against " + random);
    }

    @Test
    void bayesian_copesWithChoicesAndWholeNumbers() {
        Trials trials = search(SPACE, bayesian(30), BOWL, silent());
        assertTrue(trials.best().score() < 0.05, trials.table().text(5));
        assertEquals("tanh", trials.best().settings().choice("activation"));
    }

    @Test
    void bayesian_triesAllOfASmallSpace_beforeItRepeats() {
        Space small = space().integer("n", 1, 5).bool("b");
        Trials trials = search(small, bayesian(14), settings -> settings.integer("n"));
        assertEquals(10, new HashSet<>(settings(trials)).size());
    }

    @Test
    void failedTrials_areRecorded_andTheSearchGoesOn() {
        AtomicInteger count = new AtomicInteger();
        Trials trials = search(SPACE, bayesian(12), settings -> {
            switch (count.incrementAndGet()) {
                case 2:
                    throw new java.io.IOException("no disk");
                case 4:
                    throw new OutOfMemoryError("Java heap space");
                case 5:
                    return Double.NaN;
                case 7:
                    return Double.NEGATIVE_INFINITY;
                case 9:
                    throw new AssertionError();
                default:
                    return BOWL.score(settings);
            }
        });
        assertEquals(12, trials.all().size());
        assertEquals(7, trials.all().stream().filter(Trial::finished).count());
        assertEquals(Trial.State.FAILED, trials.all().get(1).state());
        assertEquals("IOException: no disk", trials.all().get(1).message());
        assertTrue(trials.all().get(3).message().startsWith("out of memory (Java heap space)"));
        assertEquals(Trial.State.DIVERGED, trials.all().get(4).state());
        assertEquals("the score is NaN", trials.all().get(4).message());
        assertEquals(Trial.State.DIVERGED, trials.all().get(6).state());
        assertEquals("AssertionError", trials.all().get(8).message());
        assertTrue(trials.summary().contains("5 without a score"), trials.summary());
        assertTrue(trials.table().text(12).contains("failed: IOException: no disk"));
    }

    @Test
    void search_mayFitNetworks_andADivergedFitIsOneTrial() {
        LabelledImages images = brightHalves();
        Space rates = space().choice("rate", 0.1, 1e30);
        Trials trials = search(rates, grid(1), settings -> fit(
                        Mlp.of(4, 2), images, images, epochs(2), sgd(settings.number("rate")), seed(1), quiet())
                .best()
                .orElseThrow()
                .validationLoss());
        assertEquals(
                Trial.State.FINISHED,
                trials.all().get(0).state(),
                trials.table().text(2));
        assertEquals(
                Trial.State.DIVERGED,
                trials.all().get(1).state(),
                trials.table().text(2));
        assertTrue(trials.all().get(1).message().contains("smaller learning rate"));
    }

    @Test
    void allTrialsFailed_saysWhyTheFirstDid() {
        NoTrialFinishedException e =
                assertThrows(NoTrialFinishedException.class, () -> search(SPACE, random(3), s -> s.number("rate")));
        assertTrue(e.getMessage().contains("None of the 3 trials"), e.getMessage());
        assertTrue(e.getMessage().contains("There is no setting \"rate\""), e.getMessage());
        assertEquals(3, e.trials().all().size());
        assertTrue(e.trials().draw().text().contains("failed"));
        assertThrows(IllegalStateException.class, () -> e.trials().best());
    }

    @Test
    void interrupt_letsTheRunningTrialEnd_andKeepsTheTrials() {
        Thread caller = Thread.currentThread();
        AtomicInteger count = new AtomicInteger();
        Trials trials = search(SPACE, random(10), settings -> {
            if (count.incrementAndGet() == 3) {
                caller.interrupt();
                Thread.sleep(50);
            }
            return count.get();
        });
        assertFalse(Thread.interrupted(), "the interrupt is used up");
        assertEquals(Trials.State.INTERRUPTED, trials.state());
        assertTrue(trials.all().size() >= 3 && trials.all().size() < 10, trials.summary());
        assertEquals(3, trials.all().get(2).score());
        assertTrue(trials.summary().contains("stopped by an interrupt after"), trials.summary());
    }

    @Test
    void secondInterrupt_interruptsTheRunningTrial() {
        Thread caller = Thread.currentThread();
        Trials trials = search(SPACE, random(10), settings -> {
            caller.interrupt();
            while (caller.isInterrupted()) {
                Thread.onSpinWait();
            }
            // the first interrupt has been taken, so this is another
            caller.interrupt();
            Thread.sleep(60_000);
            return 1;
        });
        assertEquals(Trials.State.INTERRUPTED, trials.state());
        assertEquals(0, trials.all().size());
        assertThrows(IllegalStateException.class, trials::best);
    }

    @Test
    void emptySpaceAndBadCounts_areRefused() {
        assertThrows(IllegalArgumentException.class, () -> search(space(), random(3), BOWL));
        assertThrows(IllegalArgumentException.class, () -> random(0));
        assertThrows(IllegalArgumentException.class, () -> bayesian(-1));
        assertThrows(IllegalArgumentException.class, () -> grid(0));
        assertThrows(IllegalArgumentException.class, () -> parallel(0));
    }

    @Test
    void thePicture_isLive_andTellsTheBest() {
        Trials trials = search(
                SPACE,
                bayesian(20),
                settings -> settings.integer("width") == 3 ? Double.NaN : BOWL.score(settings),
                minimise());
        Figure last = shown.get(shown.size() - 1);
        assertTrue(last.alt().contains("Best: " + trials.best().settings()), last.alt());
        assertTrue(last.text().contains("20 trials"), last.text());
        assertTrue(last.html().contains("learningRate"));
        shown.clear();
        search(SPACE, random(5), BOWL, silent());
        assertTrue(shown.isEmpty());
        String folder = System.getProperty("crema.figures");
        if (folder != null) {
            trials.draw().save(Path.of(folder, "search.png"));
        }
    }

    /** The left or the right half is bright. */
    private static LabelledImages brightHalves() {
        float[] pixels = new float[64 * 16];
        long[] labels = new long[64];
        for (int i = 0; i < 64; i++) {
            labels[i] = i % 2;
            for (int j = 0; j < 16; j++) {
                pixels[16 * i + j] = j % 4 / 2 == labels[i] ? 1 : 0.1f * (i % 7);
            }
        }
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray images = manager.create(pixels, new Shape(64, 1, 4, 4));
            return LabelledImages.of(images, manager.create(labels), List.of("left", "right"));
        }
    }

    private static Objective delayed(int odd) {
        return settings -> {
            Thread.sleep(settings.hashCode() % 2 == 0 ? 2 : 4 * odd);
            return BOWL.score(settings);
        };
    }

    private static double medianBest(Space space, Strategy strategy, Objective objective, SearchOption... options) {
        SearchOption[] all = Arrays.copyOf(options, options.length + 1);
        all[options.length] = silent();
        double[] best = LongStream.range(0, 7)
                .mapToDouble(seed -> search(space, strategy.withSeed(seed), objective, all)
                        .best()
                        .score())
                .sorted()
                .toArray();
        return best[3];
    }

    private static List<Settings> settings(Trials trials) {
        return trials.all().stream().map(Trial::settings).toList();
    }
}
