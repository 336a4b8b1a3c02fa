package dev.crema.torch;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Functions in TorchScript, compiled by libtorch: the way to operators that DJL has no method for.
 *
 * <p>An archive that libtorch loads is a stored zip of four entries; this writes one from the text of the functions.
 * See PyTorch's {@code torch/csrc/jit/docs/serialization.md}.
 */
final class TorchScript {
    /** A pickled object of the class {@code __torch__.Ops} whose only field is {@code training = True}. */
    private static final byte[] OBJECT = latin("\u0080\u0002c__torch__\nOps\n)\u0081}X\u0008\0\0\0training\u0088sb.");

    private static final byte[] NO_CONSTANTS = latin("\u0080\u0002).");

    private static final Pattern PLAIN = Pattern.compile("\\w*");

    private static final NDManager CONSTANTS = NDManager.newBaseManager(Device.cpu(), "PyTorch");
    private static final Map<List<Long>, NDArray> INTEGERS = new ConcurrentHashMap<>();

    private final Map<String, NDArray> methods = new ConcurrentHashMap<>();

    // a model that nobody refers to is closed by its finalizer, and its functions with it
    private final Model holder;

    /**
     * Compiles functions.
     *
     * @param functions text of TorchScript methods of the class {@code __torch__.Ops}
     */
    TorchScript(String functions) {
        holder = Model.newInstance("ops", "PyTorch");
        try {
            holder.load(new ByteArrayInputStream(archive(functions)), Map.of("trainParam", "true"));
        } catch (IOException | MalformedModelException e) {
            throw new IllegalStateException("libtorch refuses the bundled operators: " + e.getMessage(), e);
        }
    }

    /** Runs a function for its effect on its arguments, without recording gradients. */
    void run(String function, IValue... arguments) {
        try {
            IValueUtils.runMethod((PtSymbolBlock) holder.getBlock(), function, arguments)
                    .close();
        } finally {
            Arrays.stream(arguments).forEach(IValue::close);
        }
    }

    /** Runs a function for the number that it returns, without recording gradients. */
    double number(String function, IValue... arguments) {
        try (IValue result = IValueUtils.runMethod((PtSymbolBlock) holder.getBlock(), function, arguments)) {
            return result.toDouble();
        } finally {
            Arrays.stream(arguments).forEach(IValue::close);
        }
    }

    /**
     * Computes a function of arrays; autograd follows it where gradients are being collected.
     *
     * @param function the name of the function
     * @param arguments its arrays; the results belong to the manager of the first
     * @return what the function returns, one array or a tuple of them
     * @throws IllegalArgumentException if libtorch refuses the arrays; the message has their shapes and its reason
     */
    NDList compute(String function, NDArray... arguments) {
        NDList inputs = new NDList(arguments.length + 1);
        for (NDArray argument : arguments) {
            // in names of this form DJL sees parts of lists and maps
            boolean plain = argument.getName() == null
                    || PLAIN.matcher(argument.getName()).matches();
            inputs.add(plain ? argument : argument.reshape(argument.getShape()));
        }
        inputs.add(methods.computeIfAbsent(function, TorchScript::method));
        try {
            return IValueUtils.forward((PtSymbolBlock) holder.getBlock(), inputs, true);
        } catch (EngineException e) {
            throw new IllegalArgumentException(
                    function + " cannot take arrays of shape "
                            + Arrays.stream(arguments).map(NDArray::getShape).toList() + ": " + reason(e),
                    e);
        }
    }

    /** Returns the array of whole numbers, on the CPU, that hands them to a function; always the same for the same. */
    static NDArray integers(long... values) {
        return INTEGERS.computeIfAbsent(
                LongStream.of(values).boxed().toList(), list -> forEver(CONSTANTS.create(values)));
    }

    /** What libtorch says was wrong, without the stack of its interpreter. */
    static String reason(EngineException failure) {
        List<String> lines = String.valueOf(failure.getMessage()).lines().toList();
        return lines.stream()
                .filter(line -> line.startsWith("RuntimeError: "))
                .map(line -> line.substring("RuntimeError: ".length()))
                .findFirst()
                .orElse(lines.get(0));
    }

    /** DJL calls the function that an argument without value names. */
    private static NDArray method(String name) {
        NDArray method = forEver(CONSTANTS.create(0));
        method.setName("module_method:" + name);
        return method;
    }

    /** Takes an array out of the scope that the caller may be in, which would close it. */
    private static NDArray forEver(NDArray constant) {
        NDScope.unregister(constant);
        return constant;
    }

    static IValue list(List<NDArray> arrays) {
        PtNDArray[] list = arrays.stream().map(PtNDArray.class::cast).toArray(PtNDArray[]::new);
        return IValue.listFrom(list);
    }

    private static byte[] archive(String functions) {
        String code = "class Ops(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n"
                + functions.indent(2);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setMethod(ZipOutputStream.STORED);
            store(zip, "ops/data.pkl", OBJECT);
            store(zip, "ops/code/__torch__.py", code.getBytes(StandardCharsets.UTF_8));
            store(zip, "ops/constants.pkl", NO_CONSTANTS);
            store(zip, "ops/version", latin("3\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setSize(content.length);
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
