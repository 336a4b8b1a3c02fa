package dev.crema.training;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one epoch gave.
 *
 * @param number 1 for the first epoch
 * @param training means over the training examples of all that was measured, each when its batch was trained on
 * @param validation the same of the validation examples after the epoch; empty without any
 * @param learningRate what the optimiser's learning rate was multiplied by at the end of the epoch
 * @param seconds how long the epoch took, validation included
 */
public record Epoch(
        int number, Map<String, Double> training, Map<String, Double> validation, double learningRate, double seconds) {
    /**
     * Keeps its own copies.
     *
     * @param number as above
     * @param training as above
     * @param validation as above
     * @param learningRate as above
     * @param seconds as above
     */
    public Epoch {
        training = Collections.unmodifiableMap(new LinkedHashMap<>(training));
        validation = Collections.unmodifiableMap(new LinkedHashMap<>(validation));
    }

    /**
     * Returns the mean training loss.
     *
     * @return the loss, or NaN if the step measured none of that name
     */
    public double loss() {
        return training.getOrDefault(Measures.LOSS, Double.NaN);
    }

    /**
     * Returns the share of the training samples that was classified correctly.
     *
     * @return the accuracy, in [0, 1], or NaN where nothing was classified
     */
    public double accuracy() {
        return training.getOrDefault(Measures.ACCURACY, Double.NaN);
    }

    /**
     * Returns the mean loss over the validation samples.
     *
     * @return the loss, or NaN without validation
     */
    public double validationLoss() {
        return validation.getOrDefault(Measures.LOSS, Double.NaN);
    }

    /**
     * Returns the share of the validation samples that was classified correctly.
     *
     * @return the accuracy, in [0, 1], or NaN without validation or where nothing was classified
     */
    public double validationAccuracy() {
        return validation.getOrDefault(Measures.ACCURACY, Double.NaN);
    }
}
