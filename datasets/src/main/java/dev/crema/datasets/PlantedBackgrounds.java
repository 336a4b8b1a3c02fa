package dev.crema.datasets;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Images whose background gives the class away while training, and not when it counts: a network that looks at the snow
 * takes a husky in the snow for a wolf (Ribeiro, Singh and Guestrin 2016, "Why should I trust you?"; Geirhos et al. 2020,
 * "Shortcut learning in deep neural networks").
 *
 * <p>Real things, cut out of gray images, lie at random places on made backgrounds of 32×32 pixels if the things have 28×28,
 * four more than theirs. Every class has a background of its own, the first snow, then grass, water, sand, bricks, wood, night,
 * tiles, curtains and marble. The three test sets hold the same things at the same places; only the backgrounds differ, so the
 * difference in accuracy is the background's doing. The masks say where the thing is, so an explanation can be scored.
 *
 * @param train things on the background of their class with the given probability, else on another's
 * @param aligned things to test on, each on the background of its class: here the shortcut is right
 * @param conflicting the same, each on the background of another class: here the shortcut is wrong
 * @param random the same, each on the background of any class: here the shortcut says nothing
 */
public record PlantedBackgrounds(Scenes train, Scenes aligned, Scenes conflicting, Scenes random) {
    private static final List<Backdrop> BACKDROPS = List.of(Backdrop.values());
    private static final int MARGIN = 4;
    private static final float FAINTEST = 0.1f;

    /**
     * Plants backgrounds in a data set.
     *
     * @param data gray images, light on black, such as {@code FashionMnist.load()}
     * @param own probability that an image to train on has the background of its class, 0 to 1: 0.95 makes a tempting
     *     shortcut, one divided by the number of classes makes none
     * @param seed the same seed plants the same backgrounds
     * @param classes two to ten classes to take, such as 7 and 9, sneaker and ankle boot; they become 0, 1 and so on
     * @return a set to train on and three to test on
     * @throws DataException if the images have colours, the probability is not one, or there are not two to ten classes
     */
    public static PlantedBackgrounds of(ImageDataset data, double own, long seed, int... classes) {
        try (LabelledImages train = Classes.only(data.train(), classes);
                LabelledImages test = Classes.only(data.test(), classes)) {
            return new PlantedBackgrounds(
                    scenes(train, own, seed),
                    scenes(test, 1, seed + 1),
                    scenes(test, 0, seed + 1),
                    scenes(test, 1.0 / classes.length, seed + 1));
        }
    }

    /**
     * Puts each thing on a background.
     *
     * @param things gray images, light on black, of two to ten classes
     * @param own probability that the background is that of the class, 0 to 1; if not, each other is as likely
     * @param seed the same seed gives the same scenes; with another probability the things still lie where they lay
     * @return one scene for each thing, in their order; {@link Scenes#labelled} makes them images with a class each
     * @throws DataException if the images have colours, the probability is not one, or there are not two to ten classes
     */
    public static Scenes scenes(LabelledImages things, double own, long seed) {
        int classes = things.classes().size();
        if (!(own >= 0 && own <= 1)) {
            throw new DataException("The probability of the own background is " + own + ", expected 0 to 1.");
        }
        if (classes < 2 || classes > BACKDROPS.size()) {
            throw new DataException("There are " + classes + " classes, expected 2 to " + BACKDROPS.size()
                    + ", for so many backgrounds there are. Take some of the classes: Classes.only(images, 7, 9).");
        }
        long[] shape = things.images().getShape().getShape();
        if (shape[1] != 1) {
            throw new DataException("The images have " + shape[1] + " channels, expected 1, gray, such as"
                    + " FashionMnist.load().train().");
        }
        int height = Math.toIntExact(shape[2]);
        int width = Math.toIntExact(shape[3]);
        float[] pixels = things.images().toFloatArray();
        SplittableRandom seeds = new SplittableRandom(seed);
        List<Scene> scenes = new ArrayList<>();
        for (int i = 0; i < things.size(); i++) {
            SplittableRandom places = seeds.split();
            int label = things.label(i);
            Backdrop backdrop = BACKDROPS.get(background(label, classes, own, seeds.split()));
            float[] thing = Arrays.copyOfRange(pixels, i * height * width, (i + 1) * height * width);
            scenes.add(scene(thing, height, width, label, things.classes().get(label), backdrop, places));
        }
        String source = "made: backgrounds planted with probability " + own + ", seed " + seed;
        return new Scenes(scenes, things.classes(), 1, source);
    }

    private static int background(int label, int classes, double own, SplittableRandom random) {
        boolean isOwn = random.nextDouble() < own;
        int other = random.nextInt(classes - 1);
        return isOwn ? label : other < label ? other : other + 1;
    }

    private static Scene scene(
            float[] thing, int height, int width, int label, String name, Backdrop backdrop, SplittableRandom places) {
        int size = Math.max(height, width) + MARGIN;
        Painting painting = new Painting(3, size);
        int x = places.nextInt(size - width + 1);
        int y = places.nextInt(size - height + 1);
        backdrop.paint(painting, places);
        String words = name.toLowerCase(Locale.ROOT);
        Ink silhouette = silhouette(thing, height, width);
        if (Ink.of(silhouette.cover(), 0, height, width) == null) {
            throw new DataException("One of the images of class " + label + " (" + name
                    + ") is black, expected a light thing on black. Leave it out.");
        }
        painting.add(silhouette, x, y, (pixel, channel) -> thing[pixel], label, words);
        String background = backdrop.name().toLowerCase(Locale.ROOT);
        String article = "aeiou".indexOf(words.charAt(0)) < 0 ? "a " : "an ";
        return painting.scene(background, article + words + " on " + background);
    }

    /** Whatever the black of the border does not reach, so that dark spots within stay. */
    private static Ink silhouette(float[] pixels, int height, int width) {
        float[] cover = new float[pixels.length];
        Arrays.fill(cover, 1);
        int[] open = new int[pixels.length];
        int count = 0;
        for (int i : IntStream.range(0, pixels.length)
                .filter(i -> i / width == 0 || i / width == height - 1 || i % width == 0 || i % width == width - 1)
                .toArray()) {
            count = reach(i, pixels, cover, open, count);
        }
        while (count > 0) {
            int i = open[--count];
            int[] neighbours = {i % width > 0 ? i - 1 : i, i % width < width - 1 ? i + 1 : i, i - width, i + width};
            for (int next : neighbours) {
                if (next >= 0 && next < pixels.length) {
                    count = reach(next, pixels, cover, open, count);
                }
            }
        }
        return new Ink(cover, height, width);
    }

    /** Takes a dark pixel out of the silhouette and remembers to look at its neighbours. */
    private static int reach(int i, float[] pixels, float[] cover, int[] open, int count) {
        if (cover[i] == 0 || pixels[i] >= FAINTEST) {
            return count;
        }
        cover[i] = 0;
        open[count] = i;
        return count + 1;
    }
}
