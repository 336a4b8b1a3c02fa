package dev.crema.search;

import dev.crema.training.DivergedException;
import java.io.Serializable;

/** What came of running an objective once; goes from process to process. */
record Outcome(double score, Trial.State state, double seconds, String message) implements Serializable {
    /** Runs an objective, whatever it throws, short of a broken virtual machine. */
    static Outcome of(Objective objective, Settings settings) {
        long start = System.nanoTime();
        try {
            double score = objective.score(settings);
            return Double.isFinite(score)
                    ? new Outcome(score, Trial.State.FINISHED, since(start), "")
                    : new Outcome(Double.NaN, Trial.State.DIVERGED, since(start), "the score is " + score);
        } catch (OutOfMemoryError e) {
            return failed(start, "out of memory (" + e.getMessage() + "); allow smaller settings only, or more memory");
        } catch (StackOverflowError e) {
            return failed(start, "the stack overflowed: the objective calls itself without end");
        } catch (VirtualMachineError e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed(start, "interrupted");
        } catch (Throwable e) {
            return diverged(e)
                    ? new Outcome(Double.NaN, Trial.State.DIVERGED, since(start), words(e))
                    : failed(start, words(e));
        }
    }

    static Outcome failed(long start, String message) {
        return new Outcome(Double.NaN, Trial.State.FAILED, since(start), message);
    }

    Trial trial(int number, Settings settings) {
        return new Trial(number, settings, score, state, seconds, message);
    }

    private static boolean diverged(Throwable thrown) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < 20; depth++) {
            if (cause instanceof DivergedException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    static String words(Throwable thrown) {
        String name = thrown.getClass().getSimpleName();
        return thrown.getMessage() == null ? name : name + ": " + thrown.getMessage();
    }

    private static double since(long start) {
        return (System.nanoTime() - start) * 1e-9;
    }
}
