package dev.crema.augmentation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.crema.datasets.DataException;
import dev.crema.datasets.ImageBatch;

/** What must hold before anything is computed. */
final class Checks {
    private Checks() {}

    static void requireShapes(ImageBatch batch) {
        NDArray images = batch.images();
        Shape shape = images.getShape();
        if (shape.dimension() != 4 || shape.size() == 0 || images.getDataType() != DataType.FLOAT32) {
            throw new DataException("The images are " + images.getDataType() + " " + shape
                    + ", expected float32 [n, channels, height, width] without a zero, values from 0 to 1.");
        }
        long n = shape.get(0);
        Shape labels = batch.labels().getShape();
        if (labels.dimension() < 1 || labels.dimension() > 2 || labels.get(0) != n) {
            throw new DataException("The labels have the shape " + labels + ", expected (" + n + ") or (" + n
                    + ", classes), one for each image.");
        }
        NDArray masks = batch.masks();
        if (masks != null) {
            require("masks", masks, DataType.INT64, n + ", " + shape.get(2) + ", " + shape.get(3));
        }
        NDArray boxes = batch.boxes();
        if (boxes != null) {
            long each = boxes.getShape().dimension() == 3 ? boxes.size(1) : 1;
            require("boxes", boxes, DataType.FLOAT32, n + ", " + each + ", 4");
        }
    }

    static void probability(double probability) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("The probability is " + probability + ", expected 0 to 1, such as 0.5.");
        }
    }

    /** Checks a strength that must lie from 0, no change, to a largest. */
    static void strength(String name, double value, double most, String example) {
        if (!(value >= 0 && value <= most && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(name + " is " + value + ", expected "
                    + (most == Double.POSITIVE_INFINITY ? "0 or more" : "0 to " + most) + ", " + example + ".");
        }
    }

    static void pixels(String name, int pixels, int example) {
        if (pixels < 0) {
            throw new IllegalArgumentException(
                    name + " is " + pixels + " pixels, expected 0 or more, such as " + example + ".");
        }
    }

    static void range(String name, double from, double to, double least, double most, String example) {
        if (!(from >= least && from <= to && to <= most)) {
            throw new IllegalArgumentException(name + " go from " + from + " to " + to + ", expected " + least + " to "
                    + most + ", the smaller first, " + example + ".");
        }
    }

    private static void require(String name, NDArray array, DataType type, String shape) {
        if (array.getDataType() != type || !array.getShape().toString().equals("(" + shape + ")")) {
            throw new DataException("The " + name + " are " + array.getDataType() + " " + array.getShape()
                    + ", expected " + type + " (" + shape + ") to go with the images.");
        }
    }
}
