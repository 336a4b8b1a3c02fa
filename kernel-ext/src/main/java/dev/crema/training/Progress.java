package dev.crema.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A training while it runs: counts, sums and times, from which a {@link History} can be taken at any moment. */
public final class Progress {
    private final int planned;
    private final int batchesPerEpoch;
    private final String unit;
    private final long start = System.nanoTime();

    private final List<Epoch> epochs = new ArrayList<>();
    private double[] batchLosses = new double[256];
    private int batches;
    private History.State state = History.State.RUNNING;

    private final Means means = new Means();
    private long epochStart = start;
    private long seen;
    private double secondsBefore;
    private int weightsOf;

    /**
     * Starts the clock.
     *
     * @param planned epochs asked for
     * @param batchSize examples in a batch
     * @param size examples in an epoch
     * @param unit what they are called, such as "images"
     */
    Progress(int planned, int batchSize, int size, String unit) {
        this.planned = planned;
        this.batchesPerEpoch = (size + batchSize - 1) / batchSize;
        this.unit = unit;
    }

    /** Goes on after the epochs of an earlier training. */
    void resume(History earlier) {
        epochs.addAll(earlier.epochs());
        batches = epochs.size() * batchesPerEpoch;
        batchLosses = Arrays.copyOf(earlier.batchLosses(), batches + 256);
        secondsBefore = earlier.seconds();
        if (epochs.size() >= planned) {
            state = History.State.FINISHED;
        }
    }

    /**
     * Tells whether the training goes on.
     *
     * @return false once it is finished or was stopped
     */
    public boolean running() {
        return state == History.State.RUNNING;
    }

    /** Ends the training after the batch or the epoch that is under way: weights and history are kept. */
    public void stop() {
        end(History.State.STOPPED);
    }

    void end(History.State how) {
        if (running()) {
            state = how;
        }
    }

    /** Tells that the weights of the end of this epoch were restored. */
    void weightsOf(int epoch) {
        weightsOf = epoch;
    }

    /** The number of the epoch that is under way, 1 for the first. */
    int epoch() {
        return epochs.size() + 1;
    }

    /**
     * Returns how much of the training is done.
     *
     * @return epochs, with a fraction
     */
    public double epochsDone() {
        return batches / (double) batchesPerEpoch;
    }

    /**
     * Returns the length of the training.
     *
     * @return epochs asked for
     */
    public int plannedEpochs() {
        return planned;
    }

    void endBatch(Map<String, Double> measures, long size) {
        if (batches == batchLosses.length) {
            batchLosses = Arrays.copyOf(batchLosses, 2 * batches);
        }
        batchLosses[batches++] = measures.values().iterator().next();
        means.add(measures, size);
        seen += size;
    }

    void endEpoch(Map<String, Double> validation, double learningRate) {
        long now = System.nanoTime();
        epochs.add(new Epoch(epoch(), means.take(), validation, learningRate, (now - epochStart) * 1e-9));
        epochStart = now;
        if (epochs.size() == planned) {
            end(History.State.FINISHED);
        }
    }

    /**
     * Returns what has happened until now.
     *
     * @return the epochs that have ended, and every batch's loss
     */
    public History history() {
        double seconds = (System.nanoTime() - start) * 1e-9;
        return new History(
                planned,
                epochs,
                Arrays.copyOf(batchLosses, batches),
                batchesPerEpoch,
                state,
                secondsBefore + seconds,
                seen / seconds,
                unit,
                weightsOf);
    }
}
