package dev.crema.reward;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import dev.crema.torch.Threads;
import dev.crema.training.FitOption;
import dev.crema.training.History;
import dev.crema.training.Learner;
import dev.crema.training.Losses;
import dev.crema.training.Training;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * Deep Q-learning (Mnih et al. 2015, "Human-level control through deep reinforcement learning"): a network learns the value
 * Q(s, a) of each action from replayed experience, {@code Q(s, a) ← r + γ·max Q'(s', ·)} with the network Q' of some steps ago; the
 * value of a final state is 0. With double DQN the network chooses the next action and Q' values it (van Hasselt, Guez and Silver
 * 2015, arXiv:1509.06461). The error is clipped as there, by a Huber loss; its optimiser was RMSprop.
 *
 * <pre>{@code
 * var agent = new Dqn(world, () -> Mlp.of(32, world.actions()), adam(1e-3), DqnOptions.defaults());
 * agent.fit(200);
 * Trajectory.of(world, agent, 1)
 * }</pre>
 */
public final class Dqn implements Agent {
    private final Environment environment;
    private final DqnOptions options;
    private final Learner learner;
    private final Block target;
    private final ReplayMemory memory;
    private final Loss huber = Losses.huber(1);
    private int steps;

    /**
     * Makes an agent that has learned nothing yet.
     *
     * @param environment where it learns
     * @param net makes a network from observations {@code [n, observationSize]} to values {@code [n, actions]}; called twice
     * @param optimizer moves its weights
     * @param options how to learn
     * @throws IllegalArgumentException if the network takes or gives other shapes
     */
    public Dqn(Environment environment, Supplier<? extends Block> net, Optimizer optimizer, DqnOptions options) {
        this.environment = environment;
        this.options = options;
        this.memory = new ReplayMemory(options.memory());
        Block online = Nets.initialized(net.get(), environment, environment.actions(), options.seed());
        this.target = Nets.initialized(net.get(), environment, environment.actions(), options.seed());
        this.learner = Training.learner(online, optimizer);
        Nets.copy(online, target);
    }

    /**
     * Learns for some episodes. An interrupt stops it; agent, memory and history are kept, and another {@code fit} goes on.
     *
     * @param episodes how many, at least 1; each is an epoch of the history, with the mean loss of its steps, 0 until learning
     *     begins, and its return
     * @param choices as of {@link Training#fit(List, dev.crema.training.Step, dev.crema.datasets.Examples, FitOption...)}; the
     *     seed is that of the episodes and of what is explored and replayed
     * @return loss and return of every episode
     * @throws IllegalStateException if the environment returns an observation of another size or numbers that are not finite
     */
    public History fit(int episodes, FitOption... choices) {
        return Nets.fit(
                List.of(learner), environment, episodes, choices, start -> learn(new SplittableRandom(start), start));
    }

    private Map<String, Double> learn(SplittableRandom random, long seed) {
        double[] sums = new double[2];
        Trajectory episode = Episodes.play(
                environment,
                observation -> random.nextDouble() < options.epsilon(steps)
                        ? random.nextInt(environment.actions())
                        : act(observation),
                seed,
                transition -> {
                    memory.add(transition);
                    steps++;
                    if (memory.size() >= options.warmUp() && steps % options.trainEvery() == 0) {
                        sums[0] += step(memory.sample(options.batchSize(), random));
                        sums[1]++;
                    }
                    if (steps % options.targetEvery() == 0) {
                        Nets.copy(learner.net(), target);
                    }
                });
        Map<String, Double> measures = new LinkedHashMap<>();
        measures.put("loss", sums[0] / Math.max(1, sums[1]));
        measures.put("return", episode.totalReward());
        return measures;
    }

    private double step(List<Transition> batch) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray goals = manager.create(targets(batch));
            NDArray chosen =
                    manager.create(batch.stream().mapToInt(Transition::action).toArray());
            NDArray mask = chosen.oneHot(environment.actions());
            NDArray seen =
                    manager.create(batch.stream().map(Transition::observation).toArray(float[][]::new));
            return learner.minimise(() -> {
                NDArray values = learner.forward(seen).mul(mask).sum(new int[] {1});
                return huber.evaluate(new NDList(goals), new NDList(values));
            });
        }
    }

    /** What the values of the actions taken should be. */
    float[] targets(List<Transition> batch) {
        float[][] next = batch.stream().map(Transition::next).toArray(float[][]::new);
        float[][] values = Nets.run(target, next);
        float[][] choosing = options.doubleDqn() ? Nets.run(learner.net(), next) : values;
        float[] goals = new float[batch.size()];
        for (int i = 0; i < goals.length; i++) {
            Transition transition = batch.get(i);
            double later = transition.terminal() ? 0 : values[i][Nets.greatest(choosing[i])];
            goals[i] = (float) (transition.reward() + options.discount() * later);
        }
        return goals;
    }

    /**
     * Returns what the agent expects of each action.
     *
     * @param observation what is seen
     * @return one value an action
     */
    public float[] values(float[] observation) {
        return Threads.oneIf(true, () -> Nets.run(learner.net(), new float[][] {observation})[0]);
    }

    /**
     * Chooses the action of the highest value.
     *
     * @param observation what is seen
     * @return the action
     */
    @Override
    public int act(float[] observation) {
        return Nets.greatest(values(observation));
    }
}
