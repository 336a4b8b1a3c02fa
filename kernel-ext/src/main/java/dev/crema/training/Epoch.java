package dev.crema.training;

/**
 * What one epoch gave.
 *
 * @param number 1 for the first epoch
 * @param loss mean loss over the training samples, each measured when its batch was trained on
 * @param accuracy share of the training samples classified correctly, measured likewise, in [0, 1]
 * @param validationLoss mean loss over the validation samples after the epoch
 * @param validationAccuracy share of the validation samples classified correctly after the epoch, in [0, 1]
 * @param seconds how long the epoch took, validation included
 */
public record Epoch(
        int number, double loss, double accuracy, double validationLoss, double validationAccuracy, double seconds) {}
