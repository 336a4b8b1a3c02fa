package dev.crema.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.Map;

/** Cross-entropy of classes that are known by their means only: see {@link Losses#prototypical}. */
final class PrototypicalLoss extends EmbeddingLoss {
    private final int shots;

    PrototypicalLoss(int shots) {
        super("prototypical");
        this.shots = shots;
    }

    @Override
    NDArray of(NDArray labels, NDArray embeddings) {
        Map<Long, Integer> counts = new LinkedHashMap<>();
        long[] label = labels.toLongArray();
        for (long of : label) {
            counts.merge(of, 1, Integer::sum);
        }
        counts.values().removeIf(count -> count <= shots);
        long[] classes = counts.keySet().stream().mapToLong(Long::longValue).toArray();
        if (classes.length < 2) {
            return embeddings.sum().mul(0);
        }
        float[][] support = new float[classes.length][label.length];
        float[][] truth = new float[label.length][classes.length];
        int queries = 0;
        for (int c = 0; c < classes.length; c++) {
            int seen = 0;
            for (int i = 0; i < label.length; i++) {
                if (label[i] == classes[c] && seen++ < shots) {
                    support[c][i] = 1f / shots;
                } else if (label[i] == classes[c]) {
                    truth[i][c] = 1;
                    queries++;
                }
            }
        }
        NDArray prototypes = embeddings
                .getManager()
                .create(support)
                .toType(embeddings.getDataType(), false)
                .matMul(embeddings);
        NDArray scores = squaredDistances(embeddings, prototypes).neg();
        NDArray answers = embeddings.getManager().create(truth).reshape(new Shape(label.length, classes.length));
        return scores.logSoftmax(1).mul(answers).sum().div(-queries);
    }
}
