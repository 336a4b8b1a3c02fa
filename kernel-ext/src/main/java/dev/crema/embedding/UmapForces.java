package dev.crema.embedding;

/**
 * How strongly two points of a UMAP map attract or repel each other at a squared distance: the slopes of the logarithms of the
 * {@link MembershipCurve} and of its complement, by interpolation in tables. A power takes longer than all else in the descent.
 */
final class UmapForces {
    /** Steps of a table for each doubling of the squared distance; interpolation is then exact to about 1e-5. */
    private static final int FRACTION_BITS = 7;

    private static final int SHIFT = 23 - FRACTION_BITS;
    private static final float UNIT = 1f / (1 << SHIFT);
    private static final int LOWEST = Float.floatToRawIntBits(0x1p-40f) >>> SHIFT;
    private static final int HIGHEST = Float.floatToRawIntBits(0x1p40f) >>> SHIFT;
    /** Keeps two points that nearly coincide from flying apart. */
    private static final double SOFTENING = 1e-3;

    private final float[] attraction = new float[HIGHEST - LOWEST + 2];
    private final float[] repulsion = new float[HIGHEST - LOWEST + 2];

    UmapForces(MembershipCurve curve) {
        double a = curve.a();
        double b = curve.b();
        for (int i = 0; i < attraction.length; i++) {
            double squared = Float.intBitsToFloat((LOWEST + i) << SHIFT);
            double power = StrictMath.pow(squared, b);
            attraction[i] = (float) (-2 * a * b * power / squared / (1 + a * power));
            repulsion[i] = (float) (2 * b / ((SOFTENING + squared) * (1 + a * power)));
        }
    }

    /** The factor of y_i − y_j by which a step up the slope moves y_i; negative. */
    float attraction(float squaredDistance) {
        return at(attraction, squaredDistance);
    }

    /** The same for two points that do not belong together; positive. */
    float repulsion(float squaredDistance) {
        return at(repulsion, squaredDistance);
    }

    private static float at(float[] table, float squaredDistance) {
        // the upper bits of a float count steps, the lower ones the way to the next
        int bits = Float.floatToRawIntBits(squaredDistance);
        int i = Math.max(0, Math.min(HIGHEST - LOWEST, (bits >>> SHIFT) - LOWEST));
        float share = (bits & ((1 << SHIFT) - 1)) * UNIT;
        return table[i] + share * (table[i + 1] - table[i]);
    }
}
