package dev.crema.datasets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FewShotTest {
    /** Image i is of class i mod 3 and has the pixels i / 1000. */
    private static final LabelledImages IMAGES = NumberedImages.of(60);

    private static List<Integer> numbers(NDArray images) {
        float[] pixels = images.toFloatArray();
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < pixels.length; i += 4) {
            numbers.add(Math.round(1000 * pixels[i]));
        }
        return numbers;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void episode_hasShotsAndQueriesOfEachClass_andNoImageTwice(long seed) {
        Episode episode = Episode.of(IMAGES, 2, 3, 5, seed);
        assertEquals("2-way 3-shot, 10 queries", episode.toString());
        assertEquals(episode.support().classes(), episode.query().classes());
        assertArrayEquals(new int[] {0, 0, 0, 1, 1, 1}, episode.support().labelArray());
        Set<Integer> all = new HashSet<>();
        for (LabelledImages part : List.of(episode.support(), episode.query())) {
            List<Integer> numbers = numbers(part.images());
            for (int i = 0; i < part.size(); i++) {
                String name = IMAGES.classes().get(numbers.get(i) % 3);
                assertEquals(part.classes().get(part.label(i)), name, "the name moves with the image");
            }
            all.addAll(numbers);
        }
        assertEquals(16, all.size(), "no image is drawn twice");
        Episode again = Episode.of(IMAGES, 2, 3, 5, seed);
        assertEquals(numbers(episode.query().images()), numbers(again.query().images()));
        Episode other = Episode.of(IMAGES, 2, 3, 5, seed + 1);
        assertNotEquals(numbers(episode.query().images()), numbers(other.query().images()));
        episode.close();
        assertThrows(DataException.class, () -> episode.support().images());
        assertThrows(DataException.class, () -> episode.query().images());
    }

    @Test
    void episodes_drawEveryClassAndImageAboutAsOften() {
        int[] classes = new int[3];
        Set<Integer> images = new HashSet<>();
        for (int seed = 0; seed < 300; seed++) {
            try (Episode episode = Episode.of(IMAGES, 2, 1, 1, seed)) {
                episode.support().classes().forEach(name -> classes["abc".indexOf(name)]++);
                images.addAll(numbers(episode.support().images()));
            }
        }
        for (int count : classes) {
            // binomial: mean 200, five standard deviations are 41
            assertEquals(200, count, 41, Arrays.toString(classes));
        }
        assertEquals(60, images.size());
    }

    @Test
    void pairs_areHalfTheSame_neverOneImageWithItself_andCarryTheTruth() {
        Pairs pairs = Pairs.of(IMAGES, 301, 5);
        Set<Integer> seen = new HashSet<>();
        int same = 0;
        int total = 0;
        for (ArrayBatch batch : pairs.batches(32, 1)) {
            try (batch) {
                List<Integer> first = numbers(batch.inputs().get(0));
                List<Integer> second = numbers(batch.inputs().get(1));
                float[] target = batch.targets().singletonOrThrow().toFloatArray();
                assertEquals(
                        new Shape(first.size(), 1, 2, 2), batch.inputs().get(1).getShape());
                assertEquals(3, batch.manager().getManagedArrays().size(), "nothing else is left in its memory");
                for (int i = 0; i < target.length; i++) {
                    assertNotEquals(first.get(i), second.get(i));
                    assertEquals(first.get(i) % 3 == second.get(i) % 3 ? 1 : 0, target[i]);
                    same += (int) target[i];
                }
                total += target.length;
                seen.addAll(first);
            }
        }
        assertEquals(301, total);
        assertEquals(151, same);
        // an image is missing from 301 draws of 60 with probability 0.0063
        assertTrue(seen.size() > 55, seen.size() + " images were drawn");
        assertEquals(
                numbersOf(Pairs.of(IMAGES, 40, 5)), numbersOf(pairs).subList(0, 40), "fewer are the first of more");
        assertNotEquals(numbersOf(Pairs.of(IMAGES, 40, 6)), numbersOf(pairs).subList(0, 40));
    }

    private static List<Integer> numbersOf(Pairs pairs) {
        return Arrays.stream(pairs.first()).boxed().toList();
    }

    @Test
    void triplets_haveAnotherImageOfTheClass_andOneOfAnother() {
        Triplets triplets = Triplets.of(IMAGES, 100, 5);
        int total = 0;
        for (ArrayBatch batch : triplets.batches(32)) {
            try (batch) {
                assertTrue(batch.targets().isEmpty());
                List<Integer> anchor = numbers(batch.inputs().get(0));
                List<Integer> positive = numbers(batch.inputs().get(1));
                List<Integer> negative = numbers(batch.inputs().get(2));
                for (int i = 0; i < anchor.size(); i++) {
                    assertEquals(triplets.anchor()[total], anchor.get(i));
                    assertNotEquals(anchor.get(i), positive.get(i));
                    assertEquals(anchor.get(i) % 3, positive.get(i) % 3);
                    assertNotEquals(anchor.get(i) % 3, negative.get(i) % 3);
                    total++;
                }
            }
        }
        assertEquals(100, total);
    }

    @Test
    void classes_areEachAsLikely_howeverFewImagesTheyHave() {
        LabelledImages uneven = IMAGES.select(0, 3, 6, 9, 12, 15, 18, 21, 24, 27, 1, 4, 2, 5);
        int[] counts = new int[3];
        for (int anchor : Triplets.of(uneven, 900, 2).anchor()) {
            counts[uneven.label(anchor)]++;
        }
        for (int count : counts) {
            // binomial: mean 300, five standard deviations are 71
            assertEquals(300, count, 71, Arrays.toString(counts));
        }
    }

    @Test
    void epoch_keepsItsImagesAlive() {
        var batches = Pairs.of(NumberedImages.of(30), 10, 1).batches(4).iterator();
        System.gc();
        List<Integer> first = new ArrayList<>();
        while (batches.hasNext()) {
            try (ArrayBatch batch = batches.next()) {
                first.addAll(numbers(batch.inputs().head()));
            }
        }
        assertEquals(10, first.size());
        assertFalse(batches.hasNext());
    }

    @Test
    void badArguments_areRefused() {
        assertMessage("1 ways", () -> Episode.of(IMAGES, 1, 1, 1, 1));
        assertMessage("3 classes have at least 2", () -> Episode.of(IMAGES, 4, 1, 1, 1));
        assertMessage("0 classes have at least 21", () -> Episode.of(IMAGES, 2, 20, 1, 1));
        assertMessage("0 pairs", () -> Pairs.of(IMAGES, 0, 1));
        assertMessage("0 triplets", () -> Triplets.of(IMAGES, 0, 1));
        assertMessage("of 1 classes", () -> Pairs.of(IMAGES.where(0), 5, 1));
        assertMessage("of 0 at least two", () -> Triplets.of(IMAGES.first(3), 5, 1));
        assertMessage("expected as many", () -> new Pairs(IMAGES, new int[2], new int[1], new int[2]));
        assertMessage("no image 60", () -> new Pairs(IMAGES, new int[] {0}, new int[] {60}, new int[1]));
        assertMessage("said to be 1", () -> new Pairs(IMAGES, new int[] {0}, new int[] {1}, new int[] {1}));
        assertMessage("expected one for each", () -> new Pairs(IMAGES, new int[1], new int[1], new int[2]));
        assertMessage("the third another", () -> new Triplets(IMAGES, new int[] {0}, new int[] {3}, new int[] {6}));
    }

    private static void assertMessage(String part, org.junit.jupiter.api.function.Executable call) {
        String message = assertThrows(DataException.class, call).getMessage();
        assertTrue(message.contains(part), message);
    }
}
