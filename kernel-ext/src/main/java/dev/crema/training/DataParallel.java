package dev.crema.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import ai.djl.training.ParameterStore;
import ai.djl.training.loss.Loss;
import dev.crema.datasets.Batch;
import dev.crema.datasets.Examples;
import dev.crema.torch.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Runs a step on several threads, each with a share of the batch and gradients of its own, which are then added: data
 * parallelism (Li et al. 2020, arXiv:2006.15704) over the cores of one machine. libtorch by itself spreads every single
 * operator over the cores, which wait for each other after each one; here they meet once a step.
 */
final class DataParallel implements AutoCloseable {
    // with fewer, a share no longer fills a core
    private static final int LEAST_EXAMPLES = 32;
    // rounding in sums of another order
    private static final double TOLERANCE = 1e-4;

    private final Learner learner;
    private final Loss loss;
    private final List<Replica> replicas;
    private final ExecutorService threads;
    private final int threadsEach;

    /**
     * Decides how many shares batches are cut into: more than one where the first batch shows that shares of it come to
     * the same as the whole. They do not where examples look at each other, as in batch normalisation and in losses that
     * compare embeddings, nor where chance comes in, as in dropout.
     *
     * @return at least 1, at most as many as there are threads
     */
    static int shares(Block net, Examples train, FitOptions options) {
        int count = Math.min(Threads.count(), options.batchSize / LEAST_EXAMPLES);
        if (count < 2 || mixes(net)) {
            return 1;
        }
        try (Batch batch = train.batches(options.batchSize).iterator().next()) {
            boolean cuttable = Stream.of(batch.inputs(), batch.targets())
                    .flatMap(NDList::stream)
                    .allMatch(array -> array.getShape().dimension() > 0
                            && array.size(0) == batch.size()
                            && !array.getDevice().isGpu());
            return cuttable && comesToTheSame(net, batch, options.loss, count) ? count : 1;
        }
    }

    private static boolean mixes(Block block) {
        return block instanceof BatchNorm
                || block instanceof Dropout
                || block.getChildren().values().stream().anyMatch(DataParallel::mixes);
    }

    private static boolean comesToTheSame(Block net, Batch batch, Loss loss, int count) {
        Outcome whole = Share.of(batch, 1).get(0).outcome(net, loss);
        List<Outcome> shares = Share.of(batch, count).stream()
                .map(share -> share.outcome(net, loss))
                .toList();
        double sum = shares.stream().mapToDouble(Outcome::loss).sum();
        if (!(Math.abs(sum - whole.loss) <= TOLERANCE * Math.abs(whole.loss))) {
            return false;
        }
        NDList joined = joined(shares);
        return IntStream.range(0, joined.size()).allMatch(i -> near(joined.get(i), whole.outputs.get(i)));
    }

    private static boolean near(NDArray one, NDArray other) {
        return one.getShape().equals(other.getShape())
                && Scalars.of(one.sub(other).abs().max())
                        <= TOLERANCE * Scalars.of(other.abs().max());
    }

    /**
     * Makes the threads.
     *
     * @param shares how many shares batches are cut into, at least 2
     */
    DataParallel(Learner learner, Loss loss, int shares) {
        this.learner = learner;
        this.loss = loss;
        replicas = IntStream.range(1, shares)
                .mapToObj(i -> new Replica(learner.weights().named().values()))
                .toList();
        threadsEach = Math.max(1, Threads.count() / shares);
        threads = Executors.newFixedThreadPool(shares - 1, task -> {
            Thread thread = new Thread(task, "crema-data-parallel");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Has the network's weights collect the gradients of the mean loss of a batch. */
    Outcome gradients(Batch batch) {
        List<Share> shares = Share.of(batch, replicas.size() + 1);
        List<Outcome> outcomes = Threads.limitedTo(threadsEach, () -> run(shares));
        replicas.subList(0, shares.size() - 1).forEach(Replica::handOver);
        double sum = outcomes.stream().mapToDouble(Outcome::loss).sum();
        return new Outcome(sum, joined(outcomes));
    }

    private List<Outcome> run(List<Share> shares) {
        List<Future<Outcome>> others = new ArrayList<>();
        for (int i = 1; i < shares.size(); i++) {
            Share share = shares.get(i);
            ParameterStore store = replicas.get(i - 1).store(share.manager());
            others.add(threads.submit(
                    () -> Threads.limitedTo(threadsEach, () -> share.gradients(learner.net(), store, loss))));
        }
        Share first = shares.get(0);
        List<Outcome> outcomes = new ArrayList<>();
        try {
            outcomes.add(first.gradients(learner.net(), new ParameterStore(first.manager(), false), loss));
        } finally {
            // after a failure too: nobody may close what the others still compute with
            others.forEach(other -> outcomes.add(result(other)));
        }
        return outcomes;
    }

    private static Outcome result(Future<Outcome> future) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    // the training stops after this batch
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static NDList joined(List<Outcome> outcomes) {
        NDList joined = new NDList();
        for (int i = 0; i < outcomes.get(0).outputs().size(); i++) {
            int output = i;
            joined.add(NDArrays.concat(new NDList(outcomes.stream()
                    .map(outcome -> outcome.outputs().get(output))
                    .toList())));
        }
        return joined;
    }

    @Override
    public void close() {
        threads.shutdown();
        replicas.forEach(Replica::close);
    }

    /**
     * What came of a batch or a share of it.
     *
     * @param loss the loss, of a share times its part of the batch
     * @param outputs the network's outputs, batch first
     */
    record Outcome(double loss, NDList outputs) {}
}
