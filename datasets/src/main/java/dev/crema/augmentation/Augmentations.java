package dev.crema.augmentation;

import dev.crema.datasets.DataException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * The words for augmentations. Each draws new parameters for each image, evenly from the range that is given. What moves
 * into the image from outside is black, 0; masks get class 0 there. A box becomes the smallest upright box about its moved
 * corners, cut off at the edge of the image; one of which less than a tenth is left in the image becomes zeros.
 */
public final class Augmentations {
    private static final int ATTEMPTS = 10;

    private Augmentations() {}

    /**
     * Mirrors every second image, on average, left to right.
     *
     * @return {@code flip(0.5)}
     */
    public static Augmentation flip() {
        return flip(0.5);
    }

    /**
     * Mirrors images left to right.
     *
     * @param probability for each image, 0 to 1
     * @return the augmentation
     * @throws IllegalArgumentException if the probability is not from 0 to 1
     */
    public static Augmentation flip(double probability) {
        Checks.probability(probability);
        return new Move("flip", (random, height, width) -> new Affine(-1, 0, width, 0, 1, 0))
                .sometimes(words("flip", probability), probability);
    }

    /**
     * Mirrors images top to bottom.
     *
     * @param probability for each image, 0 to 1
     * @return the augmentation
     * @throws IllegalArgumentException if the probability is not from 0 to 1
     */
    public static Augmentation verticalFlip(double probability) {
        Checks.probability(probability);
        return new Move("verticalFlip", (random, height, width) -> new Affine(1, 0, 0, 0, -1, height))
                .sometimes(words("verticalFlip", probability), probability);
    }

    /**
     * Turns images about their centre by up to an angle either way.
     *
     * @param degrees largest angle, 0 to 180
     * @return {@code rotate(-degrees, degrees)}
     * @throws IllegalArgumentException if the angle is not from 0 to 180
     */
    public static Augmentation rotate(double degrees) {
        Checks.strength("The angle", degrees, 180, "such as 15 degrees");
        return rotate(-degrees, degrees);
    }

    /**
     * Turns images about their centre, mixing the four nearest pixels (bilinear).
     *
     * @param from smallest angle in degrees, counter-clockwise, −360 to 360
     * @param to largest angle; the same as {@code from} turns all images alike, 90 by exactly a quarter
     * @return the augmentation
     * @throws IllegalArgumentException if an angle is out of range or {@code from} is more than {@code to}
     */
    public static Augmentation rotate(double from, double to) {
        Checks.range("The angles", from, to, -360, 360, "such as -15 to 15 degrees");
        return new Move(
                words("rotate", from, to),
                (random, height, width) -> Affine.turn(Recolouring.between(from, to, random), 1, height, width));
    }

    /**
     * Moves images sideways and up or down, by whole pixels.
     *
     * @param share the most, either way, as a part of the width and of the height, 0 to 1
     * @return the augmentation
     * @throws IllegalArgumentException if the share is not from 0 to 1
     */
    public static Augmentation translate(double share) {
        Checks.strength("The share of the width and height to move by", share, 1, "such as 0.1; crop(4) is in pixels");
        return new Move(
                words("translate", share),
                (random, height, width) -> Affine.shift(
                        Math.rint(Recolouring.between(-share, share, random) * width),
                        Math.rint(Recolouring.between(-share, share, random) * height)));
    }

    /**
     * Adds a margin of zeros around images and cuts one of the old size out of them anywhere, as is usual for CIFAR-10 (He
     * et al. 2015, "Deep residual learning", section 4.2).
     *
     * @param margin pixels on each side, at least 0, such as 4 for images of 32×32
     * @return the augmentation; it throws a {@link DataException} if the margin is not less than the image's sides
     * @throws IllegalArgumentException if the margin is negative
     */
    public static Augmentation crop(int margin) {
        Checks.pixels("The margin", margin, 4);
        return new Move("crop(" + margin + ")", (random, height, width) -> {
            requireFits("A margin", margin, Math.min(height, width) - 1, height, width);
            return Affine.shift(random.nextInt(2 * margin + 1) - margin, random.nextInt(2 * margin + 1) - margin);
        });
    }

