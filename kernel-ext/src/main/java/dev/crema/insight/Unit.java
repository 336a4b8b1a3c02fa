package dev.crema.insight;

/**
 * One number of a feature map.
 *
 * @param layer the layer's path
 * @param channel which feature map, from 0
 * @param row its row in the map, from 0
 * @param column its column in the map, from 0
 */
public record Unit(String layer, int channel, int row, int column) implements ActivationObjective {
    @Override
    public String toString() {
        return "unit (%d, %d) of channel %d of %s".formatted(row, column, channel, layer);
    }
}
