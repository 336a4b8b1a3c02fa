package dev.crema.datasets;

import static dev.crema.datasets.NumberedImages.numbers;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class StrataTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void split_hasEveryExampleOnce_andEveryClassInProportion(long seed) {
        Strata strata = random(seed, 2);
        double share = new Random(seed).nextDouble(.05, .95);
        Split<int[]> split = strata.split(share, seed);
        assertPartition(strata, split);
        int[] all = counts(strata, IntStream.range(0, strata.stratum().length).toArray());
        int[] train = counts(strata, split.train());
        for (int c = 0; c < all.length; c++) {
            assertEquals(all[c] * share, train[c], 1, "class " + c + " of " + all[c] + " examples, share " + share);
            assertTrue(all[c] == 0 || (train[c] > 0 && train[c] < all[c]), "class " + c + " is in both parts");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void folds_validateEveryExampleOnce_andAreAsLargeAsEachOther_inEveryClass(long seed) {
        int k = 2 + new Random(seed).nextInt(6);
        Strata strata = random(seed, k);
        int n = strata.stratum().length;
        int[] validated = new int[n];
        int[] all = counts(strata, IntStream.range(0, n).toArray());
        List<Split<int[]>> folds = strata.folds(k, seed, part -> part);
        assertEquals(k, folds.size());
        for (Split<int[]> fold : folds) {
            assertPartition(strata, fold);
            Arrays.stream(fold.test()).forEach(i -> validated[i]++);
            assertEquals((double) n / k, fold.test().length, .999);
            int[] validation = counts(strata, fold.test());
            for (int c = 0; c < all.length; c++) {
                assertEquals((double) all[c] / k, validation[c], .999, "class " + c);
            }
        }
        assertTrue(Arrays.stream(validated).allMatch(times -> times == 1));
    }

    @Test
    void split_isOfTheSizeAskedFor_whenNoClassIsTiny() {
        Strata strata = new Strata(IntStream.range(0, 1000).map(i -> i % 7).toArray(), c -> "");
        assertEquals(800, strata.split(.8, 3).train().length);
        assertEquals(333, strata.split(.333, 3).train().length);
    }

    @Test
    void split_dependsOnTheSeedOnly_andDrawsEveryExampleAboutAsOften() {
        Strata ten = Strata.none(10);
        assertArrayEquals(ten.split(.7, 4).train(), ten.split(.7, 4).train());
        int[] drawn = new int[10];
        for (int seed = 0; seed < 1000; seed++) {
            Arrays.stream(ten.split(.3, seed).train()).forEach(i -> drawn[i]++);
        }
        // binomial: mean 300, standard deviation 14.5
        for (int count : drawn) {
            assertEquals(300, count, 75, Arrays.toString(drawn));
        }
    }

    @Test
    void images_areCopiedIntoBothParts_withTheirLabels() {
        LabelledImages thirty = NumberedImages.of(30);
        Split<LabelledImages> split = thirty.split(.8, 1);
        assertEquals(24, split.train().size());
        for (int c = 0; c < 3; c++) {
            assertEquals(2, split.test().where(c).size());
        }
        int[] both = IntStream.concat(Arrays.stream(numbers(split.train())), Arrays.stream(numbers(split.test())))
                .sorted()
                .toArray();
        assertArrayEquals(IntStream.range(0, 30).toArray(), both);
        assertEquals(thirty.classes(), split.test().classes());
        assertFalse(
                Arrays.equals(numbers(split.test()), numbers(thirty.split(.8, 2).test())));
    }

    @Test
    void images_inFolds() {
        LabelledImages thirty = NumberedImages.of(30);
        int[] validated = thirty.folds(5, 1).stream()
                .flatMapToInt(fold -> Arrays.stream(numbers(fold.test())))
                .sorted()
                .toArray();
        assertArrayEquals(IntStream.range(0, 30).toArray(), validated);
        assertEquals(24, thirty.folds(5, 1).get(2).train().size());
    }

    @Test
    void imageDataset_hasThreePartsInProportion() {
        ImageDataset data = ImageDataset.of("numbers", NumberedImages.of(300), .8, .1, 1, "made: numbers");
        assertEquals(240, data.train().size());
        assertEquals(30, data.validation().size());
        assertEquals(30, data.test().size());
        assertEquals(10, data.test().where(2).size());
        int[] all = IntStream.of(numbers(data.train())).toArray();
        assertEquals(
                300,
                IntStream.concat(
                                IntStream.of(all),
                                IntStream.concat(
                                        IntStream.of(numbers(data.validation())), IntStream.of(numbers(data.test()))))
                        .distinct()
                        .count());
        assertFails(
                "0.9 and 0.1, expected",
                () -> ImageDataset.of("numbers", NumberedImages.of(300), .9, .1, 1, "made: numbers"));
    }

    @Test
    void examples_areStratifiedByClasses_andNotByQuantities() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray x = manager.arange(20f).reshape(20, 1);
            NDArray rare = manager.create(
                    IntStream.range(0, 20).mapToLong(i -> i < 16 ? 0 : 7).toArray());
            ArrayExamples classified = Examples.of(new NDList(x), new NDList(rare));
            for (Split<ArrayExamples> fold : classified.folds(4, 1)) {
                try (Batch batch = fold.test().batches(20).iterator().next()) {
                    float[] inputs = batch.inputs().head().toFloatArray();
                    long[] labels = batch.targets().head().toLongArray();
                    assertEquals(5, labels.length);
                    assertEquals(1, Arrays.stream(labels).filter(l -> l == 7).count());
                    for (int i = 0; i < 5; i++) {
                        assertEquals(inputs[i] < 16 ? 0 : 7, labels[i], "the target moves along");
                    }
                }
            }
            assertFails("are 4 examples of class 7, expected at least 5", () -> classified.folds(5, 1));
            ArrayExamples measured =
                    Examples.of(new NDList(x), new NDList(x.square().flatten()));
            assertEquals(15, measured.split(.75, 1).train().size());
            assertEquals(20, measured.folds(20, 1).size());
        }
    }

    @Test
    void tables_areStratifiedByTheirLabel() {
        Table rows = table(100);
        TableDataset data = TableDataset.of("made", rows, "kind", .6, 1, "made: numbers");
        assertEquals(60, data.train().rowCount());
        assertEquals(40, data.test().rowCount());
        assertEquals("made, test", data.test().name());
        assertEquals(6, rare(data.train()));
        assertEquals(4, rare(data.test()));
        Split<Table> split = data.split("kind", .5, 1);
        assertEquals(3, rare(split.test()));
        for (Split<Table> fold : data.folds("kind", 3, 1)) {
            assertEquals(2, rare(fold.test()));
            assertEquals(40, fold.train().rowCount());
        }
        assertEquals(45, data.split(.75, 1).train().rowCount());
        assertEquals(6, data.folds(10, 1).get(9).test().rowCount());
        assertRowsWhole(data.folds(10, 1).get(3).train());
    }

    private static void assertRowsWhole(Table rows) {
        for (int i = 0; i < rows.rowCount(); i++) {
            boolean rare = rows.doubleColumn("x").get(i) % 10 == 0;
            assertEquals(rare ? "rare" : "common", rows.stringColumn("kind").get(i));
        }
    }

    @Test
    void badRequests_sayWhatIsExpected() {
        LabelledImages ten = NumberedImages.of(10);
        assertFails("The fraction to train on is 1.0, expected a number between 0 and 1", () -> ten.split(1, 1));
        assertFails("The fraction to train on is NaN", () -> ten.split(Double.NaN, 1));
        assertFails("There is 1 example of class a, expected at least 2", () -> NumberedImages.of(3)
                .split(.5, 1));
        assertFails("There are to be 1 folds, expected at least 2", () -> ten.folds(1, 1));
        assertFails("There are 3 examples of class b, expected at least 4: one for each fold", () -> ten.folds(4, 1));
        assertFails("There are 10 examples, expected at least 11", () -> Strata.none(10)
                .folds(11, 1, part -> part));
        assertFails("There is no fold 3: there are 3", () -> ten.folds(3, 1).get(3));
        assertFails(
                "There is no column 'knd', expected one of [x, kind]",
                () -> TableDataset.of("made", table(20), "knd", .5, 1, "made"));
        assertFails("There are no examples", () -> TableDataset.of("made", table(0), "kind", .5, 1, "made"));
        ten.close();
        assertFails("were closed", () -> ten.split(.5, 1));
    }

    private static Table table(int n) {
        double[] x = IntStream.range(0, n).asDoubleStream().toArray();
        List<String> kind = IntStream.range(0, n)
                .mapToObj(i -> i % 10 == 0 ? "rare" : "common")
                .toList();
        return Table.create("rows", DoubleColumn.create("x", x), StringColumn.create("kind", kind));
    }

    private static int rare(Table rows) {
        return rows.stringColumn("kind").isEqualTo("rare").size();
    }

    /** Up to nine classes of different sizes in random order, each with at least as many examples as said, or none. */
    private static Strata random(long seed, int least) {
        Random random = new Random(seed);
        int[] stratum = IntStream.range(0, 9)
                .filter(c -> random.nextInt(4) > 0)
                .flatMap(c -> IntStream.generate(() -> c).limit(least + random.nextInt(50)))
                .toArray();
        int[] order = Order.shuffled(stratum.length, new SplittableRandom(seed));
        return new Strata(Arrays.stream(order).map(i -> stratum[i]).toArray(), c -> "class " + c);
    }

    private static void assertPartition(Strata strata, Split<int[]> split) {
        int[] both = IntStream.concat(Arrays.stream(split.train()), Arrays.stream(split.test()))
                .sorted()
                .toArray();
        assertArrayEquals(IntStream.range(0, strata.stratum().length).toArray(), both);
    }

    private static int[] counts(Strata strata, int[] part) {
        int[] counts = new int[9];
        Arrays.stream(part).forEach(i -> counts[strata.stratum()[i]]++);
        return counts;
    }

    private static void assertFails(String part, Executable use) {
        String message = assertThrows(DataException.class, use).getMessage();
        assertTrue(message.contains(part), message);
    }
}
