package dev.crema.augmentation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.crema.datasets.ImageBatch;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** An augmentation that moves what is seen, each image by an affine map of its own, and masks and boxes along with it. */
record Move(String words, Affine.Drawing drawing) implements Augmentation {
    @Override
    public ImageBatch apply(ImageBatch batch, SplittableRandom random) {
        Checks.requireShapes(batch);
        int height = Math.toIntExact(batch.images().size(2));
        int width = Math.toIntExact(batch.images().size(3));
        List<Affine> maps = IntStream.range(0, batch.size())
                .mapToObj(i -> drawing.draw(random, height, width))
                .toList();
        NDManager manager = batch.manager();
        try (NDManager scratch = manager.newSubManager()) {
            Sampling sampling = new Sampling(maps, height, width, batch.images().getDevice(), scratch);
            NDArray images = sampling.images(batch.images());
            NDArray masks = batch.masks() == null ? null : sampling.masks(batch.masks());
            NDArray boxes = batch.boxes() == null ? null : Boxes.moved(batch.boxes(), maps, height, width, manager);
            images.attach(manager);
            if (masks != null) {
                masks.attach(manager);
            }
            return new ImageBatch(images, batch.labels(), masks, boxes);
        }
    }

    @Override
    public Augmentation then(Augmentation next) {
        if (next instanceof Move other) {
            return new Move(
                    words + ".then(" + other.words + ")", (random, height, width) -> drawing.draw(random, height, width)
                            .then(other.drawing.draw(random, height, width)));
        }
        if (next instanceof Sequence sequence && sequence.first() instanceof Move) {
            return new Sequence(then(sequence.first()), sequence.second());
        }
        return new Sequence(this, next);
    }

    /** Moves an image with a probability, and otherwise leaves it where it is. */
    Move sometimes(String words, double probability) {
        return new Move(
                words,
                (random, height, width) ->
                        random.nextDouble() < probability ? drawing.draw(random, height, width) : Affine.IDENTITY);
    }

    @Override
    public String toString() {
        return words;
    }
}
