package dev.crema.datasets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CachedFilesTest {
    private static final byte[] FIRST = {1, 2, 3};
    private static final byte[] SECOND = {4, 5};

    @TempDir
    Path cache;

    private final AtomicInteger brought = new AtomicInteger();
    private final Route open = (directory, download) -> {
        brought.incrementAndGet();
        Files.write(directory.resolve("first"), FIRST);
        Files.write(directory.resolve("second"), SECOND);
        Files.write(directory.resolve("other"), SECOND);
    };
    private final Route closed = (directory, download) -> {
        Files.write(directory.resolve("first"), SECOND);
        throw new DataException("The road is closed.");
    };

    @Test
    void fetch_bringsTheFilesOnce_thenTakesThemFromTheCache() throws IOException {
        assertThere(files(open).fetch(download()));
        assertThere(files(open).fetch(download()));
        assertEquals(1, brought.get());
    }

    @Test
    void fetch_leavesNothingElse() throws IOException {
        Path place = files(closed, open).fetch(download());
        try (Stream<Path> all = Files.list(place)) {
            assertEquals(
                    List.of("first", "second"),
                    all.map(path -> path.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void fetch_bringsThemAgain_whenOneIsAlteredOrMissing() throws IOException {
        Path place = files(open).fetch(download());
        Files.write(place.resolve("second"), new byte[] {4, 6});
        assertThere(files(open).fetch(download()));
        Files.delete(place.resolve("first"));
        assertThere(files(open).fetch(download()));
        assertEquals(3, brought.get());
    }

    @Test
    void fetch_takesTheNextRoute_whenOneIsClosedOrBringsOtherBytes() throws IOException {
        Route altered = (directory, download) -> {
            Files.write(directory.resolve("first"), FIRST);
            Files.write(directory.resolve("second"), new byte[] {4, 6});
        };
        assertThere(files(closed, altered, open).fetch(download()));
    }

    @Test
    void fetch_saysWhatIsWrongWithEachRoute_whenNoneIsOpen() {
        Route none = (directory, download) -> Files.write(directory.resolve("first"), FIRST);
        String message = assertThrows(
                        DataException.class, () -> files(closed, none).fetch(download()))
                .getMessage();
        assertTrue(
                message.startsWith("Test set (2 files, 5 bytes) is not in " + cache.resolve("test-set")
                        + " and cannot be fetched. The road is closed. The file second of Test set came"),
                message);
        assertFalse(Files.exists(cache.resolve("test-set/second")));
    }

    @Test
    void fetch_clearsAway_whatADeadProcessLeft() throws IOException {
        Path left = Files.createDirectories(cache.resolve("test-set/new/deep"));
        Files.write(left.resolve("file"), FIRST);
        assertThere(files(open).fetch(download()));
        assertFalse(Files.exists(cache.resolve("test-set/new")));
    }

    @Test
    void fetch_stopsAndStaysInterrupted_whenInterrupted() {
        Route interrupting = (directory, download) -> {
            throw new InterruptedException();
        };
        DataException e = assertThrows(
                DataException.class, () -> files(interrupting, open).fetch(download()));
        assertTrue(Thread.interrupted());
        assertTrue(e.getMessage().contains("interrupted"), e.getMessage());
        assertEquals(0, brought.get(), "the next route is not taken");
    }

    @Test
    void fetch_isDoneOnce_whenTwoThreadsAsk() throws Exception {
        Route slow = (directory, download) -> {
            Thread.sleep(200);
            open.bring(directory, download);
        };
        var first = CompletableFuture.supplyAsync(() -> files(slow).fetch(download()));
        var second = CompletableFuture.supplyAsync(() -> files(slow).fetch(download()));
        assertThere(first.get());
        assertThere(second.get());
        assertEquals(1, brought.get());
    }

    @Test
    void fetch_waits_whileAnotherProcessBringsTheFiles() throws Exception {
        Process other = LockHolder.start(cache.resolve("test-set.lock"));
        try {
            assertEquals('L', other.getInputStream().read(), "the other process has the lock");
            var waiting = CompletableFuture.supplyAsync(() -> files(open).fetch(download()));
            assertThrows(TimeoutException.class, () -> waiting.get(300, TimeUnit.MILLISECONDS));
            Path place = Files.createDirectories(cache.resolve("test-set"));
            Files.write(place.resolve("first"), FIRST);
            Files.write(place.resolve("second"), SECOND);
            other.getOutputStream().close();
            assertThere(waiting.get());
            assertEquals(0, brought.get(), "the other process's files are used");
        } finally {
            other.destroy();
        }
    }

    private CachedFiles files(Route... routes) {
        return new CachedFiles(
                "Test set",
                "test-set",
                List.of(FileServer.known("first", FIRST), FileServer.known("second", SECOND)),
                List.of(routes));
    }

    private Download download() {
        return new Download(cache, Duration.ofSeconds(1), new Silence());
    }

    private static void assertThere(Path place) throws IOException {
        assertArrayEquals(FIRST, Files.readAllBytes(place.resolve("first")));
        assertArrayEquals(SECOND, Files.readAllBytes(place.resolve("second")));
    }
}
