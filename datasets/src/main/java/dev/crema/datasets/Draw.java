package dev.crema.datasets;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Draws images of the same class and of different classes, every class as likely as the others. */
final class Draw {
    private final SplittableRandom random;
    private final List<int[]> members;
    private final int[] seen;
    private final int[] several;

    Draw(LabelledImages images, SplittableRandom random) {
        this.random = random;
        this.members = Classes.members(images);
        this.seen = withAtLeast(1);
        this.several = withAtLeast(2);
        if (seen.length < 2 || several.length < 1) {
            throw new DataException("There are images of " + seen.length + " classes, and of " + several.length
                    + " at least two, expected 2 classes or more, one of them with two images or more.");
        }
    }

    /** Returns two images of one class. */
    int[] same() {
        int[] all = members.get(several[random.nextInt(several.length)]);
        int first = random.nextInt(all.length);
        int second = random.nextInt(all.length - 1);
        return new int[] {all[first], all[second < first ? second : second + 1]};
    }

    /** Returns two images of different classes. */
    int[] different() {
        int label = seen[random.nextInt(seen.length)];
        return new int[] {of(label), other(label)};
    }

    /** Returns an image of any class but one. */
    int other(int label) {
        int at = random.nextInt(seen.length - 1);
        return of(seen[at] < label ? seen[at] : seen[at + 1]);
    }

    private int of(int label) {
        int[] all = members.get(label);
        return all[random.nextInt(all.length)];
    }

    private int[] withAtLeast(int images) {
        return IntStream.range(0, members.size())
                .filter(label -> members.get(label).length >= images)
                .toArray();
    }
}
