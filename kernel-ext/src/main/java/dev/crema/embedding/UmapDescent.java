package dev.crema.embedding;

import java.util.stream.IntStream;

/**
 * The stochastic descent of UMAP (McInnes, Healy and Melville 2018, algorithm 5). In each iteration a pair of neighbours comes up as
 * often as they belong together, and each time some random points repel.
 *
 * <p>umap-learn moves both points of a pair at once, one pair after the other; run in parallel, its map depends on which thread comes
 * first. Here each point moves only itself, by all its pairs in their order. Points take turns: those of one turn see the others
 * where the turn before left them. Random numbers depend only on the seed, the iteration and the point, so the map has the same
 * bits on any number of cores.
 *
 * <p>A pair pulls each of its points once in an iteration, where umap-learn has it pull twice, and steps begin half as long: on
 * images of clothes and of digits that keeps more neighbours than umap-learn does. The random points that repel with a pair do
 * so all at once, and move the point no farther than one of them may: the processor need not wait for one to end before it
 * begins with the next.
 */
final class UmapDescent {
    private static final int TURNS = 8;
    private static final float LARGEST_STEP = 4;
    static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final Affinities graph;
    private final UmapForces forces;
    private final int negativeSamples;
    private final long seed;
    private final float largest;

    UmapDescent(Affinities graph, UmapForces forces, int negativeSamples, long seed) {
        this.graph = graph;
        this.forces = forces;
        this.negativeSamples = negativeSamples;
        this.seed = mixed(seed);
        float most = 0;
        for (float value : graph.value()) {
            most = Math.max(most, value);
        }
        this.largest = most;
    }

    /** Moves all points once. */
    void step(Plane map, Plane next, int iteration, float rate) {
        for (int t = 0; t < TURNS; t++) {
            int turn = t;
            int points = (map.size() - turn + TURNS - 1) / TURNS;
            Chunks.forEach(points, 128, (from, to) -> {
                for (int k = from; k < to; k++) {
                    move(k * TURNS + turn, map, next, iteration, rate);
                }
            });
            IntStream.range(0, points).forEach(k -> {
                int i = k * TURNS + turn;
                map.x()[i] = next.x()[i];
                map.y()[i] = next.y()[i];
            });
        }
    }

    private void move(int i, Plane map, Plane next, int iteration, float rate) {
        float[] x = map.x();
        float[] y = map.y();
        float xi = x[i];
        float yi = y[i];
        int n = map.size();
        long random = mixed(seed + GOLDEN * ((long) iteration * n + i));
        for (int e = graph.start()[i]; e < graph.start()[i + 1]; e++) {
            float often = graph.value()[e] / largest;
            if ((int) ((iteration + 1) * often) == (int) (iteration * often)) {
                continue;
            }
            int j = graph.column()[e];
            float dx = xi - x[j];
            float dy = yi - y[j];
            float pull = forces.attraction(dx * dx + dy * dy);
            xi += rate * clipped(pull * dx);
            yi += rate * clipped(pull * dy);
            float pushX = 0;
            float pushY = 0;
            for (int s = 0; s < negativeSamples; s++) {
                random += GOLDEN;
                int other = drawn(random, n);
                if (other != i) {
                    float ox = xi - x[other];
                    float oy = yi - y[other];
                    float push = forces.repulsion(ox * ox + oy * oy);
                    pushX += push * ox;
                    pushY += push * oy;
                }
            }
            xi += rate * clipped(pushX);
            yi += rate * clipped(pushY);
        }
        next.x()[i] = xi;
        next.y()[i] = yi;
    }

    /** Branches are twice as fast as {@link Math#max} and {@link Math#min} here: nearly all steps are short. */
    static float clipped(float step) {
        return step > LARGEST_STEP ? LARGEST_STEP : step < -LARGEST_STEP ? -LARGEST_STEP : step;
    }

    /** Returns a point below {@code n} for a counter. */
    static int drawn(long counter, int n) {
        return (int) (((mixed(counter) >>> 32) * n) >>> 32);
    }

    /** Turns a counter into a random number (Steele, Lea and Flood 2014, SplitMix64). */
    static long mixed(long counter) {
        long z = (counter ^ (counter >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
