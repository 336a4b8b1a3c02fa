package dev.crema.training;

import static dev.crema.layers.Layers.linear;
import static dev.crema.layers.Layers.relu;
import static dev.crema.layers.Layers.seq;
import static dev.crema.training.Optimizers.adam;
import static dev.crema.training.Training.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import dev.crema.datasets.Adult;
import dev.crema.datasets.Examples;
import dev.crema.datasets.TableDataset;
import dev.crema.datasets.TableEncoder;
import dev.crema.layers.Layers;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

class FairnessTest {
    // neither sex nor race is among the inputs
    private static final List<String> INPUTS = List.of(
            "age", "workclass", "education-num", "marital-status", "occupation", "relationship", "hours-per-week");

    @Test
    void rates_areThoseCountedByHand() {
        int[] predicted = {1, 0, 0, 1, 1, 1, 0, 1};
        int[] truth = {1, 1, 0, 0, 1, 1, 0, 0};
        int[] group = {0, 0, 0, 0, 0, 1, 1, 1};
        Fairness fairness = Fairness.of(predicted, truth, group);
        assertEquals(5 / 8.0, fairness.accuracy());
        assertEquals(3 / 5.0, fairness.selected()[0]);
        assertEquals(2 / 3.0, fairness.selected()[1]);
        assertEquals(2 / 3.0, fairness.truePositive()[0]);
        assertEquals(1, fairness.truePositive()[1]);
        assertEquals(1 / 2.0, fairness.falsePositive()[0]);
        assertEquals(1 / 2.0, fairness.falsePositive()[1]);
        assertEquals(90, fairness.pPercent(), 1e-9);
        assertEquals(1 / 15.0, fairness.demographicParityDifference(), 1e-9);
        assertEquals(1 / 3.0, fairness.equalizedOddsDifference(), 1e-9);
        assertEquals(
                "accuracy 62.5 %, p-% rule 90.0, demographic parity difference 0.067, equalised odds difference 0.333",
                fairness.toString());
        assertTrue(fairness.draw().alt().contains("60.0 % of group 0, 66.7 % of group 1"));
    }

    @Test
    void nobodyToldYes_isFair_andWhatCannotBeComparedIsRefused() {
        assertEquals(100, Fairness.of(new int[2], new int[2], new int[] {0, 1}).pPercent());
        assertRefused("attribute 1", new int[2], new int[2], new int[2]);
        assertRefused("2 predictions, 1 answers", new int[2], new int[1], new int[2]);
        assertRefused("Person 1 has the prediction 2", new int[] {0, 2}, new int[2], new int[] {0, 1});
        assertRefused("Person 0 has the prediction -1", new int[] {-1, 0}, new int[2], new int[] {0, 1});
    }

    @Test
    void theAdversary_makesIncomesFairer_andThePredictorStaysUseful() {
        TableDataset adult = Adult.load();
        TableEncoder encoder = TableEncoder.of(adult.train(), INPUTS);
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray x = manager.create(encoder.encode(adult.train()));
            Examples people = Examples.of(new NDList(x), targets(adult.train(), manager));
            NDArray testX = manager.create(encoder.encode(adult.test()));
            Function<Double, Fairness> trained = lambda -> {
                Learner predictor = learner(
                        Layers.initialize(seq(linear(32), relu(), linear(1)), new Shape(1, x.size(1)), 1), adam(3e-3));
                Learner adversary =
                        learner(Layers.initialize(seq(linear(16), relu(), linear(1)), new Shape(1, 1), 2), adam(1e-2));
                fit(
                        List.of(predictor, adversary),
                        AdversarialDebiasing.of(predictor, adversary, lambda),
                        people,
                        epochs(2),
                        batchSize(256),
                        quiet());
                float[] scores = predictor
                        .net()
                        .forward(new ParameterStore(manager, false), new NDList(testX), false)
                        .head()
                        .toFloatArray();
                int[] told = IntStream.range(0, scores.length)
                        .map(i -> scores[i] > 0 ? 1 : 0)
                        .toArray();
                return Fairness.of(told, column(adult.test(), "income", ">50K"), column(adult.test(), "sex", "Male"));
            };
            Fairness careless = trained.apply(0.0);
            Fairness some = trained.apply(1.0);
            Fairness fair = trained.apply(3.0);
            double majority = 1
                    - IntStream.of(column(adult.test(), "income", ">50K"))
                            .average()
                            .orElseThrow();

            assertTrue(careless.pPercent() < 50, careless.toString());
            assertTrue(some.pPercent() > careless.pPercent() + 10, careless + "\n" + some);
            assertTrue(fair.pPercent() > some.pPercent() + 5, some + "\n" + fair);
            assertTrue(fair.accuracy() > majority + 0.01, fair + ", majority " + majority);
        }
    }

    @Test
    void withoutTradeOff_thePredictorIsTrainedAsIfAlone() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray x = manager.create(new float[] {-1, 0, 1, 2}, new Shape(4, 1));
            NDArray answer = manager.create(new float[] {0, 0, 1, 1});
            NDArray attribute = manager.create(new float[] {0, 1, 0, 1});
            Examples people = Examples.of(new NDList(x), new NDList(answer, attribute));
            Learner predictor = learner(Layers.initialize(linear(1), new Shape(1, 1), 1), adam(0.1));
            Learner adversary = learner(Layers.initialize(linear(1), new Shape(1, 2), 2), adam(0.1));
            History both = fit(
                    List.of(predictor, adversary),
                    AdversarialDebiasing.equalizedOdds(predictor, adversary, 0),
                    people,
                    epochs(5),
                    batchSize(4),
                    quiet());
            Learner alone = learner(Layers.initialize(linear(1), new Shape(1, 1), 1), adam(0.1));
            NDList wanted = new NDList(answer);
            for (Epoch epoch : both.epochs()) {
                double loss = alone.minimise(
                        () -> Losses.binaryCrossEntropy().evaluate(wanted, new NDList(alone.forward(x))));
                assertEquals(loss, epoch.training().get("predictor"), 1e-6);
            }
            assertTrue(both.last().orElseThrow().training().get("adversary") < 0.8);
            assertThrows(
                    IllegalArgumentException.class, () -> AdversarialDebiasing.of(predictor, adversary, Double.NaN));
            Examples without = Examples.of(new NDList(x), wanted);
            String message = assertThrows(
                            IllegalArgumentException.class,
                            () -> fit(
                                    List.of(predictor, adversary),
                                    AdversarialDebiasing.of(predictor, adversary, 1),
                                    without,
                                    batchSize(4),
                                    quiet()))
                    .getMessage();
            assertTrue(message.contains("1 targets, expected 2"), message);
        }
    }

    private static NDList targets(Table people, NDManager manager) {
        return new NDList(
                manager.create(floats(column(people, "income", ">50K"))),
                manager.create(floats(column(people, "sex", "Male"))));
    }

    private static int[] column(Table people, String name, String yes) {
        return people.stringColumn(name).asList().stream()
                .mapToInt(value -> value.equals(yes) ? 1 : 0)
                .toArray();
    }

    private static float[] floats(int[] numbers) {
        float[] floats = new float[numbers.length];
        IntStream.range(0, numbers.length).forEach(i -> floats[i] = numbers[i]);
        return floats;
    }

    private static void assertRefused(String words, int[] predicted, int[] truth, int[] attribute) {
        String message = assertThrows(IllegalArgumentException.class, () -> Fairness.of(predicted, truth, attribute))
                .getMessage();
        assertTrue(message.contains(words), message);
    }
}
