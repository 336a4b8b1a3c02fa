package dev.crema.embedding;

/** Places new rows in a finished UMAP map, each on its own, as umap-learn's transform does. */
final class UmapNewcomers {
    /** The share of a whole descent that a point with a good start needs. */
    private static final int SHORTER = 3;

    private static final float RATE = 0.25f;

    private final UmapOptions options;
    private final float[][] rows;
    private final float[][] points;
    private final int neighbours;

    UmapNewcomers(UmapOptions options, float[][] rows, float[][] points) {
        this.options = options;
        this.rows = rows;
        this.points = points;
        this.neighbours = Math.min(options.neighbours(), rows.length);
    }

    float[][] placed(float[][] others) {
        UmapForces forces = new UmapForces(MembershipCurve.of(options.minDist(), options.spread()));
        Neighbours near = Neighbours.of(rows, others, neighbours);
        float[][] placed = new float[others.length][];
        Chunks.forEach(others.length, 8, (from, to) -> {
            for (int i = from; i < to; i++) {
                placed[i] = placed(near.rows()[i], near.squaredDistances()[i], i, forces);
            }
        });
        return placed;
    }

    private float[] placed(int[] near, float[] squaredDistances, int number, UmapForces forces) {
        float[] distances = new float[neighbours];
        for (int k = 0; k < neighbours; k++) {
            distances[k] = (float) Math.sqrt(squaredDistances[k]);
        }
        double mean = 0;
        for (float d : distances) {
            mean += d / (double) neighbours;
        }
        double sum = Math.max(1, StrictMath.log(neighbours) / StrictMath.log(2));
        Membership membership = Membership.of(distances, 0, sum, mean > 0 ? mean : 1);
        float[] weights = new float[neighbours];
        float total = 0;
        float largest = 0;
        for (int k = 0; k < neighbours; k++) {
            weights[k] = membership.of(distances[k]);
            total += weights[k];
            largest = Math.max(largest, weights[k]);
        }
        float[] at = new float[2];
        for (int k = 0; k < neighbours; k++) {
            float[] point = points[near[k]];
            at[0] += weights[k] / total * point[0];
            at[1] += weights[k] / total * point[1];
        }
        for (int k = 0; k < neighbours; k++) {
            weights[k] /= largest;
        }
        return descended(at, near, weights, number, forces);
    }

    private float[] descended(float[] start, int[] neighbours, float[] often, int number, UmapForces forces) {
        float x = start[0];
        float y = start[1];
        int iterations = Math.max(1, options.iterations(points.length) / SHORTER);
        long random = UmapDescent.mixed(UmapDescent.mixed(options.seed()) + number);
        for (int iteration = 0; iteration < iterations; iteration++) {
            float rate = RATE * (1 - (float) iteration / iterations);
            for (int k = 0; k < often.length; k++) {
                if ((int) ((iteration + 1) * often[k]) == (int) (iteration * often[k])) {
                    continue;
                }
                float[] near = points[neighbours[k]];
                float dx = x - near[0];
                float dy = y - near[1];
                float pull = forces.attraction(dx * dx + dy * dy);
                x += rate * UmapDescent.clipped(pull * dx);
                y += rate * UmapDescent.clipped(pull * dy);
                float pushX = 0;
                float pushY = 0;
                for (int s = 0; s < options.negativeSamples(); s++) {
                    random += UmapDescent.GOLDEN;
                    float[] other = points[UmapDescent.drawn(random, points.length)];
                    float ox = x - other[0];
                    float oy = y - other[1];
                    float push = forces.repulsion(ox * ox + oy * oy);
                    pushX += push * ox;
                    pushY += push * oy;
                }
                x += rate * UmapDescent.clipped(pushX);
                y += rate * UmapDescent.clipped(pushY);
            }
        }
        return new float[] {x, y};
    }
}
