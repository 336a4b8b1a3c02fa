package dev.crema.embedding;

import java.util.stream.IntStream;

/**
 * Eigenvalues and eigenvectors of a real symmetric matrix: Householder reduction to tridiagonal form, then the QL method
 * with implicit shifts (Golub and Van Loan, Matrix Computations, 4th ed., §8.3).
 *
 * @param values the eigenvalues, largest first
 * @param vectors {@code vectors[k]} is the unit eigenvector of {@code values[k]}
 */
record SymmetricEigen(double[] values, double[][] vectors) {
    private static final double EPSILON = Math.ulp(1.0);
    private static final int MAX_SWEEPS = 60;

    /** Decomposes a matrix of which only the lower triangle is read, and which is overwritten. */
    static SymmetricEigen of(double[][] matrix) {
        int n = matrix.length;
        double[] diagonal = new double[n];
        double[] beside = new double[n];
        double[][] basis = tridiagonalise(matrix, diagonal, beside);
        diagonalise(diagonal, beside, basis);
        int[] order = IntStream.range(0, n)
                .boxed()
                .sorted((a, b) -> Double.compare(diagonal[b], diagonal[a]))
                .mapToInt(Integer::intValue)
                .toArray();
        return new SymmetricEigen(
                IntStream.of(order).mapToDouble(k -> diagonal[k]).toArray(),
                IntStream.of(order).mapToObj(k -> basis[k]).toArray(double[][]::new));
    }

    /**
     * Writes A = Qᵀ T Q, T tridiagonal with {@code beside[i]} between i and i + 1, and returns Q. Reflections run from the
     * last row up, so that what is left of A stays a leading block.
     */
    private static double[][] tridiagonalise(double[][] a, double[] diagonal, double[] beside) {
        int n = a.length;
        double[] scale = new double[n];
        double[] w = new double[n];
        // what constant columns leave of a row is rounding; its square may be 0, which nothing can be divided by
        double negligible = EPSILON * EPSILON * largest(a);
        for (int i = n - 1; i > 0; i--) {
            double[] u = a[i];
            diagonal[i] = u[i];
            double norm = Math.sqrt(dot(u, u, i));
            if (norm <= negligible) {
                continue;
            }
            double alpha = u[i - 1] > 0 ? -norm : norm;
            beside[i - 1] = alpha;
            u[i - 1] -= alpha;
            scale[i] = 2 / dot(u, u, i);
            multiply(a, u, i, w);
            for (int j = 0; j < i; j++) {
                w[j] *= scale[i];
            }
            add(w, u, -scale[i] * dot(u, w, i) / 2, i);
            for (int j = 0; j < i; j++) {
                add(a[j], u, -w[j], j + 1);
                add(a[j], w, -u[j], j + 1);
            }
        }
        diagonal[0] = a[0][0];
        return product(a, scale);
    }

    private static double largest(double[][] lower) {
        double largest = 0;
        for (int i = 0; i < lower.length; i++) {
            for (int j = 0; j <= i; j++) {
                largest = Math.max(largest, Math.abs(lower[i][j]));
            }
        }
        return largest;
    }

    /** Multiplies the reflections I − scale[i] u uᵀ, u the first i numbers of row i, in the order of i. */
    private static double[][] product(double[][] u, double[] scale) {
        int n = u.length;
        double[][] q = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                add(q[j], u[i], -scale[i] * dot(q[j], u[i], i), i);
            }
            q[i][i] = 1;
        }
        return q;
    }

    /** Turns the tridiagonal T into its eigenvalues and the rows of Q into eigenvectors of A. */
    private static void diagonalise(double[] d, double[] e, double[][] rows) {
        int n = d.length;
        double size = 0;
        for (int i = 0; i < n; i++) {
            size = Math.max(size, Math.abs(d[i]) + Math.abs(e[i]));
        }
        for (int low = 0; low < n; low++) {
            int sweeps = 0;
            for (int high = block(e, low, EPSILON * size); high > low; high = block(e, low, EPSILON * size)) {
                if (++sweeps > MAX_SWEEPS) {
                    throw new IllegalStateException("The eigenvalues did not converge in " + MAX_SWEEPS + " sweeps.");
                }
                sweep(d, e, rows, low, high);
            }
        }
    }

    /** Returns the end of the block that starts at {@code low}: the first index whose next coupling is negligible. */
    private static int block(double[] e, int low, double negligible) {
        int high = low;
        while (high < e.length - 1 && Math.abs(e[high]) > negligible) {
            high++;
        }
        return high;
    }

    /** One implicit QL sweep with Wilkinson's shift over the block {@code low..high}. */
    private static void sweep(double[] d, double[] e, double[][] rows, int low, int high) {
        double half = (d[low + 1] - d[low]) / (2 * e[low]);
        double bulge = d[high] - d[low] + e[low] / (half + Math.copySign(Math.hypot(half, 1), half));
        double sine = 1;
        double cosine = 1;
        double shift = 0;
        for (int i = high - 1; i >= low; i--) {
            double f = sine * e[i];
            double b = cosine * e[i];
            double r = Math.hypot(f, bulge);
            e[i + 1] = r;
            if (r == 0) {
                d[i + 1] -= shift;
                e[high] = 0;
                return;
            }
            sine = f / r;
            cosine = bulge / r;
            double g = d[i + 1] - shift;
            double t = (d[i] - g) * sine + 2 * cosine * b;
            shift = sine * t;
            d[i + 1] = g + shift;
            bulge = cosine * t - b;
            rotate(rows[i], rows[i + 1], sine, cosine);
        }
        d[low] -= shift;
        e[low] = bulge;
        e[high] = 0;
    }

    private static void rotate(double[] first, double[] second, double sine, double cosine) {
        for (int j = 0; j < first.length; j++) {
            double x = first[j];
            double y = second[j];
            first[j] = cosine * x - sine * y;
            second[j] = sine * x + cosine * y;
        }
    }

    /** Sets {@code to} to the leading n × n block of the symmetric matrix times u. */
    private static void multiply(double[][] lower, double[] u, int n, double[] to) {
        for (int j = 0; j < n; j++) {
            to[j] = dot(lower[j], u, j + 1);
            add(to, lower[j], u[j], j);
        }
    }

    private static void add(double[] to, double[] row, double factor, int n) {
        for (int j = 0; j < n; j++) {
            to[j] += factor * row[j];
        }
    }

    /** The first n numbers, in four sums that do not wait for each other. */
    static double dot(double[] a, double[] b, int n) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int j = 0;
        for (; j + 3 < n; j += 4) {
            s0 += a[j] * b[j];
            s1 += a[j + 1] * b[j + 1];
            s2 += a[j + 2] * b[j + 2];
            s3 += a[j + 3] * b[j + 3];
        }
        for (; j < n; j++) {
            s0 += a[j] * b[j];
        }
        return s0 + s1 + (s2 + s3);
    }
}
