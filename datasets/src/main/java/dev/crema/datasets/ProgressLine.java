package dev.crema.datasets;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows progress in one line that is written over and over, at most twice a second: a terminal and a notebook both go back
 * at a carriage return, and in a notebook each print is a message.
 */
final class ProgressLine implements Progress {
    private static final long PAUSE = Duration.ofMillis(500).toNanos();
    private static final double MEGABYTE = 1e6;

    private final PrintStream out;
    private final LongSupplier clock;
    private @Nullable String set;
    private long started;
    private long startedWith;
    private long shown;
    private int width;

    /**
     * Shows nothing yet.
     *
     * @param out where the line goes
     * @param clock nanoseconds since some moment
     */
    ProgressLine(PrintStream out, LongSupplier clock) {
        this.out = out;
        this.clock = clock;
    }

    @Override
    public synchronized void arrived(String set, long bytes, long size) {
        begin(set, bytes);
        long now = clock.getAsLong();
        // a line that stays must not stop at 90 %
        boolean completed = bytes == size && width > 0;
        if (now - shown >= PAUSE || completed) {
            shown = now;
            show(String.format(
                    Locale.ROOT,
                    "%s: %.0f of %.0f MB, %d %%%s",
                    set,
                    bytes / MEGABYTE,
                    size / MEGABYTE,
                    100 * bytes / size,
                    left(now, bytes, size)));
        }
    }

    @Override
    public synchronized void waiting(String set, String program, Duration since) {
        begin(set, 0);
        long now = clock.getAsLong();
        if (now - shown >= PAUSE) {
            shown = now;
            show(set + ": " + program + ", for " + since.toSeconds() + " s");
        }
    }

    @Override
    public synchronized void end() {
        if (width > 0) {
            out.println();
        }
        set = null;
        width = 0;
    }

    private void begin(String next, long bytes) {
        if (!next.equals(set)) {
            end();
            set = next;
            // nothing is shown of what takes less than a pause
            started = clock.getAsLong();
            shown = started;
            startedWith = bytes;
        }
    }

    private String left(long now, long bytes, long size) {
        long came = bytes - startedWith;
        if (came <= 0 || bytes == size) {
            return "";
        }
        double seconds = (size - bytes) * ((now - started) / 1e9) / came;
        return seconds < 90
                ? String.format(Locale.ROOT, ", %.0f s left", seconds)
                : String.format(Locale.ROOT, ", %.0f min left", seconds / 60);
    }

    private void show(String line) {
        // blanks cover the end of a longer line before
        out.print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
        out.flush();
        width = line.length();
    }
}
