package dev.crema.embedding;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The sum of a kernel about every charge of a grid, by Fourier transforms on a periodic grid of twice the size, whose other
 * three quarters are empty so that nothing wraps around. Two real columns go through a transform as the parts of a complex
 * one; their transforms are told apart by their symmetry. Works on a fixed division of the grid, so that the result has
 * the same bits on any number of cores.
 *
 * <p>Needs memory for about five grids of twice the size.
 */
final class Convolution {
    private static final int WIDTH = 128;

    private final int size;
    private final int side;
    private final int frequencies;
    private final Fourier fourier;
    private final float[][] factors;
    private final Complexes spectrum;
    private final Slab[] columns;
    private final Slab[] rows;

    /** Takes the factors of {@link Spectrum}, {@code [2 × side][side + 1]}. */
    Convolution(float[][] factors) {
        this.size = factors.length;
        this.side = size / 2;
        this.frequencies = side + 1;
        this.fourier = Fourier.of(size);
        this.factors = factors;
        this.spectrum = Complexes.zero(side, frequencies);
        this.columns = slabs(side / 2);
        this.rows = slabs(frequencies);
    }

    /** A few signals that are transformed together. */
    private record Slab(int first, int width, Complexes x, Complexes y) {}

    private Slab[] slabs(int signals) {
        int count = (signals + WIDTH - 1) / WIDTH;
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    int first = signals * i / count;
                    int width = signals * (i + 1) / count - first;
                    return new Slab(first, width, Complexes.zero(size, width), Complexes.zero(size, width));
                })
                .toArray(Slab[]::new);
    }

    /** Returns the number of points along each side of the grid. */
    int side() {
        return side;
    }

    /** Replaces charges, {@code [side][side]}, by their potential. */
    void apply(float[][] grid) {
        Chunks.forEach(columns.length, 1, (from, to) -> transformColumns(columns[from], grid));
        Chunks.forEach(rows.length, 1, (from, to) -> multiply(rows[from]));
        Chunks.forEach(columns.length, 1, (from, to) -> restoreColumns(columns[from], grid));
    }

    private void transformColumns(Slab slab, float[][] grid) {
        int first = slab.first();
        int second = first + side / 2;
        for (int r = 0; r < side; r++) {
            System.arraycopy(grid[r], first, slab.x().re()[r], 0, slab.width());
            System.arraycopy(grid[r], second, slab.x().im()[r], 0, slab.width());
        }
        clear(slab.x());
        Complexes z = fourier.forward(slab.x(), slab.y());
        for (int k = 0; k < frequencies; k++) {
            float[] pr = z.re()[k];
            float[] pi = z.im()[k];
            float[] qr = z.re()[(size - k) % size];
            float[] qi = z.im()[(size - k) % size];
            for (int j = 0; j < slab.width(); j++) {
                spectrum.re()[first + j][k] = 0.5f * (pr[j] + qr[j]);
                spectrum.im()[first + j][k] = 0.5f * (pi[j] - qi[j]);
                spectrum.re()[second + j][k] = 0.5f * (pi[j] + qi[j]);
                spectrum.im()[second + j][k] = 0.5f * (qr[j] - pr[j]);
            }
        }
    }

    private void clear(Complexes x) {
        for (int r = side; r < size; r++) {
            Arrays.fill(x.re()[r], 0);
            Arrays.fill(x.im()[r], 0);
        }
    }

    private void multiply(Slab slab) {
        for (int c = 0; c < side; c++) {
            System.arraycopy(spectrum.re()[c], slab.first(), slab.x().re()[c], 0, slab.width());
            System.arraycopy(spectrum.im()[c], slab.first(), slab.x().im()[c], 0, slab.width());
        }
        clear(slab.x());
        Complexes z = fourier.forward(slab.x(), slab.y());
        for (int k = 0; k < size; k++) {
            scale(z.re()[k], z.im()[k], factors[k], slab.first());
        }
        Complexes back = fourier.backward(z, z.re() == slab.x().re() ? slab.y() : slab.x());
        for (int c = 0; c < side; c++) {
            System.arraycopy(back.re()[c], 0, spectrum.re()[c], slab.first(), slab.width());
            System.arraycopy(back.im()[c], 0, spectrum.im()[c], slab.first(), slab.width());
        }
    }

    private static void scale(float[] re, float[] im, float[] factors, int first) {
        for (int j = 0; j < re.length; j++) {
            re[j] *= factors[first + j];
            im[j] *= factors[first + j];
        }
    }

    private void restoreColumns(Slab slab, float[][] grid) {
        int first = slab.first();
        int second = first + side / 2;
        for (int k = 0; k < frequencies; k++) {
            float[] pr = slab.x().re()[k];
            float[] pi = slab.x().im()[k];
            float[] qr = slab.x().re()[(size - k) % size];
            float[] qi = slab.x().im()[(size - k) % size];
            for (int j = 0; j < slab.width(); j++) {
                float ar = spectrum.re()[first + j][k];
                float ai = spectrum.im()[first + j][k];
                float br = spectrum.re()[second + j][k];
                float bi = spectrum.im()[second + j][k];
                qr[j] = ar + bi;
                qi[j] = br - ai;
                // at frequencies 0 and side both are the same place, and ai = bi = 0
                pr[j] = ar - bi;
                pi[j] = ai + br;
            }
        }
        Complexes back = fourier.backward(slab.x(), slab.y());
        for (int r = 0; r < side; r++) {
            System.arraycopy(back.re()[r], 0, grid[r], first, slab.width());
            System.arraycopy(back.im()[r], 0, grid[r], second, slab.width());
        }
    }
}
