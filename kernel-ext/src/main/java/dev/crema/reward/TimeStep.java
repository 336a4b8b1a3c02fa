package dev.crema.reward;

/**
 * What an environment answers to an action.
 *
 * @param observation what the agent sees now
 * @param reward what the action brought
 * @param terminated whether a final state is reached, after which there is no more reward
 * @param truncated whether time is up: the episode ends, though more reward could have come
 */
public record TimeStep(float[] observation, double reward, boolean terminated, boolean truncated) {
    /**
     * Tells whether the episode is over.
     *
     * @return true after the last step
     */
    public boolean over() {
        return terminated || truncated;
    }
}
