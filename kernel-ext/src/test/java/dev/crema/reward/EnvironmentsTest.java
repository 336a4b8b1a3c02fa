package dev.crema.reward;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.figures.Figure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class EnvironmentsTest {
    private static final GridWorld RUSSELL_NORVIG = GridWorld.of("...G", ".#.P", "S...");

    @Test
    void cartPole_doesStepByStepWhatGymnasiumsDoes() throws IOException {
        CartPole cartPole = new CartPole();
        int steps = 0;
        try (InputStream in = EnvironmentsTest.class.getResourceAsStream("cart_pole.csv")) {
            String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            for (String line : text.lines().toList()) {
                double[] row = Arrays.stream(line.split(","))
                        .mapToDouble(Double::parseDouble)
                        .toArray();
                if (row[0] < 0) {
                    cartPole.reset(row[1], row[2], row[3], row[4]);
                    continue;
                }
                TimeStep step = cartPole.step((int) row[0]);
                for (int i = 0; i < 4; i++) {
                    assertEquals(row[i + 1], step.observation()[i], 1e-6 * Math.max(1, Math.abs(row[i + 1])), line);
                }
                assertEquals(row[5], step.reward());
                assertEquals(row[6] == 1, step.terminated(), line);
                assertEquals(row[7] == 1, step.truncated(), line);
                steps++;
            }
        }
        assertEquals(62, steps);
    }

    @Test
    void cartPole_beginsNearTheMiddle_andTheSameSeedBeginsTheSame() {
        CartPole cartPole = new CartPole();
        float[] start = cartPole.reset(3);
        assertArrayEquals(start, new CartPole().reset(3));
        assertFalse(Arrays.equals(start, cartPole.reset(4)));
        for (float number : start) {
            assertTrue(Math.abs(number) <= 0.05);
        }
        assertTrue(cartPole.draw().alt().contains("after 0 steps"));
    }

    @Test
    void anEpisodeIsCutOff_whenTimeIsUp() {
        Trajectory balanced = Trajectory.of(new CartPole(), seen -> seen[2] + 0.5 * seen[3] > 0 ? 1 : 0, 1);
        assertEquals(500, balanced.totalReward());
        assertFalse(balanced.terminated());
    }

    @Test
    void actionsThatAreNotThere_andStepsOutsideAnEpisode_areRefused() {
        for (Environment environment : List.of(new CartPole(), RUSSELL_NORVIG)) {
            assertThrows(IllegalStateException.class, () -> environment.step(0));
            environment.reset(1);
            String message = assertThrows(IllegalArgumentException.class, () -> environment.step(environment.actions()))
                    .getMessage();
            assertTrue(message.contains("expected 0 to " + (environment.actions() - 1)), message);
        }
    }

    @Test
    void valueIteration_findsTheNumbersOfTheTextbook() {
        // Russell and Norvig, "Artificial intelligence", 3rd edition, figure 17.3
        double[] book = {0.812, 0.868, 0.918, 0, 0.762, 0, 0.660, 0, 0.705, 0.655, 0.611, 0.388};
        ValueIteration found = ValueIteration.of(RUSSELL_NORVIG.withSlip(0.1), 1);
        assertArrayEquals(book, found.values(), 6e-4);
        // the long way round at the bottom: left, left, left; from the square beside the pit, up
        assertEquals(List.of(0, 3, 3, 3), List.of(found.best(8), found.best(9), found.best(10), found.best(11)));
        Figure figure = found.draw();
        assertTrue(figure.alt().contains("0.71 from the start, 0.39 at least and 0.92 at most"), figure.alt());
        List<String> map = figure.text().lines().skip(1).toList();
        assertEquals(
                List.of("→", "0.81", "→", "0.87", "→", "0.92", "goal"),
                List.of(map.get(0).split(" +")));
        assertEquals(
                List.of("↑", "0.76", "wall", "↑", "0.66", "pit"),
                List.of(map.get(1).split(" +")));
    }

    @Test
    void gridWorld_staysAtWallsAndRims_andEndsInGoalAndPit() {
        RUSSELL_NORVIG.reset(1);
        assertArrayEquals(RUSSELL_NORVIG.observation(8), RUSSELL_NORVIG.step(2).observation(), "rim");
        assertArrayEquals(RUSSELL_NORVIG.observation(4), RUSSELL_NORVIG.step(0).observation());
        TimeStep wall = RUSSELL_NORVIG.step(1);
        assertArrayEquals(RUSSELL_NORVIG.observation(4), wall.observation(), "wall");
        assertEquals(-0.04, wall.reward());
        RUSSELL_NORVIG.step(0);
        RUSSELL_NORVIG.step(1);
        RUSSELL_NORVIG.step(1);
        TimeStep goal = RUSSELL_NORVIG.step(1);
        assertEquals(0.96, goal.reward(), 1e-12);
        assertTrue(goal.terminated());

        GridWorld pit = GridWorld.of("SP.G");
        pit.reset(1);
        assertEquals(-1.04, pit.step(1).reward(), 1e-12);
        assertTrue(Trajectory.of(RUSSELL_NORVIG, seen -> 2, 1).actions().length == 100);
    }

    @Test
    void slip_turnsStepsAsOftenAsSaid() {
        GridWorld wide = GridWorld.of(".......", "...S...", "......G").withSlip(0.2);
        int[] to = new int[21];
        for (int seed = 0; seed < 2000; seed++) {
            wide.reset(seed);
            float[] seen = wide.step(0).observation();
            for (int i = 0; i < seen.length; i++) {
                to[i] += (int) seen[i];
            }
        }
        assertEquals(0.6, to[3] / 2000.0, 0.04);
        assertEquals(0.2, to[9] / 2000.0, 0.04);
        assertEquals(0.2, to[11] / 2000.0, 0.04);
    }

    @Test
    void worldsThatAreNone_areRefused() {
        assertRefused("\"..\" has 2 squares", () -> GridWorld.of("S.G", ".."));
        assertRefused("one S", () -> GridWorld.of("S.S", "..G"));
        assertRefused("one S", () -> GridWorld.of("...", "..G"));
        assertRefused("one S", () -> GridWorld.of("S..", "..X"));
        assertRefused("one G", () -> GridWorld.of("S..", "..P"));
        assertRefused("slip is 0.6", () -> RUSSELL_NORVIG.withSlip(0.6));
        assertRefused("discount is 0.0", () -> ValueIteration.of(RUSSELL_NORVIG, 0));
    }

    @Test
    void anEpisode_canBePlayedBack_butNotElsewhere() {
        Trajectory episode =
                Trajectory.of(RUSSELL_NORVIG.withSlip(0.1), ValueIteration.of(RUSSELL_NORVIG.withSlip(0.1), 1), 5);
        List<Figure> frames = episode.frames(RUSSELL_NORVIG.withSlip(0.1));
        assertEquals(episode.actions().length + 1, frames.size());
        assertEquals("Grid world, step 0", frames.get(0).title());
        assertFalse(
                Arrays.equals(
                        frames.get(0).png(),
                        frames.get(frames.size() - 1)
                                .titled("Grid world, step 0")
                                .png()),
                "a frame stays as it was when the episode goes on");
        assertTrue(
                episode.draw().alt().contains("ended in a final state"),
                episode.draw().alt());
        assertThrows(IllegalStateException.class, () -> episode.frames(GridWorld.of(".S.G", ".#.P", "....")));
    }

    @Test
    void aPictureOfThePole_staysAsItWas_whenTheEpisodeGoesOn() {
        CartPole cartPole = new CartPole();
        cartPole.reset(1);
        Figure before = cartPole.draw();
        byte[] drawn = before.png();
        cartPole.step(0);
        cartPole.step(0);
        assertArrayEquals(drawn, before.png());
        assertFalse(Arrays.equals(drawn, cartPole.draw().titled(before.title()).png()));
    }

    @Test
    void returns_areDiscounted() {
        Trajectory episode = new Trajectory(0, List.of(), new int[3], new double[] {1, 2, 4}, true);
        assertArrayEquals(new double[] {3, 4, 4}, episode.returns(0.5));
        assertEquals(7, episode.totalReward());
    }

    @Test
    void environmentsThatReturnNonsense_areRefused() {
        assertBroken("observation of 3 numbers, expected 2", new float[3], 0);
        assertBroken("number 1 is NaN", new float[] {0, Float.NaN}, 0);
        assertBroken("reward Infinity", new float[2], Double.POSITIVE_INFINITY);
    }

    private static void assertBroken(String words, float[] observation, double reward) {
        Environment broken = new Environment() {
            @Override
            public int actions() {
                return 1;
            }

            @Override
            public int observationSize() {
                return 2;
            }

            @Override
            public float[] reset(long seed) {
                return new float[2];
            }

            @Override
            public TimeStep step(int action) {
                return new TimeStep(observation, reward, false, false);
            }

            @Override
            public Figure draw() {
                return Figure.of("broken", "nothing", 1, 1, canvas -> {});
            }
        };
        String message = assertThrows(IllegalStateException.class, () -> Trajectory.of(broken, seen -> 0, 1))
                .getMessage();
        assertTrue(message.contains(words), message);
    }

    private static void assertRefused(String words, Executable call) {
        String message = assertThrows(IllegalArgumentException.class, call).getMessage();
        assertTrue(message.contains(words), message);
    }
}
