package dev.crema.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv1d;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.initializer.NormalInitializer;
import dev.crema.datasets.ImageDataset;
import dev.crema.torch.Operators;
import dev.crema.torch.RecurrentCell;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The words that networks are written in; each makes an ordinary DJL {@link Block}.
 *
 * <pre>{@code
 * var net = seq(conv(6, 5), relu(), maxPool(2), flatten(), linear(10));
 * }</pre>
 *
 * Images are {@code [batch, channels, height, width]}.
 */
public final class Layers {
    private Layers() {}

    /** A named choice for a convolution: {@link #stride}, {@link #pad}, {@link #groups} or {@link #noBias}. */
    public sealed interface ConvOption permits Option, Groups {}

    /** A named choice for a convolution or a transposed one: {@link #stride}, {@link #pad} or {@link #noBias}. */
    public sealed interface Option extends ConvOption permits Stride, Pad, NoBias {}

    /** A named choice for a pooling: {@link #pad} or {@link #roundUp}. */
    public sealed interface PoolOption permits Pad, RoundUp {}

    /**
     * Step of the window.
     *
     * @param pixels how far the window moves between two outputs, at least 1
     */
    public record Stride(int pixels) implements Option {
        /**
         * Refuses steps below 1.
         *
         * @param pixels as above
         */
        public Stride {
            require(pixels >= 1, "stride", pixels, "at least 1");
        }
    }

    /**
     * Rim of zeros around the image.
     *
     * @param pixels width of the rim, at least 0
     */
    public record Pad(int pixels) implements Option, PoolOption {
        /**
         * Refuses negative widths.
         *
         * @param pixels as above
         */
        public Pad {
            require(pixels >= 0, "pad", pixels, "at least 0");
        }
    }

    /**
     * Groups that a convolution splits its channels into.
     *
     * @param count how many, at least 1
     */
    public record Groups(int count) implements ConvOption {
        /**
         * Refuses counts below 1.
         *
         * @param count as above
         */
        public Groups {
            require(count >= 1, "groups", count, "at least 1");
        }
    }

    /** A convolution without biases. */
    public record NoBias() implements Option {}

    /** Pooling windows that may stick out of the image. */
    public record RoundUp() implements PoolOption {}

    /**
     * Sets how far the window moves between two outputs.
     *
     * @param pixels at least 1
     * @return the choice, for {@link #conv} and {@link #transposedConv}
     */
    public static Stride stride(int pixels) {
        return new Stride(pixels);
    }

    /**
     * Sets the rim of zeros around the image.
     *
     * @param pixels at least 0
     * @return the choice, for {@link #conv} and {@link #transposedConv}
     */
    public static Pad pad(int pixels) {
        return new Pad(pixels);
    }

    /**
     * Splits the channels: each group of kernels sees its own share of them. With as many groups as channels the
     * convolution is depthwise, one kernel a channel.
     *
     * @param count at least 1; the numbers of channels and of filters are multiples of it
     * @return the choice, for {@link #conv}
     */
    public static Groups groups(int count) {
        return new Groups(count);
    }

    /**
     * Leaves out the biases, which a batch normalisation that follows would take away again.
     *
     * @return the choice, for {@link #conv} and {@link #transposedConv}
     */
    public static NoBias noBias() {
        return new NoBias();
    }

    /**
     * Lets the last window stick out of the image, so that no pixel is left over (PyTorch's ceil mode).
     *
     * @return the choice, for {@link #maxPool(int, int, PoolOption...)}
     */
    public static RoundUp roundUp() {
        return new RoundUp();
    }

    /**
     * Runs blocks one after the other.
     *
     * @param blocks the blocks, first to last
     * @return a block whose input is the first one's and whose output is the last one's
     */
    public static SequentialBlock seq(Block... blocks) {
        return new Sequence().addAll(blocks);
    }

