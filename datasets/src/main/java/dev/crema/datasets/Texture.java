package dev.crema.datasets;

import java.util.SplittableRandom;

/** Patterns for backgrounds, different each time. Only StrictMath, so that every machine paints the same. */
enum Texture {
    /** Soft light and dark patches. */
    CLOUDS {
        @Override
        Pattern draw(SplittableRandom random) {
            int cell = random.nextInt(5, 14);
            long seed = random.nextLong();
            return (x, y) -> {
                double u = smooth((double) x % cell / cell);
                double v = smooth((double) y % cell / cell);
                double top = mix(lattice(seed, x / cell, y / cell), lattice(seed, x / cell + 1, y / cell), u);
                double low = mix(lattice(seed, x / cell, y / cell + 1), lattice(seed, x / cell + 1, y / cell + 1), u);
                return mix(top, low, v);
            };
        }
    },
    /** Soft parallel stripes in any direction. */
    STRIPES {
        @Override
        Pattern draw(SplittableRandom random) {
            double angle = StrictMath.PI * random.nextDouble();
            double period = 5 + 8 * random.nextDouble();
            double phase = 2 * StrictMath.PI * random.nextDouble();
            double along = 2 * StrictMath.PI * StrictMath.cos(angle) / period;
            double down = 2 * StrictMath.PI * StrictMath.sin(angle) / period;
            return (x, y) -> 0.5 + 0.5 * StrictMath.sin(along * x + down * y + phase);
        }
    },
    /** The squares of a chess board. */
    CHECKS {
        @Override
        Pattern draw(SplittableRandom random) {
            int cell = random.nextInt(4, 10);
            int right = random.nextInt(cell);
            int down = random.nextInt(cell);
            return (x, y) -> ((x + right) / cell + (y + down) / cell) % 2;
        }
    },
    /** A value of its own for every pixel. */
    GRAIN {
        @Override
        Pattern draw(SplittableRandom random) {
            long seed = random.nextLong();
            return (x, y) -> lattice(seed, x, y);
        }
    };

    /** A value from 0 to 1 for every pixel. */
    interface Pattern {
        double at(int x, int y);
    }

    abstract Pattern draw(SplittableRandom random);

    private static double mix(double a, double b, double share) {
        return a + share * (b - a);
    }

    private static double smooth(double t) {
        return t * t * (3 - 2 * t);
    }

    private static double lattice(long seed, int x, int y) {
        return new SplittableRandom(seed ^ (x * 0x9E3779B97F4A7C15L) ^ (y * 0xC2B2AE3D27D4EB4FL)).nextDouble();
    }
}
