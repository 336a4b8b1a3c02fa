package dev.crema.reward;

import dev.crema.figures.Drawable;
import dev.crema.figures.Figure;
import dev.crema.figures.Palette;
import java.awt.Color;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The exact values of a grid world's squares and the best action on each: what an agent should learn (Bellman 1957, "A Markovian
 * decision process").
 *
 * @param world the world
 * @param discount what a reward one step later is worth, in (0, 1]
 * @param values the discounted reward to come from each square under the best actions; 0 for walls and final squares
 */
public record ValueIteration(GridWorld world, double discount, double[] values) implements Drawable, Agent {
    /**
     * Repeats {@code V(s) = max over actions of the mean of reward + discount · V(next)} until no value moves by 10⁻¹⁰.
     *
     * @param world the world
     * @param discount what a reward one step later is worth, in (0, 1]
     * @return the values
     * @throws IllegalArgumentException if the discount is outside its range
     */
    public static ValueIteration of(GridWorld world, double discount) {
        Episodes.requireDiscount(discount);
        ValueIteration found = new ValueIteration(world, discount, new double[world.observationSize()]);
        double moved = 1;
        // where no final square can be reached, values without discount fall for ever
        for (int sweep = 0; moved > 1e-10 && sweep < 10_000; sweep++) {
            moved = 0;
            for (int square = 0; square < found.values.length; square++) {
                if (world.free(square)) {
                    double value = found.value(square, found.best(square));
                    moved = Math.max(moved, Math.abs(value - found.values[square]));
                    found.values[square] = value;
                }
            }
        }
        return found;
    }

    /**
     * Returns the value of an action.
     *
     * @param square the number of the square, row by row from 0
     * @param action the action
     * @return the mean discounted reward to come, the best actions following
     */
    public double value(int square, int action) {
        double slip = world.slip();
        return (1 - 2 * slip) * straight(square, action)
                + slip * (straight(square, (action + 3) % 4) + straight(square, (action + 1) % 4));
    }

    /**
     * Returns the best action on a square.
     *
     * @param square the number of the square, row by row from 0
     * @return the action, the first of equals
     */
    public int best(int square) {
        return IntStream.range(0, world.actions())
                .reduce((best, action) -> value(square, action) > value(square, best) ? action : best)
                .orElseThrow();
    }

    @Override
    public int act(float[] observation) {
        return best(IntStream.range(0, observation.length)
                .filter(square -> observation[square] == 1)
                .findFirst()
                .orElseThrow());
    }

    private double straight(int square, int direction) {
        int next = world.next(square, direction);
        return world.reward(next) + discount * values[next];
    }

    @Override
    public Figure draw() {
        GridPicture picture = new GridPicture(world);
        int[] free = IntStream.range(0, values.length).filter(world::free).toArray();
        double low = Arrays.stream(free).mapToDouble(i -> values[i]).min().orElse(0);
        double high = Arrays.stream(free).mapToDouble(i -> values[i]).max().orElse(0);
        double most = Math.max(1e-12, high - low);
        return Figure.of("Values and best actions", alt(low, high), picture.width(), picture.height(), canvas -> {
                    picture.paint(canvas);
                    for (int square : free) {
                        // the darkest violet would hide what is around it
                        Color colour = Palette.sequential(0.15 + 0.85 * (values[square] - low) / most);
                        picture.value(canvas, square, values[square], colour, best(square));
                    }
                })
                .detail(map());
    }

    private String alt(double low, double high) {
        return "Values of a grid world of %d × %d squares, discount %.2f: the reward to come is %.2f from the start, %.2f at least and %.2f at most. An arrow on each square shows the best action."
                .formatted(
                        values.length / world.columns(), world.columns(), discount, values[world.start()], low, high);
    }

    /** The squares as text: the best action's arrow and the value, or what is there. */
    private String map() {
        StringBuilder lines = new StringBuilder();
        for (int square = 0; square < values.length; square++) {
            String there = world.free(square)
                    ? "%s%6.2f".formatted("↑→↓←".charAt(best(square)), values[square])
                    : world.terminal(square) ? world.word(square) : "wall";
            lines.append("%-9s".formatted(there)).append((square + 1) % world.columns() == 0 ? "\n" : "");
        }
        return lines.toString().stripTrailing();
    }
}
