package dev.crema.embedding;

/** The so-many nearest candidates seen so far, as a heap with the farthest on top. */
final class Nearest {
    private final float[] distances;
    private final int[] rows;
    private int size;

    Nearest(int most) {
        distances = new float[most];
        rows = new int[most];
    }

    /** Returns the distance below which a candidate is taken in: that of the farthest, once all places are taken. */
    float limit() {
        return size < distances.length ? Float.POSITIVE_INFINITY : distances[0];
    }

    int size() {
        return size;
    }

    int row(int place) {
        return rows[place];
    }

    /** Takes in a candidate that is nearer than the limit, in the place of the farthest if there is no other. */
    void add(float distance, int row) {
        if (size < distances.length) {
            rise(size++, distance, row);
        } else {
            sink(distance, row);
        }
    }

    private void rise(int from, float distance, int row) {
        int place = from;
        while (place > 0 && distances[(place - 1) / 2] < distance) {
            int above = (place - 1) / 2;
            distances[place] = distances[above];
            rows[place] = rows[above];
            place = above;
        }
        distances[place] = distance;
        rows[place] = row;
    }

    private void sink(float distance, int row) {
        int place = 0;
        while (2 * place + 1 < size) {
            int below = 2 * place + 1;
            if (below + 1 < size && distances[below + 1] > distances[below]) {
                below++;
            }
            if (distances[below] <= distance) {
                break;
            }
            distances[place] = distances[below];
            rows[place] = rows[below];
            place = below;
        }
        distances[place] = distance;
        rows[place] = row;
    }
}
