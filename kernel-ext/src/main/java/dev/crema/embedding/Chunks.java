package dev.crema.embedding;

import java.util.stream.IntStream;

/**
 * Runs a loop over rows on all cores. The chunks depend on the number of rows alone and each writes only its own rows, so
 * the result has the same bits on any number of cores.
 */
final class Chunks {
    /** The work on rows {@code from} (inclusive) to {@code to} (exclusive). */
    interface Body {
        void run(int from, int to);
    }

    private Chunks() {}

    static void forEach(int rows, int size, Body body) {
        IntStream.range(0, (rows + size - 1) / size)
                .parallel()
                .forEach(chunk -> body.run(chunk * size, Math.min(rows, (chunk + 1) * size)));
    }
}
