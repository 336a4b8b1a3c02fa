package dev.crema.search;

import static dev.crema.search.Search.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class TrialProcessesTest {
    private static final Space SPACE = space().uniform("x", 0, 1);

    @Test
    void onDevices_runsTrialsInAProcessForEachDevice() {
        Trials trials = search(
                SPACE,
                random(6),
                settings -> {
                    System.out.println("what an objective prints does not disturb the answers");
                    Thread.sleep(300);
                    return ProcessHandle.current().pid();
                },
                onDevices(Device.cpu(), Device.cpu()),
                silent());
        Set<Double> pids = trials.all().stream().map(Trial::score).collect(Collectors.toSet());
        assertEquals(2, pids.size(), trials.table().text(6));
        assertFalse(pids.contains((double) ProcessHandle.current().pid()));
        for (double pid : pids) {
            assertTrue(ended((long) pid), "the processes end with the search");
        }
    }

    @Test
    void onDevices_recordsGradientsInSeveralTrialsAtATime_asOneProcessCannot() {
        Trials trials = search(
                SPACE,
                grid(3),
                settings -> {
                    try (NDManager manager = NDManager.newBaseManager()) {
                        NDArray x = manager.create((float) settings.number("x"));
                        x.setRequiresGradient(true);
                        try (GradientCollector gradients = manager.getEngine().newGradientCollector()) {
                            NDArray y = x.mul(x);
                            Thread.sleep(200);
                            gradients.backward(y);
                        }
                        return x.getGradient().getFloat();
                    }
                },
                onDevices(Device.cpu(), Device.cpu()),
                maximise(),
                silent());
        assertTrue(
                trials.all().stream().allMatch(Trial::finished), trials.table().text(3));
        assertEquals(2, trials.best().score(), 1e-6, "the derivative of x² at 1");
    }

    @Test
    void aProcessThatEnds_isOneFailedTrial() {
        Trials trials = search(
                SPACE,
                grid(3),
                settings -> {
                    if (settings.number("x") == 0.5) {
                        Runtime.getRuntime().halt(3);
                    }
                    return settings.number("x");
                },
                onDevices(Device.cpu()),
                silent());
        assertTrue(trials.all().get(0).finished(), trials.table().text(3));
        assertTrue(
                trials.all().get(1).message().contains("exit code 3"),
                trials.table().text(3));
        assertTrue(trials.all().get(2).finished(), trials.table().text(3));
    }

    @Test
    void objectivesThatCannotTravel_areRefusedBeforeTheFirstTrial() {
        Object anything = new Object();
        assertMessage("it holds a java.lang.Object", settings -> anything.hashCode());
        ClassLoader other = new ClassLoader(getClass().getClassLoader()) {};
        Objective elsewhere =
                (Objective) Proxy.newProxyInstance(other, new Class<?>[] {Objective.class}, (proxy, method, a) -> 1.0);
        assertMessage("not on the class path", elsewhere);
        assertThrows(IllegalArgumentException.class, () -> onDevices());
    }

    private static void assertMessage(String part, Objective objective) {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> search(SPACE, random(1), objective, onDevices(Device.cpu())))
                .getMessage();
        assertTrue(message.contains(part), message);
    }

    /** Destroyed, but perhaps not gone yet. */
    private static boolean ended(long pid) {
        try {
            for (int i = 0; i < 1000 && ProcessHandle.of(pid).isPresent(); i++) {
                Thread.sleep(10);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return ProcessHandle.of(pid).isEmpty();
    }
}
