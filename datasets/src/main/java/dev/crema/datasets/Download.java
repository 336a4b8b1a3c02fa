package dev.crema.datasets;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;

/**
 * Brings published files into a cache directory. A file is in the cache whole and checked, or not at all; what has
 * arrived of a broken download is kept beside it and continued by the next one.
 */
final class Download {
    /** System property that names the cache directory. */
    static final String DIRECTORY = "crema.cache";

    private static final int ATTEMPTS = 5;
    // a file lock keeps other processes out, but throws where another thread of this one holds it
    private static final Map<Path, ReentrantLock> LOCKS = new ConcurrentHashMap<>();

    private final Path cache;
    private final Duration patience;
    private final LongConsumer progress;
    private final HttpClient client;

    /**
     * Prepares downloads.
     *
     * @param cache directory for the files; made when it is needed
     * @param patience how long to wait for a connection, for an answer, and for the next bytes of a body
     * @param progress told how many bytes are there, whenever more have arrived
     */
    Download(Path cache, Duration patience, LongConsumer progress) {
        this.cache = cache;
        this.patience = patience;
        this.progress = progress;
        this.client = HttpClient.newBuilder()
                .connectTimeout(patience)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
    }

    /** The directory of the system property, of XDG_CACHE_HOME, or of the user, in this order. */
    static Path cacheDirectory() {
        String chosen = System.getProperty(DIRECTORY);
        if (chosen != null) {
            return Path.of(chosen);
        }
        String xdg = System.getenv("XDG_CACHE_HOME");
        Path caches = xdg != null && Path.of(xdg).isAbsolute()
                ? Path.of(xdg)
                : Path.of(System.getProperty("user.home"), ".cache");
        return caches.resolve("crema").resolve("datasets");
    }

    /**
     * Returns a file from the cache, after fetching it if it is not there. If another thread or process is fetching it,
     * this waits and takes that one's file.
     *
     * @param file what to fetch
     * @return the whole file, whose checksum has been compared just now
     * @throws DataException if no address gives the file, the cache cannot be written, or the thread is interrupted,
     *     which leaves it marked as interrupted
     */
    Path fetch(PublishedFile file) {
        Path target = cache.resolve(file.name()).toAbsolutePath().normalize();
        ReentrantLock threads = LOCKS.computeIfAbsent(target, path -> new ReentrantLock());
        try {
            threads.lockInterruptibly();
            try {
                Files.createDirectories(target.resolveSibling("."));
                return fetchAlone(file, target);
            } finally {
                threads.unlock();
            }
        } catch (InterruptedException | ClosedByInterruptException | FileLockInterruptionException e) {
            Thread.currentThread().interrupt();
            throw new DataException(
                    "The download of " + file.set()
                            + " was interrupted. What has arrived is kept: call again to continue.",
                    e);
        } catch (IOException e) {
            throw new DataException(
                    "The file " + target + " of " + file.set() + " cannot be written or read: " + e
                            + ". Make room there, or choose another directory with -D" + DIRECTORY + "=DIRECTORY.",
                    e);
        }
    }

