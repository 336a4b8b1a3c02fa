package dev.crema.embedding;

/**
 * Discrete Fourier transforms, X_k = Σ_j x_j exp(−2πi jk/n), of several signals side by side, with n = 2^a 3^b: Stockham's
 * algorithm with radix 4, 3 and 2, which needs no reordering (Van Loan, Computational Frameworks for the Fast Fourier
 * Transform, §1.7). The innermost loops run over the signals, with one index for all arrays, as vector instructions want it.
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
        int length = cosines.length;
        int stride = 1;
        while (length > 1) {
            int radix = length % 4 == 0 ? 4 : length % 3 == 0 ? 3 : 2;
            pass(from, to, radix, length / radix, stride);
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

    private void pass(Complexes x, Complexes y, int radix, int m, int stride) {
        for (int p = 0; p < m; p++) {
            int w = p * stride;
            for (int q = 0; q < stride; q++) {
                int from = q + stride * p;
                int to = q + stride * radix * p;
                switch (radix) {
                    case 4 -> four(x, y, from, stride * m, to, stride, w);
                    case 3 -> three(x, y, from, stride * m, to, stride, w);
                    default -> two(x.re(), x.im(), y.re(), y.im(), from, from + stride * m, to, to + stride, w);
                }
            }
        }
    }

    private void two(float[][] xr, float[][] xi, float[][] yr, float[][] yi, int a, int b, int sum, int rest, int w) {
        add(xr[a], xr[b], yr[sum]);
        add(xi[a], xi[b], yi[sum]);
        turnedDifference(xr[a], xi[a], xr[b], xi[b], yr[rest], yi[rest], cosines[w], sines[w]);
    }

    private static void add(float[] a, float[] b, float[] sum) {
        for (int j = 0; j < sum.length; j++) {
            sum[j] = a[j] + b[j];
        }
    }

    /** (a − b) w */
    private static void turnedDifference(
            float[] ar, float[] ai, float[] br, float[] bi, float[] toR, float[] toI, float c, float s) {
        for (int j = 0; j < ar.length; j++) {
            float re = ar[j] - br[j];
            float im = ai[j] - bi[j];
            toR[j] = re * c - im * s;
            toI[j] = re * s + im * c;
        }
    }

    private void three(Complexes x, Complexes y, int from, int step, int to, int stride, int w) {
        float[] ar = x.re()[from];
        float[] ai = x.im()[from];
        float[] br = x.re()[from + step];
        float[] bi = x.im()[from + step];
        float[] cr = x.re()[from + 2 * step];
        float[] ci = x.im()[from + 2 * step];
        sumOfThree(ar, br, cr, y.re()[to]);
        sumOfThree(ai, bi, ci, y.im()[to]);
        third(ar, ai, br, bi, cr, ci, y.re()[to + stride], y.im()[to + stride], SINE_60, cosines[w], sines[w]);
        int w2 = 2 * w;
        third(
                ar,
                ai,
                br,
                bi,
                cr,
                ci,
                y.re()[to + 2 * stride],
                y.im()[to + 2 * stride],
                -SINE_60,
                cosines[w2],
                sines[w2]);
    }

    private static void sumOfThree(float[] a, float[] b, float[] c, float[] sum) {
        for (int j = 0; j < sum.length; j++) {
            sum[j] = a[j] + b[j] + c[j];
        }
    }

    /** (a − (b + c)/2 − i s (b − c)) w */
    private static void third(
            float[] ar,
            float[] ai,
            float[] br,
            float[] bi,
            float[] cr,
            float[] ci,
            float[] toR,
            float[] toI,
            float s,
            float wr,
            float wi) {
        for (int j = 0; j < ar.length; j++) {
            float re = ar[j] - 0.5f * (br[j] + cr[j]) + s * (bi[j] - ci[j]);
            float im = ai[j] - 0.5f * (bi[j] + ci[j]) - s * (br[j] - cr[j]);
            toR[j] = re * wr - im * wi;
            toI[j] = re * wi + im * wr;
        }
    }

    private void four(Complexes x, Complexes y, int from, int step, int to, int stride, int w) {
        float[] ar = x.re()[from];
        float[] ai = x.im()[from];
        float[] br = x.re()[from + step];
        float[] bi = x.im()[from + step];
        float[] cr = x.re()[from + 2 * step];
        float[] ci = x.im()[from + 2 * step];
        float[] dr = x.re()[from + 3 * step];
        float[] di = x.im()[from + 3 * step];
        float[][] re = y.re();
        float[][] im = y.im();
        sumOfFour(ar, br, cr, dr, re[to]);
        sumOfFour(ai, bi, ci, di, im[to]);
        even(ar, ai, br, bi, cr, ci, dr, di, re[to + 2 * stride], im[to + 2 * stride], cosines[2 * w], sines[2 * w]);
        int next = to + stride;
        odd(ar, ai, br, bi, cr, ci, dr, di, re[next], im[next], 1, cosines[w], sines[w]);
        int last = to + 3 * stride;
        odd(ar, ai, br, bi, cr, ci, dr, di, re[last], im[last], -1, cosines[3 * w], sines[3 * w]);
    }

    private static void sumOfFour(float[] a, float[] b, float[] c, float[] d, float[] sum) {
        for (int j = 0; j < sum.length; j++) {
            sum[j] = a[j] + c[j] + (b[j] + d[j]);
        }
    }

    /** (a − b + c − d) w */
    private static void even(
            float[] ar,
            float[] ai,
            float[] br,
            float[] bi,
            float[] cr,
            float[] ci,
            float[] dr,
            float[] di,
            float[] toR,
            float[] toI,
            float wr,
            float wi) {
        for (int j = 0; j < ar.length; j++) {
            float re = ar[j] + cr[j] - (br[j] + dr[j]);
            float im = ai[j] + ci[j] - (bi[j] + di[j]);
            toR[j] = re * wr - im * wi;
            toI[j] = re * wi + im * wr;
        }
    }

    /** (a − c − i s (b − d)) w */
    private static void odd(
            float[] ar,
            float[] ai,
            float[] br,
            float[] bi,
            float[] cr,
            float[] ci,
            float[] dr,
            float[] di,
            float[] toR,
            float[] toI,
            float s,
            float wr,
            float wi) {
        for (int j = 0; j < ar.length; j++) {
            float re = ar[j] - cr[j] + s * (bi[j] - di[j]);
            float im = ai[j] - ci[j] - s * (br[j] - dr[j]);
            toR[j] = re * wr - im * wi;
            toI[j] = re * wi + im * wr;
        }
    }
}
