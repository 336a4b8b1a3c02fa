package dev.crema.embedding;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;

/** Real digits and what scikit-learn makes of them: see src/test/python/embedding_reference.py. */
final class Reference {
    private static final int[][] TABLE = table();

    private Reference() {}

    /** [600][64], 0 to 16. */
    static float[][] digits() {
        float[][] rows = new float[TABLE.length][64];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < 64; j++) {
                rows[i][j] = TABLE[i][j];
            }
        }
        return rows;
    }

    /** [600], 0 to 9. */
    static int[] labels() {
        return Arrays.stream(TABLE).mapToInt(row -> row[64]).toArray();
    }

    static double[] numbers(String key) {
        return numbers("reference", key);
    }

    /** From a file that a script of that name, {@code file_reference.py}, has made. */
    static double[] numbers(String file, String key) {
        Properties properties = new Properties();
        try (InputStream in = open(file + ".properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Arrays.stream(properties.getProperty(key).split(","))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    /** Well apart: class c about 20 on axis c. */
    static float[][] clusters(int classes, int size, int columns) {
        Random random = new Random(7);
        float[][] rows = new float[classes * size][columns];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < columns; j++) {
                rows[i][j] = (float) (random.nextGaussian() + (i % classes == j ? 20 : 0));
            }
        }
        return rows;
    }

    static <T> T onCores(int cores, Callable<T> work) throws Exception {
        ForkJoinPool pool = new ForkJoinPool(cores);
        try {
            return pool.submit(work).get();
        } finally {
            pool.shutdown();
        }
    }

    private static int[][] table() {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(open("digits.csv"), StandardCharsets.US_ASCII))) {
            return in.lines()
                    .map(line -> Arrays.stream(line.split(","))
                            .mapToInt(Integer::parseInt)
                            .toArray())
                    .toArray(int[][]::new);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String name) {
        return Objects.requireNonNull(Reference.class.getResourceAsStream(name), name);
    }
}