    /**
     * Convolves an image with square kernels, one feature map a kernel.
     *
     * <p>{@code [N, channels, H, W]} becomes {@code [N, filters, H', W']} with {@code H' = (H + 2·pad − kernel) / stride + 1},
     * rounded down. The default stride is 1; the default pad is {@code (kernel − 1) / 2}, which keeps the size of the
     * image for odd kernels.
     *
     * @param filters number of kernels, at least 1
     * @param kernel height and width of each kernel in pixels, at least 1
     * @param options {@link #stride}, {@link #pad}, {@link #groups} and {@link #noBias}, where the defaults do not fit
     * @return a block with {@code filters · (channels / groups · kernel² + 1)} parameters, without biases
     *     {@code filters} less
     */
    public static Block conv(int filters, int kernel, ConvOption... options) {
        require(filters >= 1, "filters", filters, "at least 1");
        require(kernel >= 1, "kernel", kernel, "at least 1");
        Conv2d.Builder conv = Conv2d.builder()
                .setFilters(filters)
                .setKernelShape(square(kernel))
                .optPadding(square((kernel - 1) / 2));
        for (ConvOption option : options) {
            if (option instanceof Stride stride) {
                conv.optStride(square(stride.pixels));
            } else if (option instanceof Pad pad) {
                conv.optPadding(square(pad.pixels));
            } else if (option instanceof Groups groups) {
                require(
                        filters % groups.count == 0,
                        "filters",
                        filters,
                        "a multiple of the " + groups.count + " groups");
                conv.optGroups(groups.count);
            } else if (option instanceof NoBias) {
                conv.optBias(false);
            }
        }
        return new Conv(conv);
    }

    /** Whether a {@link #maskedConv} sees the pixel that it stands on. */
    public enum MaskType {
        /** Sees only the pixels before its own: for the first layer, which is given the image that is to be predicted. */
        A,
        /** Sees its own pixel too: for later layers, whose input knows of the pixels before only. */
        B
    }

    /**
     * Convolves an image with kernels that see no pixel after their own, rows first and from left to right, and keeps its
     * size: the rest of each kernel is zero (van den Oord, Kalchbrenner and Kavukcuoglu 2016, arXiv:1601.06759, section 3.4).
     * All channels belong to one gray value; there is no order among colours.
     *
     * <p>Weights start as normal numbers of variance {@code 2 / (channels · weights that are seen)}, biases as zeros.
     *
     * @param filters number of kernels, at least 1
     * @param height height of each kernel in pixels, odd; 1 sees only the pixel's own row
     * @param width width of each kernel in pixels, odd
     * @param type whether a kernel sees its own pixel
     * @return a block from {@code [N, channels, H, W]} to {@code [N, filters, H, W]} with
     *     {@code filters · (channels · height · width + 1)} parameters, counting those that are masked
     * @throws IllegalArgumentException if a size is even or less than 1, or a kernel of type A sees nothing
     */
    public static Block maskedConv(int filters, int height, int width, MaskType type) {
        require(filters >= 1, "filters", filters, "at least 1");
        require(height >= 1 && height % 2 == 1, "height", height, "odd, so that a pixel is in the middle");
        require(width >= 1 && width % 2 == 1, "width", width, "odd, so that a pixel is in the middle");
        require(
                type == MaskType.B || height * width > 1,
                "size of the kernel",
                1,
                "more for type A, which does not see its own pixel");
        return new MaskedConv(filters, height, width, type);
    }

    /**
     * Convolves a sequence with kernels along its length, one feature a kernel, and keeps its length.
     *
     * @param filters number of kernels, at least 1
     * @param kernel length of each kernel, odd
     * @return a block from {@code [N, channels, length]} to {@code [N, filters, length]} with
     *     {@code filters · (channels · kernel + 1)} parameters
     */
    public static Block conv1d(int filters, int kernel) {
        require(filters >= 1, "filters", filters, "at least 1");
        require(kernel >= 1 && kernel % 2 == 1, "kernel", kernel, "odd, to keep the length");
        return Conv1d.builder()
                .setFilters(filters)
                .setKernelShape(new Shape(kernel))
                .optPadding(new Shape((kernel - 1) / 2))
                .build();
    }

