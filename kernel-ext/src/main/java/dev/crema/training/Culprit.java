package dev.crema.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.crema.datasets.Batch;
import dev.crema.layers.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds where numbers stopped being finite. */
final class Culprit {
    private Culprit() {}

    /** Tells it in a sentence. */
    static String find(List<Learner> learners, @Nullable Batch batch) {
        for (int i = 0; i < learners.size(); i++) {
            Optional<String> parameter = learners.get(i).firstNotFinite();
            if (parameter.isPresent()) {
                String network = learners.size() == 1 ? "" : " of network " + (i + 1);
                return "The first weights that are not finite are " + parameter.get() + network + ".";
            }
        }
        if (batch == null) {
            return "";
        }
        for (NDArray input : batch.inputs()) {
            if (!finite(input)) {
                return "The data is to blame: inputs of this batch are not finite.";
            }
        }
        for (NDArray target : batch.targets()) {
            if (!finite(target)) {
                return "The data is to blame: targets of this batch are not finite.";
            }
        }
        return layer(learners, batch);
    }

    private static String layer(List<Learner> learners, Batch batch) {
        if (learners.size() > 1) {
            return "";
        }
        List<String> notFinite = new ArrayList<>();
        try {
            Trace.run(learners.get(0).net(), batch.inputs(), (path, layer, input, output) -> {
                if (!finite(output)) {
                    notFinite.add(path);
                }
            });
        } catch (IllegalArgumentException e) {
            // a network that cannot be traced; the message is then one sentence shorter
            return "";
        }
        return notFinite.isEmpty()
                ? "All layers give finite numbers: the loss is to blame."
                : "The first layer whose output is not finite is " + notFinite.get(0) + ".";
    }

    /** Tells whether an array of numbers holds no NaN and no infinite value. */
    static boolean finite(NDArray array) {
        if (!array.getDataType().isFloating()) {
            return true;
        }
        try (NDArray magnitude = array.abs();
                NDArray largest = magnitude.max();
                NDArray number = largest.toType(DataType.FLOAT32, false)) {
            return Float.isFinite(Scalars.of(number));
        }
    }
}
