package dev.crema.insight;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import dev.crema.figures.Figure;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConvolutionStepsTest {
    private static final double[][] IMAGE = {
        {3, 3, 2, 1, 0}, {0, 0, 1, 3, 1}, {3, 1, 2, 2, 3}, {2, 0, 0, 2, 2}, {2, 0, 0, 0, 1}
    };
    private static final double[][] KERNEL = {{0, 1, 2}, {2, 2, 0}, {0, 1, 2}};

    private static final double[][][] COLOURS = {
        {{156, 155}, {153, 154}}, {{167, 166}, {164, 165}}, {{163, 162}, {160, 161}}
    };
    private static final double[][][] WEIGHTS = {
        {{-1, -1, 1}, {0, 1, -1}, {0, 1, 1}}, {{1, 0, 0}, {1, -1, -1}, {1, 0, -1}}, {{0, 1, 1}, {0, 1, 0}, {1, -1, 1}}
    };

    @Test
    void result_isTheLectures() {
        assertArrayEquals(
                new double[][] {{12, 12, 17}, {10, 17, 19}, {9, 6, 14}},
                ConvolutionSteps.of(IMAGE, KERNEL).result());
    }

    @Test
    void result_withRimAndStride_isTheLectures() {
        double[][] image = IntStream.range(0, 4)
                .mapToObj(row -> new double[] {4 * row + 1, 4 * row + 2, 4 * row + 3, 4 * row + 4})
                .toArray(double[][]::new);

        ConvolutionSteps steps = ConvolutionSteps.of(image, new double[][] {{1, 1}, {0, 2}})
                .pad(1)
                .stride(2);

        assertArrayEquals(new double[][] {{2, 6, 0}, {23, 35, 8}, {13, 29, 16}}, steps.result());
    }

    @Test
    void colours_addUpTheirChannels_andTheBias() {
        ConvolutionSteps steps = ConvolutionSteps.of(COLOURS, WEIGHTS).pad(1).bias(1);

        assertArrayEquals(new double[] {308, -498, 164}, steps.sums(0, 0));
        assertEquals(-25, steps.result()[0][0]);
        assertEquals("308 − 498 + 164 + 1 = −25", steps.arithmetic(0, 0));
    }

    @Test
    void arithmetic_saysEachProduct() {
        String first = ConvolutionSteps.of(IMAGE, KERNEL).arithmetic(0, 0);
        assertEquals("3·0 + 3·1 + 2·2 + 0·2 + 0·2 + 1·0 + 3·0 + 1·1 + 2·2 = 12", first);
    }

    @Test
    void result_isThatOfTheEngine() {
        Random random = new Random(3);
        double[][][] image = random(random, 3, 7, 6);
        double[][][] kernel = random(random, 3, 3, 2);
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray x = array(manager, image).expandDims(0);
            NDArray w = array(manager, kernel).expandDims(0);
            for (int stride = 1; stride <= 3; stride++) {
                for (int pad = 0; pad <= 2; pad++) {
                    NDArray y = Conv2d.conv2d(
                                    x,
                                    w,
                                    manager.create(new float[] {0.5f}),
                                    new Shape(stride, stride),
                                    new Shape(pad, pad),
                                    new Shape(1, 1))
                            .singletonOrThrow();
                    double[][] result = ConvolutionSteps.of(image, kernel)
                            .bias(0.5)
                            .stride(stride)
                            .pad(pad)
                            .result();
                    assertEquals(new Shape(1, 1, result.length, result[0].length), y.getShape());
                    float[] expected = y.toFloatArray();
                    double[] flat = Arrays.stream(result)
                            .flatMapToDouble(Arrays::stream)
                            .toArray();
                    for (int i = 0; i < flat.length; i++) {
                        assertEquals(expected[i], flat[i], 1e-5);
                    }
                }
            }
        }
    }

    @Test
    void figure_saysTheNumbersInWords_andHasAFrameForEachPosition() {
        Figure figure = ConvolutionSteps.of(IMAGE, KERNEL).draw();

        assertTrue(figure.alt().contains("[12 12 17; 10 17 19; 9 6 14]"), figure.alt());
        assertTrue(figure.text().contains("row 2, column 1: 1·0 + 2·1"), figure.text());
        assertTrue(figure.svg().orElseThrow().contains("×2"));
        assertEquals(10, figure.html().split("\"name\":", -1).length, "nine frames");
        assertArrayEquals(
                figure.png(), ConvolutionSteps.of(IMAGE, KERNEL).draw().png());
        assertEquals(figure.html(), ConvolutionSteps.of(IMAGE, KERNEL).draw().html());
    }

    @Test
    void figure_ofALargeImage_isCapped() {
        Figure figure = ConvolutionSteps.of(new double[28][28], KERNEL).draw();

        assertTrue(figure.text().contains("(12 of 676 positions)"), figure.text());
        assertEquals(101, figure.html().split("\"name\":", -1).length, "a hundred frames");
    }

    @Test
    void badInput_isRefusedInWords() {
        refused("does not fit", () -> ConvolutionSteps.of(new double[2][2], KERNEL)
                .draw());
        refused("3 channels and the kernel 1", () -> ConvolutionSteps.of(COLOURS, new double[][][] {KERNEL}));
        refused("stride of at least 1", () -> ConvolutionSteps.of(IMAGE, KERNEL).stride(0));
        refused("rim of at least 0", () -> ConvolutionSteps.of(IMAGE, KERNEL).pad(-1));
        refused("bias is NaN", () -> ConvolutionSteps.of(IMAGE, KERNEL).bias(Double.NaN));
        refused("kernel is empty", () -> ConvolutionSteps.of(IMAGE, new double[0][0]));
        refused("Row 1 of the image", () -> ConvolutionSteps.of(new double[][] {{1, 2}, {3}}, new double[][] {{1}}));
        refused("Row 0 of the image", () -> ConvolutionSteps.of(new double[][] {{Double.NaN}}, new double[][] {{1}}));
    }

    private static void refused(String words, Runnable work) {
        String message = assertThrows(IllegalArgumentException.class, work::run).getMessage();
        assertTrue(message.contains(words), message);
    }

    private static double[][][] random(Random random, int channels, int height, int width) {
        return IntStream.range(0, channels)
                .mapToObj(c -> IntStream.range(0, height)
                        .mapToObj(y -> random.doubles(width).toArray())
                        .toArray(double[][]::new))
                .toArray(double[][][]::new);
    }

    private static NDArray array(NDManager manager, double[][][] values) {
        double[] flat = Arrays.stream(values)
                .flatMap(Arrays::stream)
                .flatMapToDouble(Arrays::stream)
                .toArray();
        float[] floats = new float[flat.length];
        for (int i = 0; i < flat.length; i++) {
            floats[i] = (float) flat[i];
        }
        return manager.create(floats, new Shape(values.length, values[0].length, values[0][0].length));
    }
}