    /**
     * Connects every input to every unit: {@code y = x·Wᵀ + b}.
     *
     * @param units number of outputs, at least 1
     * @return a block from {@code [N, inputs]} to {@code [N, units]} with {@code units · (inputs + 1)} parameters
     */
    public static Block linear(int units) {
        require(units >= 1, "units", units, "at least 1");
        return Linear.builder().setUnits(units).build();
    }

    /**
     * Enlarges an image with square kernels, the way back of {@link #conv}: every pixel adds a copy of the kernels,
     * weighed by its value, to the output (Dumoulin and Visin 2016, arXiv:1603.07285, ch. 4).
     *
     * <p>{@code [N, channels, H, W]} becomes {@code [N, filters, stride·H, stride·W]} by default (a pixel more for even
     * kernels of stride 1). With a {@link #pad}, {@code H' = (H − 1)·stride − 2·pad + kernel}. Weights start as normal numbers of variance
     * {@code 2·stride² / (channels · kernel²)} (He et al. 2015, for the mean number of inputs that an output is the sum
     * of), biases as zeros.
     *
     * @param filters number of feature maps it makes, at least 1
     * @param kernel height and width of each kernel in pixels, at least 1; a multiple of the stride avoids checkerboards
     *     (Odena et al. 2016)
     * @param options {@link #stride} (1), {@link #noBias}, and {@link #pad} where the image is not to grow by the stride
     *     exactly
     * @return a block with {@code filters · (channels · kernel² + 1)} parameters, without biases {@code filters} less
     */
    public static Block transposedConv(int filters, int kernel, Option... options) {
        require(filters >= 1, "filters", filters, "at least 1");
        require(kernel >= 1, "kernel", kernel, "at least 1");
        int stride = 1;
        int pad = -1;
        boolean biased = true;
        for (Option option : options) {
            if (option instanceof Stride s) {
                stride = s.pixels;
            } else if (option instanceof Pad p) {
                pad = p.pixels;
            } else {
                biased = false;
            }
        }
        if (pad >= 0) {
            return new TransposedConv(filters, kernel, stride, pad, 0, biased);
        }
        if (stride == 1) {
            return new TransposedConv(filters, kernel, 1, (kernel - 1) / 2, 0, biased);
        }
        int rim = (Math.max(0, kernel - stride) + 1) / 2;
        return new TransposedConv(filters, kernel, stride, rim, stride - kernel + 2 * rim, biased);
    }

    /** A named choice for a recurrent layer: {@link #bidirectional} or {@link #finalState}. */
    public enum RecurrentOption {
        /** Reads the sequence in both directions. */
        BIDIRECTIONAL,
        /** Gives only the state after the last step. */
        FINAL_STATE
    }

    /**
     * Reads the sequence in both directions, each with its own weights (Schuster and Paliwal 1997); the layer's outputs
     * are those of the way there, then those of the way back.
     *
     * @return the choice, for {@link #lstm}, {@link #gru} and {@link #rnn}
     */
    public static RecurrentOption bidirectional() {
        return RecurrentOption.BIDIRECTIONAL;
    }

    /**
     * Gives the hidden state after the last step instead of one at each step: a sequence in one vector.
     *
     * @return the choice, for {@link #lstm}, {@link #gru} and {@link #rnn}
     */
    public static RecurrentOption finalState() {
        return RecurrentOption.FINAL_STATE;
    }

    /**
     * Reads a sequence with long short-term memory (Hochreiter and Schmidhuber 1997), the gates and biases as PyTorch's.
     *
     * <p>{@code [N, T, features]} becomes {@code [N, T, directions·hidden]}, or {@code [N, directions·hidden]} with
     * {@link #finalState}. All parameters start as uniform numbers within {@code ±1/√hidden}, as in PyTorch. The block
     * also takes a state to start from, {@code [directions, N, hidden]} twice (hidden, cell) after the input, and then
     * gives the last state after its output; otherwise it starts from zeros.
     *
     * @param hidden size of the state, at least 1
     * @param options {@link #bidirectional} and {@link #finalState}
     * @return a block with {@code directions · 4 · hidden · (features + hidden + 2)} parameters
     */
    public static Block lstm(int hidden, RecurrentOption... options) {
        return recurrent(RecurrentCell.LSTM, hidden, options);
    }

