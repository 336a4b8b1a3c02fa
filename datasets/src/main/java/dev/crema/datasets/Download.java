package dev.crema.datasets;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;

/**
 * Brings published files into a cache directory. A file is in the cache whole and checked, or not at all; what has
 * arrived of a broken download is kept beside it and continued by the next one.
 */
final class Download {
    /** System property that names the cache directory. */
    static final String DIRECTORY = "crema.cache";

    private static final int ATTEMPTS = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path cache;
    private final Duration patience;
    private final Progress progress;
    private final HttpClient client;

    /**
     * Prepares downloads.
     *
     * @param cache directory for the files; made when it is needed
     * @param patience how long to wait for a connection, for an answer, and for the next bytes of a body
     * @param progress told whenever more bytes have arrived
     */
    Download(Path cache, Duration patience, Progress progress) {
        this.cache = cache.toAbsolutePath().normalize();
        this.patience = patience;
        this.progress = progress;
        this.client = HttpClient.newBuilder()
                .connectTimeout(patience)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
    }

    /** Prepares downloads into the user's cache, with a line of progress on standard output. */
    static Download toCache() {
        return new Download(cacheDirectory(), PATIENCE, new ProgressLine(System.out, System::nanoTime));
    }

    /** Returns the cache directory, absolute. */
    Path cache() {
        return cache;
    }

    /** Returns who is told how far the fetching is. */
    Progress progress() {
        return progress;
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
        Path target = cache.resolve(file.file().name());
        try {
            return CacheLock.holding(file.set(), target, () -> fetchAlone(file, target));
        } finally {
            progress.end();
        }
    }

    private Path fetchAlone(PublishedFile file, Path target) throws IOException, InterruptedException {
        if (file.file().isAt(target)) {
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
        throw new DataException(file.set() + " needs " + file.file().name() + " ("
                + file.file().megabytes() + "), which could not be fetched: " + String.join("; ", failures)
                + ". Run 'curl -LO " + file.addresses().get(0) + "' on another machine and copy the file to " + target
                + ".");
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
                if (file.file().isAt(part)) {
                    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                    Files.deleteIfExists(tagOf(part));
                    return "";
                }
                discard(part);
                failure = "sent altered bytes: their SHA-256 is not "
                        + file.file().sha256();
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
        if (sizeOf(part) >= file.file().size()) {
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
            return append(body, part, file);
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
            String expected = "bytes " + have + "-" + (file.file().size() - 1) + "/"
                    + file.file().size();
            String range = response.headers().firstValue("Content-Range").orElse("no range");
            return range.equals(expected) ? "" : "continued with " + range + ", expected " + expected;
        }
        long length = response.headers()
                .firstValueAsLong("Content-Length")
                .orElse(file.file().size());
        return length == file.file().size()
                ? ""
                : "offers " + length + " bytes, expected " + file.file().size();
    }

    private String append(Body body, Path part, PublishedFile file) throws IOException, InterruptedException {
        long size = file.file().size();
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
                progress.arrived(file.set(), there, size);
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
}
