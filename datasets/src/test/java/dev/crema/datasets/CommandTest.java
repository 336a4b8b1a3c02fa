package dev.crema.datasets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class CommandTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir
    Path directory;

    @Test
    void run_runsInItsDirectory() throws Exception {
        shell("echo there > file", MINUTE).run(since -> {});
        assertEquals("there\n", Files.readString(directory.resolve("file")));
    }

    @Test
    void run_asksNobody() throws Exception {
        shell("cat > file", MINUTE).run(since -> {});
        assertEquals("", Files.readString(directory.resolve("file")));
    }

    @Test
    void run_tellsHowLongItWaits() throws Exception {
        List<Duration> told = new ArrayList<>();
        shell("sleep 1.2", MINUTE).run(told::add);
        assertFalse(told.isEmpty());
        assertEquals(told.stream().sorted().toList(), told);
    }

    @Test
    void run_quotesWhatTheProgramSaidLast_whenItFails() {
        String message = failure(shell("echo " + "x".repeat(1_000) + "; echo no network >&2; exit 3", MINUTE));
        assertTrue(message.contains("ended with status 3, saying: xxx"), message);
        assertTrue(message.endsWith("no network."), message);
        assertTrue(message.length() < 1_500, message);
    }

    @Test
    void run_saysSo_whenTheProgramIsNotInstalled() {
        String message = failure(new Command(List.of("no-such-program"), directory, MINUTE));
        assertTrue(message.startsWith("no-such-program is not installed"), message);
    }

    @Test
    void run_endsTheProgramAndItsChildren_whenItTakesTooLong() throws Exception {
        // the child says its own number, then the shell waits for it
        String message = failure(shell("sleep 600 & echo $! > child; wait", Duration.ofSeconds(1)));
        assertTrue(message.contains("was stopped after"), message);
        assertEnded();
    }

    @Test
    void run_endsTheProgramAndItsChildren_whenInterrupted() throws Exception {
        Thread waiting = Thread.currentThread();
        assertThrows(InterruptedException.class, () -> shell("sleep 600 & echo $! > child; wait", MINUTE)
                .run(since -> waiting.interrupt()));
        assertEnded();
    }

    private void assertEnded() throws IOException, InterruptedException {
        long child = Long.parseLong(Files.readString(directory.resolve("child")).strip());
        for (int i = 0; i < 100 && isAlive(child); i++) {
            Thread.sleep(50);
        }
        assertFalse(isAlive(child), "the child is still running");
    }

    private static boolean isAlive(long pid) {
        // a dead process whose parent has not asked for it yet has no command any more
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .flatMap(handle -> handle.info().command())
                .isPresent();
    }

    private String failure(Command command) {
        return assertThrows(DataException.class, () -> command.run(since -> {})).getMessage();
    }

    private Command shell(String script, Duration limit) {
        return new Command(List.of("sh", "-c", script), directory, limit);
    }
}