    /**
     * Reads a sequence with gated recurrent units (Cho et al. 2014, arXiv:1406.1078), the gates and biases as PyTorch's.
     *
     * @param hidden size of the state, at least 1
     * @param options {@link #bidirectional} and {@link #finalState}
     * @return a block of the shapes and the initialisation of {@link #lstm}, with one array of state and
     *     {@code directions · 3 · hidden · (features + hidden + 2)} parameters
     */
    public static Block gru(int hidden, RecurrentOption... options) {
        return recurrent(RecurrentCell.GRU, hidden, options);
    }

    /**
     * Reads a sequence with a simple recurrent network, {@code h = tanh(W·x + b + U·h + c)} (Elman 1990).
     *
     * @param hidden size of the state, at least 1
     * @param options {@link #bidirectional} and {@link #finalState}
     * @return a block of the shapes and the initialisation of {@link #lstm}, with one array of state and
     *     {@code directions · hidden · (features + hidden + 2)} parameters
     */
    public static Block rnn(int hidden, RecurrentOption... options) {
        return recurrent(RecurrentCell.RNN, hidden, options);
    }

    /**
     * Gives each word a vector that is learned (Bengio et al. 2003): {@code [N, T]} numbers of words, from 0 to
     * {@code words − 1}, become {@code [N, T, size]}. The vectors start as normal numbers of variance 1, as in PyTorch.
     *
     * @param words how many words there are, at least 1
     * @param size length of each vector, at least 1
     * @return a block with {@code words · size} parameters; it refuses numbers outside of the vocabulary
     */
    public static Block embedding(int words, int size) {
        require(words >= 1, "words", words, "at least 1");
        require(size >= 1, "size", size, "at least 1");
        return new Embedding(words, size, new NormalInitializer(1));
    }

    /**
     * Gives each word a vector that starts as one that is known, such as GloVe's:
     * {@code embedding(vocabulary.embedding(Glove.load(), manager))}. They are learned on unless the training freezes them.
     *
     * @param vectors {@code [words, size]}, one row for each word, which is copied
     * @return a block as {@link #embedding(int, int)}
     * @throws IllegalArgumentException if the vectors are no matrix of floating-point numbers
     */
    public static Block embedding(NDArray vectors) {
        Shape shape = vectors.getShape();
        if (shape.dimension() != 2 || shape.size() == 0 || vectors.getDataType() != DataType.FLOAT32) {
            throw new IllegalArgumentException(
                    "the vectors are " + vectors.getDataType().name() + " of shape " + shape
                            + "; they must be FLOAT32 of shape (words, size)");
        }
        float[] rows = vectors.toFloatArray();
        return new Embedding(
                Math.toIntExact(shape.get(0)),
                Math.toIntExact(shape.get(1)),
                (manager, size, type) -> manager.create(FloatBuffer.wrap(rows), size));
    }

    /**
     * Keeps what is positive and scales what is negative by a number that each channel learns, 0.25 at first:
     * {@code max(0, x) + slope · min(0, x)} (He et al. 2015, arXiv:1502.01852).
     *
     * @return a block that keeps the shape, {@code [N, channels, …]}, with one parameter a channel
     */
    public static Block prelu() {
        return new Prelu();
    }

    /**
     * Keeps what is positive: {@code max(0, x)}.
     *
     * @return a block without parameters that keeps the shape
     */
    public static Block relu() {
        return new Elementwise(Elementwise.RELU, Activation::relu);
    }

