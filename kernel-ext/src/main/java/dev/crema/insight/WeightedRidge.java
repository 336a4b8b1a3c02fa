package dev.crema.insight;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;

/**
 * Ridge regression (Hoerl and Kennard 1970) of examples that do not count alike: the weights and the intercept that make
 * {@code Σ importance · (y − intercept − weights·x)² + penalty · |weights|²} least.
 *
 * @param weights one for each column of x
 * @param intercept what is expected where x is 0; it is not penalised
 * @param r2 share of the variance of y that is explained, each example counted by its importance; 1 if y does not vary
 */
record WeightedRidge(double[] weights, double intercept, double r2) {
    static WeightedRidge fit(double[][] x, double[] y, double[] importance, double penalty) {
        int columns = x[0].length;
        double[] means = new double[columns];
        double mean = 0;
        double total = 0;
        for (int i = 0; i < x.length; i++) {
            total += importance[i];
            mean += importance[i] * y[i];
            for (int j = 0; j < columns; j++) {
                means[j] += importance[i] * x[i][j];
            }
        }
        mean /= total;
        for (int j = 0; j < columns; j++) {
            means[j] /= total;
        }
        // about the means the intercept is 0, so that the normal equations are those of the weights alone
        double[][] products = new double[columns][columns];
        double[] right = new double[columns];
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < columns; j++) {
                double share = importance[i] * (x[i][j] - means[j]);
                right[j] += share * (y[i] - mean);
                for (int k = 0; k < columns; k++) {
                    products[j][k] += share * (x[i][k] - means[k]);
                }
            }
        }
        for (int j = 0; j < columns; j++) {
            products[j][j] += penalty;
        }
        double[] weights = new CholeskyDecomposition(new Array2DRowRealMatrix(products, false), 1e-9, 1e-14)
                .getSolver()
                .solve(new ArrayRealVector(right, false))
                .toArray();
        double intercept = mean - dot(weights, means);
        double missed = 0;
        double varied = 0;
        for (int i = 0; i < x.length; i++) {
            missed += importance[i] * Math.pow(y[i] - intercept - dot(weights, x[i]), 2);
            varied += importance[i] * Math.pow(y[i] - mean, 2);
        }
        return new WeightedRidge(weights, intercept, varied == 0 ? 1 : 1 - missed / varied);
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
