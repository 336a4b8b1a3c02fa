package dev.crema.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.loss.Loss;

/**
 * A discriminator and what it is told.
 *
 * @param discriminator gives scores, any number of them a sample
 * @param loss compares scores with what they should be
 * @param truth what the scores of real samples should be; those of made ones should be 0
 * @param weight what its loss is multiplied by
 */
record Judge(Learner discriminator, Loss loss, double truth, double weight) {
    /** Takes a step towards telling real samples from made ones. */
    double learn(NDList real, NDList made) {
        return discriminator.minimise(
                () -> judged(real, truth).add(judged(made, 0)).mul((float) weight));
    }

    /** How far the discriminator is from taking made samples for real: what a generator makes small. */
    NDArray doubts(NDList made) {
        return judged(made, 1);
    }

    private NDArray judged(NDList samples, double score) {
        NDArray scores = discriminator.forward(samples).singletonOrThrow();
        return loss.evaluate(new NDList(scores.onesLike().mul((float) score)), new NDList(scores));
    }
}
