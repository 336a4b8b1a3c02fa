package dev.crema.datasets;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A publisher on this machine. */
final class FileServer implements AutoCloseable {
    private final HttpServer server;
    private final AtomicInteger requests = new AtomicInteger();

    FileServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    /** Offers a file, and describes it for the cache. */
    PublishedFile offer(String set, String name, byte[] content) {
        String path = "/" + name.substring(name.lastIndexOf('/') + 1);
        server.createContext(path, exchange -> {
            try (exchange) {
                requests.incrementAndGet();
                exchange.sendResponseHeaders(200, content.length);
                exchange.getResponseBody().write(content);
            }
        });
        URI address = URI.create("http://localhost:" + server.getAddress().getPort() + path);
        return new PublishedFile(set, known(name, content), List.of(address));
    }

    int requests() {
        return requests.get();
    }

    /** The same file at an address where nobody listens. */
    static PublishedFile unreachable(PublishedFile file) throws IOException {
        try (ServerSocket closedAtOnce = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            URI address = URI.create("http://localhost:" + closedAtOnce.getLocalPort() + "/file");
            return new PublishedFile(file.set(), file.file(), List.of(address));
        }
    }

    static KnownFile known(String name, byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return new KnownFile(name, content.length, HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
