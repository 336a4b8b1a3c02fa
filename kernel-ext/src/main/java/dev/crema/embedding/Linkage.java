package dev.crema.embedding;

/**
 * How far apart two clusters are, by which hierarchical clustering chooses the next two to join. After joining a and b, the
 * distance to any other cluster follows from the three distances between them (Lance and Williams 1967).
 */
public enum Linkage {
    /** The distance of their two nearest rows: finds long chains, and mistakes a bridge of noise for one. */
    SINGLE {
        @Override
        double joined(double toA, double toB, double between, int sizeA, int sizeB, int size) {
            return Math.min(toA, toB);
        }
    },
    /** The distance of their two farthest rows: finds clusters of like diameter. */
    COMPLETE {
        @Override
        double joined(double toA, double toB, double between, int sizeA, int sizeB, int size) {
            return Math.max(toA, toB);
        }
    },
    /** The mean distance of their rows (UPGMA). */
    AVERAGE {
        @Override
        double joined(double toA, double toB, double between, int sizeA, int sizeB, int size) {
            return (sizeA * toA + sizeB * toB) / (sizeA + sizeB);
        }
    },
    /** What joining them adds to the distortion, as √(2 × that) (Ward 1963): finds round clusters of like size, as k-means does. */
    WARD {
        @Override
        double joined(double toA, double toB, double between, int sizeA, int sizeB, int size) {
            double total = sizeA + sizeB + size;
            return Math.sqrt(Math.max(
                    0, ((sizeA + size) * toA * toA + (sizeB + size) * toB * toB - size * between * between) / total));
        }
    };

    /** Returns the distance of a cluster of {@code size} rows from a and b joined, given its distances from each and theirs. */
    abstract double joined(double toA, double toB, double between, int sizeA, int sizeB, int size);
}
