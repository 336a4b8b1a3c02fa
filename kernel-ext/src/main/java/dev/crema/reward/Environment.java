package dev.crema.reward;

import dev.crema.figures.Drawable;

/**
 * A world that an agent acts in, one step after the other, as Gymnasium has them. What it draws is the state it is in.
 *
 * <pre>{@code
 * float[] seen = world.reset(seed);
 * for (boolean over = false; !over; ) {
 *     TimeStep step = world.step(agent.act(seen));
 *     seen = step.observation();
 *     over = step.over();
 * }
 * }</pre>
 */
public interface Environment extends Drawable {
    /**
     * Returns how many actions there are.
     *
     * @return at least 1; they are numbered from 0
     */
    int actions();

    /**
     * Returns how long an observation is.
     *
     * @return at least 1
     */
    int observationSize();

    /**
     * Begins an episode.
     *
     * @param seed of all that is random until the next reset: the same seed and actions give the same episode
     * @return what the agent sees first
     */
    float[] reset(long seed);

    /**
     * Acts.
     *
     * @param action from 0 to {@link #actions} − 1
     * @return what came of it
     * @throws IllegalArgumentException if there is no such action
     * @throws IllegalStateException if no episode is under way
     */
    TimeStep step(int action);
}
