package dev.crema.torch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What PyTorch computed (operators.py) for the same arrays. */
public final class PyTorchNumbers {
    private static final Map<String, float[]> NUMBERS = read(PyTorchNumbers.class, "operators.csv");

    private PyTorchNumbers() {}

    /** Returns an array whose i-th number is sin(start + i), as in operators.py. */
    public static NDArray wave(NDManager manager, int start, long... shape) {
        Shape size = new Shape(shape);
        double[] numbers = IntStream.range(0, (int) size.size())
                .mapToDouble(i -> Math.sin(start + i))
                .toArray();
        return manager.create(numbers).toType(DataType.FLOAT32, false).reshape(size);
    }

    /** Fails unless the numbers are PyTorch's, to 10⁻⁵ of the largest, or of 1 if that is more. */
    public static void assertPyTorch(String name, NDArray actual) {
        float[] expected = Objects.requireNonNull(NUMBERS.get(name), name);
        float largest = 1;
        for (float number : expected) {
            largest = Math.max(largest, Math.abs(number));
        }
        assertArrayEquals(expected, actual.toType(DataType.FLOAT32, false).toFloatArray(), 1e-5f * largest, name);
    }

    /** Reads lines of a name and numbers from a file beside a class. */
    public static Map<String, float[]> read(Class<?> beside, String file) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(beside.getResourceAsStream(file)), StandardCharsets.UTF_8))) {
            return lines.lines()
                    .map(line -> line.split(","))
                    .collect(Collectors.toMap(cells -> cells[0], PyTorchNumbers::numbers));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static float[] numbers(String[] cells) {
        float[] numbers = new float[cells.length - 1];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Float.parseFloat(cells[i + 1]);
        }
        return numbers;
    }
}
