package dev.crema.torch;

import ai.djl.pytorch.jni.JniUtils;
import java.util.function.Supplier;

/** How many threads libtorch computes with. */
public final class Threads {
    private Threads() {}

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
        int before = small ? JniUtils.getNumThreads() : 1;
        if (before == 1) {
            return work.get();
        }
        JniUtils.setNumThreads(1);
        try {
            return work.get();
        } finally {
            JniUtils.setNumThreads(before);
        }
    }
}