    /**
     * Cuts a random part out of images and enlarges it to the whole (Szegedy et al. 2014, "Going deeper with
     * convolutions", section 6): its area evenly from a smallest to that of the image, its width ¾ to 4⁄3 of its height
     * in that of the image. The centres of the corner pixels of the part come to lie in the corner pixels of the image.
     *
     * @param smallest least area, as a part of the image's, above 0, at most 1; 0.08 is usual for large photographs
     * @return the augmentation
     * @throws IllegalArgumentException if it is not above 0 and at most 1
     */
    public static Augmentation randomResizedCrop(double smallest) {
        Checks.range("The areas", smallest, 1, Double.MIN_NORMAL, 1, "such as 0.08 to 1");
        return new Move(
                words("randomResizedCrop", smallest),
                (random, height, width) -> resizedCrop(smallest, random, height, width));
    }

    /**
     * Enlarges or shrinks what images show, about their centre, mixing the four nearest pixels (bilinear).
     *
     * @param from smallest factor, 0.01 to 100; below 1 shrinks
     * @param to largest factor, 0.01 to 100
     * @return the augmentation
     * @throws IllegalArgumentException if a factor is out of range or {@code from} is more than {@code to}
     */
    public static Augmentation scale(double from, double to) {
        Checks.range("The factors", from, to, 0.01, 100, "such as 0.8 to 1.2");
        return new Move(
                words("scale", from, to),
                (random, height, width) -> Affine.turn(0, Recolouring.between(from, to, random), height, width));
    }

    /**
     * Changes brightness, contrast, saturation and hue, in this order, as torchvision's functions of those names do. A gray
     * image has no saturation and no hue to change.
     *
     * @param brightness values are multiplied by 1 − brightness to 1 + brightness, but not less than 0
     * @param contrast the distance from the image's mean gray is multiplied by 1 − contrast to 1 + contrast
     * @param saturation the distance from the pixel's own gray is multiplied by 1 − saturation to 1 + saturation
     * @param hue the colour circle is turned by up to this part of it either way, 0 to 0.5
     * @return the augmentation; it throws a {@link DataException} if images have neither one nor three channels
     * @throws IllegalArgumentException if one is negative or not finite, or the hue above 0.5
     */
    public static Augmentation colourJitter(double brightness, double contrast, double saturation, double hue) {
        double most = Double.POSITIVE_INFINITY;
        Checks.strength("The brightness", brightness, most, "such as 0.2");
        Checks.strength("The contrast", contrast, most, "such as 0.2");
        Checks.strength("The saturation", saturation, most, "such as 0.2");
        Checks.strength("The hue", hue, 0.5, "such as 0.05");
        return new Recolouring(
                words("colourJitter", brightness, contrast, saturation, hue),
                new ColourJitter(brightness, contrast, saturation, hue));
    }

    /**
     * Adds normal noise to every value; what leaves [0, 1] is clipped.
     *
     * @param deviation standard deviation, 0 or more, such as 0.05
     * @return the augmentation
     * @throws IllegalArgumentException if it is negative or not finite
     */
    public static Augmentation noise(double deviation) {
        Checks.strength("The standard deviation", deviation, Double.POSITIVE_INFINITY, "such as 0.05");
        return new Recolouring(
                words("noise", deviation), (images, random) -> Recolouring.noise(images, deviation, random));
    }

    /**
     * Blurs images by Gaussians of any width up to one.
     *
     * @param sigma largest standard deviation in pixels, 0 to 100
     * @return {@code blur(0, sigma)}
     * @throws IllegalArgumentException if it is out of range
     */
    public static Augmentation blur(double sigma) {
        return blur(0, sigma);
    }

    /**
     * Blurs images by a Gaussian that is cut off at three times the largest standard deviation; beyond its edge an image
     * goes on as in a mirror.
     *
     * @param from smallest standard deviation in pixels, 0 to 100; 0 leaves the image sharp
     * @param to largest standard deviation; the same as {@code from} blurs all images alike
     * @return the augmentation
     * @throws IllegalArgumentException if one is out of range or {@code from} is more than {@code to}
     */
    public static Augmentation blur(double from, double to) {
        Checks.range("The standard deviations", from, to, 0, 100, "such as 0 to 1 pixels");
        return new Recolouring(words("blur", from, to), new Blur(from, to));
    }

