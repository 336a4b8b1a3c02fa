package dev.crema.augmentation;

import static dev.crema.augmentation.Augmentations.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.crema.datasets.DataException;
import dev.crema.datasets.ImageBatch;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AugmentationTest {
    private static final Map<String, Augmentation> ALL = new TreeMap<>(Map.ofEntries(
            Map.entry("flip", flip()),
            Map.entry("verticalFlip", verticalFlip(0.5)),
            Map.entry("rotate", rotate(30)),
            Map.entry("translate", translate(0.2)),
            Map.entry("crop", crop(2)),
            Map.entry("randomResizedCrop", randomResizedCrop(0.2)),
            Map.entry("scale", scale(0.7, 1.4)),
            Map.entry("colourJitter", colourJitter(0.5, 0.5, 0.5, 0.2)),
            Map.entry("noise", noise(0.2)),
            Map.entry("blur", blur(1.5)),
            Map.entry("cutOut", cutOut(4)),
            Map.entry("mixup", mixup(0.5, 3)),
            Map.entry("sometimes", sometimes(0.5, noise(0.2))),
            Map.entry("then", noise(0.1).then(flip()).then(crop(1)).then(cutOut(3)))));

    static Stream<String> all() {
        return ALL.keySet().stream();
    }

    static Stream<String> keepingMasks() {
        return all().filter(name -> !name.equals("mixup"));
    }

    @ParameterizedTest
    @MethodSource("all")
    void sameSeed_givesTheSameBytes_andAnotherSeedOthers(String name) {
        try (ImageBatch batch = Scene.random(20, 9, 7)) {
            float[] once = augmented(name, batch, 5).images().toFloatArray();
            assertArrayEquals(once, augmented(name, batch, 5).images().toFloatArray());
            assertFalse(Arrays.equals(once, augmented(name, batch, 6).images().toFloatArray()));
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void shapesAndRangeStay_andTheBatchGivenToo(String name) {
        try (ImageBatch batch = Scene.random(20, 9, 7)) {
            float[] before = batch.images().toFloatArray();
            ImageBatch more = augmented(name, batch, 1);
            assertEquals(batch.images().getShape(), more.images().getShape());
            float[] after = more.images().toFloatArray();
            for (float value : after) {
                assertTrue(value >= 0 && value <= 1, name + " gave " + value);
            }
            assertFalse(Arrays.equals(before, after));
            assertArrayEquals(before, batch.images().toFloatArray());
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void imagesOfABatch_haveParametersOfTheirOwn(String name) {
        try (ImageBatch one = Scene.random(1, 8, 8)) {
            NDArray same = one.images().repeat(0, 30);
            ImageBatch batch = new ImageBatch(same, one.labels().repeat(0, 30));
            // alike, they can be mixed as one likes
            if (!name.equals("mixup")) {
                float[] images = augmented(name, batch, 1).images().toFloatArray();
                int size = images.length / 30;
                long kinds = IntStream.range(0, 30)
                        .mapToObj(i -> Arrays.toString(Arrays.copyOfRange(images, i * size, (i + 1) * size)))
                        .distinct()
                        .count();
                assertTrue(kinds >= 2, name + " changed all images alike");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void nothingIsLeftInTheBatch_exceptTheResult_andItDiesWithTheBatch(String name) {
        ImageBatch batch = Scene.random(6, 9, 7);
        int before = batch.manager().getManagedArrays().size();
        ImageBatch more = augmented(name, batch, 1);
        assertSame(batch.manager(), more.manager());
        int made = name.equals("mixup") ? 2 : 1;
        assertEquals(before + made, batch.manager().getManagedArrays().size());
        batch.close();
        assertThrows(IllegalStateException.class, more.images()::toFloatArray);
    }

    @ParameterizedTest
    @MethodSource("keepingMasks")
    void nothingIsLeftInABatchWithMasksAndBoxes_exceptTheResult(String name) {
        try (ImageBatch batch = Scene.rectangles(6, 12, 10)) {
            int before = batch.manager().getManagedArrays().size();
            ImageBatch more = augmented(name, batch, 1);
            long made = Stream.of(more.images(), more.masks(), more.boxes())
                    .filter(array -> array != batch.images() && array != batch.masks() && array != batch.boxes())
                    .count();
            assertEquals(before + made, batch.manager().getManagedArrays().size());
            assertSame(batch.labels(), more.labels());
        }
    }

    @Test
    void flipTwice_isTheIdentity_andOnce_isTheMirrorImage() {
        try (ImageBatch batch = Scene.random(3, 4, 5)) {
            ImageBatch once = flip(1).apply(batch, 1);
            assertEquals(batch.images().flip(3), once.images());
            assertEquals(batch.images(), flip(1).apply(once, 2).images());
            assertEquals(batch.images(), flip(1).then(flip(1)).apply(batch, 1).images());
            assertEquals(batch.images().flip(2), verticalFlip(1).apply(batch, 1).images());
        }
    }

    @Test
    void movesByNothing_areTheIdentity() {
        try (ImageBatch batch = Scene.rectangles(3, 6, 5)) {
            for (Augmentation nothing : List.of(crop(0), rotate(0), translate(0), scale(1, 1), flip(0))) {
                ImageBatch same = nothing.apply(batch, 1);
                assertEquals(batch.images(), same.images());
                assertEquals(batch.masks(), same.masks());
                assertEquals(batch.boxes(), same.boxes());
            }
            for (Augmentation nothing : List.of(noise(0), blur(0), cutOut(0), colourJitter(0, 0, 0, 0))) {
                assertEquals(batch.images(), nothing.apply(batch, 1).images());
            }
        }
    }

    @Test
    void quarterTurn_isExact() {
        float[][] image = {{0, 0.1f, 0.2f, 0.3f}, {0.4f, 0.5f, 0.6f, 0.7f}, {0.8f, 0.9f, 1, 0}, {0, 0.25f, 0.5f, 0.75f}
        };
        float[][] turned = {{0.3f, 0.7f, 0, 0.75f}, {0.2f, 0.6f, 1, 0.5f}, {0.1f, 0.5f, 0.9f, 0.25f}, {0, 0.4f, 0.8f, 0}
        };
        try (ImageBatch batch = Scene.of(image);
                ImageBatch expected = Scene.of(turned)) {
            assertEquals(expected.images(), rotate(90, 90).apply(batch, 1).images());
            Augmentation full = rotate(90, 90).then(rotate(90, 90)).then(rotate(180, 180));
            assertEquals(batch.images(), full.apply(batch, 1).images());
        }
    }

    @Test
    void boxes_areThoseOfTheMovedRectangles_byHand() {
        try (ImageBatch batch = box(1, 2, 3, 4)) {
            // in an image of 10 columns and 8 rows
            assertArrayEquals(new float[] {6, 2, 3, 4}, boxOf(flip(1), batch));
            assertArrayEquals(new float[] {1, 2, 3, 4}, boxOf(verticalFlip(1), batch));
            // about the centre (5, 4), counter-clockwise: x' = 1 + y, y' = 9 - x
            assertArrayEquals(new float[] {3, 5, 4, 3}, boxOf(rotate(90, 90), batch));
            assertArrayEquals(new float[] {0, 0, 3, 8}, boxOf(scale(2, 2), batch));
        }
    }

    @Test
    void box_isCutOffAtTheEdge_andGone_whenLessThanATenthIsLeft() {
        Augmentation left4 = new Move("left", (random, height, width) -> Affine.shift(4, 0));
        try (ImageBatch most = box(2, 2, 4, 4);
                ImageBatch tenth = box(0, 2, 4.5f, 4);
                ImageBatch less = box(0, 2, 4.4f, 4)) {
            assertArrayEquals(new float[] {0, 2, 2, 4}, boxOf(left4, most));
            assertArrayEquals(new float[] {0, 2, 0.5f, 4}, boxOf(left4, tenth), 1e-6f);
            assertArrayEquals(new float[4], boxOf(left4, less));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"flip", "verticalFlip", "rotate", "translate", "crop", "randomResizedCrop", "scale", "then"})
    void imageMaskAndBox_moveAlike(String name) {
        Augmentation augmentation = name.equals("then")
                ? flip().then(rotate(40)).then(scale(0.6, 1.2)).then(crop(3))
                : get(name);
        try (ImageBatch batch = Scene.rectangles(60, 20, 16)) {
            ImageBatch more = augmentation.apply(batch, 3);
            float[] pixels = more.images().toFloatArray();
            long[] masks = Objects.requireNonNull(more.masks()).toLongArray();
            float[] boxes = Objects.requireNonNull(more.boxes()).toFloatArray();
            for (int i = 0; i < 60; i++) {
                float[] box = Arrays.copyOfRange(boxes, 8 * i, 8 * i + 4);
                assertArrayEquals(new float[4], Arrays.copyOfRange(boxes, 8 * i + 4, 8 * i + 8), "padding stays");
                for (int p = i * 320; p < (i + 1) * 320; p++) {
                    if (masks[p] == 1) {
                        double x = p % 16 + 0.5;
                        double y = Math.floorMod(p / 16, 20) + 0.5;
                        assertTrue(pixels[p] > 0, "mask without image");
                        assertTrue(
                                (box[2] == 0)
                                        || x > box[0] - 1e-3
                                                && x < box[0] + box[2] + 1e-3
                                                && y > box[1] - 1e-3
                                                && y < box[1] + box[3] + 1e-3,
                                "mask out of its box");
                    } else {
                        assertTrue(pixels[p] < 0.9999f, "image without mask: " + pixels[p]);
                    }
                }
            }
            assertTrue(Arrays.stream(masks).sum() > 0);
        }
    }

    @Test
    void crop_movesByEveryWholeNumberOfPixels_equallyOften() {
        try (ImageBatch batch = dots(5000)) {
            long[] masks =
                    Objects.requireNonNull(crop(2).apply(batch, 1).masks()).toLongArray();
            int[] seen = new int[49];
            for (int i = 0; i < masks.length; i++) {
                seen[i % 49] += (int) masks[i];
            }
            for (int i = 0; i < 49; i++) {
                boolean reached = Math.abs(i % 7 - 3) <= 2 && Math.abs(i / 7 - 3) <= 2;
                // binomial: mean 200, standard deviation 13.9
                assertEquals(reached ? 200 : 0, seen[i], reached ? 70 : 0);
            }
        }
    }

    @Test
    void flip_mirrorsHalf_andSometimes_takesItsShare() {
        try (ImageBatch batch = Scene.random(1000, 2, 2)) {
            assertEquals(500, changed(batch, flip()), 80);
            assertEquals(200, changed(batch, sometimes(0.2, noise(0.1))), 65);
            assertEquals(200, changed(batch, sometimes(0.2, flip(1))), 65);
            assertEquals(0, changed(batch, sometimes(0, noise(0.1))));
            assertEquals(1000, changed(batch, sometimes(1, noise(0.1))));
        }
    }

    @Test
    void sometimes_leavesTheOtherImagesWithTheirOwnLabelsAndBoxes() {
        try (ImageBatch batch = Scene.rectangles(50, 12, 10)) {
            // not a move for sometimes, which sees only an unknown augmentation
            Augmentation unknown = (part, random) -> flip(1).apply(part, random);
            ImageBatch more = sometimes(0.5, unknown).apply(batch, 1);
            ImageBatch flipped = flip(1).apply(batch, 1);
            for (int i = 0; i < 50; i++) {
                ImageBatch from = more.images().get(i).equals(batch.images().get(i)) ? batch : flipped;
                assertEquals(from.images().get(i), more.images().get(i));
                assertEquals(row(from.masks(), i), row(more.masks(), i));
                assertEquals(row(from.boxes(), i), row(more.boxes(), i));
            }
        }
    }

    @Test
    void joinedMoves_areThoseOneAfterTheOther() {
        try (ImageBatch batch = Scene.rectangles(20, 16, 16)) {
            // nothing leaves the image, so reading it once gives the same as reading it twice
            ImageBatch turned = rotate(90, 90).apply(batch, 1);
            ImageBatch expected = flip(1).apply(turned, 1);
            ImageBatch joined = rotate(90, 90).then(flip(1)).apply(batch, 1);
            assertEquals(expected.images(), joined.images());
            assertEquals(expected.masks(), joined.masks());
            assertEquals(expected.boxes(), joined.boxes());
        }
    }

    @Test
    void cutOut_blackensASquare() {
        try (ImageBatch batch = Scene.random(1, 40, 40)) {
            NDArray white = batch.images().onesLike().repeat(0, 300);
            float[] pixels = cutOut(8)
                    .apply(new ImageBatch(white, batch.labels().repeat(0, 300)), 1)
                    .images()
                    .toFloatArray();
            int whole = 0;
            for (int i = 0; i < 300; i++) {
                int black = 0;
                for (int p = 0; p < 1600; p++) {
                    assertTrue(pixels[i * 4800 + p] == 0 || pixels[i * 4800 + p] == 1);
                    black += pixels[i * 4800 + p] == 0 ? 1 : 0;
                    assertEquals(pixels[i * 4800 + p], pixels[i * 4800 + 3200 + p], "all channels");
                }
                assertTrue(black >= 16 && black <= 64, black + " black pixels");
                whole += black == 64 ? 1 : 0;
            }
            // 33 of 40 places keep the square whole, in each direction: 204 of 300, standard deviation 8
            assertEquals(204, whole, 40);
        }
    }

    @Test
    void noise_isNormal() {
        float[] values = new float[400_000];
        Normal.fill(values, 0, values.length, 1, new java.util.SplittableRandom(1));
        double[] moments = new double[5];
        for (float value : values) {
            for (int power = 1; power <= 4; power++) {
                moments[power] += Math.pow(value, power) / values.length;
            }
        }
        // four standard errors of the moments of 400 000 normal numbers
        assertEquals(0, moments[1], 0.0064);
        assertEquals(1, moments[2], 0.009);
        assertEquals(0, moments[3], 0.025);
        assertEquals(3, moments[4], 0.062);
        double within = IntStream.range(0, values.length)
                        .filter(i -> Math.abs(values[i]) < 1.959964)
                        .count()
                / 400_000.0;
        assertEquals(0.95, within, 0.0014);
    }

    @Test
    void mixup_mixesImagesAndLabelsByTheSameShare() {
        try (ImageBatch batch = Scene.random(3, 2, 2)) {
            // image i is white in channel i and black elsewhere, and its label is i: a mixture shows its own label
            NDArray images = batch.manager()
                    .eye(3)
                    .reshape(3, 3, 1, 1)
                    .repeat(0, 40)
                    .repeat(2, 2)
                    .repeat(3, 2);
            ImageBatch pure = new ImageBatch(images, batch.labels().repeat(0, 40));
            ImageBatch mixed = mixup(0.4, 3).apply(pure, 1);
            assertEquals(new Shape(120, 3), mixed.labels().getShape());
            float[] labels = mixed.labels().toFloatArray();
            float[] pixels = mixed.images().toFloatArray();
            int between = 0;
            for (int i = 0; i < 120; i++) {
                assertEquals(1, labels[3 * i] + labels[3 * i + 1] + labels[3 * i + 2], 1e-6);
                for (int label = 0; label < 3; label++) {
                    assertEquals(labels[3 * i + label], pixels[12 * i + 4 * label], 1e-6);
                }
                between += labels[3 * i] > 0.05 && labels[3 * i] < 0.95 ? 1 : 0;
            }
            assertTrue(between > 10, between + " mixtures");
            ImageBatch twice = mixup(0.4, 3).apply(mixed, 2);
            assertEquals(120, twice.labels().sum().getFloat(), 1e-3);
            assertEquals(
                    new Shape(120, 3),
                    sometimes(0.3, mixup(0.4, 3)).apply(pure, 3).labels().getShape());
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.2, 1, 4})
    void shareOfMixup_hasTheMomentsOfTheBetaDistribution(double alpha) {
        Random random = new Random(1);
        int n = 100_000;
        double[] shares = IntStream.range(0, n)
                .mapToDouble(i -> Mixup.beta(alpha, random))
                .toArray();
        double mean = Arrays.stream(shares).average().orElseThrow();
        double variance =
                Arrays.stream(shares).map(x -> (x - mean) * (x - mean)).sum() / n;
        assertEquals(0.5, mean, 0.007);
        assertEquals(1 / (4 * (2 * alpha + 1)), variance, 0.003);
    }

    @Test
    void memoryOfABatch_isFlat_overManyAugmentations() {
        try (ImageBatch batch = Scene.random(4, 8, 8)) {
            Augmentation chain = noise(0.1)
                    .then(blur(1))
                    .then(cutOut(2))
                    .then(flip().then(rotate(10)))
                    .then(noise(0.1));
            int before = batch.manager().getManagedArrays().size();
            for (int i = 0; i < 50; i++) {
                chain.apply(batch, i).images().close();
            }
            assertEquals(before, batch.manager().getManagedArrays().size());
        }
    }

    @Test
    void toString_saysWhatToWrite() {
        assertEquals("flip(0.5).then(crop(4))", flip().then(crop(4)).toString());
        assertEquals(
                "noise(0.1).then(rotate(-15.0, 15.0)).then(sometimes(0.5, cutOut(8)))",
                noise(0.1).then(rotate(15)).then(sometimes(0.5, cutOut(8))).toString());
        assertEquals("sometimes(0.3, flip(1.0))", sometimes(0.3, flip(1)).toString());
        assertEquals("mixup(0.2, 10)", mixup(0.2, 10).toString());
    }

    @Test
    void badParameters_areRefusedAtOnce() {
        refused("The probability is 1.5, expected 0 to 1", () -> flip(1.5));
        refused("The probability is NaN", () -> sometimes(Double.NaN, flip()));
        refused("The probability is -0.1", () -> verticalFlip(-0.1));
        refused("The angle is -3.0, expected 0 to 180.0", () -> rotate(-3));
        refused("The angles go from 10.0 to 5.0", () -> rotate(10, 5));
        refused("crop(4) is in pixels", () -> translate(4));
        refused("The margin is -1 pixels, expected 0 or more", () -> crop(-1));
        refused("The areas go from 0.0 to 1.0", () -> randomResizedCrop(0));
        refused("The factors go from 0.0 to 1.0", () -> scale(0, 1));
        refused("The hue is 0.6, expected 0 to 0.5", () -> colourJitter(0, 0, 0, 0.6));
        refused("The brightness is Infinity", () -> colourJitter(Double.POSITIVE_INFINITY, 0, 0, 0));
        refused("The standard deviation is -0.1, expected 0 or more", () -> noise(-0.1));
        refused("The standard deviations go from 0.0 to NaN", () -> blur(Double.NaN));
        refused("The side of the square is -8 pixels", () -> cutOut(-8));
        refused("Alpha is 0.0, expected above 0", () -> mixup(0, 10));
        refused("There are 1 classes, expected at least 2", () -> mixup(0.2, 1));
    }

    @Test
    void batchThatDoesNotFit_isRefused_withWhatWasExpected() {
        try (ImageBatch batch = Scene.random(2, 6, 5);
                ImageBatch scene = Scene.rectangles(2, 12, 10)) {
            fails("A square of 6 pixels is too large for images of 6x5, expected at most 5", cutOut(6), batch);
            fails("A margin of 5 pixels is too large for images of 6x5, expected at most 4", crop(5), batch);
            fails("masks or boxes, which cannot be mixed", mixup(0.2, 10), scene);
            fails(
                    "A label is 2, expected 0 to 1",
                    mixup(0.2, 2),
                    new ImageBatch(batch.images(), batch.labels().add(1)));
            ImageBatch soft = mixup(0.2, 3).apply(batch, 1);
            fails("shares of 3 classes, expected 4", mixup(0.2, 4), soft);
            NDArray images = scene.images();
            fails(
                    "expected float32 [n, channels, height, width]",
                    flip(),
                    new ImageBatch(images.get(0), scene.labels()));
            fails(
                    "The labels have the shape (1)",
                    noise(1),
                    new ImageBatch(images, scene.labels().get("0:1")));
            NDArray low = Objects.requireNonNull(scene.masks()).get(":, 0:3");
            fails("The masks are int64 (2, 3, 10), expected int64 (2, 12, 10)", flip(), with(scene, low, null));
            NDArray flat = Objects.requireNonNull(scene.boxes()).reshape(4, 4);
            fails("The boxes are float32 (4, 4), expected float32 (2, 1, 4)", flip(), with(scene, null, flat));
            NDArray five = batch.images().repeat(1, 2);
            fails("have 6 channels", colourJitter(0.1, 0, 0, 0), new ImageBatch(five, batch.labels()));
        }
    }

    private static ImageBatch with(ImageBatch batch, NDArray masks, NDArray boxes) {
        return new ImageBatch(batch.images(), batch.labels(), masks, boxes);
    }

    private static void refused(String message, Executable call) {
        String said = assertThrows(IllegalArgumentException.class, call).getMessage();
        assertTrue(said.contains(message), said);
    }

    private static void fails(String message, Augmentation augmentation, ImageBatch batch) {
        int before = batch.manager().getManagedArrays().size();
        String said = assertThrows(DataException.class, () -> augmentation.apply(batch, 1))
                .getMessage();
        assertTrue(said.contains(message), said);
        assertEquals(before, batch.manager().getManagedArrays().size(), "nothing is left behind");
    }

    private static long changed(ImageBatch batch, Augmentation augmentation) {
        float[] before = batch.images().toFloatArray();
        float[] after = augmentation.apply(batch, 1).images().toFloatArray();
        int size = before.length / batch.size();
        return IntStream.range(0, batch.size())
                .filter(i -> !Arrays.equals(before, i * size, (i + 1) * size, after, i * size, (i + 1) * size))
                .count();
    }

    private static NDArray row(NDArray array, int i) {
        return Objects.requireNonNull(array).get(i);
    }

    private static float[] boxOf(Augmentation augmentation, ImageBatch batch) {
        ImageBatch more = augmentation.apply(batch, 1);
        assertNull(more.masks());
        return Objects.requireNonNull(more.boxes()).toFloatArray();
    }

    /** One image of 10 columns and 8 rows with one box. */
    private static ImageBatch box(float... box) {
        ImageBatch batch = Scene.of(new float[8][10]);
        return with(batch, null, batch.manager().create(box, new Shape(1, 1, 4)));
    }

    /** Images of 7×7 whose masks have one pixel, in the middle. */
    private static ImageBatch dots(int n) {
        ImageBatch batch = Scene.random(n, 7, 7);
        long[] masks = new long[n * 49];
        for (int i = 0; i < n; i++) {
            masks[i * 49 + 24] = 1;
        }
        return with(batch, batch.manager().create(masks, new Shape(n, 7, 7)), null);
    }

    private static Augmentation get(String name) {
        return Objects.requireNonNull(ALL.get(name));
    }

    private static ImageBatch augmented(String name, ImageBatch batch, long seed) {
        return get(name).apply(batch, seed);
    }
}
