package dev.crema.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import dev.crema.figures.Figure;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * Shows an NDArray: shape, type, device, what its numbers are like, its first cells, and where it looks like a picture
 * the picture.
 *
 * <p>Whatever needs the whole array is computed on the engine; only what is shown is copied to Java.
 */
final class NDArrayView implements View<NDArray> {
    /** Beyond this many elements even a copy of one byte each would be felt. */
    private static final long LARGEST_COPY = 100_000_000;

    @Override
    public Bundle of(NDArray array) {
        if (array.isReleased()) {
            return Bundle.text("NDArray, closed: its memory has been freed, so its numbers are gone. "
                    + "Keep what you need before the manager that owns the array closes.");
        }
        String head = head(array);
        if (array.isSparse() || !readable(array.getDataType())) {
            return Bundle.text(head);
        }
        Corner corner = corner(array);
        Optional<Figure> picture = ArrayPicture.of(array, head);
        if (picture.isPresent()) {
            Figure figure = picture.get().detail(corner.text());
            Bundle bundle =
                    DrawableView.bundle(corner.table(head).map(figure::numbers).orElse(figure));
            String caption = head.replace("&", "&amp;").replace("<", "&lt;"); // an array's name is its user's
            return bundle.html("<p>" + caption + "</p>\n" + bundle.data().get(Bundle.HTML));
        }
        Bundle bundle = Bundle.text(head + "\n" + corner.text());
        return corner.table(head)
                .map(table -> bundle.html(table.html(Corner.ROWS + 1)))
                .orElse(bundle);
    }

    /** Describes an array in one line. */
    static String head(NDArray array) {
        StringJoiner head = new StringJoiner("  ");
        String name = array.getName();
        head.add(name == null || name.isEmpty() ? "NDArray" : "NDArray \"" + name + "\"");
        head.add(Arrays.toString(array.getShape().getShape()));
        head.add(array.getDataType().toString());
        head.add(array.getDevice().toString());
        if (array.isSparse()) {
            head.add("sparse");
        } else if (array.size() > 0) {
            spread(array).forEach(head::add);
        }
        if (array.hasGradient()) {
            head.add("with gradient");
        }
        return head.toString();
    }

    private static List<String> spread(NDArray array) {
        DataType type = array.getDataType();
        if (type == DataType.BOOLEAN) {
            try (NDArray sum = array.sum()) {
                return List.of(Spread.count(sum.getLong()) + " true");
            }
        }
        if (type.isInteger()) {
            try (NDArray min = array.min();
                    NDArray max = array.max();
                    NDArray sum = array.sum()) {
                double mean = (double) sum.getLong() / array.size();
                return List.of(new Spread(number(min), mean, number(max), array.size(), 0).toString());
            }
        }
        return readable(type) ? List.of(ofFloats(array).toString()) : List.of();
    }

    private static Spread ofFloats(NDArray array) {
        long notNumbers = 0;
        if (array.size() <= LARGEST_COPY) {
            try (NDArray mask = array.isNaN();
                    NDArray sum = mask.sum()) {
                notNumbers = sum.getLong();
                if (notNumbers > 0) {
                    try (NDArray inverse = mask.logicalNot();
                            NDArray numbers = array.booleanMask(inverse)) {
                        return ofNumbers(numbers, notNumbers);
                    }
                }
            }
        }
        return ofNumbers(array, notNumbers);
    }

    private static Spread ofNumbers(NDArray numbers, long notNumbers) {
        if (numbers.size() == 0) {
            return new Spread(Double.NaN, Double.NaN, Double.NaN, 0, notNumbers);
        }
        try (NDArray min = numbers.min();
                NDArray mean = numbers.mean();
                NDArray max = numbers.max()) {
            return new Spread(number(min), number(mean), number(max), numbers.size(), notNumbers);
        }
    }

    static double number(NDArray scalar) {
        try (NDArray wide = scalar.toType(DataType.FLOAT64, true)) {
            return wide.getDouble();
        }
    }

    private static Corner corner(NDArray array) {
        long[] shape = array.getShape().getShape();
        int[] shown = Corner.sizeFor(shape);
        if (array.size() == 0) {
            return new Corner(shape, new int[shape.length], List.of());
        }
        if (shape.length == 0) {
            return new Corner(shape, shown, cells(array));
        }
        StringJoiner ranges = new StringJoiner(", ");
        for (int length : shown) {
            ranges.add("0:" + length);
        }
        try (NDArray corner = array.get(new NDIndex(ranges.toString()))) {
            return new Corner(shape, shown, cells(corner));
        }
    }

    private static List<String> cells(NDArray corner) {
        DataType type = corner.getDataType();
        if (type == DataType.BOOLEAN || type.isInteger()) {
            // toBooleanArray() of a slice leaves a copy behind in the manager
            try (NDArray wide = corner.toType(DataType.INT64, true)) {
                return Arrays.stream(wide.toLongArray())
                        .mapToObj(cell -> type == DataType.BOOLEAN ? Boolean.toString(cell != 0) : Long.toString(cell))
                        .toList();
            }
        }
        try (NDArray wide = corner.toType(DataType.FLOAT64, true)) {
            double[] values = wide.toDoubleArray();
            return Arrays.stream(values).mapToObj(Numerals.suiting(values)).toList();
        }
    }

    /** Leaves out what the engine cannot compute with; for some of these types trying ends the process. */
    private static boolean readable(DataType type) {
        return switch (type) {
            case FLOAT16, FLOAT32, FLOAT64, UINT8, INT8, INT16, INT32, INT64, BOOLEAN -> true;
            default -> false;
        };
    }
}