    /**
     * Blackens a square whose centre may be any pixel (DeVries and Taylor 2017, "Improved regularization of convolutional
     * neural networks with cutout"). Masks and boxes stay: the object is still there, one sees less of it.
     *
     * @param size side of the square in pixels, at least 0, such as 8 for images of 32×32
     * @return the augmentation; it throws a {@link DataException} if the square is larger than an image
     * @throws IllegalArgumentException if the size is negative
     */
    public static Augmentation cutOut(int size) {
        Checks.pixels("The side of the square", size, 8);
        return new Recolouring("cutOut(" + size + ")", (images, random) -> {
            int height = Math.toIntExact(images.size(2));
            int width = Math.toIntExact(images.size(3));
            requireFits("A square", size, Math.min(height, width), height, width);
            return Recolouring.cutOut(images, size, random);
        });
    }

    /**
     * Mixes each image with another one of the batch: λ of its own and 1 − λ of the other, and so the labels, λ from the
     * distribution Beta(α, α) (Zhang et al. 2017, "mixup: beyond empirical risk minimization"). The labels become
     * {@code [n, classes]}, float32, and need a loss that takes them so.
     *
     * @param alpha above 0, at most 100; small ones, such as 0.2, leave most images nearly as they are
     * @param classes number of classes of the data, at least 2
     * @return the augmentation; it throws a {@link DataException} if the batch has masks or boxes, which cannot be mixed,
     *     or a label beyond the classes
     * @throws IllegalArgumentException if α or the number of classes is out of range
     */
    public static Augmentation mixup(double alpha, int classes) {
        if (!(alpha > 0 && alpha <= 100)) {
            throw new IllegalArgumentException("Alpha is " + alpha + ", expected above 0 to 100, such as 0.2.");
        }
        if (classes < 2) {
            throw new IllegalArgumentException("There are " + classes + " classes, expected at least 2.");
        }
        return new Mixup(alpha, classes);
    }

    /**
     * Applies an augmentation only to some images, each with the same probability.
     *
     * @param probability for each image, 0 to 1
     * @param augmentation what to do with those images; it sees a batch of them alone
     * @return the augmentation
     * @throws IllegalArgumentException if the probability is not from 0 to 1
     */
    public static Augmentation sometimes(double probability, Augmentation augmentation) {
        Checks.probability(probability);
        return augmentation instanceof Move move
                ? move.sometimes("sometimes(" + probability + ", " + move + ")", probability)
                : new Sometimes(probability, augmentation);
    }

    /** What to call an augmentation, just as it was called. */
    private static String words(String name, double... numbers) {
        return Arrays.stream(numbers).mapToObj(Double::toString).collect(Collectors.joining(", ", name + "(", ")"));
    }

    private static Affine resizedCrop(double smallest, SplittableRandom random, int height, int width) {
        for (int i = 0; i < ATTEMPTS; i++) {
            double area = Recolouring.between(smallest, 1, random) * height * width;
            double ratio = StrictMath.exp(Recolouring.between(-1, 1, random) * StrictMath.log(4.0 / 3));
            int columns = (int) Math.rint(StrictMath.sqrt(area * ratio * width / height));
            int rows = (int) Math.rint(StrictMath.sqrt(area / ratio * height / width));
            if (columns > Math.min(1, width - 1)
                    && columns <= width
                    && rows > Math.min(1, height - 1)
                    && rows <= height) {
                int left = random.nextInt(width - columns + 1);
                int top = random.nextInt(height - rows + 1);
                double across = width == 1 ? 1 : (columns - 1.0) / (width - 1);
                double down = height == 1 ? 1 : (rows - 1.0) / (height - 1);
                return new Affine(across, 0, left + 0.5 - across / 2, 0, down, top + 0.5 - down / 2);
            }
        }
        return Affine.IDENTITY;
    }

    private static void requireFits(String name, int pixels, int most, int height, int width) {
        if (pixels > most) {
            throw new DataException(name + " of " + pixels + " pixels is too large for images of " + height + "x"
                    + width + ", expected at most " + most + ".");
        }
    }
}
