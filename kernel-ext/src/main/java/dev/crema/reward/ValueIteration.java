package dev.crema.reward;

import dev.crema.figures.Drawable;
import dev.crema.figures.Figure;
import dev.crema.figures.HeatMap;
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
        int columns = world.columns();
        double[][] rows = new double[values.length / columns][columns];
        for (int square = 0; square < values.length; square++) {
            rows[square / columns][square % columns] = world.free(square) ? values[square] : Double.NaN;
        }
        return HeatMap.of("Values of the squares")
                .values(rows)
                .numbers("%.2f")
                .diverging()
                .unit("reward to come")
                .figure();
    }
}
