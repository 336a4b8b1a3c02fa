package dev.crema.embedding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SymmetricEigenTest {
    @Test
    void of_findsTheEigenvaluesWorkedByHand() {
        SymmetricEigen eigen = SymmetricEigen.of(new double[][] {{2, 0, 0}, {1, 2, 0}, {0, 1, 2}});
        assertArrayEquals(new double[] {2 + Math.sqrt(2), 2, 2 - Math.sqrt(2)}, eigen.values(), 1e-14);
        assertEquals(Math.sqrt(0.5), Math.abs(eigen.vectors()[0][1]), 1e-14);
    }

    @Test
    void of_solvesRandomMatrices() {
        Random random = new Random(1);
        for (int n : new int[] {1, 2, 3, 10, 97}) {
            double[][] matrix = new double[n][n];
            for (int i = 0; i < n; i++) {
                for (int j = 0; j <= i; j++) {
                    matrix[i][j] = matrix[j][i] = random.nextGaussian();
                }
            }
            check(matrix);
        }
    }

    @Test
    void of_solvesMatricesWithEqualAndZeroEigenvalues() {
        int n = 30;
        double[][] identity = new double[n][n];
        double[][] rankTwo = new double[n][n];
        double[][] blocks = new double[n][n];
        for (int i = 0; i < n; i++) {
            identity[i][i] = 3;
            for (int j = 0; j < n; j++) {
                rankTwo[i][j] = 1e6 + Math.cos(i) * Math.cos(j);
                blocks[i][j] = i / 5 == j / 5 ? 1 : 0;
            }
        }
        double[][] rankOne = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                rankOne[i][j] = 0.1 * (i % 7) * (j % 7);
            }
        }
        check(rankOne);
        check(identity);
        check(rankTwo);
        check(blocks);
        check(new double[n][n]);
    }

    private static void check(double[][] matrix) {
        int n = matrix.length;
        SymmetricEigen eigen =
                SymmetricEigen.of(Arrays.stream(matrix).map(double[]::clone).toArray(double[][]::new));
        double size = 1e-300
                + n
                        * Arrays.stream(matrix)
                                .flatMapToDouble(Arrays::stream)
                                .map(Math::abs)
                                .max()
                                .orElse(0);
        for (int k = 0; k < n; k++) {
            double[] v = eigen.vectors()[k];
            assertTrue(k == 0 || eigen.values()[k] <= eigen.values()[k - 1], "largest first");
            for (int i = 0; i < n; i++) {
                double product = SymmetricEigen.dot(matrix[i], v, n);
                assertEquals(eigen.values()[k] * v[i], product, 1e-13 * size, "A v = λ v, n " + n + ", k " + k);
                double dot = SymmetricEigen.dot(eigen.vectors()[i], v, n);
                assertEquals(i == k ? 1 : 0, dot, 1e-12, "at right angles, n " + n + ", " + i + " and " + k);
            }
        }
    }
}
