package dev.crema.reward;

/**
 * One step of experience.
 *
 * @param observation what was seen
 * @param action what was done
 * @param reward what it brought
 * @param next what was seen then
 * @param terminal whether that was a final state, whose value is 0
 */
public record Transition(float[] observation, int action, double reward, float[] next, boolean terminal) {}
