package dev.crema.datasets;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.crema.memory.Owned;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Pictures for more than one label each: where things are (boxes), which pixels they are (masks), and what is seen
 * (captions).
 *
 * <p>A batch has {@code images [n, channels, size, size]}; {@code masks [n, size, size]}, 0 for the background and label + 1
 * elsewhere, so one class more than there are labels; {@code boxes [n, most, 4]}; and {@code labels [n, most]}, the class of
 * each box, or {@code [n]} where every scene has one thing. Where a scene has fewer than {@code most} things, the boxes that
 * are left are zeros and their label is the number of classes: "no object", the last class of a detector (Carion et al.
 * 2020, "End-to-end object detection with transformers").
 *
 * @param scenes the pictures, at least one, all of one size and number of channels
 * @param classes names of the classes of things
 * @param most boxes of each picture in a batch, at least 1
 * @param source where the pictures come from; begins with "made: " if they were put together
 */
public record Scenes(List<Scene> scenes, List<String> classes, int most, String source) implements Examples {
    /**
     * Checks that the scenes fit together.
     *
     * @param scenes the pictures
     * @param classes names of the classes of things
     * @param most boxes of each picture in a batch
     * @param source where the pictures come from
     * @throws DataException if there is no scene, they differ in size, or one has more things than {@code most}
     */
    public Scenes {
        scenes = List.copyOf(scenes);
        classes = List.copyOf(classes);
        if (scenes.isEmpty()) {
            throw new DataException("There are no scenes, expected at least one.");
        }
        Scene first = scenes.get(0);
        for (int i = 0; i < scenes.size(); i++) {
            Scene scene = scenes.get(i);
            if (scene.size() != first.size() || scene.channels() != first.channels()) {
                throw new DataException("Scene " + i + " has " + scene.channels() + " channels of " + scene.size()
                        + " pixels, expected " + first.channels() + " of " + first.size() + " as the first has.");
            }
            if (scene.objects().size() > most) {
                throw new DataException(
                        "Scene " + i + " has " + scene.objects().size() + " things, expected at most " + most + ".");
            }
        }
    }

    /**
     * Returns the number of scenes.
     *
     * @return at least 1
     */
    @Override
    public int size() {
        return scenes.size();
    }

    /**
     * Returns what is seen in each scene.
     *
     * @return one caption for each scene, in their order
     */
    public List<String> captions() {
        return scenes.stream().map(Scene::caption).toList();
    }

    /**
     * Returns the first scenes.
     *
     * @param n how many
     * @return n scenes
     * @throws DataException if n is less than 1 or more than {@link #size}
     */
    public Scenes first(int n) {
        if (n < 1 || n > size()) {
            throw new DataException(n + " scenes were asked for, expected 1 to " + size() + ".");
        }
        return new Scenes(scenes.subList(0, n), classes, most, source);
    }

    /**
     * Forgets boxes, masks and captions, for whatever wants images with a class each.
     *
     * @return a copy of the images, with the class of the one thing in each
     * @throws DataException if a scene may have more than one thing
     */
    public LabelledImages labelled() {
        if (most > 1) {
            throw new DataException("A scene may have " + most
                    + " things, but a labelled image has one class. Make scenes of one thing each.");
        }
        try (ImageBatch all = batches(size()).iterator().next()) {
            return LabelledImages.of(all.images(), all.labels(), classes);
        }
    }

    @Override
    public Iterable<ImageBatch> batches(int batchSize) {
        return Minibatches.of(new Source(this), size(), batchSize);
    }

    @Override
    public Iterable<ImageBatch> batches(int batchSize, long seed) {
        return Minibatches.of(new Source(this), size(), batchSize, seed);
    }

    /**
     * Says what the scenes are.
     *
     * @return for example "1000 scenes (3, 64, 64) of up to 3 things (made: scenes of digits, seed 1)"
     */
    @Override
    public String toString() {
        Scene first = scenes.get(0);
        return size() + " scenes " + new Shape(first.channels(), first.size(), first.size()) + " of up to " + most
                + (most == 1 ? " thing (" : " things (") + source + ")";
    }

    /** Makes batches of floats from the scenes' bytes, so that a set takes a quarter of the memory or less. */
    private static final class Source implements Minibatches.Source<ImageBatch> {
        private final NDManager manager = Owned.managerOf(this);
        private final Scenes all;

        Source(Scenes all) {
            this.all = all;
        }

        @Override
        public ImageBatch slice(int from, int to) {
            return gather(IntStream.range(from, to).toArray());
        }

        @Override
        public ImageBatch gather(int[] indices) {
            List<Scene> chosen = IntStream.of(indices).mapToObj(all.scenes::get).toList();
            NDManager memory = manager.newSubManager();
            return new ImageBatch(
                    images(chosen, memory), labels(chosen, memory), masks(chosen, memory), boxes(chosen, memory));
        }

        private NDArray images(List<Scene> chosen, NDManager memory) {
            Scene first = chosen.get(0);
            ByteBuffer bytes = ByteBuffer.allocateDirect(chosen.size() * first.pixels().length);
            chosen.forEach(scene -> bytes.put(scene.pixels()));
            Shape shape = new Shape(chosen.size(), first.channels(), first.size(), first.size());
            try (NDArray values = memory.create(bytes.rewind(), shape, DataType.UINT8)) {
                return values.toType(DataType.FLOAT32, false).divi(255);
            }
        }

        private NDArray labels(List<Scene> chosen, NDManager memory) {
            long[] labels = chosen.stream()
                    .flatMapToLong(scene -> IntStream.range(0, all.most)
                            .mapToLong(i -> i < scene.objects().size()
                                    ? scene.objects().get(i).label()
                                    : all.classes.size()))
                    .toArray();
            int n = chosen.size();
            return copied(memory.create(labels, all.most == 1 ? new Shape(n) : new Shape(n, all.most)));
        }

        private NDArray masks(List<Scene> chosen, NDManager memory) {
            int size = chosen.get(0).size();
            ByteBuffer bytes = ByteBuffer.allocateDirect(chosen.size() * size * size);
            for (Scene scene : chosen) {
                for (byte thing : scene.instances()) {
                    bytes.put((byte)
                            (thing == 0 ? 0 : scene.objects().get(thing - 1).label() + 1));
                }
            }
            Shape shape = new Shape(chosen.size(), size, size);
            try (NDArray values = memory.create(bytes.rewind(), shape, DataType.UINT8)) {
                return values.toType(DataType.INT64, false);
            }
        }

        private NDArray boxes(List<Scene> chosen, NDManager memory) {
            float[] boxes = new float[chosen.size() * all.most * 4];
            for (int s = 0; s < chosen.size(); s++) {
                int at = s * all.most * 4;
                for (SceneObject object : chosen.get(s).objects()) {
                    boxes[at++] = object.x();
                    boxes[at++] = object.y();
                    boxes[at++] = object.width();
                    boxes[at++] = object.height();
                }
            }
            return copied(memory.create(boxes, new Shape(chosen.size(), all.most, 4)));
        }

        /** An array over Java's memory dies with its Java object, even under a view of it. */
        private static NDArray copied(NDArray overJavaMemory) {
            try (overJavaMemory) {
                return overJavaMemory.duplicate();
            }
        }
    }
}
