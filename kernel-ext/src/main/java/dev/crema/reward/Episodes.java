package dev.crema.reward;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.crema.datasets.Batch;
import dev.crema.datasets.Examples;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Experience as something to train on: an epoch is one batch is one episode, which is played when its turn has come. */
record Episodes(int observationSize) implements Examples {
    private static final int MOST_STEPS = 10_000;

    /** What an episode begins with; the input is there for messages only. */
    record Start(long seed, NDList inputs) implements Batch {
        @Override
        public NDList targets() {
            return new NDList();
        }
    }

    @Override
    public int size() {
        return 1;
    }

    @Override
    public String unit() {
        return "episodes";
    }

    @Override
    public Iterable<Start> batches(int batchSize) {
        return batches(batchSize, 0);
    }

    @Override
    public Iterable<Start> batches(int batchSize, long seed) {
        NDManager manager = NDManager.newBaseManager();
        return List.of(new Start(seed, new NDList(manager.zeros(new Shape(1, observationSize)))));
    }

    /** Plays one episode and checks whatever the environment returns. */
    static Trajectory play(Environment environment, Agent agent, long seed, Consumer<Transition> experience) {
        List<float[]> observations = new ArrayList<>();
        List<Integer> actions = new ArrayList<>();
        List<Double> rewards = new ArrayList<>();
        float[] seen = checked(environment, environment.reset(seed), 0);
        observations.add(seen);
        boolean terminated = false;
        boolean over = false;
        while (!over) {
            int action = agent.act(seen);
            TimeStep step = environment.step(action);
            float[] next = checked(environment, step.observation(), step.reward());
            experience.accept(new Transition(seen, action, step.reward(), next, step.terminated()));
            observations.add(next);
            actions.add(action);
            rewards.add(step.reward());
            seen = next;
            terminated = step.terminated();
            over = step.over()
                    || actions.size() == MOST_STEPS
                    || Thread.currentThread().isInterrupted();
        }
        return new Trajectory(
                seed,
                List.copyOf(observations),
                actions.stream().mapToInt(Integer::intValue).toArray(),
                rewards.stream().mapToDouble(Double::doubleValue).toArray(),
                terminated);
    }

    private static float[] checked(Environment environment, float[] observation, double reward) {
        String name = environment.getClass().getSimpleName();
        if (observation.length != environment.observationSize()) {
            throw new IllegalStateException(name + " returned an observation of " + observation.length
                    + " numbers, expected " + environment.observationSize() + ", its observationSize()");
        }
        for (int i = 0; i < observation.length; i++) {
            if (!Float.isFinite(observation[i])) {
                throw new IllegalStateException(name + " returned an observation whose number " + i + " is "
                        + observation[i] + ", expected finite numbers");
            }
        }
        if (!Double.isFinite(reward)) {
            throw new IllegalStateException(name + " returned the reward " + reward + ", expected a finite number");
        }
        return observation.clone();
    }

    static void requireAction(Environment environment, int action, boolean under) {
        if (action < 0 || action >= environment.actions()) {
            throw new IllegalArgumentException(
                    "There is no action " + action + "; expected 0 to " + (environment.actions() - 1));
        }
        if (!under) {
            throw new IllegalStateException("No episode is under way; call reset(seed) first");
        }
    }

    static void requireDiscount(double discount) {
        if (!(discount > 0 && discount <= 1)) {
            throw new IllegalArgumentException("discount is " + discount + "; it must be in (0, 1]");
        }
    }
}
