package dev.crema.insight;

/**
 * All that a layer computes, by the mean of the squares of its numbers: whatever it sees is to become stronger.
 *
 * @param path the layer's path
 */
public record WholeLayer(String path) implements ActivationObjective {
    @Override
    public String toString() {
        return "all of " + path;
    }
}
