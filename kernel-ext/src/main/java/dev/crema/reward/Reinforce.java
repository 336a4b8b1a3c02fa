package dev.crema.reward;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import dev.crema.training.FitOption;
import dev.crema.training.History;
import dev.crema.training.Learner;
import dev.crema.training.Losses;
import dev.crema.training.Training;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Policy gradient with a baseline (Williams 1992, "Simple statistical gradient-following algorithms for connectionist
 * reinforcement learning"; Sutton and Barto 2018, section 13.4): after each episode, actions that were followed by more reward
 * than the baseline network expected become more likely, by the gradient of {@code −ln π(a|s) · (G − b(s))} with the discounted
 * return G, mean over the steps. As is usual today and not in the paper, the differences G − b(s) of an episode are divided by their
 * root mean square.
 */
public final class Reinforce implements Agent {
    private final Environment environment;
    private final double discount;
    private final Learner policy;
    private final Learner baseline;
    private final Loss squares = Losses.meanSquaredError();

    /**
     * Makes an agent that has learned nothing yet.
     *
     * @param environment where it learns
     * @param policy a network and its optimiser, from observations {@code [n, observationSize]} to scores (logits)
     *     {@code [n, actions]}
     * @param policyOptimizer moves the policy's weights
     * @param baseline from observations to the return expected, {@code [n, 1]}
     * @param baselineOptimizer moves the baseline's weights
     * @param discount γ, what a reward one step later is worth, in (0, 1]
     * @param seed of the weights
     * @throws IllegalArgumentException if a network takes or gives other shapes, or the discount is outside its range
     */
    public Reinforce(
            Environment environment,
            Block policy,
            Optimizer policyOptimizer,
            Block baseline,
            Optimizer baselineOptimizer,
            double discount,
            long seed) {
        Episodes.requireDiscount(discount);
        this.environment = environment;
        this.discount = discount;
        this.policy =
                Training.learner(Nets.initialized(policy, environment, environment.actions(), seed), policyOptimizer);
        this.baseline = Training.learner(Nets.initialized(baseline, environment, 1, seed + 1), baselineOptimizer);
    }

    /**
     * Learns for some episodes. An interrupt stops it; agent and history are kept, and another {@code fit} goes on.
     *
     * @param episodes how many, at least 1; each is an epoch of the history, with the loss of the policy, that of the baseline, and
     *     its return
     * @param choices as of {@link Training#fit(List, dev.crema.training.Step, dev.crema.datasets.Examples, FitOption...)}; the
     *     seed is that of the episodes and of the actions drawn
     * @return losses and return of every episode
     * @throws IllegalStateException if the environment returns an observation of another size or numbers that are not finite
     */
    public History fit(int episodes, FitOption... choices) {
        return Nets.fit(List.of(policy, baseline), environment, episodes, choices, this::learn);
    }

    private Map<String, Double> learn(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Trajectory episode = Episodes.play(environment, observation -> draw(observation, random), seed, step -> {});
        Map<String, Double> measures = new LinkedHashMap<>();
        try (NDManager manager = NDManager.newBaseManager()) {
            int n = episode.actions().length;
            NDArray seen = manager.create(episode.observations().subList(0, n).toArray(float[][]::new));
            NDArray mask = manager.create(episode.actions()).oneHot(environment.actions());
            NDArray returns = manager.create(floats(episode.returns(discount)), new Shape(n, 1));
            NDArray more = returns.sub(baseline.forward(seen)).reshape(n);
            NDArray scaled = more.div(more.square().mean().sqrt().maximum(1e-8)).stopGradient();
            measures.put("loss", policy.minimise(() -> policy.forward(seen)
                    .logSoftmax(1)
                    .mul(mask)
                    .sum(new int[] {1})
                    .mul(scaled)
                    .mean()
                    .neg()));
            measures.put(
                    "baseline loss",
                    baseline.minimise(() -> squares.evaluate(new NDList(returns), new NDList(baseline.forward(seen)))));
        }
        measures.put("return", episode.totalReward());
        return measures;
    }

    private int draw(float[] observation, SplittableRandom random) {
        double[] shares = probabilities(observation);
        double left = random.nextDouble();
        int action = 0;
        while (action < shares.length - 1 && left >= shares[action]) {
            left -= shares[action++];
        }
        return action;
    }

    /**
     * Returns how likely each action is.
     *
     * @param observation what is seen
     * @return one probability an action
     */
    public double[] probabilities(float[] observation) {
        float[] scores = Nets.run(policy.net(), new float[][] {observation})[0];
        float most = scores[Nets.greatest(scores)];
        double[] shares = new double[scores.length];
        double sum = 0;
        for (int i = 0; i < scores.length; i++) {
            shares[i] = Math.exp(scores[i] - most);
            sum += shares[i];
        }
        for (int i = 0; i < scores.length; i++) {
            shares[i] /= sum;
        }
        return shares;
    }

    /**
     * Chooses the most likely action.
     *
     * @param observation what is seen
     * @return the action
     */
    @Override
    public int act(float[] observation) {
        return Nets.greatest(Nets.run(policy.net(), new float[][] {observation})[0]);
    }

    private static float[] floats(double[] numbers) {
        float[] floats = new float[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            floats[i] = (float) numbers[i];
        }
        return floats;
    }
}
