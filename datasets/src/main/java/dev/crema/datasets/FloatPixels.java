package dev.crema.datasets;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.lang.ref.Reference;

/**
 * Images in one array, on any device.
 *
 * @param images {@code [n, channels, height, width]}, float32 in [0, 1]
 */
record FloatPixels(NDArray images) implements Pixels {
    @Override
    public Shape shape() {
        return images.getShape();
    }

    @Override
    public Device device() {
        return images.getDevice();
    }

    @Override
    public NDArray slice(int from, int to, NDManager target) {
        return get(new NDIndex().addSliceDim(from, to), target);
    }

    // one gather per batch: half the time of one per epoch, whose copy no cache holds, and no second copy of the set
    @Override
    public NDArray gather(int[] indices, NDManager target) {
        try (NDArray rows = Pixels.int64(indices, target, device())) {
            return get(new NDIndex("{}", rows), target);
        }
    }

    @Override
    public Pixels first(int n, NDManager owner) {
        return new FloatPixels(slice(0, n, owner));
    }

    @Override
    public Pixels select(int[] indices, NDManager owner) {
        return new FloatPixels(gather(indices, owner));
    }

    NDArray image(int i, NDManager target) {
        return get(new NDIndex().addIndices(i), target);
    }

    private NDArray get(NDIndex index, NDManager target) {
        try {
            return images.get(target, index);
        } finally {
            // if this is the last use of the images, their memory could be freed while the engine still reads it
            Reference.reachabilityFence(images);
        }
    }
}
