package dev.crema.torch;

import ai.djl.pytorch.jni.JniUtils;
import java.util.function.Supplier;

/** How many threads libtorch computes with. */
public final class Threads {
    private Threads() {}

    /**
     * Returns how many threads an operator that the calling thread starts may use.
     *
     * @return at least 1
     */
    public static int count() {
        return JniUtils.getNumThreads();
    }

    /**
     * Computes on one thread where the work is small. To wake a sleeping thread takes some 50 µs, and libtorch does so for
     * arrays of any size in some operators, in fused optimiser steps for every array.
     *
     * @param small whether the work is small
     * @param work what to compute, on the calling thread
     * @param <T> what it gives
     * @return what it gives
     */
    public static <T> T oneIf(boolean small, Supplier<T> work) {
        return small ? limitedTo(1, work) : work.get();
    }

    /**
     * Computes with a number of threads of its own.
     *
     * @param count how many threads an operator may use, at least 1
     * @param work what to compute, on the calling thread
     * @param <T> what it gives
     * @return what it gives
     */
    public static <T> T limitedTo(int count, Supplier<T> work) {
        int before = count();
        if (before == count) {
            return work.get();
        }
        JniUtils.setNumThreads(count);
        try {
            return work.get();
        } finally {
            JniUtils.setNumThreads(before);
        }
    }
}
