package dev.crema.datasets;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.crema.datasets.SafetensorsHeader.Dtype;
import dev.crema.datasets.SafetensorsHeader.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads and writes safetensors files, in which networks' weights are published (https://huggingface.co/docs/safetensors): 8 bytes of a
 * length, a header of that length in JSON that names the tensors, then their numbers, little-endian. Unlike a pickle, such
 * a file cannot hold code.
 */
public final class Safetensors {
    private Safetensors() {}

    /**
     * Reads all tensors of a file. Of a file that says anything wrong, none is made.
     *
     * @param file of up to 2 GB, with tensors of F64, F32, F16, BF16, I64, I32, U8 or BOOL
     * @param owner the manager that frees the arrays
     * @return the arrays by name, in the order of the file; each is of its own type and carries its name, BF16 becomes
     *     float32, of which it is a part, without loss
     * @throws DataException if the file is missing or truncated, its header is no JSON, names a tensor twice or in an
     *     unknown type, or gives tensors bytes that are too few, too many, shared, nobody's or outside the file
     */
    public static Map<String, NDArray> read(Path file, NDManager owner) {
        return read(bytes(file), file.toString(), owner);
    }

    /**
     * Reads the texts that whoever wrote a file added to it, such as what the weights are of.
     *
     * @param file as in {@link #read}
     * @return the texts by name; empty if there are none
     * @throws DataException as {@link #read}
     */
    public static Map<String, String> metadata(Path file) {
        return SafetensorsHeader.of(bytes(file), file.toString()).metadata();
    }

    /**
     * Writes arrays to a file, which is there whole or, if anything fails, as it was before.
     *
     * @param file where to; what is there is replaced
     * @param arrays by name, of a type that {@link #read} knows
     * @param metadata texts to add, by name
     * @throws DataException if an array is of another type or the file cannot be written; there may then be a file beside
     *     it that ends in ".part"
     */
    public static void write(Path file, Map<String, NDArray> arrays, Map<String, String> metadata) {
        JsonObject header = new JsonObject();
        if (!metadata.isEmpty()) {
            JsonObject texts = new JsonObject();
            metadata.forEach(texts::addProperty);
            header.add(SafetensorsHeader.METADATA, texts);
        }
        long offset = 0;
        for (Map.Entry<String, NDArray> array : arrays.entrySet()) {
            long end = offset
                    + array.getValue().size() * array.getValue().getDataType().getNumOfBytes();
            JsonObject tensor = new JsonObject();
            tensor.addProperty("dtype", dtype(array.getValue().getDataType(), array.getKey()));
            tensor.add("shape", counts(array.getValue().getShape().getShape()));
            tensor.add("data_offsets", counts(offset, end));
            header.add(array.getKey(), tensor);
            offset = end;
        }
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            write(part, header.toString(), arrays);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new DataException(
                    "The safetensors file " + file + " cannot be written (" + e
                            + "), expected a directory with room for " + offset + " bytes. Choose another place.",
                    e);
        }
    }

    private static void write(Path part, String header, Map<String, NDArray> arrays) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        // numbers are to begin at a multiple of 8 bytes; spaces are allowed after the JSON
        int length = (json.length + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
        ByteBuffer start = ByteBuffer.allocate(Long.BYTES + length).order(ByteOrder.LITTLE_ENDIAN);
        start.putLong(length).put(json);
        while (start.hasRemaining()) {
            start.put((byte) ' ');
        }
        try (FileChannel out = FileChannel.open(
                part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            all(out, start.flip());
            for (NDArray array : arrays.values()) {
                all(out, array.toByteBuffer());
            }
            // a machine that loses its power after the move must not find an empty file
            out.force(true);
        }
    }

    private static void all(FileChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    private static String dtype(DataType type, String name) {
        for (Dtype dtype : Dtype.values()) {
            if (dtype.array == type && dtype != Dtype.BF16) {
                return dtype.name();
            }
        }
        throw new DataException("The array '" + name + "' is " + type + ", expected one of "
                + Arrays.toString(Dtype.values()) + ". Convert it with toType.");
    }

    private static JsonArray counts(long... counts) {
        JsonArray array = new JsonArray();
        Arrays.stream(counts).forEach(array::add);
        return array;
    }

    private static byte[] bytes(Path file) {
        try {
            long size = Files.size(file);
            if (size > Integer.MAX_VALUE - Long.BYTES) {
                throw new DataException(SafetensorsHeader.message(
                        file.toString(), "has " + size + " bytes", "at most 2147483639, which Java reads at once"));
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new DataException(
                    SafetensorsHeader.message(file.toString(), "cannot be read (" + e + ")", "a file in this place"),
                    e);
        }
    }

    static Map<String, NDArray> read(byte[] file, String name, NDManager owner) {
        SafetensorsHeader header = SafetensorsHeader.of(file, name);
        for (Tensor tensor : header.tensors()) {
            if (tensor.dtype() == Dtype.BOOL) {
                checkTruth(tensor, data(file, header, tensor), name);
            }
        }
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        for (Tensor tensor : header.tensors()) {
            ByteBuffer data = data(file, header, tensor);
            // DJL's conversion from bfloat16 ends the process
            ByteBuffer values = tensor.dtype() == Dtype.BF16 ? widened(data) : data;
            // an array over Java's memory dies with its Java object, even under what toType makes of it
            try (NDArray overJavaMemory = owner.create(values, tensor.shape(), tensor.dtype().array)) {
                NDArray array = overJavaMemory.duplicate();
                array.setName(tensor.name());
                arrays.put(tensor.name(), array);
            }
        }
        return Collections.unmodifiableMap(arrays);
    }

    private static ByteBuffer data(byte[] file, SafetensorsHeader header, Tensor tensor) {
        return ByteBuffer.wrap(file, header.data() + tensor.begin(), tensor.end() - tensor.begin())
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The 16 bits of a bfloat16 are the upper half of a float32. */
    private static ByteBuffer widened(ByteBuffer halves) {
        ByteBuffer wide = ByteBuffer.allocate(2 * halves.remaining()).order(ByteOrder.LITTLE_ENDIAN);
        while (halves.hasRemaining()) {
            wide.putInt(halves.getShort() << Short.SIZE);
        }
        return wide.flip();
    }

    /** What an engine computes from other bytes is undefined. */
    private static void checkTruth(Tensor tensor, ByteBuffer data, String name) {
        while (data.hasRemaining()) {
            byte value = data.get();
            if (value != 0 && value != 1) {
                throw new DataException(SafetensorsHeader.message(
                        name,
                        "has the byte " + Byte.toUnsignedInt(value) + " in the tensor '" + tensor.name() + "' of BOOL",
                        "0 or 1"));
            }
        }
    }
}
