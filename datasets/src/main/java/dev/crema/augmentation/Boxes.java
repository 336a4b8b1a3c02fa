package dev.crema.augmentation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;

/** Boxes, moved with the image that they are drawn on. */
final class Boxes {
    /** The least part of a box that must still be seen. */
    static final double LEAST_VISIBLE = 0.1;

    private Boxes() {}

    /** Returns the smallest upright boxes about the moved corners, cut off at the image's edge. */
    static NDArray moved(NDArray boxes, List<Affine> maps, int height, int width, NDManager owner) {
        float[] all = boxes.toFloatArray();
        int each = all.length / maps.size();
        for (int i = 0; i < maps.size(); i++) {
            Affine map = maps.get(i).inverse();
            for (int from = i * each; from < (i + 1) * each; from += 4) {
                move(all, from, map, height, width);
            }
        }
        return owner.create(all, boxes.getShape()).toDevice(boxes.getDevice(), false);
    }

    private static void move(float[] boxes, int at, Affine map, int height, int width) {
        double x = boxes[at];
        double y = boxes[at + 1];
        double right = x + boxes[at + 2];
        double bottom = y + boxes[at + 3];
        double[] xs = {map.x(x, y), map.x(right, y), map.x(x, bottom), map.x(right, bottom)};
        double[] ys = {map.y(x, y), map.y(right, y), map.y(x, bottom), map.y(right, bottom)};
        double minX = least(xs);
        double minY = least(ys);
        double maxX = most(xs);
        double maxY = most(ys);
        double area = (maxX - minX) * (maxY - minY);
        minX = Math.max(0, minX);
        minY = Math.max(0, minY);
        double seenX = Math.max(0, Math.min(width, maxX) - minX);
        double seenY = Math.max(0, Math.min(height, maxY) - minY);
        boolean seen = area > 0 && seenX * seenY >= LEAST_VISIBLE * area;
        boxes[at] = seen ? (float) minX : 0;
        boxes[at + 1] = seen ? (float) minY : 0;
        boxes[at + 2] = seen ? (float) seenX : 0;
        boxes[at + 3] = seen ? (float) seenY : 0;
    }

    private static double least(double[] values) {
        return Math.min(Math.min(values[0], values[1]), Math.min(values[2], values[3]));
    }

    private static double most(double[] values) {
        return Math.max(Math.max(values[0], values[1]), Math.max(values[2], values[3]));
    }
}
