package dev.crema.datasets;

/**
 * What scenes of digits are like.
 *
 * @param size pixels in a row, and rows, 16 to 512; default 64
 * @param fewest digits in a scene, at least 1; default 1
 * @param most digits in a scene, at most 20; default 3
 * @param smallest longer side of the smallest digits in pixels, at least 8; default 14
 * @param largest longer side of the largest digits in pixels, more than {@code smallest}, at most {@code size}; default 28
 * @param overlap how much of the smaller of two digits' boxes the other may cover, 0 to 0.5; default 0.1
 * @param coloured whether digits are red, green, blue, yellow or white in colour images, instead of white in gray ones;
 *     default true
 * @param textured whether the background is striped, checked or cloudy, instead of black; default true
 */
public record SceneOptions(
        int size, int fewest, int most, int smallest, int largest, double overlap, boolean coloured, boolean textured) {
    /**
     * Checks the ranges.
     *
     * @param size pixels in a row, and rows
     * @param fewest digits in a scene
     * @param most digits in a scene
     * @param smallest longer side of the smallest digits
     * @param largest longer side of the largest digits
     * @param overlap how much of the smaller of two boxes the other may cover
     * @param coloured whether there are colours
     * @param textured whether the background is not just black
     * @throws DataException if a value is outside its range
     */
    public SceneOptions {
        if (size < 16 || size > 512) {
            throw new DataException("The size is " + size + " pixels, expected 16 to 512, such as 64.");
        }
        if (fewest < 1 || most < fewest || most > 20) {
            throw new DataException("A scene was to have " + fewest + " to " + most
                    + " digits, expected 1 or more and not more than 20, such as 1 to 3.");
        }
        if (smallest < 8 || largest <= smallest || largest > size) {
            throw new DataException(
                    "Digits were to be " + smallest + " to " + largest + " pixels long, expected from 8 to " + size
                            + ", the size of the scene, with the largest longer than the smallest.");
        }
        if (!(overlap >= 0 && overlap <= 0.5)) {
            throw new DataException("The overlap is " + overlap + ", expected 0 to 0.5, such as 0.1.");
        }
    }

    /**
     * Returns the usual scenes.
     *
     * @return 64×64 pixels, 1 to 3 digits of 14 to 28 pixels, overlap 0.1, coloured, textured
     */
    public static SceneOptions defaults() {
        return new SceneOptions(64, 1, 3, 14, 28, 0.1, true, true);
    }

    /**
     * Changes the size.
     *
     * @param pixels in a row, and rows, 16 to 512
     * @return these options with that size
     */
    public SceneOptions withSize(int pixels) {
        return new SceneOptions(pixels, fewest, most, smallest, largest, overlap, coloured, textured);
    }

    /**
     * Changes the number of digits.
     *
     * @param least digits in a scene, at least 1
     * @param greatest digits in a scene, at most 20
     * @return these options with that many digits, each number as likely as the others
     */
    public SceneOptions withDigits(int least, int greatest) {
        return new SceneOptions(size, least, greatest, smallest, largest, overlap, coloured, textured);
    }

    /**
     * Changes how large digits are.
     *
     * @param least longer side of the smallest in pixels, at least 8
     * @param greatest longer side of the largest in pixels, at most the size of the scene
     * @return these options with digits that large
     */
    public SceneOptions withLengths(int least, int greatest) {
        return new SceneOptions(size, fewest, most, least, greatest, overlap, coloured, textured);
    }

    /**
     * Changes how far digits may overlap.
     *
     * @param share of the smaller of two boxes that the other may cover, 0 to 0.5
     * @return these options with that overlap
     */
    public SceneOptions withOverlap(double share) {
        return new SceneOptions(size, fewest, most, smallest, largest, share, coloured, textured);
    }

    /**
     * Takes the colours away.
     *
     * @return these options with white digits in images of one channel
     */
    public SceneOptions gray() {
        return new SceneOptions(size, fewest, most, smallest, largest, overlap, false, textured);
    }

    /**
     * Takes the texture away.
     *
     * @return these options with a black background
     */
    public SceneOptions plain() {
        return new SceneOptions(size, fewest, most, smallest, largest, overlap, coloured, false);
    }
}
