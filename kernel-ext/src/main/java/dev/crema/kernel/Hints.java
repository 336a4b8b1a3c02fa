package dev.crema.kernel;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What usually lies behind an error of the deep-learning engine, and what to do about it. */
final class Hints {
    private record Rule(Pattern error, String hint) {}

    /** First match wins; {@code $1} in a hint is what the pattern's first group matched. */
    private static final List<Rule> RULES = List.of(
            rule(
                    "mat1 and mat2 shapes cannot be multiplied \\((\\d+)x(\\d+) and (\\d+)x(\\d+)\\)",
                    "a matrix of $1 × $2 can only be multiplied by one of $2 rows, but the other has $3. In a network: "
                            + "the layer expects $3 inputs for each example and got $2; flatten the input, or give the "
                            + "layer before it $3 outputs."),
            rule(
                    "The size of tensor a \\((\\d+)\\) must match the size of tensor b \\((\\d+)\\) at non-singleton"
                            + " dimension (\\d+)",
                    "the two arrays differ on axis $3 ($1 against $2). Sizes must be equal, or one of them 1; look at "
                            + "getShape() of both."),
            rule(
                    "expected input\\[([^]]*)\\] to have (\\d+) channels, but got (\\d+)",
                    "a convolution expects [batch, $2, height, width] and got [$1]. Images need the channels on the "
                            + "second axis; one grey image is [1, 1, height, width] (expandDims)."),
            rule(
                    "Kernel size can't be greater than actual input size",
                    "the image has become smaller than the kernel that should slide over it. Use fewer pooling layers, "
                            + "smaller kernels, or padding."),
            rule(
                    "shape '(\\[[^]]*\\])' is invalid for input of size (\\d+)",
                    "reshape keeps all $2 elements, but $1 holds another number of them. Let one axis be -1 to have it "
                            + "computed."),
            rule(
                    "(Sizes of tensors must match except in dimension|stack expects each tensor to be equal size)",
                    "arrays that are put together must have the same shape, except on the axis along which they are"
                            + " concatenated."),
            rule(
                    "expand shape failed! Cannot expand from (\\([^)]*\\)) ?to (\\([^)]*\\))",
                    "labels of shape $1 do not belong to predictions of shape $2: there must be one label for each"
                            + " example of the batch."),
            rule(
                    "(must have the same dtype|expected scalar type|expected m1 and m2 to have the same dtype)",
                    "the two arrays have different types; networks compute in float32. Convert with"
                            + " toType(DataType.FLOAT32, false)."),
            rule(
                    "DataType mismatch, Required (\\w+) Actual (\\w+)",
                    "the array holds $2. Read it with the method of that type, or convert it first with toType."),
            rule(
                    "mean\\(\\): could not infer output dtype",
                    "a mean of whole numbers needs a type with decimals: toType(DataType.FLOAT32, false).mean()."),
            rule(
                    "index (-?\\d+) is out of bounds for dimension (\\d+) with size (\\d+)",
                    "axis $2 has $3 entries, 0 to the last before $3. If this came from a loss, a label is $1 while the"
                            + " network has only $3 outputs."),
            rule("Dimension out of range", "axes count from 0, and from the end with -1; look at getShape()."),
            rule(
                    "supplied Index does not produce a scalar",
                    "getFloat() reads one number: reduce the array first (sum, mean, …) or give the index of one cell."),
            rule(
                    "(Native resource has been released|NDManager has been closed|array is already closed)",
                    "the array was freed together with the NDManager that owned it. Results belong to the manager of the"
                            + " left operand: use them inside its try block, or detach() or attach() them to a manager"
                            + " that lives longer."),
            rule(
                    "(UninitializedParameterException|has not been initialized)",
                    "the network has no weights yet: initialize(manager, DataType.FLOAT32, inputShape) first."),
            rule(
                    "(does not require grad|No gradient attached)",
                    "nothing was recorded: call setRequiresGradient(true) on the array, and compute the loss inside the"
                            + " try block of a GradientCollector before backward."),
            rule(
                    "Only 1 axis is support",
                    "DJL's PyTorch engine averages over one axis at a time: mean(new int[] {3}).mean(new int[] {2})."),
            rule(
                    "(?s)UnsupportedOperationException.*(Not implemented|[Nn]ot supported)",
                    "DJL's PyTorch engine lacks this operation; RMSprop, Adagrad, Adadelta, NAG, transposed convolution"
                            + " and PReLU are among them."),
            rule(
                    "(?s)Could not run '[^']*' with arguments from the 'CUDA' backend",
                    "the array was meant for a GPU, but this PyTorch can only use the CPU. Leave the device out."),
            rule(
                    "CUDA out of memory",
                    "the GPU's memory is full: use a smaller batch, close managers that are no longer needed, or restart"
                            + " the kernel."),
            rule(
                    "DefaultCPUAllocator: (can't allocate memory|not enough memory)",
                    "the machine's memory is full or the array is larger than meant: look at its shape, use a smaller"
                            + " batch, and close managers that are no longer needed."),
            rule(
                    "(UnsatisfiedLinkError|no djl_torch in java.library.path|Failed to load PyTorch native library)",
                    "the native PyTorch library is missing or for another machine: run binder/lab doctor."),
            rule(
                    "Deep learning engine not found",
                    "only the PyTorch engine is installed: use Engine.getInstance() without a name."),
            rule(
                    "OutOfMemoryError: (Java heap space|Requested array size exceeds)",
                    "the Java heap is full. Keep large data in NDArrays, set variables that are no longer needed to null,"
                            + " restart the kernel, or set it up with more memory, for example CREMA_HEAP=2g binder/lab setup."),
            rule(
                    "StackOverflowError",
                    "a method calls itself without end: check the condition under which the recursion stops."));

    private Hints() {}

    /** Returns the hint for an error, given as its class and message. */
    static Optional<String> forError(String error) {
        for (Rule rule : RULES) {
            Matcher matcher = rule.error.matcher(error);
            if (matcher.find()) {
                String hint = rule.hint;
                for (int group = matcher.groupCount(); group > 0; group--) {
                    hint = hint.replace("$" + group, String.valueOf(matcher.group(group)));
                }
                return Optional.of(hint);
            }
        }
        return Optional.empty();
    }

    private static Rule rule(String error, String hint) {
        return new Rule(Pattern.compile(error), hint);
    }
}
