package dev.crema.datasets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFileTest {
    /** "abc" and its SHA-256 from FIPS 180-2, appendix B.1. */
    private static final byte[] ABC = "abc".getBytes(StandardCharsets.US_ASCII);

    private static final String SHA_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    private static final DataFile FILE = new DataFile("letters/abc.txt", 3, SHA_ABC);

    @TempDir
    Path directory;

    @Test
    void bytes_areTheFile_whenTheChecksumAgrees() throws Exception {
        assertArrayEquals(ABC, bytesWhenFileHolds("abc"));
    }

    @Test
    void unpacked_namesTheFile_whenItIsNotGzip() throws Exception {
        Files.createDirectories(directory.resolve("letters"));
        Files.write(directory.resolve(FILE.name()), ABC);
        try (DataDirectory data = DataDirectory.emptyAt(directory)) {
            String message = assertThrows(DataException.class, FILE::unpacked).getMessage();
            assertTrue(message.contains(data.path().resolve(FILE.name()) + " is not valid gzip"), message);
        }
    }

    @Test
    void bytes_namesFileAndRemedy_whenMissingFromTheClassPath() {
        String message = assertThrows(DataException.class, FILE::bytes).getMessage();
        assertTrue(message.contains("letters/abc.txt on the class path is missing"), message);
        assertTrue(message.contains("mvn package"), message);
    }

    @Test
    void bytes_namesFileAndRemedy_whenMissingFromTheDirectory() {
        try (DataDirectory data = DataDirectory.emptyAt(directory)) {
            String message = assertThrows(DataException.class, FILE::bytes).getMessage();
            assertTrue(message.contains(data.path().resolve("letters/abc.txt") + " is missing"), message);
            assertTrue(message.contains("-Dcrema.data"), message);
        }
    }

    @Test
    void bytes_saysTruncated_whenTheFileIsShort() {
        String message = assertThrows(DataException.class, () -> bytesWhenFileHolds("ab"))
                .getMessage();
        assertTrue(message.contains("is truncated: it has 2 bytes"), message);
        assertTrue(message.contains("expected 3 bytes with SHA-256 " + SHA_ABC), message);
    }

    @Test
    void bytes_saysTruncated_whenTheFileIsEmpty() {
        String message =
                assertThrows(DataException.class, () -> bytesWhenFileHolds("")).getMessage();
        assertTrue(message.contains("is truncated: it has 0 bytes"), message);
    }

    @Test
    void bytes_saysAlteredWithBothChecksums_whenOneByteDiffers() {
        String message = assertThrows(DataException.class, () -> bytesWhenFileHolds("abd"))
                .getMessage();
        assertTrue(message.contains("is altered: it has 3 bytes"), message);
        assertTrue(message.contains("a52d159f262b2c6ddb724a61840befc36eb30c88877a4030b65cbe86298449c9"), message);
        assertTrue(message.contains(SHA_ABC), message);
    }

    @Test
    void bytes_saysAltered_whenTheFileGoesOn() {
        String message = assertThrows(DataException.class, () -> bytesWhenFileHolds("abcabc"))
                .getMessage();
        assertTrue(message.contains("is altered: it has more than 3 bytes"), message);
    }

    @Test
    void bytes_saysWhy_whenTheFileCannotBeRead() throws Exception {
        Files.createDirectories(directory.resolve(FILE.name()));
        try (DataDirectory data = DataDirectory.emptyAt(directory)) {
            DataException e = assertThrows(DataException.class, FILE::bytes);
            assertTrue(e.getMessage().contains(data.path().resolve(FILE.name()) + " cannot be read"), e.getMessage());
        }
    }

    @Test
    void size_isCheckedBeforeAnyLargeFileIsRead() throws Exception {
        Path large = directory.resolve(FILE.name());
        Files.createDirectories(large.getParent());
        try (var file = new java.io.RandomAccessFile(large.toFile(), "rw")) {
            file.setLength(8L << 30);
        }
        try (DataDirectory data = DataDirectory.emptyAt(directory)) {
            assertThrows(DataException.class, FILE::bytes, "8 GB do not fit in memory");
            assertEquals(8L << 30, Files.size(data.path().resolve(FILE.name())));
        }
    }

    private byte[] bytesWhenFileHolds(String content) throws Exception {
        Path file = directory.resolve(FILE.name());
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        try (DataDirectory data = DataDirectory.emptyAt(directory)) {
            return new DataFile(data.path().relativize(file).toString(), FILE.size(), FILE.sha256()).bytes();
        }
    }
}
