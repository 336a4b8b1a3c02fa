package dev.crema.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.crema.datasets.ArrayExamples;
import dev.crema.datasets.Examples;
import dev.crema.datasets.ImageBatch;
import dev.crema.datasets.Scenes;
import java.util.Arrays;
import java.util.List;

/** Images with what is seen in words, to learn to write captions with teacher forcing. */
public final class Captions {
    private Captions() {}

    /**
     * Makes examples of scenes: a network gets the images and the tokens of each caption after {@link Vocabulary#START}, and
     * is to give each token after those it got, {@link Vocabulary#END} at last.
     *
     * @param scenes the images with their captions
     * @param tokenizer cuts the captions
     * @param vocabulary numbers their tokens
     * @return inputs {@code images [n, channels, size, size]} and {@code [n, T]} int64, targets {@code [n, T]} int64; both
     *     filled up with {@link Vocabulary#PADDING} to one token more than the longest caption has
     */
    public static ArrayExamples of(Scenes scenes, Tokenizer tokenizer, Vocabulary vocabulary) {
        List<int[]> captions = vocabulary.encode(tokenizer.tokens(scenes.captions()));
        int length =
                1 + captions.stream().mapToInt(caption -> caption.length).max().orElseThrow();
        long[] before = new long[captions.size() * length];
        long[] after = new long[before.length];
        Arrays.fill(before, Vocabulary.PADDING);
        Arrays.fill(after, Vocabulary.PADDING);
        for (int i = 0; i < captions.size(); i++) {
            int[] caption = captions.get(i);
            before[i * length] = Vocabulary.START;
            for (int t = 0; t < caption.length; t++) {
                before[i * length + t + 1] = caption[t];
                after[i * length + t] = caption[t];
            }
            after[i * length + caption.length] = Vocabulary.END;
        }
        Shape shape = new Shape(captions.size(), length);
        try (ImageBatch all = scenes.batches(scenes.size()).iterator().next()) {
            NDManager memory = all.manager();
            NDArray inputs = memory.create(before, shape);
            return Examples.of(new NDList(all.images(), inputs), new NDList(memory.create(after, shape)));
        }
    }
}
