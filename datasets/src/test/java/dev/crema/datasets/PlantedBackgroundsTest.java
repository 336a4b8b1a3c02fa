package dev.crema.datasets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PlantedBackgroundsTest {
    private static final List<String> SHOES = List.of("Sneaker", "Ankle boot");

    private static ImageDataset clothes;
    private static PlantedBackgrounds planted;

    @BeforeAll
    static void plant() {
        clothes = FashionMnist.load();
        planted = PlantedBackgrounds.of(clothes, 0.9, 4, 7, 9);
    }

    @Test
    void classes_areRenumbered_andEveryThingIsThere() {
        assertEquals(SHOES, planted.train().classes());
        LabelledImages shoes = Classes.only(clothes.train(), 7, 9);
        assertEquals(shoes.size(), planted.train().size());
        LabelledImages images = planted.train().labelled();
        assertEquals(new Shape(shoes.size(), 3, 32, 32), images.images().getShape());
        assertArrayEquals(shoes.labelArray(), images.labelArray());
        Scene first = planted.train().scenes().get(0);
        String thing = shoes.label(0) == 0 ? "a sneaker on " : "an ankle boot on ";
        assertEquals(thing + first.background(), first.caption());
    }

    /** A classifier that looks at the snow: white in the corner is a sneaker. */
    @Test
    void shortcut_isTempting_right_wrong_andUseless() {
        // binomial of 3600 and 1000: five standard deviations are 0.025 and 0.079
        assertEquals(0.9, accuracyByCorner(planted.train()), 0.025);
        assertEquals(1, accuracyByCorner(planted.aligned()));
        assertEquals(0, accuracyByCorner(planted.conflicting()));
        assertEquals(0.5, accuracyByCorner(planted.random()), 0.079);
    }

    private static double accuracyByCorner(Scenes scenes) {
        return scenes.scenes().stream()
                .mapToInt(scene -> {
                    // corners that no thing covers: the thing is 28 wide, the scene 32
                    int corner = scene.objects().get(0).x() > 0 ? 0 : 31;
                    int red = Byte.toUnsignedInt(scene.pixels()[corner]);
                    return (red > 180 ? 0 : 1) == scene.objects().get(0).label() ? 1 : 0;
                })
                .average()
                .orElseThrow();
    }

    @Test
    void testSets_differInTheBackgroundOnly() {
        for (int s = 0; s < 200; s++) {
            Scene aligned = planted.aligned().scenes().get(s);
            for (Scenes others : List.of(planted.conflicting(), planted.random())) {
                Scene other = others.scenes().get(s);
                assertArrayEquals(aligned.instances(), other.instances());
                assertEquals(aligned.objects(), other.objects());
                for (int i = 0; i < aligned.pixels().length; i++) {
                    if (aligned.instances()[i % 1024] != 0) {
                        assertEquals(aligned.pixels()[i], other.pixels()[i]);
                    }
                }
            }
        }
    }

    @Test
    void thing_isGrayAndWhole_withItsPixels() {
        LabelledImages shoes = Classes.only(clothes.test(), 7, 9);
        for (int s = 0; s < 50; s++) {
            Scene scene = planted.conflicting().scenes().get(s);
            float[] pixels = shoes.image(s).toFloatArray();
            int bright = (int) IntStream.range(0, pixels.length)
                    .filter(i -> pixels[i] >= 0.1f)
                    .count();
            double sum = 0;
            int seen = 0;
            for (int i = 0; i < 1024; i++) {
                if (scene.instances()[i] != 0) {
                    assertEquals(scene.pixels()[i], scene.pixels()[1024 + i], "red as green");
                    assertEquals(scene.pixels()[i], scene.pixels()[2048 + i], "red as blue");
                    sum += Byte.toUnsignedInt(scene.pixels()[i]) / 255.0;
                    seen++;
                }
            }
            assertTrue(seen >= bright, "dark spots within belong to the thing, too");
            double expected = 0;
            for (float pixel : pixels) {
                expected += pixel >= 0.1f ? pixel : 0;
            }
            // the spots add less than 0.1 each
            assertEquals(expected, sum, 0.1 * (seen - bright) + 1e-3);
        }
    }

    @Test
    void sameSeed_plantsTheSame() {
        Scenes again = PlantedBackgrounds.of(clothes, 0.9, 4, 7, 9).train();
        assertEquals(planted.train().captions(), again.captions());
        assertArrayEquals(
                planted.train().scenes().get(3).pixels(), again.scenes().get(3).pixels());
    }

    @Test
    void tenClasses_haveTenBackgrounds() {
        LabelledImages some = clothes.test().first(500);
        Scenes aligned = PlantedBackgrounds.scenes(some, 1, 1);
        List<String> pairs = aligned.scenes().stream()
                .map(scene -> scene.objects().get(0).label() + scene.background())
                .distinct()
                .toList();
        assertEquals(10, pairs.size(), pairs.toString());
        assertEquals(
                10, aligned.scenes().stream().map(Scene::background).distinct().count());
    }

    @Test
    void badArguments_areRefused() {
        assertMessage("own background is 1.5", () -> PlantedBackgrounds.of(clothes, 1.5, 1, 7, 9));
        assertMessage("There are 1 classes", () -> PlantedBackgrounds.of(clothes, 1, 1, 7));
        assertMessage(
                "3 channels", () -> PlantedBackgrounds.scenes(Cifar10.load().validation(), 1, 1));
        try (NDManager manager = NDManager.newBaseManager()) {
            LabelledImages black = LabelledImages.of(
                    manager.zeros(new Shape(2, 1, 28, 28)), manager.zeros(new Shape(2), DataType.INT64), SHOES);
            assertMessage("is black", () -> PlantedBackgrounds.scenes(black, 1, 1));
        }
    }

    private static void assertMessage(String part, org.junit.jupiter.api.function.Executable call) {
        String message = assertThrows(DataException.class, call).getMessage();
        assertTrue(message.contains(part), message);
    }
}
