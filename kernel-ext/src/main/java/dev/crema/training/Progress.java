package dev.crema.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A training while it runs: counts, sums and times, from which a {@link History} can be taken at any moment. */
final class Progress {
    private final int planned;
    private final int batchesPerEpoch;
    private final long start = System.nanoTime();

    private final List<Epoch> epochs = new ArrayList<>();
    private double[] batchLosses = new double[256];
    private int batches;
    private History.State state = History.State.RUNNING;

    private long epochStart = start;
    private double lossSum;
    private long correct;
    private long seen;
    private long seenInAll;

    Progress(int planned, int batchSize, int images) {
        this.planned = planned;
        this.batchesPerEpoch = (images + batchSize - 1) / batchSize;
    }

    boolean running() {
        return state == History.State.RUNNING;
    }

    boolean diverged() {
        return state == History.State.DIVERGED;
    }

    void interrupt() {
        state = History.State.INTERRUPTED;
    }

    /** The number of the epoch that is under way, 1 for the first. */
    int epoch() {
        return epochs.size() + 1;
    }

    void endBatch(double loss, long correctInBatch, long size) {
        if (batches == batchLosses.length) {
            batchLosses = Arrays.copyOf(batchLosses, 2 * batches);
        }
        batchLosses[batches++] = loss;
        lossSum += loss * size;
        correct += correctInBatch;
        seen += size;
        seenInAll += size;
        if (!Double.isFinite(loss)) {
            state = History.State.DIVERGED;
        }
    }

    void endEpoch(Evaluation validation) {
        long now = System.nanoTime();
        epochs.add(new Epoch(
                epoch(),
                lossSum / seen,
                (double) correct / seen,
                validation.loss(),
                validation.accuracy(),
                (now - epochStart) * 1e-9));
        epochStart = now;
        lossSum = 0;
        correct = 0;
        seen = 0;
        if (epochs.size() == planned) {
            state = History.State.FINISHED;
        }
    }

    History history() {
        double seconds = (System.nanoTime() - start) * 1e-9;
        return new History(
                planned,
                epochs,
                Arrays.copyOf(batchLosses, batches),
                batchesPerEpoch,
                state,
                seconds,
                seenInAll / seconds);
    }
}
