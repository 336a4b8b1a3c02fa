package dev.crema.insight;

/**
 * The knobs of activation maximisation.
 *
 * @param steps steps of Adam, at least 1; default 128
 * @param learningRate length of a step, above 0; default 0.05
 * @param jitter how far the image is moved at random before each step, as a share of its sides, from 0 to 0.5; default 0.07.
 *     Without it, patterns as fine as the network's strides appear (Mordvintsev, Olah and Tyka 2015, "Inceptionism")
 * @param zoom the factor by which the image is enlarged or shrunk at random before each step at most, from 1 to 2; default 1.1
 * @param frequencyFall how much more low frequencies count: one over the frequency to this power, from 0 to 3; default 1.5,
 *     where photographs have 1 (Olah, Mordvintsev and Schubert 2017, "Feature visualization", Distill). At 0 every pixel
 *     moves on its own, and what excites the network most is noise
 * @param decay what an image of ones costs, as a share of the activation, at least 0; default 1. It keeps pixels at 0 that do
 *     not help (Yosinski et al. 2015, arXiv:1506.06579)
 * @param totalVariation what a step of 1 between all neighbours costs, as a share of the activation, at least 0; default 3.
 *     It keeps neighbours alike (Mahendran and Vedaldi 2014, arXiv:1412.0035)
 * @param low the smallest value that a pixel may have; default 0
 * @param high the largest, above {@code low}; default 1
 * @param seed makes the first image and its moves; default 0
 */
public record MaximisationOptions(
        int steps,
        double learningRate,
        double jitter,
        double zoom,
        double frequencyFall,
        double decay,
        double totalVariation,
        double low,
        double high,
        long seed) {
    /**
     * Checks the ranges.
     *
     * @param steps as above
     * @param learningRate as above
     * @param jitter as above
     * @param zoom as above
     * @param frequencyFall as above
     * @param decay as above
     * @param totalVariation as above
     * @param low as above
     * @param high as above
     * @param seed as above
     * @throws IllegalArgumentException if a knob is outside its range
     */
    public MaximisationOptions {
        require(steps >= 1, "number of steps", steps, "at least 1; 128 is usual");
        require(
                learningRate > 0 && Double.isFinite(learningRate),
                "learning rate",
                learningRate,
                "above 0, such as 0.05");
        require(jitter >= 0 && jitter <= 0.5, "jitter", jitter, "a share of the image's sides, from 0 to 0.5");
        require(zoom >= 1 && zoom <= 2, "zoom", zoom, "a factor from 1 to 2");
        require(frequencyFall >= 0 && frequencyFall <= 3, "fall of the frequencies", frequencyFall, "from 0 to 3");
        require(decay >= 0 && Double.isFinite(decay), "decay", decay, "at least 0; 1 is usual");
        require(
                totalVariation >= 0 && Double.isFinite(totalVariation),
                "weight of the total variation",
                totalVariation,
                "at least 0; 3 is usual");
        require(Double.isFinite(low) && Double.isFinite(high), "smallest or largest pixel", low + high, "finite");
        require(high > low, "largest pixel", high, "above the smallest, " + low);
    }

    /**
     * Returns the settings that suit images from 0 to 1 on black.
     *
     * @return 128 steps of 0.05, jitter 0.07, zoom 1.1, frequency fall 1.5, decay 1, total variation 3, seed 0
     */
    public static MaximisationOptions defaults() {
        return new MaximisationOptions(128, 0.05, 0.07, 1.1, 1.5, 1, 3, 0, 1, 0);
    }

    /**
     * Returns settings without anything that makes the image legible, to see what that does.
     *
     * @return as {@link #defaults}, but no jitter, zoom, fall of the frequencies, decay and total variation
     */
    public static MaximisationOptions unregularised() {
        return new MaximisationOptions(128, 0.05, 0, 1, 0, 0, 0, 0, 1, 0);
    }

    /**
     * Changes the number of steps.
     *
     * @param value at least 1
     * @return these options with that many steps
     */
    public MaximisationOptions withSteps(int value) {
        return new MaximisationOptions(
                value, learningRate, jitter, zoom, frequencyFall, decay, totalVariation, low, high, seed);
    }

    /**
     * Changes how the image is moved before each step.
     *
     * @param share how far at most, as a share of its sides, from 0 to 0.5
     * @param factor how much it is enlarged or shrunk at most, from 1 to 2
     * @return these options with those moves
     */
    public MaximisationOptions withMoves(double share, double factor) {
        return new MaximisationOptions(
                steps, learningRate, share, factor, frequencyFall, decay, totalVariation, low, high, seed);
    }

    /**
     * Changes what holds the image back.
     *
     * @param fall how much more low frequencies count, from 0 to 3
     * @param ones what an image of ones costs, as a share of the activation
     * @param differences what a step of 1 between all neighbours costs, as a share of the activation
     * @return these options with those regularisers
     */
    public MaximisationOptions withRegularisers(double fall, double ones, double differences) {
        return new MaximisationOptions(steps, learningRate, jitter, zoom, fall, ones, differences, low, high, seed);
    }

    /**
     * Changes the values that pixels may have, to those that the network was trained on.
     *
     * @param smallest such as −1
     * @param largest such as 1
     * @return these options with that range
     */
    public MaximisationOptions withRange(double smallest, double largest) {
        return new MaximisationOptions(
                steps, learningRate, jitter, zoom, frequencyFall, decay, totalVariation, smallest, largest, seed);
    }

    /**
     * Changes the seed.
     *
     * @param value makes the first image and its moves
     * @return these options with that seed
     */
    public MaximisationOptions withSeed(long value) {
        return new MaximisationOptions(
                steps, learningRate, jitter, zoom, frequencyFall, decay, totalVariation, low, high, value);
    }

    private static void require(boolean holds, String what, Object value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException("The " + what + " is " + value + ": expected " + expected + ".");
        }
    }
}
