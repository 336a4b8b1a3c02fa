package dev.crema.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Arrays;

/**
 * Operators of PyTorch that DJL has no method for. Gradients flow through all but {@link #multinomial}; what an
 * operator computes belongs to the manager of its first array, and stays on that array's device.
 */
public final class Operators {
    private static final TorchScript FUNCTIONS = new TorchScript("""
            def channels_last(self: __torch__.Ops, x: Tensor) -> Tensor:
              if torch.eq(torch.size(x, 1), 1):
                n = torch.size(x, 0)
                h = torch.size(x, 2)
                w = torch.size(x, 3)
                y = torch.permute(torch.reshape(x, [n, h, w, 1]), [0, 3, 1, 2])
              else:
                y = torch.contiguous(x, memory_format=2)
              return y
            def channels_first(self: __torch__.Ops, x: Tensor) -> Tensor:
              return torch.contiguous(x, memory_format=0)
            def conv_transpose2d(self: __torch__.Ops, x: Tensor, weight: Tensor, bias: Tensor, sizes: Tensor) -> Tensor:
              stride = int(torch.select(sizes, 0, 0))
              pad = int(torch.select(sizes, 0, 1))
              rim = int(torch.select(sizes, 0, 2))
              return torch.conv_transpose2d(x, weight, bias, [stride, stride], [pad, pad], [rim, rim], 1, [1, 1])
            def conv_transpose2d_of_pixels(self: __torch__.Ops, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
              n = torch.size(x, 0)
              channels, filters, height, width, = torch.size(weight)
              y = torch.matmul(torch.reshape(x, [n, channels]), torch.reshape(weight, [channels, -1]))
              return torch.add(torch.reshape(y, [n, filters, height, width]), torch.reshape(bias, [filters, 1, 1]))
            def max_pool2d(self: __torch__.Ops, x: Tensor, sizes: Tensor) -> Tuple[Tensor, Tensor]:
              size = int(torch.select(sizes, 0, 0))
              stride = int(torch.select(sizes, 0, 1))
              y, indices = torch.max_pool2d_with_indices(x, [size, size], [stride, stride], [0, 0], [1, 1], False)
              return (y, indices)
            def max_unpool2d(self: __torch__.Ops, x: Tensor, indices: Tensor, sizes: Tensor) -> Tensor:
              height = int(torch.select(sizes, 0, 0))
              width = int(torch.select(sizes, 0, 1))
              return torch.max_unpool2d(x, indices, [height, width])
            def adaptive_avg_pool2d(self: __torch__.Ops, x: Tensor, sizes: Tensor) -> Tensor:
              size = int(torch.select(sizes, 0, 0))
              return torch.adaptive_avg_pool2d(x, [size, size])
            def prelu(self: __torch__.Ops, x: Tensor, slope: Tensor) -> Tensor:
              return torch.prelu(x, slope)
            def instance_norm(self: __torch__.Ops, x: Tensor) -> Tensor:
              return torch.instance_norm(x, None, None, None, None, True, 0., 1.0000000000000001e-05, True)
            def reflection_pad2d(self: __torch__.Ops, x: Tensor, sizes: Tensor) -> Tensor:
              rim = int(torch.select(sizes, 0, 0))
              return torch.reflection_pad2d(x, [rim, rim, rim, rim])
            def multinomial(self: __torch__.Ops, weights: Tensor, sizes: Tensor) -> Tensor:
              count = int(torch.select(sizes, 0, 0))
              replacement = bool(torch.select(sizes, 0, 1))
              return torch.multinomial(weights, count, replacement)
            """);

    private Operators() {}

    /**
     * Lays images out in memory pixel by pixel, with the channels of a pixel side by side: convolutions and poolings on
     * the CPU are up to half as fast again on them, and what they compute is laid out alike. See PyTorch's "Channels
     * last memory format".
     *
     * @param x {@code [N, channels, H, W]}
     * @return the same numbers in the same shape; on a GPU, which has no use for it, {@code x} itself
     * @throws IllegalArgumentException if x has another number of dimensions
     */
    public static NDArray channelsLast(NDArray x) {
        requireImages("channelsLast", x);
        return x.getDevice().isGpu() ? x : FUNCTIONS.compute("channels_last", x).head();
    }

