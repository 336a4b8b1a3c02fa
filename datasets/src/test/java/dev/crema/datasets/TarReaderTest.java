package dev.crema.datasets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TarReaderTest {
    private static final long LIMIT = 1_000_000;

    @TempDir
    Path directory;

    @Test
    void next_givesEveryFileWithItsContent() throws IOException {
        byte[] first = random(512);
        byte[] second = random(700);
        byte[] tar = new TarBytes()
                .link("folder/", '5', "")
                .file("folder/first", first)
                .file("empty", new byte[0])
                .file("second", second)
                .gzip();
        try (TarReader reader = reader(tar)) {
            assertEquals("folder/first", reader.next());
            assertArrayEquals(first, reader.content(512));
            assertEquals("empty", reader.next());
            assertArrayEquals(new byte[0], reader.content(0));
            assertEquals("second", reader.next());
            assertArrayEquals(second, reader.content(LIMIT));
            assertNull(reader.next());
        }
    }

    @Test
    void next_passesOverContentThatNobodyReads() throws IOException {
        byte[] tar = new TarBytes()
                .file("long", random(100_001))
                .file("short", random(3))
                .gzip();
        assertEquals(List.of("long", "short"), names(tar));
    }

    @Test
    void next_readsTheArchivesOfTheSystemsTar() throws Exception {
        byte[] content = random(5_000);
        Files.createDirectories(directory.resolve("in/folder"));
        Files.write(directory.resolve("in/folder/file"), content);
        for (String format : List.of("ustar", "gnu", "v7")) {
            Path archive = directory.resolve(format + ".tar.gz");
            new Command(
                            List.of("tar", "-C", "in", "--format=" + format, "-czf", archive.toString(), "folder"),
                            directory,
                            java.time.Duration.ofSeconds(30))
                    .run(since -> {});
            try (TarReader reader = new TarReader(archive, LIMIT)) {
                assertEquals("folder/file", reader.next(), format);
                assertArrayEquals(content, reader.content(5_000), format);
                assertNull(reader.next(), format);
            }
        }
    }

    @Test
    void next_givesNoLinksAndDevices() throws IOException {
        byte[] tar = new TarBytes()
                .link("wanted", '2', "/etc/passwd")
                .link("wanted", '1', "../../secret")
                .link("wanted", '3', "")
                .link("wanted", '6', "")
                .file("wanted", random(1))
                .gzip();
        assertEquals(List.of("wanted"), names(tar));
    }

    @Test
    void content_isRefused_whenItIsLargerThanExpected() throws IOException {
        try (TarReader reader = reader(new TarBytes().file("file", random(700)).gzip())) {
            reader.next();
            String message =
                    assertThrows(DataException.class, () -> reader.content(699)).getMessage();
            assertTrue(message.contains("has 700 bytes in file, expected at most 699"), message);
        }
    }

    @Test
    void next_isRefused_whenTheHeaderNamesMoreThanTheLimit() throws IOException {
        assertSays(new TarBytes().header("bomb", '0', "77777777777", "").gzip(), "more than 1000000 bytes");
    }

    @Test
    void next_isRefused_whenAFewBytesUnpackToMoreThanTheLimit() throws IOException {
        TarBytes bomb = new TarBytes();
        for (int i = 0; i < 20; i++) {
            bomb.file("bomb" + i, new byte[100_000]);
        }
        byte[] zipped = bomb.gzip();
        assertTrue(zipped.length < 10_000);
        assertSays(zipped, "more than 1000000 bytes");
    }

    @Test
    void next_isRefused_whenABombHidesInAnEntryThatIsNoFile() throws IOException {
        assertSays(new TarBytes().header("bomb", 'x', "77777777777", "").gzip(), "more than 1000000 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "99", "0x10", "", "\u0080\u0000\u0001", "1777777777777777777777"})
    void next_isRefused_whenTheSizeIsNoOctalNumber(String size) throws IOException {
        String field = size.length() > 12 ? size.substring(0, 12) : size;
        String expected = size.length() > 12 ? "more than" : "for a number";
        assertSays(new TarBytes().header("file", '0', field, "").gzip(), expected);
    }

    @Test
    void next_isRefused_whenTheHeaderLiesAboutTheSize() throws IOException {
        assertSays(
                new TarBytes()
                        .header("file", '0', "100", "")
                        .body(random(2_000))
                        .gzip(),
                " after file");
        assertSays(
                new TarBytes()
                        .header("file", '0', "100000", "")
                        .body(random(100))
                        .gzip(),
                "ends within file");
    }

    @Test
    void next_isRefused_whereverTheArchiveIsCut() throws IOException {
        byte[] tar = new TarBytes()
                .file("file", random(3_000))
                .file("other", random(600))
                .gzip();
        for (int length : new int[] {0, 5, 12, 300, 1_500, 3_200, tar.length - 9, tar.length - 1}) {
            assertSays(Arrays.copyOf(tar, length), "The archive archive.tar.gz");
        }
        assertEquals(List.of("file", "other"), names(tar));
    }

    @Test
    void next_isRefused_whenAByteOfTheArchiveWasAltered() throws IOException {
        byte[] header = new byte[512];
        header[0] = 'a';
        assertSays(TarBytes.gzip(header), "has ''");
        assertSays(random(600), "not valid gzip");
        byte[] tar = new TarBytes().file("file", random(3_000)).gzip();
        tar[tar.length - 6] ^= 1;
        assertSays(tar, "is damaged after file");
    }

    private void assertSays(byte[] tar, String expected) {
        String message = assertThrows(DataException.class, () -> names(tar)).getMessage();
        assertTrue(message.contains(expected), message);
        assertTrue(message.contains("fetch it again"), message);
    }

    private List<String> names(byte[] tar) throws IOException {
        List<String> names = new ArrayList<>();
        try (TarReader reader = reader(tar)) {
            for (String name = reader.next(); name != null; name = reader.next()) {
                names.add(name);
            }
        }
        return names;
    }

    private TarReader reader(byte[] tar) throws IOException {
        return new TarReader(Files.write(directory.resolve("archive.tar.gz"), tar), LIMIT);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
