package dev.crema.embedding;

/**
 * How much two points of a UMAP map belong together at distance d: 1 / (1 + a d^2b), a smooth curve close to one that is 1 up to
 * the minimum distance and falls as exp(−(d − minDist) / spread) beyond (McInnes, Healy and Melville 2018, def. 11).
 */
record MembershipCurve(double a, double b) {
    private static final int SAMPLES = 300;
    private static final int MAX_STEPS = 200;

    /** Fits a and b by least squares over distances up to three times the spread (Levenberg and Marquardt), as umap-learn does. */
    static MembershipCurve of(double minDist, double spread) {
        double a = 1;
        double b = 1;
        double damping = 1e-3;
        double error = error(a, b, minDist, spread);
        for (int step = 0; step < MAX_STEPS && damping < 1e12; step++) {
            double[] n = normal(a, b, minDist, spread);
            double aa = n[0] * (1 + damping);
            double bb = n[2] * (1 + damping);
            double determinant = aa * bb - n[1] * n[1];
            double nextA = a + (n[3] * bb - n[4] * n[1]) / determinant;
            double nextB = b + (n[4] * aa - n[3] * n[1]) / determinant;
            double next = nextA > 0 && nextB > 0 ? error(nextA, nextB, minDist, spread) : Double.POSITIVE_INFINITY;
            if (next < error) {
                a = nextA;
                b = nextB;
                error = next;
                damping /= 10;
            } else {
                damping *= 10;
            }
        }
        return new MembershipCurve(a, b);
    }

    private static double error(double a, double b, double minDist, double spread) {
        double sum = 0;
        for (int i = 0; i < SAMPLES; i++) {
            double x = 3 * spread * i / (SAMPLES - 1);
            double residual = wanted(x, minDist, spread) - at(a, b, x);
            sum += residual * residual;
        }
        return sum;
    }

    /** The normal equations of one step: JᵀJ as aa, ab, bb, then Jᵀ residual. */
    private static double[] normal(double a, double b, double minDist, double spread) {
        double[] n = new double[5];
        for (int i = 1; i < SAMPLES; i++) {
            double x = 3 * spread * i / (SAMPLES - 1);
            double q = at(a, b, x);
            double power = StrictMath.pow(x, 2 * b);
            double da = -power * q * q;
            double db = 2 * StrictMath.log(x) * a * da;
            double residual = wanted(x, minDist, spread) - q;
            n[0] += da * da;
            n[1] += da * db;
            n[2] += db * db;
            n[3] += da * residual;
            n[4] += db * residual;
        }
        return n;
    }

    private static double wanted(double x, double minDist, double spread) {
        return x < minDist ? 1 : StrictMath.exp(-(x - minDist) / spread);
    }

    private static double at(double a, double b, double x) {
        return 1 / (1 + a * StrictMath.pow(x, 2 * b));
    }
}
