package dev.crema.models;

import static dev.crema.layers.Layers.avgPool;
import static dev.crema.layers.Layers.conv;
import static dev.crema.layers.Layers.initialize;
import static dev.crema.layers.Layers.maxPool;
import static dev.crema.layers.Layers.pad;
import static dev.crema.layers.Layers.relu;
import static dev.crema.layers.Layers.roundUp;
import static dev.crema.layers.Layers.samePad;
import static dev.crema.layers.Layers.seq;
import static dev.crema.layers.Layers.stride;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.crema.layers.ReceptiveField;
import dev.crema.layers.Trace;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is not a number goes wherever its pixel does: the reference that knows nothing of windows. */
class ReceptiveFieldPlacesTest {
    @Test
    void leNet_seesFromTheRimOn() {
        assertNaNReachesTheFields(LeNet.of(10), new Shape(1, 1, 28, 24), "maxPool2", "conv1", "linear1");
        ReceptiveField field = ReceptiveField.of(LeNet.of(10), new Shape(1, 1, 28, 28), "conv1");
        assertEquals(new ReceptiveField.Side(-2, 5, 1, 28), field.rows());
        assertEquals(List.of(0, 3), List.of(field.rows().from(0), field.rows().to(0)), "5, of which 2 lie in the rim");
    }

    @Test
    void steps_rims_andRoundedPooling() {
        Block net = seq(conv(2, 5, stride(2), pad(1)), relu(), maxPool(3, 2, roundUp()), conv(2, 3), avgPool(2, 2));
        assertNaNReachesTheFields(net, new Shape(1, 2, 33, 40), "conv1", "maxPool1", "conv2", "avgPool1");
        Block same = seq(samePad(4, 3), conv(2, 4, stride(3), pad(0)), samePad(3, 2), conv(2, 3, stride(2), pad(0)));
        assertNaNReachesTheFields(same, new Shape(1, 1, 32, 29), "conv1", "samePad2", "conv2");
    }

    @Test
    void branches_countTheLargest() {
        Block net = CifarResNet.of(8, 10);
        assertNaNReachesTheFields(net, new Shape(1, 3, 32, 32), "conv1", "relu1", "block1", "block2");
        Block inverted = seq(new InvertedResidual(4, 4, 6, 5, 1), new InvertedResidual(4, 6, 6, 3, 2));
        assertNaNReachesTheFields(inverted, new Shape(1, 4, 24, 20), "invertedResidual1", "invertedResidual2");
    }

    @Test
    void aLayerThatDoesNotExist_orNoImage_isRefused() {
        String layer = assertThrows(
                        IllegalArgumentException.class,
                        () -> ReceptiveField.of(LeNet.of(10), new Shape(1, 1, 28, 28), "conv3"))
                .getMessage();
        assertTrue(layer.contains("it has conv1, conv2"), layer);
        assertThrows(IllegalArgumentException.class, () -> ReceptiveField.of(LeNet.of(10), new Shape(1, 784), "conv1"));
    }

    private static void assertNaNReachesTheFields(Block net, Shape image, String... paths) {
        initialize(net, image, 1);
        for (int axis = 2; axis < 4; axis++) {
            int length = (int) image.get(axis);
            try (NDManager manager = NDManager.newBaseManager()) {
                // in image i all of line i is not a number
                NDArray batch =
                        manager.randomUniform(0, 1, new Shape(length, image.get(1), image.get(2), image.get(3)));
                float[] pixels = batch.toFloatArray();
                int size = (int) image.size();
                for (int i = 0; i < pixels.length; i++) {
                    int pixel = i % size;
                    long line = axis == 2 ? pixel / image.get(3) % image.get(2) : pixel % image.get(3);
                    pixels[i] = line == i / size ? Float.NaN : pixels[i];
                }
                int along = axis;
                Trace.run(net, manager.create(pixels, batch.getShape()), (path, layer, x, y) -> {
                    if (Arrays.asList(paths).contains(path)) {
                        ReceptiveField field = ReceptiveField.of(net, image, path);
                        assertFields(along == 2 ? field.rows() : field.columns(), y, along, path);
                    }
                });
            }
        }
    }

    private static void assertFields(ReceptiveField.Side side, NDArray output, int axis, String path) {
        Shape shape = output.getShape();
        int numbers = shape.dimension() == 4 ? (int) shape.get(axis) : 1;
        int after = shape.dimension() == 4 && axis == 2 ? (int) shape.get(3) : 1;
        float[] values = output.toFloatArray();
        int size = values.length / (int) shape.get(0);
        for (int number = 0; number < numbers; number++) {
            int n = number;
            List<Integer> reached = IntStream.range(0, (int) shape.get(0))
                    .filter(image -> IntStream.range(0, size)
                            .anyMatch(i -> i / after % numbers == n && Float.isNaN(values[image * size + i])))
                    .boxed()
                    .toList();
            assertEquals(IntStream.range(side.from(n), side.to(n)).boxed().toList(), reached, path + ", number " + n);
        }
    }
}
