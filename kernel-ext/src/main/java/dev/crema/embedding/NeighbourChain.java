package dev.crema.embedding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds clusters that are each other's nearest by walking from a cluster to its nearest neighbour, to that one's, and so on. Such
 * a pair may be joined at once, whatever else is to come (Müllner 2011, "Modern hierarchical, agglomerative clustering
 * algorithms", fig. 3).
 */
final class NeighbourChain {
    private final Linkage linkage;
    private final double[][] distances;
    private final int[] size;

    private NeighbourChain(float[][] rows, Linkage linkage) {
        this.linkage = linkage;
        this.size = new int[rows.length];
        Arrays.fill(size, 1);
        this.distances = new double[rows.length][];
        Chunks.forEach(rows.length, 16, (from, to) -> {
            for (int i = from; i < to; i++) {
                distances[i] = new double[i];
                for (int j = 0; j < i; j++) {
                    distances[i][j] = distance(rows[i], rows[j]);
                }
            }
        });
    }

    /** Returns the joins in the order found; each names one row of either cluster. */
    static List<Dendrogram.Merge> joins(float[][] rows, Linkage linkage) {
        return new NeighbourChain(rows, linkage).walk();
    }

    private List<Dendrogram.Merge> walk() {
        int n = size.length;
        List<Dendrogram.Merge> joins = new ArrayList<>();
        int[] chain = new int[n];
        int length = 0;
        while (joins.size() < n - 1) {
            if (length == 0) {
                chain[length++] = first();
            }
            int tip = chain[length - 1];
            int before = length > 1 ? chain[length - 2] : -1;
            int nearest = nearest(tip, before);
            if (nearest == before) {
                joins.add(new Dendrogram.Merge(before, tip, between(before, tip), size[before] + size[tip]));
                join(Math.min(before, tip), Math.max(before, tip));
                length -= 2;
            } else {
                chain[length++] = nearest;
            }
        }
        return joins;
    }

    private int first() {
        int i = 0;
        while (size[i] == 0) {
            i++;
        }
        return i;
    }

    /** Of equals the one before in the chain, or the chain would have no end. */
    private int nearest(int of, int before) {
        int nearest = before;
        double least = before < 0 ? Double.POSITIVE_INFINITY : between(of, before);
        for (int i = 0; i < size.length; i++) {
            if (size[i] > 0 && i != of && (between(of, i) < least || nearest < 0)) {
                nearest = i;
                least = between(of, i);
            }
        }
        return nearest;
    }

    /** The cluster of the higher row takes in that of the lower. */
    private void join(int low, int high) {
        double between = between(low, high);
        for (int i = 0; i < size.length; i++) {
            if (size[i] > 0 && i != low && i != high) {
                double joined =
                        linkage.joined(between(low, i), between(high, i), between, size[low], size[high], size[i]);
                distances[Math.max(high, i)][Math.min(high, i)] = joined;
            }
        }
        size[high] += size[low];
        size[low] = 0;
    }

    private double between(int i, int j) {
        return i > j ? distances[i][j] : distances[j][i];
    }

    private static double distance(float[] a, float[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            double difference = (double) a[j] - b[j];
            sum += difference * difference;
        }
        return Math.sqrt(sum);
    }
}
