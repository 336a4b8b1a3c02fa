package dev.crema.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.loss.Loss;
import java.util.function.BiFunction;

/** A loss that is one expression of the targets and the outputs. */
class Formula extends Loss {
    private final BiFunction<NDList, NDList, NDArray> formula;

    Formula(String name, BiFunction<NDList, NDList, NDArray> formula) {
        super(name);
        this.formula = formula;
    }

    @Override
    public NDArray evaluate(NDList targets, NDList outputs) {
        return formula.apply(targets, outputs);
    }

    /** A formula over scores for classes. */
    static final class Classifying extends Formula implements Classification {
        private final Classification classification;

        Classifying(String name, BiFunction<NDList, NDList, NDArray> formula, Classification classification) {
            super(name, formula);
            this.classification = classification;
        }

        @Override
        public double accuracy(NDList targets, NDList outputs) {
            return classification.accuracy(targets, outputs);
        }
    }
}