    /**
     * Lays images out in memory channel by channel, as they are by default.
     *
     * @param x {@code [N, channels, H, W]}
     * @return the same numbers in the same shape; on a GPU, where {@link #channelsLast} does nothing, {@code x} itself
     * @throws IllegalArgumentException if x has another number of dimensions
     */
    public static NDArray channelsFirst(NDArray x) {
        requireImages("channelsFirst", x);
        return x.getDevice().isGpu()
                ? x
                : FUNCTIONS.compute("channels_first", x).head();
    }

    /**
     * Convolves backwards: every pixel of the input adds a copy of the kernels, weighed by its value, to the output
     * (Zeiler et al. 2010, "Deconvolutional networks"; Dumoulin and Visin 2016, arXiv:1603.07285, ch. 4).
     *
     * @param x {@code [N, channels, H, W]}
     * @param weight the kernels, {@code [channels, filters, kernel, kernel]}
     * @param bias one number a filter, {@code [filters]}
     * @param stride distance of the copies in the output, at least 1
     * @param pad rim that is cut off the output, at least 0
     * @param outputPad lines added below and to the right, from 0 to {@code stride − 1}
     * @return {@code [N, filters, H', W']} with {@code H' = (H − 1)·stride − 2·pad + kernel + outputPad}
     * @throws IllegalArgumentException if the shapes do not fit each other, or a number is out of its range
     */
    public static NDArray convTranspose2d(NDArray x, NDArray weight, NDArray bias, int stride, int pad, int outputPad) {
        requireImages("convTranspose2d", x);
        Shape kernels = weight.getShape();
        require(
                kernels.dimension() == 4
                        && kernels.get(0) == x.getShape().get(1)
                        && bias.getShape().equals(new Shape(kernels.get(1))),
                "convTranspose2d: weight " + kernels + " and bias " + bias.getShape() + " do not fit images "
                        + x.getShape() + "; weight must be (channels, filters, kernel, kernel) and bias (filters)");
        require(
                stride >= 1 && pad >= 0 && outputPad >= 0 && outputPad < stride,
                "convTranspose2d: stride is " + stride + ", pad " + pad + ", outputPad " + outputPad
                        + "; they must be at least 1, at least 0, and from 0 to stride − 1");
        boolean pixels = x.getShape().get(2) == 1 && x.getShape().get(3) == 1;
        if (pixels && pad == 0 && outputPad == 0) {
            // libtorch's own way takes three times as long for this one product of matrices
            return FUNCTIONS
                    .compute("conv_transpose2d_of_pixels", x, weight, bias)
                    .head();
        }
        return FUNCTIONS
                .compute("conv_transpose2d", x, weight, bias, TorchScript.integers(stride, pad, outputPad))
                .head();
    }

    /**
     * Keeps the largest value of each window, and tells where it was.
     *
     * @param x {@code [N, C, H, W]}
     * @param size height and width of the window, at least 1
     * @param stride step of the window, at least 1
     * @return the values, {@code [N, C, (H − size)/stride + 1, (W − size)/stride + 1]}, and of the same shape their
     *     places, {@code row · W + column}, for {@link #maxUnpool2d}
     * @throws IllegalArgumentException if x has another number of dimensions, or is smaller than the window
     */
    public static NDList maxPool2d(NDArray x, int size, int stride) {
        requireImages("maxPool2d", x);
        require(
                size >= 1
                        && stride >= 1
                        && x.getShape().get(2) >= size
                        && x.getShape().get(3) >= size,
                "maxPool2d: a window of size " + size + " and stride " + stride + " does not fit images "
                        + x.getShape());
        return FUNCTIONS.compute("max_pool2d", x, TorchScript.integers(size, stride));
    }

    /**
     * Puts values back to the places that {@link #maxPool2d} took maxima from; all else is zero (Zeiler and Fergus
     * 2014, arXiv:1311.2901).
     *
     * @param x {@code [N, C, h, w]}
     * @param indices places in the output, of the shape of {@code x}
     * @param height height of the output, at least 1
     * @param width width of the output, at least 1
     * @return {@code [N, C, height, width]}
     * @throws IllegalArgumentException if the shapes differ, or a place is outside of the output
     */
    public static NDArray maxUnpool2d(NDArray x, NDArray indices, int height, int width) {
        requireImages("maxUnpool2d", x);
        require(
                indices.getShape().equals(x.getShape()) && indices.getDataType() == DataType.INT64,
                "maxUnpool2d: " + x.getShape() + " values have "
                        + indices.getDataType().name() + " places of shape " + indices.getShape()
                        + "; give the INT64 places that maxPool2d returned for the same shape");
        requireIndices("maxUnpool2d: places", indices, (long) height * width);
        return FUNCTIONS
                .compute("max_unpool2d", x, indices, TorchScript.integers(height, width))
                .head();
    }

