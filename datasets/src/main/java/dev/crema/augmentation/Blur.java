package dev.crema.augmentation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** A Gaussian blur, each image by a width of its own. Beyond its edge an image goes on as in a mirror. */
record Blur(double from, double to) implements Recolouring.Step {
    @Override
    public NDArray apply(NDArray images, SplittableRandom random) {
        int n = Math.toIntExact(images.size(0));
        int radius = (int) Math.ceil(3 * to);
        float[][] weights = new float[radius + 1][n];
        for (int i = 0; i < n; i++) {
            double[] weight = weights(Recolouring.between(from, to, random), radius);
            for (int distance = 0; distance <= radius; distance++) {
                weights[distance][i] = (float) weight[distance];
            }
        }
        return along(along(images, 3, weights), 2, weights);
    }

    /** Weighs the neighbours at each distance along one axis. */
    private static NDArray along(NDArray images, int axis, float[][] weights) {
        long length = images.size(axis);
        int radius = weights.length - 1;
        NDArray wide = mirrored(images, axis, radius);
        NDArray sum = images.mul(Recolouring.array(images, weights[0], 1, 1, 1));
        for (int distance = 1; distance <= radius; distance++) {
            NDArray both = slice(wide, axis, radius - distance, length)
                    .add(slice(wide, axis, radius + distance, length))
                    .muli(Recolouring.array(images, weights[distance], 1, 1, 1));
            sum.addi(both);
            both.close();
        }
        wide.close();
        return sum;
    }

    private static NDArray slice(NDArray wide, int axis, long from, long length) {
        return wide.get(before(axis).addSliceDim(from, from + length));
    }

    /** Continues images on both sides of one axis. */
    private static NDArray mirrored(NDArray images, int axis, int radius) {
        int length = Math.toIntExact(images.size(axis));
        long[] places = IntStream.range(-radius, length + radius)
                .mapToLong(place -> mirrored(place, length))
                .toArray();
        NDArray index = images.getManager().create(places).toDevice(images.getDevice(), false);
        return images.get(axis == 3 ? ":, :, :, {}" : ":, :, {}", index);
    }

    private static NDIndex before(int axis) {
        NDIndex all = new NDIndex();
        for (int i = 0; i < axis; i++) {
            all.addAllDim();
        }
        return all;
    }

    /** The place that is seen in mirrors at the centres of the first and the last pixel. */
    static int mirrored(int place, int length) {
        if (length == 1) {
            return 0;
        }
        int period = Math.floorMod(place, 2 * (length - 1));
        return Math.min(period, 2 * (length - 1) - period);
    }

    private static double[] weights(double sigma, int radius) {
        double[] weights = new double[radius + 1];
        double sum = 0;
        for (int distance = 0; distance <= radius; distance++) {
            double steps = sigma == 0 ? (distance == 0 ? 0 : Double.POSITIVE_INFINITY) : distance / sigma;
            weights[distance] = StrictMath.exp(-steps * steps / 2);
            sum += distance == 0 ? weights[distance] : 2 * weights[distance];
        }
        for (int distance = 0; distance <= radius; distance++) {
            weights[distance] /= sum;
        }
        return weights;
    }
}
