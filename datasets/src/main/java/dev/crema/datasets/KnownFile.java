package dev.crema.datasets;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file that is known by its size and checksum, wherever it comes from.
 *
 * @param name path below a directory, such as "fashion-mnist/train-images-idx3-ubyte.gz"
 * @param size in bytes
 * @param sha256 64 hexadecimal digits in lower case
 */
record KnownFile(String name, long size, String sha256) {

    /** Says whether this very file is at a path; reads it whole if its size is right. */
    boolean isAt(Path path) throws IOException {
        return Files.isRegularFile(path)
                && Files.size(path) == size
                && sha256Of(path).equals(sha256);
    }

    /** Returns the size for people: "170 MB". */
    String megabytes() {
        return megabytes(size);
    }

    /** Returns a number of bytes for people: "170 MB". */
    static String megabytes(long bytes) {
        return bytes < 1_000_000 ? bytes + " bytes" : Math.round(bytes / 1e6) + " MB";
    }

    private static String sha256Of(Path path) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java platform has SHA-256", e);
        }
        try (InputStream in = new DigestInputStream(Files.newInputStream(path), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
