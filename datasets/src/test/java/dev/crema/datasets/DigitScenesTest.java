package dev.crema.datasets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DigitScenesTest {
    private static final SceneOptions USUAL = SceneOptions.defaults();
    private static final Pattern THING = Pattern.compile(
            "(small|large) (red|green|blue|yellow|white) (zero|one|two|three|four|five|six|seven|eight" + "|nine)");
    private static final List<String> WORDS =
            List.of("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine");
    private static final Map<String, float[]> RED_GREEN_BLUE = Map.of(
            "red", new float[] {0.95f, 0.25f, 0.2f},
            "green", new float[] {0.3f, 0.85f, 0.35f},
            "blue", new float[] {0.35f, 0.55f, 1},
            "yellow", new float[] {1, 0.87f, 0.2f},
            "white", new float[] {1, 1, 1});

    private static LabelledImages digits;

    @BeforeAll
    static void load() {
        digits = Mnist.load().validation();
    }

    static Stream<SceneOptions> kinds() {
        return Stream.of(
                USUAL,
                USUAL.gray(),
                USUAL.plain(),
                USUAL.withDigits(1, 1).withSize(40).gray().plain(),
                USUAL.withDigits(4, 6).withSize(96).withOverlap(0.5));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void box_enclosesExactlyThePixelsOfItsDigit(SceneOptions options) {
        for (Scene scene : DigitScenes.of(digits, 60, options, 5).scenes()) {
            int size = options.size();
            for (int k = 0; k < scene.objects().size(); k++) {
                SceneObject box = scene.objects().get(k);
                Set<Integer> columns = new HashSet<>();
                Set<Integer> rows = new HashSet<>();
                for (int i = 0; i < size * size; i++) {
                    if (scene.instances()[i] == k + 1) {
                        columns.add(i % size);
                        rows.add(i / size);
                        assertEquals(box.label() + 1, scene.mask()[i / size][i % size]);
                    }
                }
                assertEquals(columns.stream().min(Integer::compare).orElseThrow(), box.x());
                assertEquals(rows.stream().min(Integer::compare).orElseThrow(), box.y());
                assertEquals(columns.stream().max(Integer::compare).orElseThrow(), box.x() + box.width() - 1);
                assertEquals(rows.stream().max(Integer::compare).orElseThrow(), box.y() + box.height() - 1);
                int longer = Math.max(box.width(), box.height());
                assertTrue(longer <= options.largest(), "as large as " + longer);
            }
            assertTrue(IntStream.range(0, size * size)
                    .allMatch(i -> scene.instances()[i] <= scene.objects().size()));
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void number_ofDigits_isEachAsOftenAsTheOthers(SceneOptions options) {
        int n = 300;
        int[] counts = new int[options.most() + 1];
        for (Scene scene : DigitScenes.of(digits, n, options, 2).scenes()) {
            counts[scene.objects().size()]++;
        }
        int kinds = options.most() - options.fewest() + 1;
        for (int k = options.fewest(); k <= options.most(); k++) {
            // binomial: five standard deviations of at most 8.2
            assertEquals((double) n / kinds, counts[k], kinds == 1 ? 0 : 41, Arrays.toString(counts));
        }
        assertEquals(n, Arrays.stream(counts, options.fewest(), counts.length).sum());
    }

    @Test
    void sameSeed_makesTheSameScenes_andFewerAreTheFirstOfMore() {
        Scenes many = DigitScenes.of(digits, 20, 3);
        Scenes few = DigitScenes.of(digits, 8, 3);
        Scenes others = DigitScenes.of(digits, 8, 4);
        assertEquals(many.captions().subList(0, 8), few.captions());
        for (int i = 0; i < 8; i++) {
            assertArrayEquals(many.scenes().get(i).pixels(), few.scenes().get(i).pixels());
            assertArrayEquals(
                    many.scenes().get(i).instances(), few.scenes().get(i).instances());
            assertFalse(Arrays.equals(
                    few.scenes().get(i).pixels(), others.scenes().get(i).pixels()));
        }
        assertEquals(many.first(8).captions(), few.captions());
    }

    @Test
    void withoutOverlap_boxesAreApart() {
        for (Scene scene : DigitScenes.of(digits, 100, USUAL.withOverlap(0), 7).scenes()) {
            for (SceneObject a : scene.objects()) {
                for (SceneObject b : scene.objects()) {
                    boolean apart = a.x() + a.width() <= b.x()
                            || b.x() + b.width() <= a.x()
                            || a.y() + a.height() <= b.y()
                            || b.y() + b.height() <= a.y();
                    assertTrue(a == b || apart, scene.objects().toString());
                }
            }
        }
    }

    @Test
    void caption_followsItsGrammar_andIsTrue() {
        Set<String> words = new HashSet<>();
        for (Scene scene : DigitScenes.of(digits, 400, USUAL.withDigits(1, 4).withLengths(10, 24), 11)
                .scenes()) {
            words.addAll(List.of(scene.caption().split(" ")));
            Matcher thing = THING.matcher(scene.caption());
            StringBuilder rebuilt = new StringBuilder();
            for (int k = 0; k < scene.objects().size(); k++) {
                SceneObject object = scene.objects().get(k);
                assertTrue(thing.find(), scene.caption());
                assertEquals(object.words(), thing.group());
                assertEquals(WORDS.get(object.label()), thing.group(3));
                int longer = Math.max(object.width(), object.height());
                boolean large = thing.group(1).equals("large");
                // small is 10 to 15, large 19 to 24; a box is smaller where another digit covers it
                assertTrue(large || longer <= 15, scene.caption() + longer);
                assertEquals(thing.group(2), nearestColour(scene, k), scene.caption());
                rebuilt.append(k == 0 ? "" : relation(scene.objects().get(k - 1), object))
                        .append("a ")
                        .append(thing.group());
            }
            assertEquals(rebuilt.toString(), scene.caption());
        }
        assertEquals(22, words.size(), words.toString());
    }

    private static String relation(SceneObject a, SceneObject b) {
        double along = b.x() + b.width() / 2.0 - a.x() - a.width() / 2.0;
        double down = b.y() + b.height() / 2.0 - a.y() - a.height() / 2.0;
        assertTrue(along >= 0, "from left to right");
        return along >= Math.abs(down) ? " left of " : down > 0 ? " above " : " below ";
    }

    /** By the pixel that is nearest to any of the colours: one that the digit covers fully. */
    private static String nearestColour(Scene scene, int k) {
        int[] pixels = IntStream.range(0, scene.size() * scene.size())
                .filter(i -> scene.instances()[i] == k + 1)
                .toArray();
        return Collections.min(RED_GREEN_BLUE.keySet(), Comparator.comparingDouble(name -> IntStream.of(pixels)
                .mapToDouble(i -> distance(scene, i, RED_GREEN_BLUE.get(name)))
                .min()
                .orElseThrow()));
    }

    private static double distance(Scene scene, int i, float[] rgb) {
        int plane = scene.size() * scene.size();
        return IntStream.range(0, 3)
                .mapToDouble(channel ->
                        Math.pow(Byte.toUnsignedInt(scene.pixels()[channel * plane + i]) / 255.0 - rgb[channel], 2))
                .sum();
    }

    @Test
    void digits_areThoseGiven_andNothingElseIsInk() {
        LabelledImages threes = digits.where(3);
        Scenes scenes = DigitScenes.of(threes, 30, USUAL.withDigits(1, 1).gray().plain(), 1);
        for (Scene scene : scenes.scenes()) {
            SceneObject box = scene.objects().get(0);
            assertEquals(3, box.label());
            for (int i = 0; i < scene.pixels().length; i++) {
                boolean near = i % 64 >= box.x() - 3
                        && i % 64 < box.x() + box.width() + 3
                        && i / 64 >= box.y() - 3
                        && i / 64 < box.y() + box.height() + 3;
                assertTrue(near || scene.pixels()[i] == 0, "ink far from the box");
                // a third of 255; rounded, either may be just that
                int value = Byte.toUnsignedInt(scene.pixels()[i]);
                assertTrue(scene.instances()[i] == 1 ? value >= 85 : value <= 85, "pixel " + i);
            }
        }
    }

    @Test
    void batch_hasMasksBoxesAndLabels_andMarksWhereThereIsNoObject() {
        Scenes scenes = DigitScenes.of(digits, 20, USUAL.withDigits(1, 2), 1);
        int at = 0;
        for (ImageBatch batch : scenes.batches(7)) {
            try (batch) {
                int n = batch.size();
                assertEquals(new Shape(n, 3, 64, 64), batch.images().getShape());
                assertEquals(new Shape(n, 64, 64), batch.masks().getShape());
                assertEquals(new Shape(n, 2, 4), batch.boxes().getShape());
                assertEquals(new Shape(n, 2), batch.labels().getShape());
                assertEquals(DataType.INT64, batch.masks().getDataType());
                assertEquals(4, batch.manager().getManagedArrays().size(), "nothing else is left in its memory");
                for (int i = 0; i < n; i++) {
                    check(scenes.scenes().get(at++), batch, i);
                }
            }
        }
        assertEquals(20, at);
    }

    private static void check(Scene scene, ImageBatch batch, int i) {
        float[] pixels = batch.images().get(i).toFloatArray();
        long[] mask = batch.masks().get(i).toLongArray();
        for (int p = 0; p < pixels.length; p++) {
            assertEquals(Byte.toUnsignedInt(scene.pixels()[p]) / 255f, pixels[p], 1e-6f);
        }
        for (int p = 0; p < mask.length; p++) {
            assertEquals(scene.mask()[p / 64][p % 64], mask[p]);
        }
        for (int k = 0; k < 2; k++) {
            float[] box = batch.boxes().get(i, k).toFloatArray();
            long label = batch.labels().getLong(i, k);
            if (k < scene.objects().size()) {
                SceneObject object = scene.objects().get(k);
                assertEquals(object.label(), label);
                assertArrayEquals(new float[] {object.x(), object.y(), object.width(), object.height()}, box);
            } else {
                assertEquals(10, label, "no object");
                assertArrayEquals(new float[4], box);
            }
        }
    }

    @Test
    void shuffledEpoch_hasEverySceneOnce() {
        Scenes scenes = DigitScenes.of(digits, 15, USUAL.withDigits(1, 1), 1);
        double[] sums = scenes.scenes().stream()
                .mapToDouble(DigitScenesTest::sum)
                .sorted()
                .toArray();
        double[] shuffled = new double[15];
        int at = 0;
        for (ImageBatch batch : scenes.batches(4, 9)) {
            try (batch) {
                assertEquals(new Shape(batch.size()), batch.labels().getShape());
                for (int i = 0; i < batch.size(); i++) {
                    shuffled[at++] = batch.masks().get(i).gt(0).sum().getLong() * 1e6
                            + batch.boxes().get(i).sum().getFloat();
                }
            }
        }
        assertArrayEquals(sums, Arrays.stream(shuffled).sorted().toArray());
    }

    private static double sum(Scene scene) {
        SceneObject box = scene.objects().get(0);
        long ink = IntStream.range(0, scene.instances().length)
                .filter(i -> scene.instances()[i] != 0)
                .count();
        return ink * 1e6 + box.x() + box.y() + box.width() + box.height();
    }

    @Test
    void labelled_isImagesWithOneClassEach() {
        Scenes scenes = DigitScenes.of(digits, 5, USUAL.withDigits(1, 1), 1);
        LabelledImages images = scenes.labelled();
        assertEquals(new Shape(5, 3, 64, 64), images.images().getShape());
        for (int i = 0; i < 5; i++) {
            assertEquals(scenes.scenes().get(i).objects().get(0).label(), images.label(i));
        }
        assertMessage("one class", () -> DigitScenes.of(digits, 5, 1).labelled());
    }

    @Test
    void badArguments_areRefused() {
        assertMessage("0 scenes", () -> DigitScenes.of(digits, 0, 1));
        assertMessage("gray digits", () -> DigitScenes.of(Cifar10.load().validation(), 1, 1));
        assertMessage(
                "found no room",
                () -> DigitScenes.of(
                        digits,
                        1,
                        USUAL.withLengths(15, 16).withSize(16).withDigits(5, 5).withOverlap(0),
                        1));
        assertMessage("size is 8", () -> USUAL.withSize(8));
        assertMessage("3 to 2 digits", () -> USUAL.withDigits(3, 2));
        assertMessage("9 to 9 pixels", () -> USUAL.withLengths(9, 9));
        assertMessage("overlap is NaN", () -> USUAL.withOverlap(Double.NaN));
        assertMessage("6 scenes", () -> DigitScenes.of(digits, 5, 1).first(6));
        try (NDManager manager = NDManager.newBaseManager()) {
            LabelledImages black = LabelledImages.of(
                    manager.zeros(new Shape(2, 1, 28, 28)),
                    manager.zeros(new Shape(2), DataType.INT64),
                    digits.classes());
            assertMessage("are black", () -> DigitScenes.of(black, 1, 1));
        }
    }

    private static void assertMessage(String part, org.junit.jupiter.api.function.Executable call) {
        String message = assertThrows(DataException.class, call).getMessage();
        assertTrue(message.contains(part), message);
    }
}
