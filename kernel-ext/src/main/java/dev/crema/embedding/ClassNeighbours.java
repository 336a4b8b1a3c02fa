package dev.crema.embedding;

/**
 * Which classes lie beside each other in a map: how many of the nearest neighbours of the points of class a have class b.
 *
 * @param neighbours how many nearest neighbours of each point were counted
 * @param counts {@code counts[a][b]}
 */
record ClassNeighbours(int neighbours, long[][] counts) {
    static ClassNeighbours of(float[][] map, int[] labels, int classes, int neighbours) {
        int[][] near = Neighbours.of(map, neighbours).rows();
        long[][] counts = new long[classes][classes];
        for (int i = 0; i < near.length; i++) {
            for (int j : near[i]) {
                counts[labels[i]][labels[j]]++;
            }
        }
        return new ClassNeighbours(neighbours, counts);
    }

    /** Returns the share of the neighbours of a class's points that have the same class; NaN if it has no points. */
    double purity(int label) {
        return (double) counts[label][label] / total(label);
    }

    /** Returns the share of the neighbours of two classes' points that have the other of the two. */
    double mixing(int a, int b) {
        return (double) (counts[a][b] + counts[b][a]) / (total(a) + total(b));
    }

    private long total(int label) {
        long total = 0;
        for (long count : counts[label]) {
            total += count;
        }
        return total;
    }

    /** Returns the class with the highest purity. */
    int purest() {
        int best = 0;
        for (int a = 1; a < counts.length; a++) {
            best = Double.isNaN(purity(best)) || purity(a) > purity(best) ? a : best;
        }
        return best;
    }

    /** Returns the two classes that mix most, or nothing if no two mix at all. */
    int[] mostMixed() {
        int[] most = {};
        double share = 0;
        for (int a = 0; a < counts.length; a++) {
            for (int b = a + 1; b < counts.length; b++) {
                if (mixing(a, b) > share) {
                    share = mixing(a, b);
                    most = new int[] {a, b};
                }
            }
        }
        return most;
    }
}
