package dev.crema.datasets;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a safetensors file says it holds, checked against what it can hold: every byte of the data belongs to exactly one
 * tensor, and every tensor is as large as its type and its shape say.
 *
 * @param tensors in the order of their data
 * @param data where the data begins in the file, in bytes
 * @param metadata texts that whoever wrote the file added
 */
record SafetensorsHeader(List<Tensor> tensors, int data, Map<String, String> metadata) {
    private static final int LENGTH_BYTES = Long.BYTES;
    /** The limit of the format's own library. */
    private static final int LONGEST = 100_000_000;

    static final String METADATA = "__metadata__";

    /** What can be read of the format's types; the engine has no computations in bfloat16, so it is widened. */
    enum Dtype {
        F64(DataType.FLOAT64, 8),
        F32(DataType.FLOAT32, 4),
        F16(DataType.FLOAT16, 2),
        BF16(DataType.FLOAT32, 2),
        I64(DataType.INT64, 8),
        I32(DataType.INT32, 4),
        U8(DataType.UINT8, 1),
        BOOL(DataType.BOOLEAN, 1);

        final DataType array;
        final int bytes;

        Dtype(DataType array, int bytes) {
            this.array = array;
            this.bytes = bytes;
        }
    }

    /** One tensor; its data stands at begin to end, counted from the first byte after the header. */
    record Tensor(String name, Dtype dtype, Shape shape, int begin, int end) {}

    static SafetensorsHeader of(byte[] file, String name) {
        if (file.length < LENGTH_BYTES) {
            throw wrong(name, "has " + file.length + " bytes", "8 bytes of the header's length and then the header");
        }
        long length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
        int most = Math.min(LONGEST, file.length - LENGTH_BYTES);
        if (length < 0 || length > most) {
            throw wrong(
                    name,
                    "says that its header has " + Long.toUnsignedString(length) + " bytes",
                    "at most " + most + " of its " + file.length + " bytes");
        }
        int data = LENGTH_BYTES + (int) length;
        List<Tensor> tensors = new ArrayList<>();
        Set<String> names = new HashSet<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        try (JsonReader json = new JsonReader(new StringReader(StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(file, LENGTH_BYTES, (int) length))
                .toString()))) {
            json.setStrictness(Strictness.STRICT);
            json.beginObject();
            while (json.hasNext()) {
                String tensor = json.nextName();
                if (!names.add(tensor)) {
                    throw wrong(name, "has two tensors called '" + tensor + "'", "different names");
                }
                if (tensor.equals(METADATA)) {
                    json.beginObject();
                    while (json.hasNext()) {
                        metadata.put(json.nextName(), json.nextString());
                    }
                    json.endObject();
                } else {
                    tensors.add(tensor(json, tensor, name));
                }
            }
            json.endObject();
            if (json.peek() != JsonToken.END_DOCUMENT) {
                throw new IOException("something follows its end");
            }
        } catch (IOException | IllegalStateException | NumberFormatException e) {
            throw new DataException(
                    message(
                            name,
                            "has a header that is not as it should be (" + e.getMessage() + ")",
                            "a JSON object of the tensors' names, with dtype, shape and data_offsets for each, and texts as metadata"),
                    e);
        }
        tensors.sort(Comparator.comparingInt(Tensor::begin).thenComparingInt(Tensor::end));
        checkData(tensors, file.length - data, name);
        return new SafetensorsHeader(List.copyOf(tensors), data, Collections.unmodifiableMap(metadata));
    }

    private static Tensor tensor(JsonReader json, String tensor, String name) throws IOException {
        Dtype dtype = null;
        long[] shape = null;
        long[] offsets = null;
        json.beginObject();
        while (json.hasNext()) {
            switch (json.nextName()) {
                case "dtype" -> dtype = dtype(json.nextString(), tensor, name);
                case "shape" -> shape = counts(json);
                case "data_offsets" -> offsets = counts(json);
                default -> json.skipValue();
            }
        }
        json.endObject();
        if (dtype == null || shape == null || offsets == null || offsets.length != 2) {
            throw wrong(
                    name, "does not describe the tensor '" + tensor + "' whole", "dtype, shape and two data_offsets");
        }
        return checked(new Entry(tensor, dtype, shape, offsets[0], offsets[1]), name);
    }

    private record Entry(String name, Dtype dtype, long[] shape, long begin, long end) {}

    private static Tensor checked(Entry entry, String name) {
        String called = "the tensor '" + entry.name + "'";
        Long bytes = bytes(entry.shape, entry.dtype.bytes);
        if (bytes == null || entry.end - entry.begin != bytes) {
            throw wrong(
                    name,
                    "gives " + called + " the bytes " + entry.begin + " to " + entry.end,
                    (bytes == null ? "more than there can be" : bytes + " bytes") + " for " + entry.dtype + " "
                            + Arrays.toString(entry.shape));
        }
        if (entry.end > Integer.MAX_VALUE) {
            throw wrong(name, "puts " + called + " at byte " + entry.end, "an offset within the file");
        }
        return new Tensor(entry.name, entry.dtype, new Shape(entry.shape), (int) entry.begin, (int) entry.end);
    }

    private static @Nullable Long bytes(long[] shape, int size) {
        try {
            return Arrays.stream(shape).reduce(size, Math::multiplyExact);
        } catch (ArithmeticException e) {
            return null;
        }
    }

    private static Dtype dtype(String given, String tensor, String name) {
        for (Dtype dtype : Dtype.values()) {
            if (dtype.name().equals(given)) {
                return dtype;
            }
        }
        throw wrong(name, "has the tensor '" + tensor + "' in " + given, "one of " + Arrays.toString(Dtype.values()));
    }

    private static long[] counts(JsonReader json) throws IOException {
        List<Long> counts = new ArrayList<>();
        json.beginArray();
        while (json.hasNext()) {
            // a string with digits in it would be taken for a number
            long count = json.peek() == JsonToken.NUMBER ? json.nextLong() : -1;
            if (count < 0) {
                throw new IOException("no whole number from 0 at " + json.getPath());
            }
            counts.add(count);
        }
        json.endArray();
        return counts.stream().mapToLong(Long::longValue).toArray();
    }

    private static void checkData(List<Tensor> tensors, int length, String name) {
        int end = 0;
        for (Tensor tensor : tensors) {
            if (tensor.begin != end) {
                throw wrong(
                        name,
                        "has the tensor '" + tensor.name + "' begin at byte " + tensor.begin + " of the data",
                        end + ", where the one before it ends");
            }
            end = tensor.end;
        }
        if (end != length) {
            throw wrong(name, "has " + length + " bytes of data", end + " bytes, as many as its tensors take");
        }
    }

    private static DataException wrong(String name, String found, String expected) {
        return new DataException(message(name, found, expected));
    }

    static String message(String name, String found, String expected) {
        return "The safetensors file " + name + " " + found + ", expected " + expected
                + ". Fetch the file again, or check that it is the one you meant.";
    }
}
