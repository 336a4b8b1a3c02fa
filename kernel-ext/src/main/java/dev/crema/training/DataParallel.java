package dev.crema.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import ai.djl.training.loss.Loss;
import dev.crema.datasets.Batch;
import dev.crema.datasets.Examples;
import dev.crema.torch.OptimizerSteps;
import dev.crema.torch.Threads;
import dev.crema.training.Share.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
    private final int shares;
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
        if (!(Math.abs(sum - whole.loss()) <= TOLERANCE * Math.abs(whole.loss()))) {
            return false;
        }
        NDList joined = joined(shares);
        return IntStream.range(0, joined.size())
                .allMatch(i -> near(joined.get(i), whole.outputs().get(i)));
    }

    private static boolean near(NDArray one, NDArray other) {
        return one.getShape().equals(other.getShape())
                && Scalars.of(one.sub(other).abs().max())
                        <= TOLERANCE * Scalars.of(other.abs().max());
    }

    /**
     * Makes the threads.
     *
     * @param shares how many shares batches are cut into, 1 for the whole on the calling thread
     */
    DataParallel(Learner learner, Loss loss, int shares) {
        this.learner = learner;
        this.loss = loss;
        this.shares = shares;
        threadsEach = Math.max(1, Threads.count() / shares);
        threads = Executors.newFixedThreadPool(Math.max(1, shares - 1), task -> {
            Thread thread = new Thread(task, "crema-data-parallel");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Computes the gradients of the mean loss of a batch. */
    Outcome gradients(Batch batch) {
        List<Share> cut = Share.of(batch, shares);
        List<Outcome> outcomes = Threads.limitedTo(threadsEach, () -> run(cut));
        return outcomes.size() == 1 ? outcomes.get(0) : together(outcomes);
    }

    private List<Outcome> run(List<Share> cut) {
        List<CompletableFuture<Outcome>> others = cut.stream()
                .skip(1)
                .map(share -> CompletableFuture.supplyAsync(
                        () -> Threads.limitedTo(threadsEach, () -> gradients(share)), threads))
                .toList();
        List<Outcome> outcomes = new ArrayList<>();
        try {
            outcomes.add(gradients(cut.get(0)));
        } finally {
            // after a failure of any of them too: nobody may close what the others still compute with
            others.forEach(other -> other.handle((outcome, failure) -> true).join());
        }
        others.forEach(other -> outcomes.add(result(other)));
        return outcomes;
    }

    private Outcome gradients(Share share) {
        return share.gradients(learner.net(), learner.weights().learned(), loss);
    }

    /** The outcome of a share that is done; its failure as it was. */
    private static Outcome result(CompletableFuture<Outcome> done) {
        try {
            return done.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }

    private static Outcome together(List<Outcome> outcomes) {
        double loss = outcomes.stream().mapToDouble(Outcome::loss).sum();
        Map<Parameter, NDArray> sums = new LinkedHashMap<>();
        for (Outcome outcome : outcomes) {
            NDList receivers = new NDList();
            NDList added = new NDList();
            outcome.gradients().forEach((parameter, gradient) -> {
                NDArray sum = sums.putIfAbsent(parameter, gradient);
                if (sum != null) {
                    receivers.add(sum);
                    added.add(gradient);
                }
            });
            OptimizerSteps.add(receivers, added);
        }
        return new Outcome(loss, joined(outcomes), sums);
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
    }
}
