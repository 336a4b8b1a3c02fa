package dev.crema.embedding;

/**
 * Where a grid lies over a map.
 *
 * @param left horizontal coordinate of the grid's first column
 * @param bottom vertical coordinate of its first row
 * @param spacing distance between two points of the grid
 */
record Window(double left, double bottom, double spacing) {
    /** The longer side of the least rectangle around the map; NaN or infinite if a point of the map is. */
    static double range(Plane map) {
        return Math.max(range(map.x()), range(map.y()));
    }

    private static double range(float[] values) {
        float least = values[0];
        float most = values[0];
        for (float value : values) {
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        return (double) most - least;
    }

    /** Puts the middle of a grid with so many points a side on the middle of the map. */
    static Window over(Plane map, int side, double spacing) {
        int cells = side / 2;
        double half = spacing * cells;
        return new Window(middle(map.x()) - half, middle(map.y()) - half, spacing);
    }

    private static double middle(float[] values) {
        double least = values[0];
        double most = values[0];
        for (float value : values) {
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        return (least + most) / 2;
    }

    float column(float x) {
        return (float) ((x - left) / spacing);
    }

    float row(float y) {
        return (float) ((y - bottom) / spacing);
    }
}