    /**
     * Averages windows that are as large and as far apart as it takes to get an image of a given size: along a side, window
     * {@code i} of {@code size} begins at pixel {@code i·H / size}, rounded down, and ends before {@code (i + 1)·H / size},
     * rounded up.
     *
     * @param x {@code [N, C, H, W]}
     * @param size height and width of the output, at least 1
     * @return {@code [N, C, size, size]}
     * @throws IllegalArgumentException if x has another number of dimensions, or the size is below 1
     */
    public static NDArray adaptiveAvgPool2d(NDArray x, int size) {
        requireImages("adaptiveAvgPool2d", x);
        require(size >= 1, "adaptiveAvgPool2d: size is " + size + "; it must be at least 1");
        return FUNCTIONS
                .compute("adaptive_avg_pool2d", x, TorchScript.integers(size))
                .head();
    }

    /**
     * Keeps what is positive and scales what is negative: {@code max(0, x) + slope · min(0, x)} (He et al. 2015,
     * arXiv:1502.01852).
     *
     * @param x {@code [N, channels, …]}
     * @param slope one number, {@code [1]}, or one a channel, {@code [channels]}
     * @return an array of the shape of {@code x}
     * @throws IllegalArgumentException if there are neither one slope nor one for each channel
     */
    public static NDArray prelu(NDArray x, NDArray slope) {
        Shape shape = slope.getShape();
        require(
                shape.dimension() == 1
                        && (shape.get(0) == 1
                                || (x.getShape().dimension() > 1
                                        && shape.get(0) == x.getShape().get(1))),
                "prelu: slopes of shape " + shape + " do not fit an input of shape " + x.getShape()
                        + "; give one, or one for each channel (dimension 1)");
        return FUNCTIONS.compute("prelu", x, slope).head();
    }

    /**
     * Normalises each feature map of each image by itself: {@code (x − mean) / √(variance + 10⁻⁵)} (Ulyanov, Vedaldi and
     * Lempitsky 2016, arXiv:1607.08022).
     *
     * @param x {@code [N, channels, H, W]}
     * @return an array of the shape of {@code x}
     * @throws IllegalArgumentException if x has another number of dimensions, or one pixel a map, which is its own mean
     */
    public static NDArray instanceNorm(NDArray x) {
        requireImages("instanceNorm", x);
        Shape shape = x.getShape();
        require(
                shape.get(2) * shape.get(3) > 1,
                "instanceNorm: maps of one pixel, " + shape + ", would all become 0; give it larger images");
        return FUNCTIONS.compute("instance_norm", x).head();
    }

    /**
     * Adds a rim that mirrors the image at its edge, without repeating the edge itself.
     *
     * @param x {@code [N, channels, H, W]}
     * @param pad width of the rim, from 0 to less than height and width
     * @return {@code [N, channels, H + 2·pad, W + 2·pad]}
     * @throws IllegalArgumentException if x has another number of dimensions, or there is less to mirror than the rim is
     *     wide
     */
    public static NDArray reflectionPad2d(NDArray x, int pad) {
        requireImages("reflectionPad2d", x);
        Shape shape = x.getShape();
        require(
                pad >= 0 && pad < Math.min(shape.get(2), shape.get(3)),
                "reflectionPad2d: a rim of " + pad + " cannot be mirrored from images of " + shape.get(2) + "×"
                        + shape.get(3) + "; it must be narrower than the image");
        return FUNCTIONS
                .compute("reflection_pad2d", x, TorchScript.integers(pad))
                .head();
    }

