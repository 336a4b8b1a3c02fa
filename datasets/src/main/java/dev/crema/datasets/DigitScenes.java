package dev.crema.datasets;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Scenes put together from real handwritten digits, to learn localisation, detection, segmentation and captioning. They are
 * made, not photographed, and their {@link Scenes#source} says so.
 *
 * <p>A caption names the digits from left to right, and says between two neighbours how they lie:
 *
 * <pre>
 * caption  = thing { relation thing }
 * thing    = "a" ( "small" | "large" ) [ colour ] digit
 * colour   = "red" | "green" | "blue" | "yellow" | "white"
 * digit    = "zero" | "one" | … | "nine"
 * relation = "left of" | "above" | "below"
 * </pre>
 *
 * <p>That is 22 words. The relation is "left of" if the middles of the two boxes are at least as far apart sideways as up and
 * down. Small digits have a length in the lower two fifths of the range, large ones in the upper two fifths, and none lies
 * between.
 */
public final class DigitScenes {
    private static final List<String> DIGITS = List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    private static final List<String> WORDS =
            List.of("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine");
    private static final int TRIES = 1000;

    private final List<Ink> inks = new ArrayList<>();
    private final List<Integer> labels = new ArrayList<>();
    private final SceneOptions options;

    private enum Colour {
        RED(0.95f, 0.25f, 0.2f),
        GREEN(0.3f, 0.85f, 0.35f),
        BLUE(0.35f, 0.55f, 1),
        YELLOW(1, 0.87f, 0.2f),
        WHITE(1, 1, 1);

        @SuppressWarnings("ImmutableEnumChecker") // never handed out
        private final float[] rgb;

        Colour(float... rgb) {
            this.rgb = rgb;
        }
    }

    private DigitScenes(LabelledImages digits, SceneOptions options) {
        this.options = options;
        long[] shape = digits.images().getShape().getShape();
        if (shape[1] != 1 || !digits.classes().equals(DIGITS)) {
            throw new DataException("The images have " + shape[1] + " channels and the classes " + digits.classes()
                    + ", expected gray digits, such as Mnist.load().train().");
        }
        int height = Math.toIntExact(shape[2]);
        int width = Math.toIntExact(shape[3]);
        float[] pixels = digits.images().toFloatArray();
        for (int i = 0; i < digits.size(); i++) {
            Ink ink = Ink.of(pixels, i * height * width, height, width);
            if (ink != null) {
                inks.add(ink);
                labels.add(digits.label(i));
            }
        }
        if (inks.isEmpty()) {
            throw new DataException("All " + digits.size() + " images are black, expected white digits on black.");
        }
    }

    /**
     * Makes the usual scenes: 64×64 pixels in colour, with 1 to 3 digits.
     *
     * @param digits the digits to choose from; those of the part to train on for scenes to train on, those of the part to
     *     test on for scenes to test on, so that no digit is in both
     * @param n number of scenes, at least 1
     * @param seed the same seed makes the same scenes; fewer scenes are the first of more
     * @return n scenes
     * @throws DataException if n is less than 1 or the images are not gray digits
     */
    public static Scenes of(LabelledImages digits, int n, long seed) {
        return of(digits, n, SceneOptions.defaults(), seed);
    }

    /**
     * Makes scenes.
     *
     * @param digits the digits to choose from, as above
     * @param n number of scenes, at least 1
     * @param options what the scenes are like
     * @param seed the same seed makes the same scenes; fewer scenes are the first of more
     * @return n scenes
     * @throws DataException if n is less than 1, the images are not gray digits, or so many digits that large find no room
     */
    public static Scenes of(LabelledImages digits, int n, SceneOptions options, long seed) {
        if (n < 1) {
            throw new DataException(n + " scenes were asked for, expected at least 1.");
        }
        DigitScenes maker = new DigitScenes(digits, options);
        SplittableRandom seeds = new SplittableRandom(seed);
        List<Scene> scenes = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            scenes.add(maker.scene(seeds.split()));
        }
        return new Scenes(scenes, DIGITS, options.most(), "made: scenes of digits, seed " + seed);
    }

    private Scene scene(SplittableRandom random) {
        int count = random.nextInt(options.fewest(), options.most() + 1);
        Texture[] textures = {Texture.CLOUDS, Texture.STRIPES, Texture.CHECKS};
        Texture texture = textures[random.nextInt(textures.length)];
        for (int tries = 0; tries < TRIES; tries++) {
            Painting painting = new Painting(options.coloured() ? 3 : 1, options.size());
            if (options.textured()) {
                painting.background(texture.draw(random), dark(random), dark(random));
            }
            if (placed(count, painting, random) && painting.allSeen()) {
                return painting.scene(options.textured() ? lower(texture) : "black", caption(painting.objects()));
            }
        }
        throw new DataException(count + " digits of " + options.smallest() + " to " + options.largest()
                + " pixels found no room in " + options.size() + "×" + options.size() + " pixels in " + TRIES
                + " tries. Take a larger size, or fewer or smaller digits.");
    }

    private boolean placed(int count, Painting painting, SplittableRandom random) {
        List<int[]> boxes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int chosen = random.nextInt(inks.size());
            boolean large = random.nextBoolean();
            Ink ink = inks.get(chosen).scaled(length(large, random));
            Colour colour = options.coloured() ? Colour.values()[random.nextInt(5)] : Colour.WHITE;
            int[] box = room(ink, boxes, random);
            if (box.length == 0) {
                return false;
            }
            boxes.add(box);
            int label = labels.get(chosen);
            String words =
                    (large ? "large " : "small ") + (options.coloured() ? lower(colour) + " " : "") + WORDS.get(label);
            painting.add(ink, box[0], box[1], (pixel, channel) -> colour.rgb[channel], label, words);
        }
        return true;
    }

    private int length(boolean large, SplittableRandom random) {
        int range = 2 * (options.largest() - options.smallest()) / 5;
        int within = random.nextInt(range + 1);
        return large ? options.largest() - within : options.smallest() + within;
    }

    /** Returns x, y, width and height of a place that overlaps no box too far, or nothing if none was found. */
    private int[] room(Ink ink, List<int[]> boxes, SplittableRandom random) {
        for (int tries = 0; tries < 50; tries++) {
            int x = random.nextInt(options.size() - ink.width() + 1);
            int y = random.nextInt(options.size() - ink.height() + 1);
            int[] box = {x, y, ink.width(), ink.height()};
            if (boxes.stream().allMatch(other -> covered(box, other) <= options.overlap())) {
                return box;
            }
        }
        return new int[0];
    }

    private static double covered(int[] a, int[] b) {
        int width = Math.min(a[0] + a[2], b[0] + b[2]) - Math.max(a[0], b[0]);
        int height = Math.min(a[1] + a[3], b[1] + b[3]) - Math.max(a[1], b[1]);
        double smaller = Math.min(a[2] * a[3], b[2] * b[3]);
        return Math.max(0, width) * Math.max(0, height) / smaller;
    }

    private static float[] dark(SplittableRandom random) {
        float gray = 0.05f + 0.3f * (float) random.nextDouble();
        float[] rgb = new float[3];
        for (int channel = 0; channel < 3; channel++) {
            rgb[channel] = gray + 0.1f * (float) random.nextDouble();
        }
        return rgb;
    }

    private static String caption(List<SceneObject> objects) {
        StringBuilder words = new StringBuilder("a ").append(objects.get(0).words());
        for (int i = 1; i < objects.size(); i++) {
            words.append(relation(objects.get(i - 1), objects.get(i)))
                    .append("a ")
                    .append(objects.get(i).words());
        }
        return words.toString();
    }

    private static String relation(SceneObject left, SceneObject right) {
        int along = 2 * right.x() + right.width() - 2 * left.x() - left.width();
        int down = 2 * right.y() + right.height() - 2 * left.y() - left.height();
        return along >= Math.abs(down) ? " left of " : down > 0 ? " above " : " below ";
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
