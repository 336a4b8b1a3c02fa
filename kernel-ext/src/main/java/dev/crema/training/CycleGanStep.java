package dev.crema.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.crema.datasets.Batch;
import java.util.List;
import java.util.Map;

/** Learns to translate images there and back without pairs: see {@link GanSteps#cycleGan}. */
final class CycleGanStep implements Step {
    private static final int REMEMBERED = 50;

    private final Learner there;
    private final Learner back;
    private final Judge first;
    private final Judge second;
    private final double cycle;
    private final double identity;
    private final ImageBuffer madeFirst = new ImageBuffer(REMEMBERED);
    private final ImageBuffer madeSecond = new ImageBuffer(REMEMBERED);

    CycleGanStep(Learner there, Learner back, Judge first, Judge second, double cycle, double identity) {
        this.there = there;
        this.back = back;
        this.first = first;
        this.second = second;
        this.cycle = cycle;
        this.identity = identity;
    }

    @Override
    public Map<String, Double> on(Batch batch) {
        if (batch.inputs().size() != 2) {
            throw new IllegalArgumentException(
                    "The examples have " + batch.inputs().size()
                            + " inputs; cycleGan takes two, images of the first kind and of the second");
        }
        NDArray x = batch.inputs().get(0);
        NDArray y = batch.inputs().get(1);
        NDList made = new NDList();
        NDList returned = new NDList();
        double fooled = Learner.minimise(List.of(there, back), () -> {
            NDArray toSecond = there.forward(x);
            NDArray toFirst = back.forward(y);
            made.addAll(List.of(toFirst.stopGradient(), toSecond.stopGradient()));
            returned.add(
                    GanSteps.distance(back.forward(toSecond), x).add(GanSteps.distance(there.forward(toFirst), y)));
            NDArray loss = first.doubts(new NDList(toFirst))
                    .add(second.doubts(new NDList(toSecond)))
                    .add(returned.head().mul((float) cycle));
            return identity == 0
                    ? loss
                    : loss.add(GanSteps.distance(back.forward(x), x)
                            .add(GanSteps.distance(there.forward(y), y))
                            .mul((float) identity));
        });
        double told = first.learn(new NDList(x), new NDList(madeFirst.exchange(made.get(0))))
                + second.learn(new NDList(y), new NDList(madeSecond.exchange(made.get(1))));
        Map<String, Double> losses = GanSteps.losses(told, fooled);
        losses.put("cycle", (double) Scalars.of(returned.head()));
        return losses;
    }
}
