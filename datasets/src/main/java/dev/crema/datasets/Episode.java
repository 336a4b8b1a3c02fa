package dev.crema.datasets;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * One task of few-shot learning: a few classes, a few images of each to learn them from, and others to recognise (Vinyals et
 * al. 2016, "Matching networks for one shot learning"). Both parts are in the order of the classes.
 *
 * @param support the images to learn from, k of each of n classes: "n-way k-shot"
 * @param query the images to recognise, none of which is in the support
 */
public record Episode(LabelledImages support, LabelledImages query) implements AutoCloseable {
    /**
     * Draws an episode.
     *
     * @param images what to draw from: for a fair test, classes that were not trained on, see {@link Classes#split}
     * @param ways number of classes, at least 2; they are numbered from 0 in the order drawn
     * @param shots images of each class to learn from, at least 1
     * @param queries images of each class to recognise, at least 1
     * @param seed the same seed draws the same episode
     * @return copies of the images drawn, each image at most once
     * @throws DataException if a number is too small, or fewer than {@code ways} classes have shots + queries images
     */
    public static Episode of(LabelledImages images, int ways, int shots, int queries, long seed) {
        if (ways < 2 || shots < 1 || queries < 1) {
            throw new DataException(ways + " ways, " + shots + " shots and " + queries
                    + " queries were asked for, expected at least 2 ways, 1 shot and 1 query.");
        }
        List<int[]> members = Classes.members(images);
        int[] able = IntStream.range(0, members.size())
                .filter(label -> members.get(label).length >= shots + queries)
                .toArray();
        if (able.length < ways) {
            throw new DataException(able.length + " classes have at least " + (shots + queries) + " images, expected "
                    + ways + ", one for each way. Take fewer ways, shots or queries, or more images.");
        }
        SplittableRandom random = new SplittableRandom(seed);
        int[] order = Order.shuffled(able.length, new SplittableRandom(random.nextLong()));
        List<int[]> drawn = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int way = 0; way < ways; way++) {
            int label = able[order[way]];
            int[] all = members.get(label);
            drawn.add(Arrays.stream(Order.shuffled(all.length, new SplittableRandom(random.nextLong())))
                    .limit(shots + queries)
                    .map(i -> all[i])
                    .toArray());
            names.add(images.classes().get(label));
        }
        return new Episode(part(images, drawn, 0, shots, names), part(images, drawn, shots, shots + queries, names));
    }

    private static LabelledImages part(LabelledImages images, List<int[]> drawn, int from, int to, List<String> names) {
        int[] chosen = drawn.stream()
                .flatMapToInt(ofClass -> Arrays.stream(ofClass, from, to))
                .toArray();
        int[] labels =
                IntStream.range(0, chosen.length).map(i -> i / (to - from)).toArray();
        return Classes.renumbered(images, chosen, labels, names);
    }

    /** Frees both parts now, instead of when they can no longer be reached. */
    @Override
    public void close() {
        support.close();
        query.close();
    }

    /**
     * Says what kind of task it is.
     *
     * @return for example "5-way 1-shot, 25 queries"
     */
    @Override
    public String toString() {
        int ways = support.classes().size();
        return ways + "-way " + support.size() / ways + "-shot, " + query.size() + " queries";
    }
}
