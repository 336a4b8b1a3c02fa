package dev.crema.augmentation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.crema.datasets.ImageBatch;
import java.util.Random;

/** Batches to augment. */
final class Scene {
    private Scene() {}

    /** Random images of three channels with labels 0, 1, 2, 0, ..., in a manager of their own. */
    static ImageBatch random(int n, int height, int width) {
        NDManager manager = NDManager.newBaseManager();
        Random random = new Random(1);
        float[] pixels = new float[n * 3 * height * width];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = random.nextFloat();
        }
        long[] labels = new long[n];
        for (int i = 0; i < n; i++) {
            labels[i] = i % 3;
        }
        return new ImageBatch(manager.create(pixels, new Shape(n, 3, height, width)), manager.create(labels));
    }

    /** One image with the given pixels. */
    static ImageBatch of(float[][] rows) {
        NDManager manager = NDManager.newBaseManager();
        NDArray image = manager.create(rows);
        return new ImageBatch(image.reshape(1, 1, image.size(0), image.size(1)), manager.create(new long[] {0}));
    }

    /** White rectangles on black, each image with its mask (class 1) and its box, and a box of padding. */
    static ImageBatch rectangles(int n, int height, int width) {
        NDManager manager = NDManager.newBaseManager();
        Random random = new Random(2);
        float[] pixels = new float[n * height * width];
        long[] masks = new long[n * height * width];
        float[] boxes = new float[n * 2 * 4];
        for (int i = 0; i < n; i++) {
            int w = 3 + random.nextInt(width / 2);
            int h = 3 + random.nextInt(height / 2);
            int left = random.nextInt(width - w + 1);
            int top = random.nextInt(height - h + 1);
            for (int y = top; y < top + h; y++) {
                for (int x = left; x < left + w; x++) {
                    pixels[(i * height + y) * width + x] = 1;
                    masks[(i * height + y) * width + x] = 1;
                }
            }
            System.arraycopy(new float[] {left, top, w, h}, 0, boxes, i * 8, 4);
        }
        return new ImageBatch(
                manager.create(pixels, new Shape(n, 1, height, width)),
                manager.create(new long[n]),
                manager.create(masks, new Shape(n, height, width)),
                manager.create(boxes, new Shape(n, 2, 4)));
    }
}
