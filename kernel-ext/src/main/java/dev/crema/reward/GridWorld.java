package dev.crema.reward;

import dev.crema.figures.Figure;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A maze of squares with a goal and pits (Sutton and Barto 2018, "Reinforcement learning", chapters 3 and 4; Russell and Norvig,
 * "Artificial intelligence", chapter on decisions).
 *
 * <pre>{@code
 * var world = GridWorld.of(
 *     "...G",
 *     ".#.P",
 *     "S...");
 * }</pre>
 *
 * <p>{@code S} is the start, {@code G} the goal, {@code P} a pit, {@code #} a wall, {@code .} a free square. Actions: 0 up, 1
 * right, 2 down, 3 left; who would walk into a wall or over the rim stays. Each step brings −0.04, into the goal 1 more, into a pit
 * 1 less; both terminate the episode, which is truncated after 100 steps. An observation is one-hot: 1 for the square that the
 * agent is on, squares counted row by row.
 */
public final class GridWorld implements Environment {
    private static final double LIVING = -0.04;
    private static final int MOST_STEPS = 100;
    private static final int[][] MOVES = {{-1, 0}, {0, 1}, {1, 0}, {0, -1}};

    private final List<String> rows;
    private final double slip;
    private final int start;
    private SplittableRandom random = new SplittableRandom();
    private int square;
    private int steps;
    private boolean under;

    private GridWorld(List<String> rows, double slip) {
        this.rows = rows;
        this.slip = slip;
        this.start = String.join("", rows).indexOf('S');
        this.square = start;
    }

    /**
     * Makes a world in which every step goes where it should.
     *
     * @param rows of one length, of the characters above, with one {@code S} and at least one {@code G}
     * @return the world
     * @throws IllegalArgumentException if the rows are not so
     */
    public static GridWorld of(String... rows) {
        String all = String.join("", rows);
        for (String row : rows) {
            if (row.length() != rows[0].length()) {
                throw new IllegalArgumentException("Row \"" + row + "\" has " + row.length()
                        + " squares and the first has " + rows[0].length() + "; all must have as many");
            }
        }
        if (!all.matches("[SGP#.]+")
                || all.indexOf('S') != all.lastIndexOf('S')
                || !all.matches(".*S.*")
                || !all.contains("G")) {
            throw new IllegalArgumentException(
                    "A grid world has one S, at least one G, and else P, # and ., not " + List.of(rows));
        }
        return new GridWorld(List.of(rows), 0);
    }

    /**
     * Makes the floor slippery.
     *
     * @param probability that a step goes to the left of where it should, and as much to the right, in [0, 0.5]; 0.1 in Russell
     *     and Norvig's world
     * @return a world of the same squares
     * @throws IllegalArgumentException if the probability is outside its range
     */
    public GridWorld withSlip(double probability) {
        if (!(probability >= 0 && probability <= 0.5)) {
            throw new IllegalArgumentException("slip is " + probability + "; it must be in [0, 0.5]");
        }
        return new GridWorld(rows, probability);
    }

    @Override
    public int actions() {
        return MOVES.length;
    }

    @Override
    public int observationSize() {
        return rows.size() * columns();
    }

    @Override
    public float[] reset(long seed) {
        random = new SplittableRandom(seed);
        square = start;
        steps = 0;
        under = true;
        return observation(square);
    }

    @Override
    public TimeStep step(int action) {
        Episodes.requireAction(this, action, under);
        double drawn = random.nextDouble();
        int turned = drawn < slip ? 3 : drawn < 2 * slip ? 1 : 0;
        square = next(square, (action + turned) % 4);
        steps++;
        boolean terminated = terminal(square);
        boolean truncated = steps >= MOST_STEPS;
        under = !terminated && !truncated;
        return new TimeStep(observation(square), reward(square), terminated, truncated);
    }

    /**
     * Returns what is seen on a square.
     *
     * @param square its number, row by row from 0
     * @return zeros, and a 1 at that number
     */
    public float[] observation(int square) {
        float[] seen = new float[observationSize()];
        seen[square] = 1;
        return seen;
    }

    int columns() {
        return rows.get(0).length();
    }

    double slip() {
        return slip;
    }

    /** Tells whether one can act on a square: it is neither a wall nor final. */
    boolean free(int square) {
        return at(square) == '.' || at(square) == 'S';
    }

    boolean terminal(int square) {
        return at(square) == 'G' || at(square) == 'P';
    }

    /** The reward for a step onto a square. */
    double reward(int square) {
        return LIVING + (at(square) == 'G' ? 1 : at(square) == 'P' ? -1 : 0);
    }

    /** Where a step ends that does not slip. */
    int next(int from, int direction) {
        int row = from / columns() + MOVES[direction][0];
        int column = from % columns() + MOVES[direction][1];
        boolean inside = row >= 0 && row < rows.size() && column >= 0 && column < columns();
        return inside && rows.get(row).charAt(column) != '#' ? row * columns() + column : from;
    }

    private char at(int square) {
        return rows.get(square / columns()).charAt(square % columns());
    }

    @Override
    public Figure draw() {
        String alt = "Grid world after %d steps: the agent is in row %d, column %d of %d × %d squares, counted from 0."
                .formatted(steps, square / columns(), square % columns(), rows.size(), columns());
        GridPicture picture = new GridPicture(this);
        // the episode goes on, what was drawn stays
        int here = square;
        return Figure.of("Grid world, step " + steps, alt, picture.width(), picture.height(), canvas -> {
            picture.paint(canvas);
            picture.agent(canvas, here);
        });
    }

    /** The square's word, blank where it is free. */
    String word(int square) {
        return switch (at(square)) {
            case 'G' -> "goal";
            case 'P' -> "pit";
            case 'S' -> "start";
            default -> "";
        };
    }

    int start() {
        return start;
    }
}
