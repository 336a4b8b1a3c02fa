package dev.crema.embedding;

import java.util.Arrays;
import java.util.SplittableRandom;

/** The centres of clusters in double precision, so that the distortion falls by more than rounding loses. */
record Centres(double[][] of) {
    /**
     * Draws rows as centres, each next one with a probability in proportion to its squared distance from the nearest centre so
     * far: k-means++ (Arthur and Vassilvitskii 2007). Rows that equal a centre are drawn only where there are no others.
     */
    static Centres drawn(float[][] rows, int clusters, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Centres centres = new Centres(new double[clusters][]);
        double[] squared = new double[rows.length];
        Arrays.fill(squared, Double.POSITIVE_INFINITY);
        int next = random.nextInt(rows.length);
        for (int c = 0; c < clusters; c++) {
            centres.of[c] = doubles(rows[next]);
            double[] centre = centres.of[c];
            Chunks.forEach(rows.length, 1024, (from, to) -> {
                for (int i = from; i < to; i++) {
                    squared[i] = Math.min(squared[i], squared(rows[i], centre));
                }
            });
            next = drawn(squared, random);
        }
        return centres;
    }

    private static int drawn(double[] weights, SplittableRandom random) {
        double total = Arrays.stream(weights).sum();
        if (total == 0) {
            return random.nextInt(weights.length);
        }
        double left = random.nextDouble() * total;
        int last = 0;
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] > 0) {
                last = i;
                left -= weights[i];
                if (left < 0) {
                    return i;
                }
            }
        }
        return last;
    }

    /** Sets the nearest centre of each row, the first of equals, and its squared distance. */
    void nearest(float[][] rows, int[] labels, double[] squared) {
        Chunks.forEach(rows.length, 256, (from, to) -> {
            for (int i = from; i < to; i++) {
                squared[i] = Double.POSITIVE_INFINITY;
                for (int c = 0; c < of.length; c++) {
                    double d = squared(rows[i], of[c]);
                    if (d < squared[i]) {
                        squared[i] = d;
                        labels[i] = c;
                    }
                }
            }
        });
    }

    /** Returns the means of the rows with each label; a centre without rows stays where it is. */
    Centres moved(float[][] rows, int[] labels) {
        double[][] sums = new double[of.length][of[0].length];
        int[] counts = new int[of.length];
        for (int i = 0; i < rows.length; i++) {
            double[] sum = sums[labels[i]];
            counts[labels[i]]++;
            for (int j = 0; j < sum.length; j++) {
                sum[j] += rows[i][j];
            }
        }
        for (int c = 0; c < sums.length; c++) {
            for (int j = 0; j < sums[c].length; j++) {
                sums[c][j] = counts[c] == 0 ? of[c][j] : sums[c][j] / counts[c];
            }
        }
        return new Centres(sums);
    }

    float[][] floats() {
        float[][] floats = new float[of.length][of[0].length];
        for (int c = 0; c < of.length; c++) {
            for (int j = 0; j < of[c].length; j++) {
                floats[c][j] = (float) of[c][j];
            }
        }
        return floats;
    }

    static Centres of(float[][] centres) {
        return new Centres(Arrays.stream(centres).map(Centres::doubles).toArray(double[][]::new));
    }

    private static double[] doubles(float[] row) {
        double[] doubles = new double[row.length];
        for (int j = 0; j < row.length; j++) {
            doubles[j] = row[j];
        }
        return doubles;
    }

    private static double squared(float[] row, double[] centre) {
        double sum = 0;
        for (int j = 0; j < centre.length; j++) {
            double difference = row[j] - centre[j];
            sum += difference * difference;
        }
        return sum;
    }
}
