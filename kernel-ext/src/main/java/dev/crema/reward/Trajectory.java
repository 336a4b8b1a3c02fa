package dev.crema.reward;

import dev.crema.figures.Drawable;
import dev.crema.figures.Figure;
import dev.crema.figures.LineChart;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One episode: what was seen, done and gained.
 *
 * @param seed of the environment's {@code reset}
 * @param observations what was seen before each action, and at the end: one more than actions
 * @param actions what was done
 * @param rewards what each action brought
 * @param terminated whether a final state was reached; if not, time was up
 */
public record Trajectory(long seed, List<float[]> observations, int[] actions, double[] rewards, boolean terminated)
        implements Drawable {
    /**
     * Lets an agent play one episode.
     *
     * @param environment the environment
     * @param agent who acts
     * @param seed of the episode
     * @return the episode; at most 10 000 steps of it, and less if the thread is interrupted, which leaves it interrupted
     * @throws IllegalStateException if the environment returns an observation of another size or numbers that are not finite
     * @throws IllegalArgumentException if the agent chooses an action that there is not
     */
    public static Trajectory of(Environment environment, Agent agent, long seed) {
        return Episodes.play(environment, agent, seed, transition -> {});
    }

    /**
     * Adds up the rewards.
     *
     * @return the return of the episode, without discount
     */
    public double totalReward() {
        return Arrays.stream(rewards).sum();
    }

    /**
     * Computes what was still to come before each action.
     *
     * @param discount what a reward one step later is worth, in (0, 1]
     * @return the discounted returns, one an action
     * @throws IllegalArgumentException if the discount is outside its range
     */
    public double[] returns(double discount) {
        Episodes.requireDiscount(discount);
        double[] returns = new double[rewards.length];
        double later = 0;
        for (int i = rewards.length - 1; i >= 0; i--) {
            later = rewards[i] + discount * later;
            returns[i] = later;
        }
        return returns;
    }

    /**
     * Plays the episode back.
     *
     * @param environment one like that it was played in
     * @return a picture of each state, one more than actions
     * @throws IllegalStateException if the environment does not do what it did
     */
    public List<Figure> frames(Environment environment) {
        List<Figure> frames = new ArrayList<>();
        float[] seen = environment.reset(seed);
        for (int i = 0; ; i++) {
            if (!Arrays.equals(seen, observations.get(i))) {
                throw new IllegalStateException("Step " + i + " shows " + Arrays.toString(seen) + ", but showed "
                        + Arrays.toString(observations.get(i)) + "; play it back in an environment like the first");
            }
            frames.add(environment.draw());
            if (i == actions.length) {
                return frames;
            }
            seen = environment.step(actions[i]).observation();
        }
    }

    @Override
    public Figure draw() {
        double[] sums = rewards.clone();
        Arrays.parallelPrefix(sums, Double::sum);
        double[] steps = IntStream.rangeClosed(1, sums.length).asDoubleStream().toArray();
        return LineChart.of("Episode: return %.2f in %d steps".formatted(totalReward(), actions.length))
                .x("step")
                .y("reward so far")
                .line("return", steps, sums)
                .alt("One episode of %d steps with a return of %.2f; it %s."
                        .formatted(
                                actions.length, totalReward(), terminated ? "ended in a final state" : "was cut off"))
                .figure();
    }
}