    /**
     * Keeps what is positive, up to 6: {@code min(6, max(0, x))}, which survives few bits (Howard et al. 2017,
     * arXiv:1704.04861).
     *
     * @return a block without parameters that keeps the shape
     */
    public static Block relu6() {
        return new Elementwise("relu6", x -> x.clip(0, 6));
    }

    /**
     * Keeps what is positive and scales what is negative by a fixed number, so that a gradient flows everywhere:
     * {@code max(0, x) + slope · min(0, x)} (Maas, Hannun and Ng 2013).
     *
     * @param slope what negative numbers are multiplied by, in [0, 1); 0.2 in adversarial networks, 0.01 elsewhere
     * @return a block without parameters that keeps the shape
     * @throws IllegalArgumentException if the slope is out of its range
     */
    public static Block leakyRelu(double slope) {
        if (!(slope >= 0 && slope < 1)) {
            throw new IllegalArgumentException("slope is " + slope + "; it must be in [0, 1)");
        }
        return new Elementwise("leakyRelu", x -> Activation.leakyRelu(x, (float) slope));
    }

    /**
     * Keeps the largest of each few neighbours, so that a unit learns its own activation function, any that is convex
     * (Goodfellow et al. 2013, arXiv:1302.4389): {@code seq(linear(240 * 5), maxout(5))} has 240 units of 5 pieces.
     *
     * @param pieces how many neighbours become one number, at least 1
     * @return a block without parameters from {@code [N, units·pieces]} to {@code [N, units]}
     */
    public static Block maxout(int pieces) {
        require(pieces >= 1, "pieces", pieces, "at least 1");
        return named("maxout", x -> {
            long inputs = x.getShape().get(1);
            if (x.getShape().dimension() != 2 || inputs % pieces != 0) {
                throw new IllegalArgumentException("maxout takes (N, units·" + pieces + "), not " + x.getShape());
            }
            return x.reshape(-1, inputs / pieces, pieces).max(new int[] {2});
        });
    }

    /**
     * Squashes to (−1, 1): {@code tanh(x)}.
     *
     * @return a block without parameters that keeps the shape
     */
    public static Block tanh() {
        return new Elementwise("tanh", Activation::tanh);
    }

    /**
     * Squashes to (0, 1): {@code 1 / (1 + e⁻ˣ)}.
     *
     * @return a block without parameters that keeps the shape
     */
    public static Block sigmoid() {
        return new Elementwise("sigmoid", Activation::sigmoid);
    }

    /**
     * Keeps the largest value of each window; windows do not overlap.
     *
     * @param size height, width and step of the window in pixels, at least 1
     * @return a block from {@code [N, C, H, W]} to {@code [N, C, H/size, W/size]}, rounded down
     */
    public static Block maxPool(int size) {
        return maxPool(size, size);
    }

    /**
     * Keeps the largest value of each window.
     *
     * @param size height and width of the window in pixels, at least 1
     * @param stride step of the window in pixels, at least 1
     * @param options {@link #pad} (0), at most half of the window, and {@link #roundUp}
     * @return a block from {@code [N, C, H, W]} to {@code [N, C, H', W']} with {@code H' = (H + 2·pad − size)/stride + 1},
     *     rounded down or, with {@link #roundUp}, up
     */
    public static Block maxPool(int size, int stride, PoolOption... options) {
        return Pooling.max(window(size, stride, options));
    }

    /**
     * Averages each window.
     *
     * @param size height and width of the window in pixels, at least 1
     * @param stride step of the window in pixels, at least 1
     * @return a block from {@code [N, C, H, W]} to {@code [N, C, (H − size)/stride + 1, (W − size)/stride + 1]}
     */
    public static Block avgPool(int size, int stride) {
        return Pooling.mean(window(size, stride));
    }

