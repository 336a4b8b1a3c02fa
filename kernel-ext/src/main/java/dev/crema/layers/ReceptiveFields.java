package dev.crema.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.convolutional.Convolution;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * Follows through a network how much of the image one number depends on (Araujo, Norris and Sim 2019, "Computing receptive
 * fields of convolutional neural networks", Distill): a window of k pixels, s apart, makes a field of size r and step j one
 * of size {@code r + (k − 1)·j} and step {@code s·j}. Where branches join, the largest counts: what a {@link Net} computes
 * between its parts is taken to come from all that they have seen.
 */
final class ReceptiveFields {
    private static final List<String> PADDINGS = List.of("samePad", "reflectionPad");

    /**
     * Which part of the image the numbers of an array see.
     *
     * @param start where what the first number sees begins, below 0 in a rim
     * @param size height of what one number sees, in pixels of the image, its rims too; infinite for the whole image
     * @param step how far apart in the image the fields of two neighbours are
     * @param height height of the array
     */
    private record Field(double start, double size, double step, long height) {
        static final Field WHOLE = new Field(0, Double.POSITIVE_INFINITY, 1, 1);

        Field through(int window, double stride, double pad, long newHeight) {
            return new Field(start - pad * step, size + (window - 1) * step, step * stride, newHeight);
        }

        /** With a rim on both sides, which the last has more of if it is odd. */
        Field padded(long newHeight) {
            long before = (newHeight - height) / 2;
            return new Field(start - before * step, size, step, newHeight);
        }

        /** What is not known as a window: it keeps the image, shrinks it by averages and the like, or enlarges it. */
        Field resized(Shape output, int axis) {
            if (output.dimension() != 4) {
                return WHOLE;
            }
            long newHeight = output.get(axis);
            int shrunk = (int) Math.max(1, Math.round((double) height / newHeight));
            long enlarged = Math.max(1, Math.round((double) newHeight / height));
            return through(shrunk, (double) shrunk / enlarged, 0, newHeight);
        }
    }

    private record Seen(String path, Field field) {}

    private final int axis;
    private final long length;
    private final IdentityHashMap<NDArray, Field> known = new IdentityHashMap<>();
    private final List<Seen> seen = new ArrayList<>();

    /** Follows the height of images, axis 2, or their width, axis 3. */
    ReceptiveFields(NDList inputs, int axis) {
        this.axis = axis;
        Shape first = inputs.head().getShape();
        length = first.dimension() == 4 ? first.get(axis) : 1;
        for (NDArray input : inputs) {
            Shape shape = input.getShape();
            Field field = shape.dimension() == 4 ? new Field(0, 1, 1, shape.get(axis)) : Field.WHOLE;
            known.put(input, field);
            seen.add(new Seen("", field));
        }
    }

    /** Takes note of a layer or a net that has run. */
    void visit(String path, Block layer, NDArray x, NDArray y) {
        Field field;
        if (!Trace.opens(layer)) {
            Field before = known.get(x);
            field = through(layer, before == null ? joined(parent(path), x.getShape()) : before, y.getShape());
        } else if (known.containsKey(y)) {
            return;
        } else {
            field = joined(path, y.getShape());
        }
        known.put(y, field);
        seen.add(new Seen(path, field));
    }

    /** The field of what a layer or a net gave; empty for the whole image. */
    OptionalInt of(NDArray output) {
        double size = Objects.requireNonNull(known.get(output)).size;
        return Double.isFinite(size) ? OptionalInt.of((int) Math.ceil(size)) : OptionalInt.empty();
    }

    /** Where the fields of an output lie. */
    ReceptiveField.Side side(NDArray output) {
        Field field = Objects.requireNonNull(known.get(output));
        return new ReceptiveField.Side(field.start, field.size, field.step, (int) length);
    }

    private Field through(Block layer, Field field, Shape output) {
        if (output.dimension() == 4) {
            long height = output.get(axis);
            if (layer instanceof Windowed windowed) {
                Window window = windowed.window();
                return field.through(window.size(), window.stride(), window.pad(), height);
            }
            if (layer instanceof Convolution conv) {
                int side = axis - 2;
                long kernel = conv.getKernelShape().get(side);
                int dilated = (int) (conv.getDilation().get(side) * (kernel - 1) + 1);
                double stride = (double) conv.getStride().get(side);
                return field.through(dilated, stride, (double) conv.getPadding().get(side), height);
            }
            if (layer instanceof TransposedConv conv) {
                // so many of the kernels that are copied to the output overlap there
                int overlap = (conv.kernel() + conv.stride() - 1) / conv.stride();
                double before = (conv.kernel() - 1.0 - conv.pad()) / conv.stride();
                return field.through(overlap, 1.0 / conv.stride(), before, height);
            }
            if (PADDINGS.contains(Layer.kind(layer))) {
                return field.padded(height);
            }
        }
        return field.resized(output, axis);
    }

    /** The field of an array that a net has computed between its parts, from any of what it has seen of that size. */
    private Field joined(String path, Shape shape) {
        List<Field> within = new ArrayList<>();
        for (String net = path; within.isEmpty(); net = parent(net)) {
            String prefix = net.isEmpty() ? "" : net + ".";
            seen.stream()
                    .filter(one -> one.path.startsWith(prefix))
                    .map(Seen::field)
                    .forEach(within::add);
        }
        Field largest = within.get(0);
        for (Field field : within) {
            boolean larger = field.size > largest.size;
            boolean fits = field.size == largest.size && shape.dimension() == 4 && field.height == shape.get(axis);
            largest = larger || fits ? field : largest;
        }
        return largest.resized(shape, axis);
    }

    private static String parent(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('.')));
    }
}
