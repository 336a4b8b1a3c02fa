package dev.crema.embedding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ConvolutionTest {
    @Test
    void apply_addsTheKernelAboutEveryCharge_andWrapsNothingAround() {
        Random random = new Random(4);
        for (int size : new int[] {32, 36, 48}) {
            int side = size / 2;
            float[][] charges = new float[side][side];
            for (int k = 0; k < 40; k++) {
                charges[random.nextInt(side)][random.nextInt(side)] += 1;
            }
            float[][] potential = new float[side][];
            for (int r = 0; r < side; r++) {
                potential[r] = charges[r].clone();
            }
            new Convolution(withoutSplines(size, 0.5)).apply(potential);
            for (int r = 0; r < side; r++) {
                for (int c = 0; c < side; c++) {
                    assertEquals(
                            sum(charges, r, c, 0.5), potential[r][c], 1e-4, "size " + size + " at " + r + ", " + c);
                }
            }
        }
    }

    /** The factors without the sharpening, so that the kernel itself is what is added. */
    private static float[][] withoutSplines(int size, double spacing) {
        float[][] factors = Spectrum.of(size, spacing, false);
        for (int i = 0; i < size; i++) {
            for (int k = 0; k < factors[i].length; k++) {
                factors[i][k] *= (float) Math.pow(spline(i, size) * spline(k, size), 2);
            }
        }
        return factors;
    }

    private static double spline(int k, int size) {
        double angle = 2 * Math.PI * k / size;
        return (66 + 52 * Math.cos(angle) + 2 * Math.cos(2 * angle)) / 120;
    }

    private static double sum(float[][] charges, int row, int column, double spacing) {
        double sum = 0;
        for (int r = 0; r < charges.length; r++) {
            for (int c = 0; c < charges.length; c++) {
                double dx = spacing * (c - column);
                double dy = spacing * (r - row);
                sum += charges[r][c] / (1 + dx * dx + dy * dy);
            }
        }
        return sum;
    }
}
