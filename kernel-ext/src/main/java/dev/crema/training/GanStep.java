package dev.crema.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import dev.crema.datasets.Batch;
import java.util.Map;

/** The minimax game of two networks, with or without a condition that both see: see {@link GanSteps#gan}. */
final class GanStep implements Step {
    private final Learner generator;
    private final Judge judge;
    private final int latent;
    private final boolean conditional;

    GanStep(Learner generator, Judge judge, int latent, boolean conditional) {
        this.generator = generator;
        this.judge = judge;
        this.latent = latent;
        this.conditional = conditional;
    }

    @Override
    public Map<String, Double> on(Batch batch) {
        NDList made = with(batch, made(batch).stopGradient());
        double told = judge.learn(with(batch, batch.inputs().head()), made);
        double fooled = generator.minimise(() -> judge.doubts(with(batch, made(batch))));
        return GanSteps.losses(told, fooled);
    }

    private NDArray made(Batch batch) {
        NDArray noise = batch.manager().randomNormal(new Shape(batch.size(), latent));
        return generator.forward(with(batch, noise)).singletonOrThrow();
    }

    private NDList with(Batch batch, NDArray array) {
        return conditional ? new NDList(array).addAll(batch.targets()) : new NDList(array);
    }
}
