package dev.crema.embedding;

import java.util.Arrays;

/**
 * Gradient descent with momentum and a gain for each coordinate (Jacobs 1988): the gain grows while the coordinate keeps its
 * direction and shrinks when it turns. Constants are openTSNE's.
 */
final class Descent {
    private static final float MOMENTUM = 0.8f;
    private static final float LEAST_GAIN = 0.01f;
    private static final float LONGEST_STEP = 5;

    private final Plane velocity;
    private final Plane gain;

    Descent(int points) {
        velocity = Plane.zero(points);
        gain = Plane.zero(points);
        Arrays.fill(gain.x(), 1);
        Arrays.fill(gain.y(), 1);
    }

    /** Moves all points one step. */
    void step(Plane map, Plane gradient, double rate) {
        accelerate(velocity.x(), gain.x(), gradient.x(), (float) rate);
        accelerate(velocity.y(), gain.y(), gradient.y(), (float) rate);
        for (int i = 0; i < map.size(); i++) {
            float vx = velocity.x()[i];
            float vy = velocity.y()[i];
            float length = (float) Math.sqrt(vx * vx + vy * vy);
            if (length > LONGEST_STEP) {
                velocity.x()[i] *= LONGEST_STEP / length;
                velocity.y()[i] *= LONGEST_STEP / length;
            }
        }
        move(map.x(), velocity.x());
        move(map.y(), velocity.y());
    }

    private static void accelerate(float[] velocity, float[] gain, float[] gradient, float rate) {
        for (int i = 0; i < velocity.length; i++) {
            boolean onward = gradient[i] > 0 != velocity[i] > 0;
            gain[i] = Math.max(LEAST_GAIN, onward ? gain[i] + 0.2f : gain[i] * 0.8f);
            velocity[i] = MOMENTUM * velocity[i] - rate * gain[i] * gradient[i];
        }
    }

    private static void move(float[] coordinates, float[] velocity) {
        for (int i = 0; i < coordinates.length; i++) {
            coordinates[i] += velocity[i];
        }
    }
}
