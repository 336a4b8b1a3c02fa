package dev.crema.embedding;

/**
 * Discrete Fourier transforms, X_k = Σ_j x_j exp(−2πi jk/n), of several signals side by side, with n = 2^a 3^b: Stockham's
 * algorithm with radix 4, 3 and 2, which needs no reordering (Van Loan, Computational Frameworks for the Fast Fourier
 * Transform, §1.7). The innermost loops run over the signals, with one index for all arrays, and are short: the compiler makes
 * no vector instructions of longer ones.
 *
 * @param cosines cos(2πj/n), {@code [n]}
 * @param sines −sin(2πj/n), {@code [n]}
 */
record Fourier(float[] cosines, float[] sines) {
    private static final float SINE_60 = (float) (StrictMath.sqrt(3) / 2);

    static Fourier of(int size) {
        Fourier fourier = new Fourier(new float[size], new float[size]);
        for (int j = 0; j < size; j++) {
            fourier.cosines[j] = (float) StrictMath.cos(2 * Math.PI * j / size);
            fourier.sines[j] = (float) -StrictMath.sin(2 * Math.PI * j / size);
        }
        return fourier;
    }

    /** Returns the least size of at least {@code least} that has no factors but 2 and 3 and is divisible by four. */
    static int size(int least) {
        int size = Math.max(4, (least + 3) / 4 * 4);
        while (!divides(size)) {
            size += 4;
        }
        return size;
    }

    private static boolean divides(int size) {
        int rest = size;
        while (rest % 2 == 0) {
            rest /= 2;
        }
        while (rest % 3 == 0) {
            rest /= 3;
        }
        return rest == 1;
    }

    /** Transforms x and returns whichever of x and the scratch, which are both overwritten, holds the result. */
    Complexes forward(Complexes x, Complexes scratch) {
        Complexes from = x;
        Complexes to = scratch;
        Complexes parts = Complexes.zero(4, x.re()[0].length);
        int length = cosines.length;
        int stride = 1;
        while (length > 1) {
            int radix = length % 4 == 0 ? 4 : length % 3 == 0 ? 3 : 2;
            pass(from, to, radix, length / radix, stride, parts);
            length /= radix;
            stride *= radix;
            Complexes swap = from;
            from = to;
            to = swap;
        }
        return from;
    }

    /** Transforms backwards, without the division by n. */
    Complexes backward(Complexes x, Complexes scratch) {
        return forward(x.swapped(), scratch.swapped()).swapped();
    }

    private void pass(Complexes x, Complexes y, int radix, int m, int stride, Complexes parts) {
        for (int p = 0; p < m; p++) {
            for (int q = 0; q < stride; q++) {
                int from = q + stride * p;
                int to = q + stride * radix * p;
                switch (radix) {
                    case 4 -> four(x, y, from, stride * m, to, stride, p * stride, parts);
                    case 3 -> three(x, y, from, stride * m, to, stride, p * stride, parts);
                    default -> two(x, from, from + stride * m, y, to, stride, p * stride);
                }
            }
        }
    }

    /** a + b, (a − b) w */
    private void two(Complexes x, int a, int b, Complexes y, int to, int stride, int w) {
        sum(x, a, x, b, y, to);
        turned(x, a, -1, x, b, y, to + stride, w);
    }

    /** a + b + c, (a − (b + c)/2 − it) w, (a − (b + c)/2 + it) w² with t = sin 60° (b − c) */
    private void three(Complexes x, Complexes y, int from, int step, int to, int stride, int w, Complexes parts) {
        int b = from + step;
        int c = from + 2 * step;
        sum(x, b, x, c, parts, 0);
        sum(x, from, parts, 0, y, to);
        lessHalf(x.re()[from], parts.re()[0], parts.re()[1]);
        lessHalf(x.im()[from], parts.im()[0], parts.im()[1]);
        scaledDifference(x.im()[c], x.im()[b], parts.re()[2]);
        scaledDifference(x.re()[b], x.re()[c], parts.im()[2]);
        turned(parts, 1, -1, parts, 2, y, to + stride, w);
        turned(parts, 1, 1, parts, 2, y, to + 2 * stride, 2 * w);
    }

    /** a + c + b + d, (a − c − it) w, (a + c − b − d) w², (a − c + it) w³ with t = b − d */
    private void four(Complexes x, Complexes y, int from, int step, int to, int stride, int w, Complexes parts) {
        int b = from + step;
        int c = from + 2 * step;
        int d = from + 3 * step;
        sum(x, from, x, c, parts, 0);
        sum(x, b, x, d, parts, 1);
        difference(x.re()[from], x.re()[c], parts.re()[2]);
        difference(x.im()[from], x.im()[c], parts.im()[2]);
        difference(x.im()[d], x.im()[b], parts.re()[3]);
        difference(x.re()[b], x.re()[d], parts.im()[3]);
        sum(parts, 0, parts, 1, y, to);
        turned(parts, 2, -1, parts, 3, y, to + stride, w);
        turned(parts, 0, -1, parts, 1, y, to + 2 * stride, 2 * w);
        turned(parts, 2, 1, parts, 3, y, to + 3 * stride, 3 * w);
    }

    private static void sum(Complexes x, int a, Complexes y, int b, Complexes z, int to) {
        sum(x.re()[a], y.re()[b], z.re()[to]);
        sum(x.im()[a], y.im()[b], z.im()[to]);
    }

    private static void sum(float[] a, float[] b, float[] sum) {
        for (int j = 0; j < sum.length; j++) {
            sum[j] = a[j] + b[j];
        }
    }

    private static void difference(float[] a, float[] b, float[] difference) {
        for (int j = 0; j < difference.length; j++) {
            difference[j] = a[j] - b[j];
        }
    }

    private static void lessHalf(float[] a, float[] b, float[] to) {
        for (int j = 0; j < to.length; j++) {
            to[j] = a[j] - 0.5f * b[j];
        }
    }

    private static void scaledDifference(float[] a, float[] b, float[] to) {
        for (int j = 0; j < to.length; j++) {
            to[j] = SINE_60 * (a[j] - b[j]);
        }
    }

    /** (a ± b) w */
    private void turned(Complexes x, int a, float sign, Complexes y, int b, Complexes z, int to, int w) {
        turned(x.re()[a], x.im()[a], sign, y.re()[b], y.im()[b], z.re()[to], z.im()[to], cosines[w], sines[w]);
    }

    private static void turned(
            float[] ar, float[] ai, float sign, float[] br, float[] bi, float[] toR, float[] toI, float c, float s) {
        for (int j = 0; j < ar.length; j++) {
            float re = ar[j] + sign * br[j];
            float im = ai[j] + sign * bi[j];
            toR[j] = re * c - im * s;
            toI[j] = re * s + im * c;
        }
    }
}
