package dev.crema.datasets;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Another program, such as npm. It outlives neither its time nor the wait for it: with it end all programs that it has
 * started.
 *
 * @param words the program and its arguments
 * @param directory where it runs, and writes what it says, into output.txt
 * @param limit how long it may take
 */
record Command(List<String> words, Path directory, Duration limit) {
    private static final int QUOTED = 300;
    private static final Duration TICK = Duration.ofMillis(500);

    /**
     * Runs the program to its end.
     *
     * @param waiting told now and then how long it has been running
     * @throws DataException if it is not installed, fails or takes too long; the message quotes what it said last
     * @throws InterruptedException if this thread is interrupted, after the program has ended
     */
    void run(Consumer<Duration> waiting) throws IOException, InterruptedException {
        Path output = directory.resolve("output.txt");
        Process process = start(output);
        try {
            // it asks nobody anything
            process.getOutputStream().close();
            long started = System.nanoTime();
            while (!process.waitFor(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
                Duration since = Duration.ofNanos(System.nanoTime() - started);
                if (since.compareTo(limit) > 0) {
                    throw new DataException(
                            "'" + this + "' was stopped after " + since.toSeconds() + " s" + said(output));
                }
                waiting.accept(since);
            }
            if (process.exitValue() != 0) {
                throw new DataException("'" + this + "' ended with status " + process.exitValue() + said(output));
            }
        } finally {
            stop(process);
        }
    }

    private Process start(Path output) {
        try {
            return new ProcessBuilder(words)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
        } catch (IOException e) {
            throw new DataException(
                    words.get(0) + " is not installed or cannot be started (" + e.getMessage() + ").", e);
        }
    }

    private static void stop(Process process) {
        // children first: those of a dead process are nobody's descendants
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static String said(Path output) throws IOException {
        String text = new String(Files.readAllBytes(output), Charset.defaultCharset()).strip();
        String last = text.substring(Math.max(0, text.length() - QUOTED));
        return last.isEmpty() ? "." : ", saying: " + last + (last.endsWith(".") ? "" : ".");
    }

    /** Returns the command as it is typed. */
    @Override
    public String toString() {
        return String.join(" ", words);
    }
}
