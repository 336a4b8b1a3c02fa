package dev.crema.reward;

/** Chooses actions. */
@FunctionalInterface
public interface Agent {
    /**
     * Chooses an action.
     *
     * @param observation what is seen
     * @return the action, numbered from 0
     */
    int act(float[] observation);
}
