package dev.crema.datasets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {
    /** The numbers that make_test_safetensors.py gives to every type of float. */
    private static final double[] VALUES = {0.1, -1.5, 3.140625, 65280, 1e-5, Double.POSITIVE_INFINITY};

    private final NDManager manager = NDManager.newBaseManager();

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void whatIsWritten_isReadBack_typesShapesNamesAndTexts() {
        Map<String, NDArray> written = new LinkedHashMap<>();
        written.put("b", manager.create(new float[] {1, Float.NaN, -3}, new Shape(3, 1)));
        written.put("a \"x\"", manager.create(new long[] {Long.MIN_VALUE, 7}));
        written.put("scalar", manager.create(2.5));
        written.put("truth", manager.create(new boolean[] {true, false}));
        written.put("empty", manager.create(new Shape(0, 2)));
        Path file = directory.resolve("written.safetensors");
        Safetensors.write(file, written, Map.of("epoch", "3", "of", "LeNet"));

        Map<String, NDArray> read = Safetensors.read(file, manager);
        assertEquals(List.copyOf(written.keySet()), List.copyOf(read.keySet()));
        written.forEach((name, array) -> {
            NDArray back = Objects.requireNonNull(read.get(name));
            assertEquals(array.getShape(), back.getShape(), name);
            assertEquals(array.getDataType(), back.getDataType(), name);
            assertArrayEquals(array.toByteBuffer().array(), back.toByteBuffer().array(), name);
        });
        assertEquals(Map.of("epoch", "3", "of", "LeNet"), Safetensors.metadata(file));
    }

    @Test
    void write_replacesAFileWhole_orNotAtAll() throws IOException {
        Path file = directory.resolve("weights.safetensors");
        Safetensors.write(file, Map.of("w", manager.ones(new Shape(2))), Map.of());
        byte[] before = Files.readAllBytes(file);
        assertThrows(
                DataException.class,
                () -> Safetensors.write(file, Map.of("w", manager.ones(new Shape(2), DataType.INT8)), Map.of()));
        // a directory of that name stands in the way of the new file, as a full disk would
        Files.createDirectory(directory.resolve("weights.safetensors.part"));
        String message = assertThrows(
                        DataException.class,
                        () -> Safetensors.write(file, Map.of("w", manager.zeros(new Shape(2))), Map.of()))
                .getMessage();
        assertTrue(message.contains("cannot be written"), message);
        assertArrayEquals(before, Files.readAllBytes(file));
    }

    @Test
    void read_hasTheTypesShapesAndNumbers_thatPythonWrote() throws IOException {
        Map<String, NDArray> arrays = Safetensors.read(file(python()), manager);
        assertEquals(
                Set.of(
                        "float64",
                        "float32",
                        "float16",
                        "bfloat16",
                        "int64",
                        "int32",
                        "uint8",
                        "bool",
                        "scalar",
                        "empty",
                        "Gewicht für \"x\""),
                arrays.keySet());
        check(arrays.get("float64"), DataType.FLOAT64, new Shape(2, 3));
        assertArrayEquals(VALUES, arrays.get("float64").toDoubleArray());
        check(arrays.get("float32"), DataType.FLOAT32, new Shape(3, 2));
        assertFloats(arrays.get("float32").toFloatArray(), 24);
        check(arrays.get("float16"), DataType.FLOAT16, new Shape(6));
        assertFloats(arrays.get("float16").toType(DataType.FLOAT32, true).toFloatArray(), 7);
        check(arrays.get("bfloat16"), DataType.FLOAT32, new Shape(1, 6));
        assertFloats(arrays.get("bfloat16").toFloatArray(), 7);
        check(arrays.get("int64"), DataType.INT64, new Shape(2));
        assertArrayEquals(
                new long[] {-(1L << 62), (1L << 40) + 1}, arrays.get("int64").toLongArray());
        check(arrays.get("int32"), DataType.INT32, new Shape(2, 1, 1));
        assertArrayEquals(
                new int[] {Integer.MIN_VALUE, Integer.MAX_VALUE},
                arrays.get("int32").toIntArray());
        check(arrays.get("uint8"), DataType.UINT8, new Shape(3));
        assertArrayEquals(new byte[] {0, 127, -1}, arrays.get("uint8").toByteArray());
        check(arrays.get("bool"), DataType.BOOLEAN, new Shape(3));
        assertArrayEquals(new boolean[] {true, false, true}, arrays.get("bool").toBooleanArray());
        check(arrays.get("scalar"), DataType.FLOAT32, new Shape());
        assertEquals(2.5f, arrays.get("scalar").getFloat());
        check(arrays.get("empty"), DataType.FLOAT32, new Shape(0, 4));
        assertEquals(-1f, arrays.get("Gewicht für \"x\"").getFloat());
    }

    @Test
    void arrays_carryTheirNames_andBelongToTheManager() throws IOException {
        Map<String, NDArray> arrays = Safetensors.read(file(python()), manager);
        arrays.forEach((name, array) -> assertEquals(name, array.getName()));
        manager.close();
        arrays.values().forEach(array -> assertTrue(array.isReleased()));
    }

    @Test
    void read_takesTheTensorsWhereTheirOffsetsPoint_notInTheOrderOfTheHeader() {
        Map<String, NDArray> arrays = read(
                "{\"b\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[1,2]},"
                        + "\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}   ",
                1,
                2);
        assertEquals(List.of("a", "b"), List.copyOf(arrays.keySet()));
        assertArrayEquals(new byte[] {1}, arrays.get("a").toByteArray());
        assertArrayEquals(new byte[] {2}, arrays.get("b").toByteArray());
    }

    @Test
    void read_isRefused_whereverTheFileIsCut() throws IOException {
        byte[] whole = python();
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThrows(DataException.class, () -> Safetensors.read(cut, "cut.safetensors", manager));
        }
        assertSays(
                "has 135 bytes of data, expected 134 bytes",
                () -> Safetensors.read(Arrays.copyOf(whole, whole.length + 1), "long.safetensors", manager));
    }

    @Test
    void read_neverThrowsAnythingElse_whenBytesOfTheHeaderAreAltered() throws IOException {
        byte[] whole = python();
        int header =
                8 + (int) ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getLong();
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            byte[] altered = whole.clone();
            altered[random.nextInt(header)] = (byte) random.nextInt(256);
            try (NDManager own = NDManager.newBaseManager()) {
                Safetensors.read(altered, "altered.safetensors", own);
            } catch (DataException e) {
                assertTrue(e.getMessage().startsWith("The safetensors file altered.safetensors "), e.getMessage());
            }
        }
    }

    @Test
    void read_saysHowLongTheHeaderMayBe_whenItsLengthIsALie() {
        for (long length : new long[] {3, 1L << 31, 1L << 32, Long.MAX_VALUE, -1, Long.MIN_VALUE}) {
            byte[] file = ByteBuffer.allocate(10)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(length)
                    .put((byte) '{')
                    .put((byte) '}')
                    .array();
            assertSays(
                    "says that its header has " + Long.toUnsignedString(length)
                            + " bytes, expected at most 2 of its 10 bytes",
                    () -> Safetensors.read(file, "lie.safetensors", manager));
        }
    }

    @Test
    void read_saysSo_whenTheHeaderIsNoJsonOfTensors() {
        for (String header : List.of(
                "",
                "[]",
                "{",
                "{}{}",
                "{'a':1}",
                "{\"a\":1}",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[\"1\"],\"data_offsets\":[0,1]}}",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[1.5],\"data_offsets\":[0,1]}}",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[-1],\"data_offsets\":[0,1]}}",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[99999999999999999999],\"data_offsets\":[0,1]}}",
                "{\"a\":".repeat(10_000))) {
            assertSays("has a header that is not as it should be", () -> read(header, 0));
        }
        byte[] notUtf8 = file(new byte[] {'{', '"', (byte) 0xff, '"', '}'}, new byte[0]);
        assertSays("not as it should be", () -> Safetensors.read(notUtf8, "bytes.safetensors", manager));
    }

    @Test
    void read_namesTheTensor_whenItIsNotDescribedWhole() {
        for (String tensor : List.of(
                "{}",
                "{\"dtype\":\"U8\",\"shape\":[1]}",
                "{\"dtype\":\"U8\",\"data_offsets\":[0,1]}",
                "{\"shape\":[1],\"data_offsets\":[0,1]}",
                "{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0]}",
                "{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1,2]}")) {
            assertSays("does not describe the tensor 'a' whole", () -> read("{\"a\":" + tensor + "}", 0));
        }
    }

    @Test
    void read_namesTheTensor_whenItsBytesDoNotSuitItsTypeAndShape() {
        assertSays(
                "gives the tensor 'a' the bytes 0 to 8, expected 12 bytes for F32 [3]",
                () -> read(one("F32", "[3]", 0, 8), new byte[8]));
        assertSays(
                "gives the tensor 'a' the bytes 8 to 0, expected 8 bytes for F32 [2]",
                () -> read(one("F32", "[2]", 8, 0), new byte[8]));
        assertSays("expected 4 bytes for I32 []", () -> read(one("I32", "[]", 0, 0), new byte[0]));
        assertSays(
                "expected more than there can be for F32 [4294967296, 4294967296]",
                () -> read(one("F32", "[4294967296,4294967296]", 0, 0), new byte[0]));
        assertSays(
                "expected an offset within the file",
                () -> read(one("U8", "[4294967296]", 0, 4_294_967_296L), new byte[0]));
    }

    @Test
    void read_namesTheTensor_whenDataIsSharedOrNobodys() {
        String first = "\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]},";
        assertSays(
                "has the tensor 'b' begin at byte 1 of the data, expected 2",
                () -> read("{" + first + "\"b\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[1,3]}}", 1, 2, 3));
        assertSays(
                "has the tensor 'b' begin at byte 3 of the data, expected 2",
                () -> read("{" + first + "\"b\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[3,4]}}", 1, 2, 3, 4));
        assertSays("has 1 bytes of data, expected 2 bytes", () -> read(one("U8", "[2]", 0, 2), 1));
    }

    @Test
    void read_namesTheTensor_whenTwoHaveTheSameName() {
        String a = "\"a\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}";
        assertSays("has two tensors called 'a'", () -> read("{" + a + "," + a + "}"));
    }

    @Test
    void read_listsTheTypesItKnows_whenATypeIsAnother() {
        assertSays(
                "has the tensor 'a' in F8_E4M3, expected one of [F64, F32, F16, BF16, I64, I32, U8, BOOL]",
                () -> read(one("F8_E4M3", "[1]", 0, 1), 1));
    }

    @Test
    void read_refusesTruthValues_thatAreNeitherTrueNorFalse() {
        assertSays("has the byte 2 in the tensor 'a' of BOOL", () -> read(one("BOOL", "[2]", 0, 2), 1, 2));
    }

    @Test
    void read_namesTheFile_whenThereIsNone() {
        Path missing = directory.resolve("none.safetensors");
        assertSays(missing + " cannot be read", () -> Safetensors.read(missing, manager));
    }

    private Map<String, NDArray> read(String header, int... data) {
        byte[] bytes = new byte[data.length];
        for (int i = 0; i < data.length; i++) {
            bytes[i] = (byte) data[i];
        }
        return read(header, bytes);
    }

    private Map<String, NDArray> read(String header, byte[] data) {
        return Safetensors.read(file(header.getBytes(StandardCharsets.UTF_8), data), "made.safetensors", manager);
    }

    private static String one(String type, String shape, long begin, long end) {
        return "{\"a\":{\"dtype\":\"" + type + "\",\"shape\":" + shape + ",\"data_offsets\":[" + begin + "," + end
                + "]}}";
    }

    private static byte[] file(byte[] header, byte[] data) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .array());
        file.writeBytes(header);
        file.writeBytes(data);
        return file.toByteArray();
    }

    private static byte[] python() throws IOException {
        try (InputStream in = SafetensorsTest.class.getResourceAsStream("types.safetensors")) {
            return in.readAllBytes();
        }
    }

    private Path file(byte[] content) throws IOException {
        return Files.write(directory.resolve("types.safetensors"), content);
    }

    private static void check(NDArray array, DataType type, Shape shape) {
        assertEquals(type, array.getDataType());
        assertEquals(shape, array.getShape());
    }

    /** Compares with what is left of the numbers when only so many binary digits are kept. */
    private static void assertFloats(float[] actual, int digits) {
        assertEquals(VALUES.length, actual.length);
        for (int i = 0; i < actual.length; i++) {
            double expected = VALUES[i];
            assertEquals(
                    expected, actual[i], Double.isInfinite(expected) ? 0 : Math.scalb(Math.abs(expected), -digits));
        }
    }

    private static void assertSays(String expected, Executable reading) {
        String message = assertThrows(DataException.class, reading).getMessage();
        assertTrue(message.contains(expected), message);
        assertTrue(message.startsWith("The safetensors file "), message);
    }
}
