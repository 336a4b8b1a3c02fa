package dev.crema.datasets;

/**
 * A thing in a {@link Scene} and the smallest box, in pixels, that holds all of it that can be seen.
 *
 * @param label its class, an index into {@link Scenes#classes}
 * @param words what it is called in a caption, such as "small red three"
 * @param x column of the box's leftmost pixels, from 0
 * @param y row of the box's topmost pixels, from 0
 * @param width columns of the box, at least 1
 * @param height rows of the box, at least 1
 */
public record SceneObject(int label, String words, int x, int y, int width, int height) {}
