package dev.crema.insight;

/**
 * A feature map, by the mean of its numbers; of a layer without maps, one of its outputs.
 *
 * @param layer the layer's path
 * @param index which one, from 0
 */
public record Channel(String layer, int index) implements ActivationObjective {
    @Override
    public String toString() {
        return "channel " + index + " of " + layer;
    }
}
