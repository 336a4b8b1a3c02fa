package dev.crema.datasets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DownloadTest {
    private static final byte[] CONTENT = new byte[300_000];

    static {
        new Random(1).nextBytes(CONTENT);
    }

    /** How the server answers the n-th request, from 0. */
    private interface Answer {
        void to(HttpExchange exchange, int n) throws IOException;
    }

    @TempDir
    Path cache;

    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicLong there = new AtomicLong();
    private final Progress progress = new Progress() {
        @Override
        public void arrived(String set, long bytes, long size) {
            there.set(bytes);
        }

        @Override
        public void waiting(String set, String program, Duration since) {}

        @Override
        public void end() {}
    };
    private final CountDownLatch end = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void fetch_bringsTheFileOnce_thenTakesItFromTheCache() throws Exception {
        PublishedFile file = served((exchange, n) -> send(exchange, 200, CONTENT, CONTENT.length));
        assertArrayEquals(CONTENT, Files.readAllBytes(download().fetch(file)));
        assertArrayEquals(CONTENT, Files.readAllBytes(download().fetch(file)));
        assertEquals(1, requests.get());
        assertEquals(CONTENT.length, there.get());
    }

    @Test
    void fetch_fetchesAgain_whenTheCachedFileWasAltered() throws Exception {
        PublishedFile file = served((exchange, n) -> send(exchange, 200, CONTENT, CONTENT.length));
        Files.write(download().fetch(file), new byte[CONTENT.length]);
        assertArrayEquals(CONTENT, Files.readAllBytes(download().fetch(file)));
        assertEquals(2, requests.get());
    }

    @Test
    void fetch_continuesByRange_whenTheServerTruncates() throws Exception {
        PublishedFile file = served((exchange, n) -> {
            if (n == 0) {
                truncate(exchange);
            } else {
                assertEquals("\"v1\"", exchange.getRequestHeaders().getFirst("If-Range"));
                range(exchange);
            }
        });
        assertArrayEquals(CONTENT, Files.readAllBytes(download().fetch(file)));
        assertEquals(2, requests.get());
        try (var files = Files.list(cache.resolve("set"))) {
            assertEquals(
                    List.of("file", "file.lock"),
                    files.map(path -> path.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void fetch_startsOver_whenTheServerKnowsNoRange() throws Exception {
        PublishedFile file = served((exchange, n) -> {
            if (n == 0) {
                truncate(exchange);
            } else {
                send(exchange, 200, CONTENT, CONTENT.length);
            }
        });
        assertArrayEquals(CONTENT, Files.readAllBytes(download().fetch(file)));
    }

    @Test
    void fetch_startsOver_whenTheKeptPartIsOfOtherBytes() throws Exception {
        PublishedFile file = served((exchange, n) -> {
            if (n == 0) {
                range(exchange);
            } else {
                send(exchange, 200, CONTENT, CONTENT.length);
            }
        });
        Files.createDirectories(cache.resolve("set"));
        Files.write(cache.resolve("set/file.part"), new byte[1000]);
        assertArrayEquals(CONTENT, Files.readAllBytes(download().fetch(file)));
        assertEquals(2, requests.get());
    }

    @Test
    void fetch_givesUp_whenTheBodyStalls() throws Exception {
        PublishedFile file = served((exchange, n) -> {
            if (n > 0) {
                send(exchange, 503, new byte[0], -1);
                return;
            }
            exchange.sendResponseHeaders(200, CONTENT.length);
            exchange.getResponseBody().write(CONTENT, 0, 1000);
            exchange.getResponseBody().flush();
            await();
        });
        assertSays(file, "503");
        assertEquals(1000, Files.size(cache.resolve("set/file.part")), "what arrived is kept");
    }

    @Test
    void fetch_givesUp_whenNoAnswerComes() {
        assertSays(served((exchange, n) -> await()), "cannot be reached");
    }

    @Test
    void fetch_refusesAlteredBytes() {
        byte[] altered = CONTENT.clone();
        altered[77] ^= 1;
        assertSays(served((exchange, n) -> send(exchange, 200, altered, altered.length)), "altered");
    }

    @Test
    void fetch_refusesAWebPage() {
        assertSays(
                served((exchange, n) -> {
                    exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
                    send(exchange, 200, CONTENT, CONTENT.length);
                }),
                "web page");
    }

    @Test
    void fetch_refusesAnotherLength() {
        assertSays(served((exchange, n) -> send(exchange, 200, new byte[999], 999)), "offers 999 bytes");
    }

    @Test
    void fetch_refusesMoreBytesThanExpected_whenTheServerNamesNoLength() {
        byte[] longer = Arrays.copyOf(CONTENT, CONTENT.length + 1);
        assertSays(served((exchange, n) -> send(exchange, 200, longer, 0)), "more than");
    }

    @Test
    void fetch_refusesFewerBytesThanExpected_whenTheServerNamesNoLength() {
        byte[] shorter = Arrays.copyOf(CONTENT, 1000);
        assertSays(served((exchange, n) -> send(exchange, 200, shorter, 0)), "sent 1000 bytes");
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 503})
    void fetch_namesTheStatus_whenTheServerRefuses(int status) {
        assertSays(served((exchange, n) -> send(exchange, status, new byte[0], -1)), "HTTP status " + status);
    }

    @Test
    void fetch_takesTheMirror_whenThePublisherIsOffline() throws Exception {
        PublishedFile good = served((exchange, n) -> send(exchange, 200, CONTENT, CONTENT.length));
        PublishedFile file = file(List.of(refusing(), good.addresses().get(0)));
        assertArrayEquals(CONTENT, Files.readAllBytes(download().fetch(file)));
    }

    @Test
    void fetch_namesSetSizeAddressAndCommand_whenOffline() throws Exception {
        PublishedFile file = file(List.of(refusing()));
        String message =
                assertThrows(DataException.class, () -> download().fetch(file)).getMessage();
        for (String part : List.of(
                "Test set",
                "300000 bytes",
                file.addresses().get(0).toString(),
                "'curl -LO " + file.addresses().get(0) + "'",
                cache.resolve("set/file").toString())) {
            assertTrue(message.contains(part), message);
        }
    }

    @Test
    void fetch_isDoneOnce_whenTwoThreadsAsk() throws Exception {
        PublishedFile file = served((exchange, n) -> send(exchange, 200, CONTENT, CONTENT.length));
        var first = CompletableFuture.supplyAsync(() -> download().fetch(file), threads);
        var second = CompletableFuture.supplyAsync(() -> download().fetch(file), threads);
        assertEquals(first.get(), second.get());
        assertEquals(1, requests.get());
    }

    @Test
    void fetch_waits_whileAnotherProcessHoldsTheFile() throws Exception {
        PublishedFile file = served((exchange, n) -> send(exchange, 200, CONTENT, CONTENT.length));
        Path target = cache.resolve("set/file");
        Files.createDirectories(cache.resolve("set"));
        Process other = LockHolder.start(cache.resolve("set/file.lock"));
        try {
            assertEquals('L', other.getInputStream().read(), "the other process has the lock");
            var waiting = CompletableFuture.supplyAsync(() -> download().fetch(file), threads);
            assertThrows(TimeoutException.class, () -> waiting.get(300, TimeUnit.MILLISECONDS));
            Files.write(target, CONTENT);
            other.getOutputStream().close();
            assertArrayEquals(CONTENT, Files.readAllBytes(waiting.get()));
            assertEquals(0, requests.get(), "the other process's file is used");
        } finally {
            other.destroy();
        }
    }

    @Test
    void fetch_stopsAndStaysInterrupted_whenInterrupted() {
        PublishedFile file = served((exchange, n) -> await());
        Thread.currentThread().interrupt();
        DataException e = assertThrows(DataException.class, () -> download().fetch(file));
        assertTrue(Thread.interrupted());
        assertTrue(e.getMessage().contains("interrupted"), e.getMessage());
    }

    private Download download() {
        return new Download(cache, Duration.ofSeconds(1), progress);
    }

    private void assertSays(PublishedFile file, String expected) {
        String message =
                assertThrows(DataException.class, () -> download().fetch(file)).getMessage();
        assertTrue(message.contains(expected), message);
        assertFalse(Files.exists(cache.resolve("set/file")));
    }

    private PublishedFile served(Answer answer) {
        server.createContext("/file", exchange -> {
            try (exchange) {
                answer.to(exchange, requests.getAndIncrement());
            }
        });
        return file(List.of(URI.create("http://localhost:" + server.getAddress().getPort() + "/file")));
    }

    private static PublishedFile file(List<URI> addresses) {
        try {
            String checksum = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(CONTENT));
            return new PublishedFile("Test set", new KnownFile("set/file", CONTENT.length, checksum), addresses);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static URI refusing() throws IOException {
        try (ServerSocket closedAtOnce = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("http://localhost:" + closedAtOnce.getLocalPort() + "/file");
        }
    }

    private static void send(HttpExchange exchange, int status, byte[] body, long length) throws IOException {
        exchange.sendResponseHeaders(status, length);
        if (length >= 0) {
            exchange.getResponseBody().write(body);
        }
    }

    private static void truncate(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("ETag", "\"v1\"");
        exchange.sendResponseHeaders(200, CONTENT.length);
        exchange.getResponseBody().write(CONTENT, 0, 100_000);
        exchange.getResponseBody().flush();
    }

    private static void range(HttpExchange exchange) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        int from = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
        exchange.getResponseHeaders()
                .set("Content-Range", "bytes " + from + "-" + (CONTENT.length - 1) + "/" + CONTENT.length);
        byte[] rest = Arrays.copyOfRange(CONTENT, from, CONTENT.length);
        send(exchange, 206, rest, rest.length);
    }

    private void await() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
