package dev.crema.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.crema.torch.Operators;
import java.util.Arrays;
import java.util.function.Predicate;

/** Finds what a loss wants among the targets of scenes: labels, masks and boxes, of which some may be missing. */
final class SceneTargets {
    private SceneTargets() {}

    /** The masks, which must belong to scores {@code [batch, classes, height, width]}. */
    static NDList masks(NDList targets, NDArray scores) {
        Shape shape = scores.getShape();
        if (shape.dimension() != 4) {
            throw new IllegalArgumentException(
                    "A mask has a class for each pixel; expected scores [batch, classes, height, width], not " + shape);
        }
        Shape expected = shape.slice(0, 1).addAll(shape.slice(2));
        NDArray masks = find(
                targets,
                target -> target.getDataType() == DataType.INT64
                        && target.getShape().equals(expected),
                "masks " + expected + " int64 for scores " + shape);
        Operators.requireIndices("classes in the masks", masks, Math.max(2, shape.get(1)));
        return new NDList(masks);
    }

    /** The boxes, {@code [batch, k, 4]}. */
    static NDArray boxes(NDList targets) {
        return find(
                targets,
                target -> target.getDataType() == DataType.FLOAT32
                        && target.getShape().dimension() == 3
                        && target.size(2) == 4,
                "boxes [batch, k, 4] float32");
    }

    private static NDArray find(NDList targets, Predicate<NDArray> wanted, String what) {
        return targets.stream()
                .filter(wanted)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Among the targets "
                        + Arrays.toString(targets.getShapes()) + " are no " + what
                        + "; take the labels, masks and boxes of Scenes"));
    }
}
