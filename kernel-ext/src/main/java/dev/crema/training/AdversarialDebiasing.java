package dev.crema.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.loss.Loss;
import dev.crema.datasets.Batch;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Trains a predictor whose prediction does not give a protected attribute away: an adversary guesses the attribute from the
 * prediction, and the predictor makes its own loss small and the adversary's large, {@code loss − λ · adversary's loss} (Louppe,
 * Kagan and Cranmer 2017, "Learning to pivot with adversarial networks", arXiv:1611.01046; Zhang, Lemoine and Mitchell 2018,
 * "Mitigating unwanted biases with adversarial learning", arXiv:1801.07593, who project the one gradient on the other besides).
 *
 * <pre>{@code
 * fit(List.of(predictor, adversary), AdversarialDebiasing.of(predictor, adversary, 10), people, epochs(5))
 * }</pre>
 *
 * <p>A batch has one input, {@code [n, features]}, without the protected attribute, and two targets of 0 and 1,
 * {@code [n]} each: the answer, and the attribute. Predictor and adversary give one score (logit) an example, {@code [n, 1]}; the
 * adversary is given the predictor's score, and for equalised odds the answer beside it.
 */
public final class AdversarialDebiasing implements Step {
    private final Learner predictor;
    private final Learner adversary;
    private final float lambda;
    private final boolean seesAnswer;
    private final Loss loss = Losses.binaryCrossEntropy();

    private AdversarialDebiasing(Learner predictor, Learner adversary, double lambda, boolean seesAnswer) {
        if (!(lambda >= 0 && lambda < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "lambda is " + lambda + "; it must be 0, for a predictor that does not care, or a positive number");
        }
        this.predictor = predictor;
        this.adversary = adversary;
        this.lambda = (float) lambda;
        this.seesAnswer = seesAnswer;
    }

    /**
     * Aims at demographic parity: the prediction alone says nothing of the attribute.
     *
     * @param predictor from {@code [n, features]} to {@code [n, 1]}
     * @param adversary from {@code [n, 1]} to {@code [n, 1]}
     * @param lambda how much fairness counts beside the predictor's own loss, 0 or more
     * @return the step, which returns the losses of both
     * @throws IllegalArgumentException if lambda is negative or not finite
     */
    public static AdversarialDebiasing of(Learner predictor, Learner adversary, double lambda) {
        return new AdversarialDebiasing(predictor, adversary, lambda, false);
    }

    /**
     * Aims at equalised odds: among those of one answer the prediction says nothing of the attribute.
     *
     * @param predictor from {@code [n, features]} to {@code [n, 1]}
     * @param adversary from {@code [n, 2]}, score and answer, to {@code [n, 1]}
     * @param lambda as above
     * @return the step, which returns the losses of both
     * @throws IllegalArgumentException if lambda is negative or not finite
     */
    public static AdversarialDebiasing equalizedOdds(Learner predictor, Learner adversary, double lambda) {
        return new AdversarialDebiasing(predictor, adversary, lambda, true);
    }

    @Override
    public Map<String, Double> on(Batch batch) {
        if (batch.targets().size() != 2) {
            throw new IllegalArgumentException(
                    "The batch has " + batch.targets().size()
                            + " targets, expected 2: the answer [n] and the protected attribute [n], both 0 or 1");
        }
        NDArray x = batch.inputs().singletonOrThrow();
        NDArray answer = batch.targets().get(0);
        NDArray attribute = batch.targets().get(1);
        Map<String, Double> losses = new LinkedHashMap<>();
        // what is backpropagated into the other network is forgotten when its own turn comes
        losses.put("predictor", predictor.minimise(() -> {
            NDArray score = predictor.forward(x);
            NDArray own = loss(answer, score);
            return lambda == 0 ? own : own.sub(guess(score, answer, attribute).mul(lambda));
        }));
        losses.put("adversary", adversary.minimise(() -> {
            NDArray score = predictor.forward(x).stopGradient();
            return guess(score, answer, attribute);
        }));
        return losses;
    }

    private NDArray guess(NDArray score, NDArray answer, NDArray attribute) {
        NDArray seen = seesAnswer
                ? score.concat(answer.toType(score.getDataType(), false).reshape(-1, 1), 1)
                : score;
        return loss(attribute, adversary.forward(seen));
    }

    private NDArray loss(NDArray truth, NDArray score) {
        return loss.evaluate(new NDList(truth), new NDList(score));
    }
}