    /**
     * Takes each number from one of two arrays; the three shapes are broadcast against each other.
     *
     * @param condition BOOLEAN
     * @param x what to take where the condition is true
     * @param y what to take where it is false
     * @return an array of the common shape, which belongs to the manager of {@code x}
     * @throws IllegalArgumentException if the condition is not BOOLEAN, or the shapes have no common one
     */
    public static NDArray where(NDArray condition, NDArray x, NDArray y) {
        require(
                condition.getDataType() == DataType.BOOLEAN,
                "where: the condition is " + condition.getDataType().name() + "; it must be BOOLEAN, such as x.gt(0)");
        requireBroadcast(condition.getShape(), x.getShape(), y.getShape());
        return JniUtils.where((PtNDArray) condition, (PtNDArray) x, (PtNDArray) y);
    }

    /**
     * Draws classes at random by their weights. The engine's random numbers are used: the same seed
     * ({@code Engine.setRandomSeed}) draws the same.
     *
     * @param weights one row a draw, {@code [classes]} or {@code [N, classes]}, none negative; probabilities, or any
     *     multiple of them
     * @param count how many classes to draw from each row, at least 1
     * @param replacement whether a class can be drawn again
     * @return INT64 numbers of classes, {@code [count]} or {@code [N, count]}; no gradient flows through them
     * @throws IllegalArgumentException if a weight is negative, infinite or NaN, or if a row has too few classes with
     *     a weight above zero
     */
    public static NDArray multinomial(NDArray weights, int count, boolean replacement) {
        Shape shape = weights.getShape();
        require(
                (shape.dimension() == 1 || shape.dimension() == 2) && shape.size() > 0,
                "multinomial: weights have shape " + shape + "; they must be (classes) or (N, classes)");
        require(count >= 1, "multinomial: count is " + count + "; it must be at least 1");
        requireDrawable(weights, count, replacement);
        return FUNCTIONS
                .compute("multinomial", weights, TorchScript.integers(count, replacement ? 1 : 0))
                .head();
    }

    /**
     * Refuses indices outside of a range before they reach a GPU, where they would end the process.
     *
     * @param what what the indices are, for the message
     * @param indices the indices
     * @param size how many there are to choose from
     * @throws IllegalArgumentException if an index is negative or at least {@code size}
     */
    public static void requireIndices(String what, NDArray indices, long size) {
        try (NDArray least = indices.min();
                NDArray greatest = indices.max()) {
            long first = number(least);
            long last = number(greatest);
            require(
                    first >= 0 && last < size,
                    what + " run from " + first + " to " + last + "; they must be from 0 to " + (size - 1));
        }
    }

    private static void requireDrawable(NDArray weights, int count, boolean replacement) {
        try (NDManager scratch = weights.getManager().newSubManager()) {
            NDArray own = weights.duplicate();
            own.attach(scratch);
            NDArray doubles = own.toType(DataType.FLOAT64, false);
            require(
                    doubles.min().getDouble() >= 0 && doubles.sum().getDouble() < Double.POSITIVE_INFINITY,
                    "multinomial: weights must be numbers of at least 0; there are negative, infinite or NaN ones");
            NDArray drawable = doubles.gt(0).toType(DataType.INT64, false).sum(new int[] {-1});
            long fewest = drawable.min().getLong();
            require(
                    fewest >= (replacement ? 1 : count),
                    "multinomial: a row has " + fewest + " classes with a weight above 0; "
                            + (replacement ? "at least 1 is" : count + " draws without replacement are")
                            + " needed");
        }
    }

    private static long number(NDArray scalar) {
        try (NDArray whole = scalar.toType(DataType.INT64, false)) {
            return whole.getLong();
        }
    }

    private static void requireImages(String operator, NDArray x) {
        require(
                x.getShape().dimension() == 4,
                operator + ": input has shape " + x.getShape() + "; it must be (N, channels, height, width)");
    }

    private static void requireBroadcast(Shape... shapes) {
        int dimensions = Arrays.stream(shapes).mapToInt(Shape::dimension).max().orElse(0);
        for (int fromEnd = 1; fromEnd <= dimensions; fromEnd++) {
            int place = fromEnd;
            long sizes = Arrays.stream(shapes)
                    .filter(shape -> shape.dimension() >= place)
                    .mapToLong(shape -> shape.get(shape.dimension() - place))
                    .filter(size -> size != 1)
                    .distinct()
                    .count();
            require(
                    sizes <= 1,
                    "where: condition " + shapes[0] + ", x " + shapes[1] + " and y " + shapes[2]
                            + " have no common shape; from the right, sizes must be equal or 1");
        }
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
