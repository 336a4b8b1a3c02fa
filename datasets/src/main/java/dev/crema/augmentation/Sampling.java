package dev.crema.augmentation;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Reads the pixels of a whole batch at the places where affine maps say; what lies outside of an image is 0. */
final class Sampling {
    private final int height;
    private final int width;
    private final NDManager scratch;
    private final boolean wholePixels;
    private final NDArray x;
    private final NDArray y;

    /** Computes the place {@code [n, h, w]} that is seen at the centre of each pixel. */
    Sampling(List<Affine> maps, int height, int width, Device device, NDManager scratch) {
        this.height = height;
        this.width = width;
        this.scratch = scratch;
        this.wholePixels = maps.stream().allMatch(Affine::keepsPixelsWhole);
        NDArray column = centres(width, device).reshape(1, 1, width);
        NDArray row = centres(height, device).reshape(1, height, 1);
        x = each(maps, Affine::a, device)
                .mul(column)
                .add(each(maps, Affine::b, device).mul(row).add(each(maps, Affine::c, device)));
        y = each(maps, Affine::d, device)
                .mul(column)
                .add(each(maps, Affine::e, device).mul(row).add(each(maps, Affine::f, device)));
    }

    /** Mixes the four pixels about each place (bilinear), or takes the one there if no pixel is cut. */
    NDArray images(NDArray images) {
        if (wholePixels) {
            return nearest(images);
        }
        NDArray left = x.sub(0.5f).floor();
        NDArray top = y.sub(0.5f).floor();
        NDArray right = x.sub(0.5f).subi(left);
        NDArray bottom = y.sub(0.5f).subi(top);
        NDArray rightOf = left.add(1);
        NDArray below = top.add(1);
        NDArray sum = read(
                images, left, top, right.mul(-1).addi(1).muli(bottom.mul(-1).addi(1)));
        sum.addi(read(images, rightOf, top, bottom.mul(-1).addi(1).muli(right)));
        sum.addi(read(images, left, below, right.mul(-1).addi(1).muli(bottom)));
        sum.addi(read(images, rightOf, below, right.mul(bottom)));
        // four weights may add up to a little more than one
        NDArray clipped = sum.clip(0, 1);
        sum.close();
        return clipped;
    }

    /** Takes the pixel that each place lies in: between two classes there is none. */
    NDArray masks(NDArray masks) {
        Shape shape = masks.getShape();
        NDArray layered = masks.reshape(shape.get(0), 1, height, width);
        layered.attach(scratch);
        return nearest(layered).reshape(shape);
    }

    private NDArray nearest(NDArray images) {
        return read(images, x.floor(), y.floor(), x.onesLike());
    }

    /** Multiplies the pixels {@code [n, channels, h, w]} at columns and rows with weights, all {@code [n, h, w]}. */
    private NDArray read(NDArray images, NDArray column, NDArray row, NDArray weight) {
        Shape shape = images.getShape();
        long n = shape.get(0);
        NDArray index = row.clip(0, height - 1)
                .toType(DataType.INT64, false)
                .muli(width)
                .addi(column.clip(0, width - 1).toType(DataType.INT64, false))
                .reshape(n, 1, (long) height * width)
                .broadcast(n, shape.get(1), (long) height * width);
        NDArray inside = inside(column, width).logicalAnd(inside(row, height));
        NDArray pixels = images.reshape(n, shape.get(1), (long) height * width);
        pixels.attach(scratch);
        NDArray read = pixels.gather(index, 2);
        read.muli(weight.mul(inside.toType(DataType.FLOAT32, false))
                .toType(images.getDataType(), false)
                .reshape(n, 1, (long) height * width));
        return read.reshape(shape);
    }

    private static NDArray inside(NDArray number, int length) {
        return number.gte(0).logicalAnd(number.lt(length));
    }

    private NDArray centres(int length, Device device) {
        return scratch.arange(0.5f, length, 1, DataType.FLOAT32).toDevice(device, false);
    }

    private NDArray each(List<Affine> maps, ToDoubleFunction<Affine> coefficient, Device device) {
        float[] values = new float[maps.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) coefficient.applyAsDouble(maps.get(i));
        }
        return scratch.create(values, new Shape(values.length, 1, 1)).toDevice(device, false);
    }
}