    /**
     * Adds the rim of zeros with which the convolution that follows, of {@code pad(0)}, gives {@code H/stride} rows,
     * rounded up: TensorFlow's padding "same". Where the rim is odd, its larger part stands below and right.
     *
     * @param kernel the convolution's kernel, at least 1
     * @param stride the convolution's stride, at least 1
     * @return a block without parameters from {@code [N, C, H, W]} to {@code [N, C, H + rim, W + rim]}
     */
    public static Block samePad(int kernel, int stride) {
        require(kernel >= 1, "kernel", kernel, "at least 1");
        require(stride >= 1, "stride", stride, "at least 1");
        return named("samePad", x -> {
            long rows = rim(x.getShape().get(2), kernel, stride);
            long columns = rim(x.getShape().get(3), kernel, stride);
            return x.pad(new Shape(columns / 2, columns - columns / 2, rows / 2, rows - rows / 2), 0);
        });
    }

    /**
     * Adds a rim that mirrors the image at its edge, which leaves no dark frame as zeros do.
     *
     * @param pixels width of the rim, at least 0, and less than height and width of the image
     * @return a block without parameters from {@code [N, C, H, W]} to {@code [N, C, H + 2·pixels, W + 2·pixels]}
     */
    public static Block reflectionPad(int pixels) {
        require(pixels >= 0, "pad", pixels, "at least 0");
        return named("reflectionPad", x -> Operators.reflectionPad2d(x, pixels));
    }

    /**
     * Shrinks an image as {@link #maxPool(int)} does, runs a block on it, and puts each number of the block's output
     * where the maximum was that it comes from, among zeros (SegNet: Badrinarayanan et al. 2017, arXiv:1511.00561).
     *
     * @param size height, width and step of the window in pixels, at least 1
     * @param inner a block that keeps the shape of its input, {@code [N, C, H/size, W/size]}
     * @return a block that keeps the shape of its input, {@code [N, C, H, W]}, with the parameters of {@code inner}
     */
    public static Block maxUnpool(int size, Block inner) {
        require(size >= 1, "size", size, "at least 1");
        return new MaxUnpool(size, inner);
    }

    /**
     * Averages each feature map to one number.
     *
     * @return a block from {@code [N, C, H, W]} to {@code [N, C]}
     */
    public static Block globalAvgPool() {
        return named("globalAvgPool", Pool::globalAvgPool2d);
    }

    /**
     * Averages windows that are as large as it takes to get feature maps of a given size from any image.
     *
     * @param size height and width of the output in pixels, at least 1
     * @return a block from {@code [N, C, H, W]} to {@code [N, C, size, size]}
     */
    public static Block adaptiveAvgPool(int size) {
        require(size >= 1, "size", size, "at least 1");
        return named("adaptiveAvgPool", x -> Operators.adaptiveAvgPool2d(x, size));
    }

    /**
     * Lays each sample out as one row.
     *
     * @return a block from {@code [N, a, b, …]} to {@code [N, a·b·…]}
     */
    public static Block flatten() {
        return named("flatten", x -> x.reshape(x.getShape().get(0), -1));
    }

    /**
     * Gives each row the shape of an image, the way back of {@link #flatten}.
     *
     * @param sample the shape without the batch, such as {@code [32, 7, 7]}
     * @return a block from {@code [N, a·b·…]} to {@code [N, a, b, …]}
     * @throws IllegalArgumentException if a size is less than 1
     */
    public static Block unflatten(Shape sample) {
        for (long size : sample.getShape()) {
            require(size >= 1, "a size of " + sample, Math.toIntExact(size), "at least 1");
        }
        return named("unflatten", x -> x.reshape(new Shape(x.getShape().get(0)).addAll(sample)));
    }

    /**
     * Normalises each channel over the batch, then scales and shifts it (Ioffe and Szegedy 2015, arXiv:1502.03167).
     *
     * @return a block that keeps the shape, with two parameters and two running statistics a channel
     */
    public static Block batchNorm() {
        return BatchNorm.builder().build();
    }

