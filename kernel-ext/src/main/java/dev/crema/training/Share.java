package dev.crema.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.loss.Loss;
import dev.crema.datasets.Batch;
import dev.crema.torch.Gradients;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Some examples of a batch, next to each other.
 *
 * @param inputs what the network is given, batch first: views of the batch's
 * @param targets what the loss compares with, batch first: views of the batch's
 * @param part the share of the batch's examples, in (0, 1]
 * @param manager owns what is computed from the share; the batch closes it
 */
record Share(NDList inputs, NDList targets, double part, NDManager manager) {
    /** Cuts a batch into shares of the same size, give or take one; fewer if it has fewer examples. */
    static List<Share> of(Batch batch, int shares) {
        int size = batch.size();
        int count = Math.min(shares, size);
        long[] cuts = IntStream.range(1, count)
                .mapToLong(i -> (long) i * size / count)
                .toArray();
        // each thread needs a manager of its own: what a network computes goes to the manager of its input
        List<Share> cut = IntStream.range(0, count)
                .mapToObj(i -> new Share(
                        new NDList(),
                        new NDList(),
                        (double) ((long) (i + 1) * size / count - (long) i * size / count) / size,
                        batch.manager().newSubManager()))
                .toList();
        batch.inputs().forEach(input -> deal(input.split(cuts), cut, true));
        batch.targets().forEach(target -> deal(target.split(cuts), cut, false));
        return cut;
    }

    private static void deal(NDList pieces, List<Share> shares, boolean inputs) {
        for (int i = 0; i < shares.size(); i++) {
            Share share = shares.get(i);
            pieces.get(i).attach(share.manager);
            (inputs ? share.inputs : share.targets).add(pieces.get(i));
        }
    }

    /** Runs a network in training mode and computes the gradients of the share's loss. */
    Outcome gradients(Block net, Collection<Parameter> learned, Loss loss) {
        Leaves leaves = new Leaves(learned, true, manager);
        return Gradients.recording(() -> {
            NDList outputs = net.forward(leaves, new NDList(inputs), true);
            NDArray scalar = scaled(loss, outputs);
            float value = Scalars.of(scalar);
            if (!Float.isFinite(value)) {
                return new Outcome(value, outputs, Map.of());
            }
            Gradients.backward(scalar);
            return new Outcome(value, outputs, leaves.gradients());
        });
    }

    /** Runs a network in training mode. */
    Outcome outcome(Block net, Loss loss) {
        NDList outputs = net.forward(new ParameterStore(manager, false), new NDList(inputs), true);
        return new Outcome(Scalars.of(scaled(loss, outputs)), outputs, Map.of());
    }

    private NDArray scaled(Loss loss, NDList outputs) {
        NDArray mean = loss.evaluate(targets, outputs);
        return part == 1 ? mean : mean.mul((float) part);
    }

    /**
     * What came of a batch or a share of it.
     *
     * @param loss the loss, of a share times its part of the batch
     * @param outputs the network's outputs, batch first
     * @param gradients the gradients of the loss, none if it is not finite
     */
    record Outcome(double loss, NDList outputs, Map<Parameter, NDArray> gradients) {}
}
