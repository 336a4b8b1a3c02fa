package dev.crema.datasets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZipReaderTest {
    private static final byte[] CONTENT = {1, 2, 3, -4};

    @TempDir
    Path directory;

    @Test
    void content_givesTheFileOfThatName() throws IOException {
        try (ZipReader zip = reader(zip(Map.of("folder/file", CONTENT, "file", new byte[9])))) {
            assertArrayEquals(CONTENT, zip.content("folder/file", 4));
        }
    }

    @Test
    void open_givesTheBytesOneByOne() throws IOException {
        try (ZipReader zip = reader(zip(Map.of("file", CONTENT)));
                InputStream in = zip.open("file", 4)) {
            assertEquals(1, in.read());
            assertEquals(1, in.skip(1));
            assertEquals(3, in.read());
            assertEquals(252, in.read());
            assertEquals(-1, in.read());
        }
    }

    @Test
    void names_leadNowhere() throws IOException {
        byte[] evil = zip(Map.of("../escaped", CONTENT, "/escaped", CONTENT, "folder/../../escaped", CONTENT));
        try (ZipReader zip = reader(evil)) {
            String message = assertThrows(DataException.class, () -> zip.content("escaped", 4))
                    .getMessage();
            assertTrue(message.contains("has no escaped"), message);
        }
        try (var files = Files.list(directory)) {
            assertEquals(1, files.count(), "the archive only");
        }
        assertTrue(Files.notExists(directory.resolveSibling("escaped")));
    }

    @Test
    void content_isRefused_whenAFewBytesUnpackToMoreThanExpected() throws IOException {
        byte[] bomb = zip(Map.of("bomb", new byte[10_000_000]));
        assertTrue(bomb.length < 20_000);
        try (ZipReader zip = reader(bomb)) {
            String message = assertThrows(DataException.class, () -> zip.content("bomb", 1_000_000))
                    .getMessage();
            assertTrue(message.contains("more than 1000000 bytes in bomb"), message);
        }
    }

    @Test
    void content_isRefused_whenTheHeadersLieAboutTheSize() throws IOException {
        byte[] bomb = zip(Map.of("bomb", new byte[10_000_000]));
        // the size stands in the central directory, 24 bytes after its signature
        ByteBuffer buffer = ByteBuffer.wrap(bomb).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < bomb.length - 4; i++) {
            if (buffer.getInt(i) == 0x02014b50) {
                buffer.putInt(i + 24, 10);
            }
        }
        try (ZipReader zip = reader(bomb)) {
            String message = assertThrows(DataException.class, () -> zip.content("bomb", 1_000_000))
                    .getMessage();
            assertTrue(message.contains("bomb"), message);
        }
    }

    @Test
    void anArchiveIsRefused_whereverItIsCut() throws IOException {
        byte[] whole = zip(Map.of("file", CONTENT));
        for (int length : new int[] {0, 10, whole.length / 2, whole.length - 1}) {
            String message = assertThrows(DataException.class, () -> reader(Arrays.copyOf(whole, length))
                            .close())
                    .getMessage();
            assertTrue(message.contains("cannot be opened"), message);
            assertTrue(message.contains("call again to fetch it"), message);
        }
    }

    @Test
    void content_isRefused_whenItsBytesAreDamaged() throws IOException {
        byte[] content = new byte[1_000];
        new java.util.Random(1).nextBytes(content);
        byte[] damaged = zip(Map.of("file", content));
        // compressed data begins behind the name
        Arrays.fill(damaged, 34, 60, (byte) -1);
        try (ZipReader zip = reader(damaged)) {
            String message = assertThrows(DataException.class, () -> zip.content("file", 1_000))
                    .getMessage();
            assertTrue(message.contains("is damaged at file"), message);
        }
    }

    static byte[] zip(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
            }
        }
        return out.toByteArray();
    }

    private ZipReader reader(byte[] zip) throws IOException {
        return new ZipReader(Files.write(directory.resolve("archive.zip"), zip));
    }
}
