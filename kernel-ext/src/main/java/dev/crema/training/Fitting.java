package dev.crema.training;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.loss.Loss;
import dev.crema.datasets.Batch;
import dev.crema.datasets.Examples;
import dev.crema.datasets.LabelledImages;
import dev.crema.layers.Layers;
import dev.crema.layers.Summary;
import java.util.Arrays;

/** Checks that a network, a loss and examples fit each other, before anything is changed. */
final class Fitting {
    // multiply-adds of a step; measured on two cores, one thread is as fast up to there, and many times faster far
    // below
    private static final long SMALL = 16_000_000;

    // multiply-adds of a step for each weight; below, an operator's threads wait little for each other, and the
    // gradients
    // of the shares take long to add
    private static final long LEAST_USES = 500;

    private Fitting() {}

    /** Gives the network parameters if it has none, and checks. */
    static void check(Block net, Examples examples, FitOptions options) {
        try (Batch one = first(examples)) {
            Layers.initialize(net, options.seed, one.inputs().getShapes());
        }
        check(net, examples, options.loss);
    }

    static void check(Block net, Examples examples, Loss loss) {
        if (examples instanceof LabelledImages images && !(loss instanceof EmbeddingLoss)) {
            Predictions.check(net, images);
            return;
        }
        try (Batch one = first(examples)) {
            NDList outputs = Evaluation.outputs(net, one);
            String shapes = "The network gives " + Arrays.toString(outputs.getShapes()) + " for inputs "
                    + Arrays.toString(one.inputs().getShapes()) + ", the targets are "
                    + Arrays.toString(one.targets().getShapes());
            checkLoss(loss, one.targets(), outputs, shapes);
            if (loss instanceof CrossEntropy && one.targets().head().getDataType() == DataType.INT64) {
                checkLabels(examples, outputs.head().size(1), shapes);
            }
        } catch (EngineException | UnsupportedOperationException e) {
            throw new IllegalArgumentException("The network cannot take these examples: " + firstLine(e), e);
        }
    }

    /** Decides how a training uses the cores; to be called after {@link #check}. */
    static void plan(Block net, Examples train, FitOptions options) {
        try (Batch one = first(train)) {
            Summary summary = Layers.summary(net, one.inputs().getShapes());
            long work = options.batchSize * summary.multiplyAdds();
            options.small = work < SMALL;
            boolean worthwhile = !options.small && work > LEAST_USES * summary.parameters();
            options.shares = worthwhile ? DataParallel.shares(net, train, options) : 1;
        } catch (EngineException | IllegalArgumentException | UnsupportedOperationException e) {
            // a network that cannot be summed up is trained as it is
            options.small = false;
            options.shares = 1;
        }
    }

    private static void checkLoss(Loss loss, NDList targets, NDList outputs, String shapes) {
        Shape value;
        try {
            value = loss.evaluate(targets, outputs).getShape();
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    shapes + ", and the loss " + loss.getName() + " cannot compare them: " + firstLine(e), e);
        }
        if (value.size() != 1) {
            throw new IllegalArgumentException(
                    shapes + ", and the loss " + loss.getName() + " gives " + value + ", expected one number");
        }
    }

    private static void checkLabels(Examples examples, long classes, String shapes) {
        for (Batch batch : examples.batches(Evaluation.BATCH_SIZE)) {
            try (batch) {
                NDArray labels = batch.targets().head();
                long least = Scalars.count(labels.min());
                long most = Scalars.count(labels.max());
                if (least < 0 || most >= classes) {
                    throw new IllegalArgumentException(shapes + ", and one is " + (least < 0 ? least : most)
                            + ", expected labels from 0 to " + (classes - 1));
                }
            }
        }
    }

    private static Batch first(Examples examples) {
        return examples.batches(1).iterator().next();
    }

    private static String firstLine(Throwable e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
    }
}
