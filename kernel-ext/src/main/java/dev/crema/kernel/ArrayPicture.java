package dev.crema.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.crema.figures.Figure;
import dev.crema.figures.ImageGrid;
import dev.crema.figures.Pixels;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The picture of an array that has the shape of one: {@code [h, w]}, {@code [1 or 3, h, w]}, {@code [n, 1 or 3, h, w]}. Values outside
 * 0 to 1 are stretched to it; a single picture of values below zero is blue there, white at zero and orange above.
 */
final class ArrayPicture {
    private static final int SHORTEST_SIDE = 8;
    private static final int SHORTEST_SIDE_OF_MATRIX = 16;
    private static final int LONGEST_RATIO = 4;
    private static final int MOST_PIXELS = 1 << 20;
    private static final int MOST_IMAGES = 30;
    private static final int NOMINAL_SIZE = 224;

    private ArrayPicture() {}

    /** Returns the array as a picture; nothing where it looks like something else, or is too large to copy. */
    static Optional<Figure> of(NDArray array, String alt) {
        Shape shape = array.getShape();
        int rank = shape.dimension();
        if (rank < 2 || rank > 4 || array.size() == 0 || !pixels(array.getDataType())) {
            return Optional.empty();
        }
        long height = shape.get(rank - 2);
        long width = shape.get(rank - 1);
        long channels = rank == 2 ? 1 : shape.get(rank - 3);
        long shortest = Math.min(height, width);
        boolean looksLikeOne = rank == 2
                ? shortest >= SHORTEST_SIDE_OF_MATRIX && Math.max(height, width) <= LONGEST_RATIO * shortest
                : shortest >= SHORTEST_SIDE && (channels == 1 || channels == 3);
        if (!looksLikeOne || height * width > MOST_PIXELS) {
            return Optional.empty();
        }
        int images =
                (int) Math.min(rank == 4 ? shape.get(0) : 1, Math.min(MOST_IMAGES, MOST_PIXELS / (height * width)));
        ImageGrid grid = ImageGrid.of("NDArray " + Arrays.toString(shape.getShape()))
                .images(pictures(array, rank, images))
                .alt(alt);
        int size = (int) Math.max(NOMINAL_SIZE, Math.min(2L * NOMINAL_SIZE, Math.max(height, width)));
        return Optional.of((rank == 4 ? grid.outOf(shape.get(0)) : grid.scale(size)).figure());
    }

    private static boolean pixels(DataType type) {
        return type == DataType.UINT8
                || type == DataType.FLOAT16
                || type == DataType.FLOAT32
                || type == DataType.FLOAT64;
    }

    private static List<BufferedImage> pictures(NDArray array, int rank, int images) {
        if (rank == 4) {
            try (NDArray first = array.get(new NDIndex("0:" + images));
                    NDArray bright = inUnitRange(first)) {
                return Pixels.images(bright);
            }
        }
        return List.of(picture(array));
    }

    private static BufferedImage picture(NDArray array) {
        long[] shape = array.getShape().getShape();
        boolean grey = shape.length == 2 || shape[0] == 1;
        if (grey && array.getDataType() != DataType.UINT8) {
            try (NDArray values = array.toType(DataType.FLOAT32, true);
                    NDArray smallest = values.min()) {
                if (smallest.getFloat() < 0) {
                    return Pixels.signed(
                            values.toFloatArray(), (int) shape[shape.length - 2], (int) shape[shape.length - 1]);
                }
            }
        }
        try (NDArray bright = inUnitRange(array)) {
            return Pixels.image(bright);
        }
    }

    /** Returns an array from 0 to 1: stretched over all its images alike where the numbers lie outside. */
    private static NDArray inUnitRange(NDArray array) {
        if (array.getDataType() == DataType.UINT8) {
            return array.duplicate();
        }
        NDArray floats = array.toType(DataType.FLOAT32, true);
        try (NDArray smallest = floats.min();
                NDArray largest = floats.max()) {
            float min = smallest.getFloat();
            float max = largest.getFloat();
            boolean stretch = (min < 0 || max > 1) && Float.isFinite(max - min) && max > min;
            if (!stretch) {
                return floats;
            }
            // toType gives another array over the same memory where the type is the same: not to be changed in place
            try (floats) {
                return floats.sub(min).divi(max - min);
            }
        }
    }
}
