package dev.crema.datasets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdxTest {
    private static final int BYTES_3D = 0x0803;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void read_returnsWhatWasWritten(long seed) throws IOException {
        Random random = new Random(seed);
        int[] dimensions = random.ints(1 + random.nextInt(4), 1, 9).toArray();
        byte[] values = new byte[Arrays.stream(dimensions).reduce(1, (a, b) -> a * b)];
        random.nextBytes(values);
        byte[] zipped = idx(0x0800 | dimensions.length, dimensions, values);
        try (Idx file = Idx.open(zipped, "it", dimensions)) {
            assertArrayEquals(values, file.values());
        }
    }

    @Test
    void read_namesBothMagicNumbers_whenTheElementsAreNotBytes() throws IOException {
        byte[] floats = idx(0x0d03, new int[] {1, 2, 2}, new byte[16]);
        assertFails(floats, "starts with 0x00000d03, expected 0x00000803", "unsigned bytes with 3 dimensions");
    }

    @Test
    void read_namesBothMagicNumbers_whenTheRankDiffers() throws IOException {
        assertFails(idx(0x0801, new int[] {4}, new byte[4]), "starts with 0x00000801, expected 0x00000803");
    }

    @Test
    void read_namesBothDimensions_whenTheyDiffer() throws IOException {
        assertFails(
                idx(BYTES_3D, new int[] {1, 2, 3}, new byte[6]), "has the dimensions [1, 2, 3], expected [1, 2, 2]");
    }

    @Test
    void read_doesNotBelieveAHugeDimension() throws IOException {
        assertFails(idx(BYTES_3D, new int[] {1 << 30, 2, 2}, new byte[4]), "[1073741824, 2, 2]");
        assertFails(idx(BYTES_3D, new int[] {-1, 2, 2}, new byte[4]), "[-1, 2, 2]");
    }

    @Test
    void read_countsTheValues_whenThereAreTooFew() throws IOException {
        assertFails(idx(BYTES_3D, new int[] {1, 2, 2}, new byte[3]), "ends after 3 values, expected 4 values");
    }

    @Test
    void read_fails_whenThereAreTooManyValues() throws IOException {
        assertFails(idx(BYTES_3D, new int[] {1, 2, 2}, new byte[5]), "goes on after its last value");
    }

    @Test
    void read_fails_whereverTheFileIsCut() throws IOException {
        byte[] whole = idx(BYTES_3D, new int[] {1, 2, 2}, new byte[] {1, 2, 3, 4});
        for (int length = 0; length < whole.length; length++) {
            assertFails(Arrays.copyOf(whole, length), "The data file it ");
        }
    }

    @Test
    void read_fails_whenTheFileIsNotGzip() {
        assertFails("PK, not gzip at all".getBytes(java.nio.charset.StandardCharsets.US_ASCII), "is not valid gzip");
    }

    @Test
    void read_fails_whenTheCompressedValuesAreDamaged() throws IOException {
        byte[] values = new byte[10_000];
        new Random(7).nextBytes(values);
        byte[] damaged = idx(BYTES_3D, new int[] {10_000, 1, 1}, values);
        damaged[5_000] ^= 1;
        DataException e = assertThrows(DataException.class, () -> read(damaged, 10_000, 1, 1));
        assertTrue(e.getMessage().contains("is not valid gzip"), e.getMessage());
    }

    private static void assertFails(byte[] file, String... parts) {
        String message =
                assertThrows(DataException.class, () -> read(file, 1, 2, 2)).getMessage();
        for (String part : parts) {
            assertTrue(message.contains(part), message);
        }
    }

    private static byte[] read(byte[] zipped, int... expected) {
        try (Idx file = Idx.open(zipped, "it", expected)) {
            return file.values();
        }
    }

    private static byte[] idx(int magic, int[] dimensions, byte[] values) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(new GZIPOutputStream(zipped))) {
            out.writeInt(magic);
            for (int dimension : dimensions) {
                out.writeInt(dimension);
            }
            out.write(values);
        }
        return zipped.toByteArray();
    }
}
