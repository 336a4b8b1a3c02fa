package dev.crema.datasets;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A scene while it is painted: pixels in [0, 1], and which thing was painted last on each. */
final class Painting {
    /** A pixel shows a thing that covers this much of it. */
    private static final double SHOWN = 1 / 3.0;

    private final int size;
    private final float[] pixels;
    private final byte[] shown;
    private final List<Thing> things = new ArrayList<>();

    /** A thing as it was meant to be, before others were painted over it. */
    private record Thing(int label, String words, int pixels) {}

    /** The brightness, 0 to 1, of a thing's pixels. */
    interface Paint {
        float at(int pixel, int channel);
    }

    Painting(int channels, int size) {
        this.size = size;
        this.pixels = new float[channels * size * size];
        this.shown = new byte[size * size];
    }

    /** Fills all of it, from one colour where the pattern is 0 to the other where it is 1. */
    void background(Texture.Pattern pattern, float[] from, float[] to) {
        for (int i = 0; i < shown.length; i++) {
            double share = pattern.at(i % size, i / size);
            for (int channel = 0; channel * shown.length < pixels.length; channel++) {
                pixels[channel * shown.length + i] = (float) (from[channel] + share * (to[channel] - from[channel]));
            }
        }
    }

    /** Paints a thing, its upper left corner at (x, y). */
    void add(Ink ink, int x, int y, Paint paint, int label, String words) {
        int covered = 0;
        for (int j = 0; j < ink.cover().length; j++) {
            float share = ink.cover()[j];
            int i = (y + j / ink.width()) * size + x + j % ink.width();
            for (int channel = 0; channel * shown.length < pixels.length; channel++) {
                int at = channel * shown.length + i;
                pixels[at] += share * (paint.at(j, channel) - pixels[at]);
            }
            if (share >= SHOWN) {
                shown[i] = (byte) (things.size() + 1);
                covered++;
            }
        }
        things.add(new Thing(label, words, covered));
    }

    /** Returns whether at least half of each thing can still be seen. */
    boolean allSeen() {
        int[] seen = new int[things.size() + 1];
        for (byte thing : shown) {
            seen[thing]++;
        }
        for (int i = 0; i < things.size(); i++) {
            if (seen[i + 1] == 0 || 2 * seen[i + 1] < things.get(i).pixels()) {
                return false;
            }
        }
        return true;
    }

    /** Returns the things from left to right by the middles of their boxes, with the boxes as they are seen. */
    List<SceneObject> objects() {
        return order().stream().map(this::object).toList();
    }

    /** Returns the finished scene. */
    Scene scene(String background, String caption) {
        byte[] bytes = new byte[pixels.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Math.round(255 * pixels[i]);
        }
        List<Integer> order = order();
        byte[] instances = new byte[shown.length];
        for (int i = 0; i < instances.length; i++) {
            instances[i] = shown[i] == 0 ? 0 : (byte) (order.indexOf(shown[i] - 1) + 1);
        }
        return new Scene(size, bytes, instances, objects(), background, caption);
    }

    private List<Integer> order() {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < things.size(); i++) {
            order.add(i);
        }
        order.sort(Comparator.comparingInt(i -> 2 * object(i).x() + object(i).width()));
        return order;
    }

    private SceneObject object(int thing) {
        int left = size;
        int right = -1;
        int top = size;
        int bottom = -1;
        for (int i = 0; i < shown.length; i++) {
            if (shown[i] == thing + 1) {
                left = Math.min(left, i % size);
                right = Math.max(right, i % size);
                top = Math.min(top, i / size);
                bottom = i / size;
            }
        }
        Thing named = things.get(thing);
        return new SceneObject(named.label(), named.words(), left, top, right - left + 1, bottom - top + 1);
    }
}
