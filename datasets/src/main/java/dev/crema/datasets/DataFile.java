package dev.crema.datasets;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A bundled file that is known by its checksum. It is read from the class path or, if the system property
 * {@value #DIRECTORY} is set, from that directory instead.
 *
 * @param name path below the data directory, such as "mnist/labels-idx1-ubyte.gz"
 * @param size in bytes
 * @param sha256 64 hexadecimal digits
 */
record DataFile(String name, int size, String sha256) {
    static final String DIRECTORY = "crema.data";

    /** Reads the whole file, and nothing of it is used unless it is the file that was bundled. */
    byte[] bytes() {
        byte[] content = read();
        String actual = HexFormat.of().formatHex(digest().digest(content));
        if (!actual.equals(sha256)) {
            String kind = content.length < size ? "truncated" : "altered";
            throw new DataException("The data file " + place() + " is " + kind + ": it has "
                    + (content.length > size ? "more than " + size : content.length) + " bytes with SHA-256 " + actual
                    + ", expected " + size + " bytes with SHA-256 " + sha256 + ". " + remedy());
        }
        return content;
    }

    /** Reads the whole file as {@link #bytes} does, and undoes its gzip compression. */
    byte[] unpacked() {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes()))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new DataException("The data file " + place() + " is not valid gzip: " + e + ". " + remedy(), e);
        }
    }

    /** Reads the whole file as {@link #unpacked} does, as UTF-8. */
    String text() {
        return new String(unpacked(), StandardCharsets.UTF_8);
    }

    private byte[] read() {
        try (InputStream in = open()) {
            if (in == null) {
                throw missing(null);
            }
            return in.readNBytes(size + 1);
        } catch (NoSuchFileException e) {
            throw missing(e);
        } catch (IOException e) {
            throw new DataException("The data file " + place() + " cannot be read: " + e + ". " + remedy(), e);
        }
    }

    private @Nullable InputStream open() throws IOException {
        String directory = System.getProperty(DIRECTORY);
        return directory == null
                ? DataFile.class.getResourceAsStream("data/" + name)
                : Files.newInputStream(Path.of(directory, name));
    }

    private DataException missing(@Nullable IOException cause) {
        String message = "The data file " + place() + " is missing. " + remedy();
        return cause == null ? new DataException(message) : new DataException(message, cause);
    }

    private String place() {
        String directory = System.getProperty(DIRECTORY);
        return directory == null
                ? name + " on the class path"
                : Path.of(directory, name).toAbsolutePath().toString();
    }

    private static String remedy() {
        return System.getProperty(DIRECTORY) == null
                ? "Restore datasets/data from version control and build again: mvn package."
                : "Copy the file from datasets/data, or start Java without -D" + DIRECTORY
                        + " to use the data that is bundled.";
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java platform has SHA-256", e);
        }
    }
}
