package dev.crema.datasets;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.crema.datasets.SafetensorsHeader.Dtype;
import dev.crema.datasets.SafetensorsHeader.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads safetensors files, in which networks' weights are published (https://huggingface.co/docs/safetensors): 8 bytes of a
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
        try {
            long size = Files.size(file);
            if (size > Integer.MAX_VALUE - Long.BYTES) {
                throw new DataException(SafetensorsHeader.message(
                        file.toString(), "has " + size + " bytes", "at most 2147483639, which Java reads at once"));
            }
            return read(Files.readAllBytes(file), file.toString(), owner);
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
            NDArray array = owner.create(values, tensor.shape(), tensor.dtype().array);
            array.setName(tensor.name());
            arrays.put(tensor.name(), array);
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
