package dev.crema.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LiveFigureTest {
    private static final long MILLISECOND = 1_000_000;

    private final List<String> shown = new ArrayList<>();
    private long now = Long.MAX_VALUE - 300 * MILLISECOND; // nanoTime may overflow

    private final AtomicLong cost = new AtomicLong();

    private final Screen screen = first -> {
        shown.add("open " + first.alt());
        return figure -> shown.add(figure.alt());
    };

    @Test
    void show_drawsAfter300Milliseconds_atMostFiveTimesASecond_andAlwaysTheLast() {
        AtomicInteger drawn = new AtomicInteger();
        int[] state = {0};
        try (LiveFigure live = LiveFigure.open(screen, () -> now, cost)) {
            for (int ms = 0; ms < 1990; ms += 10) {
                state[0] = ms;
                live.show(() -> {
                    drawn.incrementAndGet();
                    return figure("at " + state[0]);
                });
                now += 10 * MILLISECOND;
            }
        }
        assertEquals(10, drawn.get(), shown.toString());
        assertEquals("open at 300", shown.get(0));
        assertEquals("at 500", shown.get(1));
        assertEquals("at 1980", shown.get(shown.size() - 1));
    }

    @Test
    void show_drawsLater_ifTheLastDrawingTookLong_butNotAfterMoreThanASecond() {
        assertEquals(300, firstDrawn());
        cost.set(12 * MILLISECOND);
        assertEquals(600, firstDrawn());
        cost.set(400 * MILLISECOND);
        assertEquals(1000, firstDrawn());
        assertEquals(5 * MILLISECOND, cost.get(), "what the next figure goes by");
    }

    private long firstDrawn() {
        long[] drawn = {0};
        long start = now;
        try (LiveFigure live = LiveFigure.open(screen, () -> now, cost)) {
            while (drawn[0] == 0) {
                live.show(() -> {
                    drawn[0] = now - start;
                    now += 5 * MILLISECOND;
                    return figure("first");
                });
                now += 10 * MILLISECOND;
            }
        }
        return drawn[0] / MILLISECOND;
    }

    @Test
    void close_drawsNothing_ifNothingWasShown() {
        LiveFigure.open(screen, () -> now, cost).close();
        assertEquals(List.of(), shown);
    }

    @Test
    void close_leavesTheLastFigure_once() {
        LiveFigure live = LiveFigure.open(screen, () -> now, cost);
        live.show(() -> figure("a"));
        live.close();
        live.close();
        live.show(() -> figure("too late"));
        assertEquals(List.of("open a", "a"), shown);
    }

    @Test
    void show_takesAtMostOnePercentOfTheTime_afterTheFirstDrawing() {
        long[] spent = {0};
        try (LiveFigure live = LiveFigure.open(screen, () -> now, cost)) {
            long start = now;
            for (int i = 0; i < 10_000; i++) {
                live.show(() -> {
                    spent[0] += 30 * MILLISECOND;
                    now += 30 * MILLISECOND;
                    return figure("slow");
                });
                now += 10 * MILLISECOND;
                long allowed = 30 * MILLISECOND + (now - start) / 100 + 30 * MILLISECOND;
                assertTrue(spent[0] <= allowed, spent[0] + " ns of " + (now - start));
            }
            assertTrue(spent[0] > (now - start) / 100, "what is allowed is used");
        }
    }

    @Test
    void failure_doesNotReachTheCaller_andIsSaidOnce() {
        String said = printed(() -> {
            try (LiveFigure live = LiveFigure.open(screen, () -> now, cost)) {
                for (int i = 0; i < 3; i++) {
                    live.show(() -> {
                        throw new AssertionError("broken drawing");
                    });
                    now += 1000 * MILLISECOND;
                }
                live.show(() -> {
                    throw new OutOfMemoryError("large");
                });
                now += 1000 * MILLISECOND;
                live.show(() -> figure("works again"));
            }
        });
        assertEquals(1, said.lines().count(), said);
        assertTrue(said.contains("broken drawing") && said.contains("goes on"), said);
        assertEquals(List.of("open works again", "works again"), shown);
    }

    @Test
    void failure_ofTheScreen_doesNotReachTheCaller() {
        Screen broken = first -> {
            throw new IllegalStateException("no screen");
        };
        String said = printed(() -> {
            try (LiveFigure live = LiveFigure.open(broken, () -> now, cost)) {
                live.show(() -> figure("a"));
            }
        });
        assertTrue(said.contains("no screen"), said);
    }

    @Test
    void brokenVirtualMachine_isNotHidden() {
        LiveFigure live = LiveFigure.open(screen, () -> now, cost);
        now += 300 * MILLISECOND;
        assertThrows(
                InternalError.class,
                () -> live.show(() -> {
                    throw new InternalError("broken");
                }));
    }

    @Test
    void terminal_printsWhatChanged_atMostOnceASecond_andTheLast() {
        List<String> lines = new ArrayList<>();
        Screen terminal = new Terminal(() -> now, lines::add);
        try (LiveFigure live = LiveFigure.open(terminal, () -> now, cost)) {
            for (int ms = 0; ms < 2500; ms += 50) {
                String state = "second " + ms / 1000;
                live.show(() -> figure(state));
                now += 50 * MILLISECOND;
            }
            live.show(() -> figure("end"));
        }
        assertEquals(List.of("second 0", "second 1", "second 2", "end"), lines);
    }

    @Test
    void use_changesTheScreen_andReturnsThePrevious() {
        Screen before = Screen.use(screen);
        try (LiveFigure live = LiveFigure.open()) {
            live.show(() -> figure("here"));
        } finally {
            assertEquals(screen, Screen.use(before));
        }
        assertFalse(shown.isEmpty());
        assertEquals(before, Screen.current());
    }

    private static Figure figure(String alt) {
        return Figure.of("title", alt, 1, 1, canvas -> {});
    }

    private static String printed(Runnable work) {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            work.run();
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
