package dev.crema.training;

/**
 * Smooths a curve: each value is the mean of all before it, the older the less, without the pull towards zero at the
 * beginning (Kingma and Ba 2014, arXiv:1412.6980, section 3; TensorBoard and fastai smooth losses so).
 */
final class RunningMean {
    private RunningMean() {}

    /**
     * Smooths.
     *
     * @param values the raw values; one that is no finite number is left as it is and forgotten
     * @param keep share of the mean that each step keeps, in [0, 1); 0 changes nothing, 0.98 averages about 50 values
     */
    static double[] of(double[] values, double keep) {
        double[] smooth = values.clone();
        double mean = 0;
        double weight = 0;
        for (int i = 0; i < values.length; i++) {
            if (Double.isFinite(values[i])) {
                mean = keep * mean + (1 - keep) * values[i];
                weight = keep * weight + (1 - keep);
                smooth[i] = mean / weight;
            }
        }
        return smooth;
    }
}
