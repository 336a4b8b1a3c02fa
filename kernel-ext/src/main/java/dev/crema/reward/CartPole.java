package dev.crema.reward;

import dev.crema.figures.Canvas;
import dev.crema.figures.Dash;
import dev.crema.figures.Figure;
import dev.crema.figures.Lettering;
import dev.crema.figures.Marker;
import dev.crema.figures.Palette;
import dev.crema.figures.Pen;
import dev.crema.figures.Theme;
import java.util.SplittableRandom;

/**
 * A pole on a cart, to be kept upright by pushing the cart left or right (Barto, Sutton and Anderson 1983, "Neuronlike adaptive
 * elements that can solve difficult learning control problems"); the dynamics of Gymnasium's CartPole-v1.
 *
 * <p>Observation: position of the cart (m), its velocity (m/s), angle of the pole from upright (rad), its velocity (rad/s).
 * Actions: 0 pushes left, 1 right, with 10 N for 0.02 s. Each step brings a reward of 1. The episode terminates when the cart is
 * more than 2.4 m from the middle or the pole leans more than 12°, and is truncated after 500 steps.
 */
public final class CartPole implements Environment {
    private static final double GRAVITY = 9.8;
    private static final double POLE_MASS = 0.1;
    private static final double TOTAL_MASS = 1 + POLE_MASS;
    private static final double HALF_POLE = 0.5;
    private static final double FORCE = 10;
    private static final double SECONDS = 0.02;
    private static final double MOST_ANGLE = Math.toRadians(12);
    private static final double MOST_POSITION = 2.4;
    private static final int MOST_STEPS = 500;

    /** Pixels. */
    private static final double METRE = 92;

    private static final double WIDTH = 2 * MOST_POSITION * METRE + 70;
    private static final double GROUND = 150;
    private static final double CART = 28;

    private double position;
    private double velocity;
    private double angle;
    private double angularVelocity;
    private int steps;
    private boolean under;

    /** Makes the environment; {@link #reset} begins an episode. */
    public CartPole() {}

    @Override
    public int actions() {
        return 2;
    }

    @Override
    public int observationSize() {
        return 4;
    }

    /**
     * Begins an episode with each of the four numbers uniform between −0.05 and 0.05.
     *
     * @param seed the same seed gives the same start
     * @return what is seen first
     */
    @Override
    public float[] reset(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] start = random.doubles(4, -0.05, 0.05).toArray();
        return reset(start[0], start[1], start[2], start[3]);
    }

    /**
     * Begins an episode in a state of your own.
     *
     * @param position of the cart, in m
     * @param velocity of the cart, in m/s
     * @param angle of the pole from upright, in rad, positive to the right
     * @param angularVelocity of the pole, in rad/s
     * @return what is seen first
     */
    public float[] reset(double position, double velocity, double angle, double angularVelocity) {
        this.position = position;
        this.velocity = velocity;
        this.angle = angle;
        this.angularVelocity = angularVelocity;
        steps = 0;
        under = true;
        return observation();
    }

    @Override
    public TimeStep step(int action) {
        Episodes.requireAction(this, action, under);
        double force = action == 1 ? FORCE : -FORCE;
        double cos = Math.cos(angle);
        double sin = Math.sin(angle);
        double push = (force + POLE_MASS * HALF_POLE * angularVelocity * angularVelocity * sin) / TOTAL_MASS;
        double turn = (GRAVITY * sin - cos * push) / (HALF_POLE * (4.0 / 3 - POLE_MASS * cos * cos / TOTAL_MASS));
        double acceleration = push - POLE_MASS * HALF_POLE * turn * cos / TOTAL_MASS;
        position += SECONDS * velocity;
        velocity += SECONDS * acceleration;
        angle += SECONDS * angularVelocity;
        angularVelocity += SECONDS * turn;
        steps++;
        boolean terminated = Math.abs(position) > MOST_POSITION || Math.abs(angle) > MOST_ANGLE;
        boolean truncated = steps >= MOST_STEPS;
        under = !terminated && !truncated;
        return new TimeStep(observation(), 1, terminated, truncated);
    }

    private float[] observation() {
        return new float[] {(float) position, (float) velocity, (float) angle, (float) angularVelocity};
    }

    @Override
    public Figure draw() {
        double degrees = Math.toDegrees(angle);
        String alt = "Cart-pole after %d steps: the cart is %.2f m %s of the middle, the pole leans %.1f° to the %s."
                .formatted(
                        steps,
                        Math.abs(position),
                        position < 0 ? "left" : "right",
                        Math.abs(degrees),
                        degrees < 0 ? "left" : "right");
        // the episode goes on, what was drawn stays
        double drawnPosition = position;
        double drawnAngle = angle;
        return Figure.of(
                "Cart-pole, step " + steps, alt, WIDTH, 180, canvas -> paint(canvas, drawnPosition, drawnAngle));
    }

    private static void paint(Canvas canvas, double position, double angle) {
        double x = WIDTH / 2 + METRE * position;
        Pen thin = Pen.of(Theme::mutedInk, 1.5);
        for (int end = -1; end <= 1; end++) {
            double at = WIDTH / 2 + METRE * MOST_POSITION * end;
            canvas.line(at, GROUND - 6, at, GROUND + 6, thin);
            canvas.text(
                    end == 0 ? "0" : "%s%.1f m".formatted(end < 0 ? "−" : "", MOST_POSITION),
                    at,
                    GROUND + 24,
                    Lettering.of(13).centred().toned(Theme::mutedInk));
            double limit = end * MOST_ANGLE;
            canvas.line(
                    x,
                    GROUND - CART,
                    x + 1.15 * METRE * Math.sin(limit),
                    GROUND - CART - 1.15 * METRE * Math.cos(limit),
                    thin.dashed(Dash.DOTTED));
        }
        canvas.line(0, GROUND, WIDTH, GROUND, thin);
        canvas.rectangle(x - CART, GROUND - CART, 2 * CART, CART, Palette.category(0));
        double length = 2 * HALF_POLE * METRE;
        canvas.line(
                x,
                GROUND - CART,
                x + length * Math.sin(angle),
                GROUND - CART - length * Math.cos(angle),
                Pen.of(Palette.category(1), 8));
        canvas.marker(Marker.CIRCLE, x, GROUND - CART, 10, Theme::ink);
    }
}