    /**
     * Normalises as {@link #batchNorm()} does, with another number that keeps small variances from being divided by.
     *
     * @param epsilon what is added to each variance, above 0; 10⁻⁵ by default
     * @return a block that keeps the shape, with two parameters and two running statistics a channel
     */
    public static Block batchNorm(double epsilon) {
        if (!(epsilon > 0 && epsilon < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("epsilon is " + epsilon + "; it must be above 0");
        }
        return BatchNorm.builder().optEpsilon((float) epsilon).build();
    }

    /**
     * Normalises the features of each position by themselves, to mean 0 and variance 1, then scales and shifts each feature
     * (Ba, Kiros and Hinton 2016, arXiv:1607.06450), with 10⁻⁵ added to the variance, as PyTorch's.
     *
     * @return a block that keeps the shape, {@code [N, …, features]}, with two parameters a feature
     */
    public static Block layerNorm() {
        return new LayerNorm();
    }

    /**
     * Normalises each feature map of each image by itself, while training and afterwards alike, without scale and shift
     * (Ulyanov, Vedaldi and Lempitsky 2016, arXiv:1607.08022): the contrast of an image no longer matters.
     *
     * @return a block without parameters that keeps the shape, {@code [N, C, H, W]}; it refuses maps of one pixel
     */
    public static Block instanceNorm() {
        return named("instanceNorm", Operators::instanceNorm);
    }

    /**
     * Sets each value to zero with probability {@code rate} while training, and scales the others by
     * {@code 1 / (1 − rate)}; does nothing otherwise (Srivastava et al. 2014).
     *
     * @param rate probability of dropping a value, in [0, 1)
     * @return a block that keeps the shape
     */
    public static Block dropout(double rate) {
        if (!(rate >= 0 && rate < 1)) {
            throw new IllegalArgumentException("dropout rate is " + rate + "; it must be in [0, 1)");
        }
        return Dropout.builder().optRate((float) rate).build();
    }

    /**
     * Passes its input through.
     *
     * @return a block that changes nothing
     */
    public static Block identity() {
        return Blocks.identityBlock();
    }

    /**
     * Gives a network its parameters, for inputs of a shape, unless it has them.
     *
     * @param net the network
     * @param input shape of one batch of its input, such as {@code [1, 1, 28, 28]}
     * @param seed where the random numbers start: the same seed gives the same weights
     * @return {@code net}
     * @throws IllegalArgumentException if the input does not fit the network; the message names the layer
     */
    public static Block initialize(Block net, Shape input, long seed) {
        return Parameters.initialize(net, seed, input);
    }

    /**
     * Gives a network of several inputs its parameters, unless it has them.
     *
     * @param net the network
     * @param seed where the random numbers start: the same seed gives the same weights
     * @param inputs shape of a batch of each of its inputs
     * @return {@code net}
     * @throws IllegalArgumentException if the inputs do not fit the network; the message names the layer
     */
    public static Block initialize(Block net, long seed, Shape... inputs) {
        return Parameters.initialize(net, seed, inputs);
    }

    /**
     * Lists a network's layers: output shape, parameters, multiply-adds and receptive field.
     *
     * @param net the network; it stays as it is
     * @param inputs shape of one batch of its input, such as {@code [1, 1, 28, 28]}, or of each of several
     * @return the table
     * @throws IllegalArgumentException if the inputs do not fit the network; the message names the layer
     */
    public static Summary summary(Block net, Shape... inputs) {
        requireInput(inputs);
        return Summary.of(net, inputs);
    }

    /**
     * Lists a network's layers for one image of a data set.
     *
     * @param net the network; it stays as it is
     * @param data the data it is for
     * @return the table
     * @throws IllegalArgumentException if the images do not fit the network; the message names the layer
     */
    public static Summary summary(Block net, ImageDataset data) {
        return Summary.of(net, image(data));
    }

    private static void requireInput(Shape... inputs) {
        if (inputs.length == 0) {
            throw new IllegalArgumentException("no input; give the shape of a batch, such as new Shape(1, 1, 28, 28)");
        }
    }

    private static Shape image(ImageDataset data) {
        Shape images = data.train().first(1).images().getShape();
        return new Shape(1, images.get(1), images.get(2), images.get(3));
    }

    /**
     * Draws a network as boxes with their shapes and numbers of parameters, and arrows between them; nothing but shapes is
     * computed.
     *
     * <pre>{@code
     * architecture(ResNet.of(18, 10), new Shape(1, 3, 224, 224))
     * }</pre>
     *
     * @param net the network, with or without parameters; it stays as it is
     * @param inputs shape of one batch of its input, such as {@code [1, 1, 28, 28]}, or of each of several
     * @return the drawing
     * @throws IllegalArgumentException if the inputs do not fit the network; the message names the layer
     */
    public static Architecture architecture(Block net, Shape... inputs) {
        requireInput(inputs);
        return Architecture.of(net, inputs);
    }

    /**
     * Draws a network as boxes for one image of a data set.
     *
     * @param net the network; it stays as it is
     * @param data the data it is for
     * @return the drawing
     * @throws IllegalArgumentException if the images do not fit the network; the message names the layer
     */
    public static Architecture architecture(Block net, ImageDataset data) {
        return Architecture.of(net, image(data));
    }

    /**
     * Finds a layer by its path: the names on the way to it, {@code "block2.conv1"} for the first convolution in the second
     * part of a sequence.
     *
     * @param net the network, with or without parameters
     * @param path the layer's path, as {@link #summary} lists them, or that of a block of several layers
     * @return the layer itself
     * @throws IllegalArgumentException if there is no such layer; the message lists those there are, the nearest first
     */
    public static Block layer(Block net, String path) {
        return Paths.layer(net, path);
    }

    /**
     * Returns what a layer has learned.
     *
     * @param net a network that has parameters
     * @param path path of a layer with one array of weights, such as {@code "block2.conv1"}, or of any parameter, such as
     *     {@code "block2.conv1.bias"}
     * @return the weights themselves, which belong to the network: what is written to them changes it
     * @throws IllegalArgumentException if there are no such weights; the message lists those there are, the nearest first
     * @throws IllegalStateException if the network has no parameters yet
     */
    public static NDArray weights(Block net, String path) {
        return Paths.weights(net, path);
    }

    /**
     * Returns the gradient that backward passes have collected for a layer's weights; the steps of {@code fit} leave zeros.
     *
     * @param net a network that has parameters
     * @param path as for {@link #weights}
     * @return the gradient itself, of the shape of the weights, which the next backward pass adds to
     * @throws IllegalArgumentException if there are no such weights; the message lists those there are, the nearest first
     * @throws IllegalStateException if no backward pass has reached the weights
     */
    public static NDArray gradients(Block net, String path) {
        return Paths.gradients(net, path);
    }

    private static Block recurrent(RecurrentCell cell, int hidden, RecurrentOption... options) {
        require(hidden >= 1, "hidden", hidden, "at least 1");
        return new Recurrent(cell, hidden, List.of(options));
    }

    private static LambdaBlock named(String name, UnaryOperator<NDArray> function) {
        return new LambdaBlock(x -> new NDList(function.apply(x.singletonOrThrow())), name);
    }

    private static Window window(int size, int stride, PoolOption... options) {
        require(size >= 1, "size", size, "at least 1");
        require(stride >= 1, "stride", stride, "at least 1");
        int pad = 0;
        boolean roundUp = false;
        for (PoolOption option : options) {
            if (option instanceof Pad rim) {
                require(2 * rim.pixels <= size, "pad", rim.pixels, "at most half of the window, " + size);
                pad = rim.pixels;
            } else {
                roundUp = true;
            }
        }
        return new Window(size, stride, pad, roundUp);
    }

    private static long rim(long side, int kernel, int stride) {
        long places = (side + stride - 1) / stride;
        return Math.max(0, (places - 1) * stride + kernel - side);
    }

    static Shape square(int side) {
        return new Shape(side, side);
    }

    private static void require(boolean holds, String name, int value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(name + " is " + value + "; it must be " + expected);
        }
    }
}
