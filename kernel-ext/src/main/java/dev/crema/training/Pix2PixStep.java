package dev.crema.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.crema.datasets.Batch;
import java.util.Map;

/** Learns to translate images from pairs: see {@link GanSteps#pix2pix}. */
final class Pix2PixStep implements Step {
    private final Learner generator;
    private final Judge judge;
    private final double weight;

    Pix2PixStep(Learner generator, Judge judge, double weight) {
        this.generator = generator;
        this.judge = judge;
        this.weight = weight;
    }

    @Override
    public Map<String, Double> on(Batch batch) {
        if (batch.targets().size() != 1) {
            throw new IllegalArgumentException("The examples have "
                    + batch.targets().size() + " targets; pix2pix takes images and one target, the translated images");
        }
        NDArray image = batch.inputs().head();
        NDArray truth = batch.targets().head();
        NDArray made = generator.forward(image).stopGradient();
        GanSteps.requireSameShape(made, truth);
        double told = judge.learn(beside(image, truth), beside(image, made));
        NDList distance = new NDList();
        double fooled = generator.minimise(() -> {
            NDArray translation = generator.forward(image);
            distance.add(GanSteps.distance(translation, truth));
            return judge.doubts(beside(image, translation)).add(distance.head().mul((float) weight));
        });
        Map<String, Double> losses = GanSteps.losses(told, fooled);
        losses.put("L1", (double) Scalars.of(distance.head()));
        return losses;
    }

    private static NDList beside(NDArray image, NDArray translation) {
        return new NDList(image.concat(translation, 1));
    }
}