    private Path fetchAlone(PublishedFile file, Path target) throws IOException, InterruptedException {
        // the lock file stays: whoever deleted it would let two others lock two files of the same name
        try (FileChannel channel =
                        FileChannel.open(beside(target, ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (!lock.isValid()) {
                throw new IOException("the lock beside it was lost");
            }
            if (Files.exists(target) && isRight(file, target)) {
                return target;
            }
            List<String> failures = new ArrayList<>();
            for (URI address : file.addresses()) {
                String failure = attempts(file, address, target);
                if (failure.isEmpty()) {
                    return target;
                }
                failures.add(address + " " + failure);
            }
            throw new DataException(file.set() + " needs " + file.name() + " (" + megabytes(file.size())
                    + "), which could not be fetched: " + String.join("; ", failures) + ". " + file.otherwise());
        }
    }

    /** Tries again while each try brings the file further; returns what went wrong, or nothing. */
    private String attempts(PublishedFile file, URI address, Path target) throws IOException, InterruptedException {
        Path part = beside(target, ".part");
        String failure = "was not tried";
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            long before = sizeOf(part);
            boolean resumed = before > 0;
            failure = attempt(file, address, part);
            if (failure.isEmpty()) {
                if (isRight(file, part)) {
                    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                    Files.deleteIfExists(tagOf(part));
                    return "";
                }
                discard(part);
                failure = "sent altered bytes: their " + file.algorithm() + " is not " + file.checksum();
                if (!resumed) {
                    return failure;
                }
            } else if (sizeOf(part) == before) {
                return failure;
            }
        }
        return failure;
    }

    private String attempt(PublishedFile file, URI address, Path part) throws IOException, InterruptedException {
        if (sizeOf(part) >= file.size()) {
            discard(part);
        }
        long have = sizeOf(part);
        HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(patience);
        if (have > 0) {
            request.header("Range", "bytes=" + have + "-");
            if (Files.exists(tagOf(part))) {
                request.header("If-Range", Files.readString(tagOf(part)));
            }
        }
        HttpResponse<Flow.Publisher<List<ByteBuffer>>> response;
        try {
            response = client.send(request.build(), HttpResponse.BodyHandlers.ofPublisher());
        } catch (IOException e) {
            return "cannot be reached (" + e + ")";
        }
        try (Body body = new Body(patience)) {
            response.body().subscribe(body);
            String refusal = refusal(file, response, have);
            if (!refusal.isEmpty()) {
                if (response.statusCode() == 416 || response.statusCode() == 206) {
                    discard(part);
                }
                return refusal;
            }
            if (response.statusCode() == 200) {
                discard(part);
                keepTag(response, part);
            }
            return append(body, part, file.size());
        }
    }

    private static String refusal(PublishedFile file, HttpResponse<?> response, long have) {
        int status = response.statusCode();
        if (status != 200 && !(status == 206 && have > 0)) {
            return "answered with HTTP status " + status;
        }
        if (response.headers().firstValue("Content-Type").orElse("").startsWith("text/html")) {
            return "sent a web page instead of the file";
        }
        if (status == 206) {
            String expected = "bytes " + have + "-" + (file.size() - 1) + "/" + file.size();
            String range = response.headers().firstValue("Content-Range").orElse("no range");
            return range.equals(expected) ? "" : "continued with " + range + ", expected " + expected;
        }
        long length = response.headers().firstValueAsLong("Content-Length").orElse(file.size());
        return length == file.size() ? "" : "offers " + length + " bytes, expected " + file.size();
    }

    private String append(Body body, Path part, long size) throws IOException, InterruptedException {
        try (FileChannel out = FileChannel.open(
                part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            long there = out.size();
            while (true) {
                List<ByteBuffer> bytes;
                try {
                    bytes = body.next();
                } catch (Body.Broken e) {
                    return "broke off after " + there + " of " + size + " bytes (" + e.getMessage() + ")";
                }
                if (bytes.isEmpty()) {
                    return there == size ? "" : "sent " + there + " bytes, expected " + size;
                }
                for (ByteBuffer buffer : bytes) {
                    there += buffer.remaining();
                    if (there > size) {
                        out.truncate(0);
                        return "sent more than the " + size + " bytes expected";
                    }
                    while (buffer.hasRemaining()) {
                        out.write(buffer);
                    }
                }
                progress.accept(there);
            }
        }
    }

    private static void keepTag(HttpResponse<?> response, Path part) throws IOException {
        String tag = response.headers().firstValue("ETag").orElse("");
        // only a strong tag promises the same bytes
        if (tag.startsWith("\"")) {
            Files.writeString(tagOf(part), tag);
        }
    }

    private static boolean isRight(PublishedFile file, Path path) throws IOException {
        if (Files.size(path) != file.size()) {
            return false;
        }
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance(file.algorithm());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java platform has MD5 and SHA-256", e);
        }
        try (DigestInputStream in = new DigestInputStream(Files.newInputStream(path), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest()).equals(file.checksum());
    }

    private static void discard(Path part) throws IOException {
        Files.deleteIfExists(part);
        Files.deleteIfExists(tagOf(part));
    }

    private static long sizeOf(Path part) throws IOException {
        return Files.exists(part) ? Files.size(part) : 0;
    }

    private static Path tagOf(Path part) {
        return beside(part, ".etag");
    }

    private static Path beside(Path path, String suffix) {
        return path.resolveSibling(path.getFileName() + suffix);
    }

    private static String megabytes(long bytes) {
        return bytes < 1_000_000 ? bytes + " bytes" : Math.round(bytes / 1e6) + " MB";
    }
}
