package dev.crema.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.loss.Loss;

/** What one thing is and where: see {@link Losses#localisation}. */
final class Localisation extends Loss implements Classification {
    private final CrossEntropy classes = new CrossEntropy();
    private final Loss boxes;

    Localisation(double boxWeight) {
        super("localisation");
        boxes = Losses.weighted(boxWeight, Losses.huber(1));
    }

    @Override
    public NDArray evaluate(NDList targets, NDList outputs) {
        NDArray box = outputs.get(outputs.size() - 1);
        if (outputs.size() != 2 || box.getShape().dimension() != 2 || box.size(1) != 4) {
            throw new IllegalArgumentException(
                    "The localisation loss compares scores [batch, classes] and boxes" + " [batch, 4], not "
                            + outputs.stream().map(NDArray::getShape).toList());
        }
        NDArray truth = SceneTargets.boxes(targets);
        if (truth.size(1) != 1) {
            throw new IllegalArgumentException("The scenes have up to " + truth.size(1)
                    + " things, but a localiser finds one; make scenes of one thing each: withDigits(1, 1)");
        }
        return classes.evaluate(labels(targets), new NDList(outputs.head()))
                .add(boxes.evaluate(new NDList(truth.squeeze(1)), new NDList(box)));
    }

    @Override
    public double accuracy(NDList targets, NDList outputs) {
        return classes.accuracy(labels(targets), outputs);
    }

    private static NDList labels(NDList targets) {
        NDArray labels = targets.head();
        if (labels.getDataType() != DataType.INT64 || labels.getShape().dimension() != 1) {
            throw new IllegalArgumentException("The first of the targets is " + labels.getShape() + " of "
                    + labels.getDataType() + ", expected labels [batch] int64; take Scenes of one thing each");
        }
        return new NDList(labels);
    }
}
