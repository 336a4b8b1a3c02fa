package dev.crema.embedding;

import dev.crema.figures.ScatterPlot;
import java.util.Arrays;
import java.util.Optional;

/** How rows are laid flat to be drawn: as they are if they have one or two columns, else on two principal components. */
record Flat(Optional<Pca> pca) {
    static Flat of(float[][] rows) {
        boolean same = Arrays.stream(rows).allMatch(row -> Arrays.equals(row, rows[0]));
        return new Flat(
                rows[0].length <= 2 || same || rows.length < 2 ? Optional.empty() : Optional.of(Pca.of(rows, 2)));
    }

    double[][] points(float[][] rows) {
        float[][] flat = pca.map(found -> found.transform(rows)).orElse(rows);
        return Arrays.stream(flat)
                .map(row -> new double[] {row[0], row.length > 1 ? row[1] : 0})
                .toArray(double[][]::new);
    }

    ScatterPlot plot(String title, float[][] rows) {
        return ScatterPlot.of(title)
                .points(points(rows))
                .x(pca.map(found -> found.axis(0)).orElse("column 0"))
                .y(pca.map(found -> found.axis(1)).orElse("column 1"));
    }
}
