package dev.crema.search;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SpaceTest {
    private static final Space SPACE = Search.space()
            .uniform("dropout", 0, 0.5)
            .logUniform("learningRate", 1e-5, 1e-1)
            .integer("width", 16, 256)
            .choice("activation", "relu", "tanh", "elu")
            .bool("norm");

    @Test
    void everyPlaceOfTheCube_isInTheSpace() {
        Random random = new Random(1);
        for (int i = 0; i < 1000; i++) {
            double[] place = random.doubles(5).map(Math::rint).toArray();
            Settings settings = SPACE.at(i % 2 == 0 ? place : random.doubles(5).toArray());
            assertTrue(settings.number("dropout") >= 0 && settings.number("dropout") <= 0.5);
            assertTrue(settings.number("learningRate") >= 1e-5 && settings.number("learningRate") <= 1e-1);
            assertTrue(settings.integer("width") >= 16 && settings.integer("width") <= 256);
            assertTrue(Set.of("relu", "tanh", "elu").contains(settings.choice("activation")));
            for (double coordinate : SPACE.coordinates(settings)) {
                assertTrue(coordinate >= -1e-12 && coordinate <= 1 + 1e-12, settings + ": " + coordinate);
            }
        }
    }

    @Test
    void everyWholeNumberAndChoice_isEquallyLikely() {
        Space die = Search.space().integer("eyes", 1, 6);
        int[] counts = new int[7];
        for (int i = 0; i < 600; i++) {
            counts[die.at(new double[] {i / 600.0}).integer("eyes")]++;
        }
        assertArrayEquals(new int[] {0, 100, 100, 100, 100, 100, 100}, counts);
    }

    @Test
    void logScale_hasItsMiddleAtTheGeometricMean() {
        Settings middle = SPACE.at(new double[] {0.5, 0.5, 0.5, 0.5, 0.5});
        assertEquals(1e-3, middle.number("learningRate"), 1e-15);
        assertEquals(0.5, SPACE.coordinates(middle)[1], 1e-12);
        assertEquals(0.25, middle.number("dropout"), 1e-15);
    }

    @Test
    void choices_areEquallyFarApart() {
        Space letters = Search.space().choice("letter", "a", "b", "c");
        double[] a = letters.coordinates(Settings.of(Map.of("letter", "a")));
        double[] c = letters.coordinates(Settings.of(Map.of("letter", "c")));
        assertArrayEquals(new double[] {1, 0, 0}, a);
        assertArrayEquals(new double[] {0, 0, 1}, c);
        assertArrayEquals(
                new double[] {1},
                Search.space().bool("b").coordinates(Settings.of(Map.of("b", false))),
                "one is enough");
    }

    @Test
    void settings_areWrittenAsJava_andReadByType() {
        Settings settings = Settings.of(Map.of("activation", "relu"));
        assertEquals("activation = \"relu\"", settings.toString());
        Settings all = SPACE.at(new double[] {0, 0, 0, 0, 0});
        assertEquals(
                "dropout = 0.0, learningRate = 1.0E-5, width = 16, activation = \"relu\", norm = false",
                all.toString());
        assertEquals(16, all.number("width"), "a whole number is a number");
        assertEquals(false, all.bool("norm"));
        assertEquals(List.of("dropout", "learningRate", "width", "activation", "norm"), List.copyOf(all.names()));
        assertEquals(all, SPACE.at(new double[5]));
        assertEquals(all.hashCode(), SPACE.at(new double[5]).hashCode());
        assertNotEquals(all, settings);
    }

    @Test
    void settings_sayWhatIsThere_whenAskedForSomethingElse() {
        Settings settings = SPACE.at(new double[5]);
        assertMessage(
                "There is no setting \"rate\"; the space has dropout, learningRate", () -> settings.number("rate"));
        assertMessage(
                "\"dropout\" is 0.0, not a whole number; read it with number(", () -> settings.integer("dropout"));
        assertMessage("\"width\" is 16, not a word; read it with integer(", () -> settings.choice("width"));
        assertMessage("\"activation\" is \"relu\", not a number", () -> settings.number("activation"));
        assertMessage("\"norm\" is false, not a word; read it with bool(", () -> settings.choice("norm"));
    }

    @Test
    void badSettings_areRefusedByName() {
        Space space = Search.space();
        assertMessage("\"a\" goes from 1.0 to 1.0", () -> space.uniform("a", 1, 1));
        assertMessage("\"a\" goes from NaN", () -> space.uniform("a", Double.NaN, 1));
        assertMessage("numbers above 0", () -> space.logUniform("a", 0, 1));
        assertMessage("\"a\" goes from 3 to 2", () -> space.integer("a", 3, 2));
        assertMessage("at least one value", () -> space.choice("a"));
        assertMessage("only once", () -> space.choice("a", 1, 1));
        assertMessage("java.util.Random", () -> space.choice("a", new Random()));
        assertMessage("already", () -> space.bool("a").bool("a"));
        assertMessage("not blank", () -> space.bool(" "));
    }

    private static void assertMessage(String part, org.junit.jupiter.api.function.Executable bad) {
        String message = assertThrows(IllegalArgumentException.class, bad).getMessage();
        assertTrue(message.contains(part), message);
    }
}
