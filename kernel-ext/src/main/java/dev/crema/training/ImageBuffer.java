package dev.crema.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.crema.memory.Owned;
import java.util.ArrayList;
import java.util.List;

/**
 * Shows a discriminator made images of before among new ones, so that it does not forget them (Shrivastava et al. 2017,
 * arXiv:1612.07828, section 2.3). The engine's random numbers decide.
 */
final class ImageBuffer {
    private final NDManager manager = Owned.managerOf(this);
    private final List<NDArray> kept = new ArrayList<>();
    private final int capacity;

    ImageBuffer(int capacity) {
        this.capacity = capacity;
    }

    /** Keeps images while there is room; after that half of them take the place of an older one, which is shown instead. */
    NDArray exchange(NDArray made) {
        int count = Math.toIntExact(made.size(0));
        float[] draws =
                made.getManager().randomUniform(0, 1, new Shape(count, 2)).toFloatArray();
        NDList shown = new NDList();
        for (int i = 0; i < count; i++) {
            NDArray image = made.get(i);
            if (kept.size() < capacity) {
                kept.add(copy(image));
            } else if (draws[2 * i] < 0.5) {
                int place = Math.min(capacity - 1, (int) (draws[2 * i + 1] * capacity));
                NDArray older = kept.set(place, copy(image));
                older.attach(made.getManager());
                image = older;
            }
            shown.add(image);
        }
        return NDArrays.stack(shown);
    }

    private NDArray copy(NDArray image) {
        NDArray copy = image.duplicate();
        copy.attach(manager);
        return copy;
    }
}
