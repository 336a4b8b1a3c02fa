package dev.crema.embedding;

import java.util.Arrays;
import java.util.Locale;

/**
 * Principal component analysis: the directions at right angles in which the data vary most (Pearson 1901; Jolliffe,
 * Principal Component Analysis, 2nd ed.). Columns are centred, not scaled; sums are in double precision.
 *
 * <p>A component may point either way; here its largest coordinate in absolute value is positive, so that the same data
 * always give the same map.
 *
 * @param mean the mean of each column, {@code [columns]}
 * @param components the directions as unit vectors, strongest first, {@code [components][columns]}
 * @param explainedVarianceRatio the share of the total variance along each component, 0 to 1, {@code [components]}
 */
public record Pca(float[] mean, float[][] components, double[] explainedVarianceRatio) implements Method {
    /** Share of the strongest variance below which a direction is rounding error. */
    private static final double NEGLIGIBLE = 1e-13;

    /**
     * Finds the strongest components. Takes about a second for 2 000 rows of 1 000 columns.
     *
     * @param rows the data, finite, {@code [rows][columns]}
     * @param components how many to keep, from 1 to the smaller of rows and columns
     * @return the components with the mean and the share of the variance that each explains
     * @throws IllegalArgumentException if the rows are empty, ragged, all the same or hold NaN or an infinity, or if more
     *     components are wanted than there are rows or columns
     */
    public static Pca of(float[][] rows, int components) {
        int columns = Rows.columns(rows);
        int most = Math.min(rows.length, columns);
        if (components < 1 || components > most) {
            throw new IllegalArgumentException("Cannot take " + components + " principal components of " + rows.length
                    + " rows with " + columns + " columns: expected 1 to " + most + ".");
        }
        double[] mean = mean(rows, columns);
        boolean wide = rows.length < columns;
        double[][] products = wide ? CrossProducts.ofRows(rows, mean) : CrossProducts.ofColumns(rows, mean);
        double total = trace(products);
        if (total == 0) {
            throw new IllegalArgumentException("All " + rows.length
                    + " rows are the same, so there is no variance to explain: check how the rows were made.");
        }
        SymmetricEigen eigen = SymmetricEigen.of(products);
        double[][] directions =
                wide ? directions(rows, mean, eigen, components) : Arrays.copyOf(eigen.vectors(), components);
        double[] ratio = Arrays.stream(eigen.values(), 0, components)
                .map(value -> Math.max(0, value / total))
                .toArray();
        return new Pca(floats(mean), signed(directions), ratio);
    }

    /**
     * Gives the coordinates of rows along the components.
     *
     * @param rows data of the same columns as those fitted, {@code [rows][columns]}
     * @return the coordinates about the mean, {@code [rows][components]}
     * @throws IllegalArgumentException if the rows are empty, ragged, hold NaN or an infinity, or have another number of
     *     columns
     */
    @Override
    public float[][] transform(float[][] rows) {
        if (Rows.columns(rows) != mean.length) {
            throw new IllegalArgumentException("Rows have " + rows[0].length
                    + " columns, but the components were found in data of " + mean.length + ".");
        }
        double[][] directions = new double[components.length][mean.length];
        for (int k = 0; k < directions.length; k++) {
            for (int j = 0; j < mean.length; j++) {
                directions[k][j] = components[k][j];
            }
        }
        float[][] coordinates = new float[rows.length][components.length];
        Chunks.forEach(rows.length, 64, (from, to) -> {
            double[] centred = new double[mean.length];
            for (int i = from; i < to; i++) {
                for (int j = 0; j < mean.length; j++) {
                    centred[j] = rows[i][j] - mean[j];
                }
                for (int k = 0; k < directions.length; k++) {
                    coordinates[i][k] = (float) SymmetricEigen.dot(centred, directions[k], mean.length);
                }
            }
        });
        return coordinates;
    }

    @Override
    public String name() {
        return "PCA";
    }

    @Override
    public String axis(int dimension) {
        return String.format(
                Locale.ROOT, "PC %d (%.1f %% of variance)", dimension + 1, 100 * explainedVarianceRatio[dimension]);
    }

    @Override
    public String summary() {
        return String.format(
                Locale.ROOT,
                "%.1f %% of variance explained",
                100 * Arrays.stream(explainedVarianceRatio).sum());
    }

    private static double[] mean(float[][] rows, int columns) {
        double[] mean = new double[columns];
        for (float[] row : rows) {
            for (int j = 0; j < columns; j++) {
                mean[j] += row[j];
            }
        }
        for (int j = 0; j < columns; j++) {
            mean[j] /= rows.length;
        }
        return mean;
    }

    private static double trace(double[][] matrix) {
        double sum = 0;
        for (int i = 0; i < matrix.length; i++) {
            sum += matrix[i][i];
        }
        return sum;
    }

    /**
     * Turns eigenvectors u of the Gram matrix X Xᵀ into directions Xᵀ u. Where the data have no variance left, any direction
     * at right angles to the others will do.
     */
    private static double[][] directions(float[][] rows, double[] mean, SymmetricEigen gram, int count) {
        double[][] directions = new double[count][];
        for (int k = 0; k < count; k++) {
            double[] direction = new double[mean.length];
            if (gram.values()[k] > NEGLIGIBLE * gram.values()[0]) {
                for (int i = 0; i < rows.length; i++) {
                    for (int j = 0; j < direction.length; j++) {
                        direction[j] += gram.vectors()[k][i] * (rows[i][j] - mean[j]);
                    }
                }
            }
            boolean found = orthonormalise(direction, directions, k);
            for (int axis = 0; !found; axis++) {
                Arrays.fill(direction, 0);
                direction[axis] = 1;
                found = orthonormalise(direction, directions, k);
            }
            directions[k] = direction;
        }
        return directions;
    }

    /** Takes out the first {@code count} others, twice against rounding, and scales to length 1; false if little is left. */
    private static boolean orthonormalise(double[] direction, double[][] others, int count) {
        int n = direction.length;
        double before = Math.sqrt(SymmetricEigen.dot(direction, direction, n));
        for (int k = 0; k < 2 * count; k++) {
            double[] other = others[k % count];
            double along = SymmetricEigen.dot(direction, other, n);
            for (int j = 0; j < n; j++) {
                direction[j] -= along * other[j];
            }
        }
        double after = Math.sqrt(SymmetricEigen.dot(direction, direction, n));
        if (after <= 1e-3 * before) {
            return false;
        }
        for (int j = 0; j < n; j++) {
            direction[j] /= after;
        }
        return true;
    }

    private static float[][] signed(double[][] directions) {
        float[][] signed = new float[directions.length][];
        for (int k = 0; k < directions.length; k++) {
            double largest = 0;
            for (double coordinate : directions[k]) {
                largest = Math.abs(coordinate) > Math.abs(largest) ? coordinate : largest;
            }
            signed[k] = floats(directions[k]);
            for (int j = 0; largest < 0 && j < signed[k].length; j++) {
                signed[k][j] = -signed[k][j];
            }
        }
        return signed;
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int j = 0; j < values.length; j++) {
            floats[j] = (float) values[j];
        }
        return floats;
    }
}
