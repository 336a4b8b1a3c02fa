package dev.crema.reward;

import static dev.crema.training.Optimizers.adam;
import static dev.crema.training.Training.callback;
import static dev.crema.training.Training.quiet;
import static dev.crema.training.Training.seed;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import dev.crema.layers.Layers;
import dev.crema.models.Mlp;
import dev.crema.training.Callback;
import dev.crema.training.History;
import dev.crema.training.Progress;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class AgentsTest {
    private static final GridWorld WORLD = GridWorld.of("S.P", "..#", "..G");

    @Test
    void replayMemory_isBounded_andDrawsUniformly() {
        ReplayMemory memory = new ReplayMemory(5);
        assertThrows(IllegalStateException.class, () -> memory.sample(1, new SplittableRandom(1)));
        for (int i = 0; i < 12; i++) {
            memory.add(new Transition(new float[1], i, 0, new float[1], false));
            assertEquals(Math.min(i + 1, 5), memory.size());
        }
        int[] drawn = new int[12];
        memory.sample(10_000, new SplittableRandom(1)).forEach(transition -> drawn[transition.action()]++);
        for (int i = 0; i < 12; i++) {
            // four standard deviations of 2000 are 160
            assertEquals(i < 7 ? 0 : 2000, drawn[i], i < 7 ? 0 : 160, "transition " + i);
        }
        assertThrows(IllegalArgumentException.class, () -> new ReplayMemory(0));
    }

    @Test
    void aFinalState_hasNoValueToCome() {
        GridWorld two = GridWorld.of("SG");
        for (boolean twice : new boolean[] {false, true}) {
            Dqn agent = new Dqn(
                    two, () -> Layers.linear(4), adam(1e-3), new DqnOptions(0.5, 100, 1, 4, 1, 10, 1, 0, 10, twice, 3));
            float[] values = agent.values(two.observation(1));
            float most = Math.max(Math.max(values[0], values[1]), Math.max(values[2], values[3]));
            float[] goals = agent.targets(List.of(
                    new Transition(two.observation(0), 1, 0.96, two.observation(1), true),
                    new Transition(two.observation(0), 1, 0.96, two.observation(1), false)));
            assertEquals(0.96f, goals[0]);
            assertEquals(0.96 + 0.5 * most, goals[1], 1e-6);
        }
    }

    @Test
    void dqn_learnsTheBestActionOnEverySquare() {
        ValueIteration exact = ValueIteration.of(WORLD, 0.9);
        for (boolean twice : new boolean[] {false, true}) {
            Dqn agent = new Dqn(
                    WORLD,
                    () -> Mlp.of(24, 4),
                    adam(1e-2),
                    new DqnOptions(0.9, 2000, 64, 32, 2, 50, 1, 0.3, 1000, twice, 1));
            History history = agent.fit(150, seed(1), quiet());
            assertEquals(150, history.epochs().size());
            for (int square = 0; square < 9; square++) {
                if (WORLD.free(square)) {
                    int action = agent.act(WORLD.observation(square));
                    assertEquals(
                            exact.values()[square],
                            exact.value(square, action),
                            1e-6,
                            "square " + square + ", action " + action + ", double " + twice);
                    assertEquals(
                            exact.values()[square], agent.values(WORLD.observation(square))[action], 0.15, "value");
                }
            }
        }
    }

    @Test
    void reinforce_balancesThePole() {
        CartPole cartPole = new CartPole();
        Reinforce agent = new Reinforce(cartPole, Mlp.of(32, 2), adam(1e-2), Mlp.of(32, 1), adam(1e-2), 0.99, 1);
        double before = mean(cartPole, agent);
        History history = agent.fit(250, seed(1), quiet());
        double first = meanReturn(history, 0, 10);
        double last = meanReturn(history, 200, 250);
        assertTrue(first < 40, "the first episodes last " + first);
        assertTrue(last > 100, "the last episodes last " + last);
        assertTrue(mean(cartPole, agent) > 100 && mean(cartPole, agent) > before);
        assertTrue(
                history.draw().alt().contains("Return went from"),
                history.draw().alt());
    }

    @Test
    void theSameSeed_givesTheSameHistoryAndAgent() {
        float[][] values = new float[2][];
        double[][] losses = new double[2][];
        for (int i = 0; i < 2; i++) {
            Dqn agent = new Dqn(WORLD, () -> Mlp.of(8, 4), adam(1e-2), DqnOptions.defaults());
            losses[i] = agent.fit(8, seed(4), quiet()).batchLosses();
            values[i] = agent.values(WORLD.observation(0));
        }
        assertArrayEquals(losses[0], losses[1]);
        assertArrayEquals(values[0], values[1]);
        assertTrue(losses[0][7] > 0);
    }

    @Test
    void anInterrupt_keepsAgentAndHistory_andAnotherFitGoesOn() {
        Dqn agent = new Dqn(WORLD, () -> Mlp.of(8, 4), adam(1e-2), DqnOptions.defaults());
        Callback interrupt = new Callback() {
            @Override
            public void afterEpoch(Progress progress) {
                if (progress.epochsDone() == 3) {
                    Thread.currentThread().interrupt();
                }
            }
        };
        History history = agent.fit(50, callback(interrupt), quiet());
        assertEquals(History.State.INTERRUPTED, history.state());
        assertFalse(Thread.currentThread().isInterrupted());
        assertTrue(history.epochs().size() >= 3 && history.epochs().size() < 50);
        assertEquals(2, agent.fit(2, quiet()).epochs().size());
    }

    @Test
    void epsilon_fallsInAStraightLine() {
        DqnOptions options = DqnOptions.defaults();
        assertEquals(1, options.epsilon(0));
        assertEquals(0.525, options.epsilon(1000), 1e-12);
        assertEquals(0.05, options.epsilon(5000), 1e-12);
        assertTrue(options.withDoubleDqn(true).doubleDqn());
    }

    @Test
    void networksAndOptionsThatDoNotFit_areRefused() {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> new Dqn(WORLD, () -> Mlp.of(3), adam(1e-2), DqnOptions.defaults()))
                .getMessage();
        assertTrue(message.contains(new Shape(1, 3).toString()) && message.contains("(1, 4)"), message);
        assertThrows(
                IllegalArgumentException.class,
                () -> new Reinforce(WORLD, Mlp.of(4), adam(1e-2), Mlp.of(2), adam(1e-2), 0.9, 1));
        assertThrows(IllegalArgumentException.class, () -> new DqnOptions(1.5, 100, 1, 4, 1, 10, 1, 0, 10, false, 0));
        assertThrows(IllegalArgumentException.class, () -> new DqnOptions(1, 10, 20, 4, 1, 10, 1, 0, 10, false, 0));
        assertThrows(IllegalArgumentException.class, () -> new DqnOptions(1, 10, 1, 0, 1, 10, 1, 0, 10, false, 0));
        assertThrows(IllegalArgumentException.class, () -> new DqnOptions(1, 10, 1, 1, 1, 10, 2, 0, 10, false, 0));
    }

    private static double mean(Environment environment, Agent agent) {
        return LongStream.range(1000, 1010)
                .mapToDouble(seed -> Trajectory.of(environment, agent, seed).totalReward())
                .average()
                .orElseThrow();
    }

    private static double meanReturn(History history, int from, int to) {
        return history.epochs().subList(from, to).stream()
                .mapToDouble(epoch -> epoch.training().get("return"))
                .average()
                .orElseThrow();
    }
}
