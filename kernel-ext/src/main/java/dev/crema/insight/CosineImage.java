package dev.crema.insight;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import java.util.Random;

/**
 * An image as a sum of cosines, so that a step of gradient descent changes it smoothly and not pixel by pixel, and in
 * colours as they go together in photographs (Olah, Mordvintsev and Schubert 2017, "Feature visualization", Distill, on
 * preconditioning; the real cosine transform has the place of their Fourier transform). Since it is a function of the place,
 * it can be looked at from a fraction of a pixel aside, and nearer.
 */
final class CosineImage {
    /** How the sum before the sigmoid is spread, as in the authors' library Lucid. */
    private static final double SPREAD = 0.25;

    private static final float START = 0.01f;

    /** Beyond it the sigmoid is so flat that no step would change the pixel. */
    private static final double EDGE = 0.02;

    /** The root of the colours' covariance in ImageNet, as in Lucid: grey, blue to yellow, green to red. */
    private static final float[] COLOURS = {0.56f, 0.19f, 0.04f, 0.58f, 0, -0.11f, 0.58f, -0.19f, 0.06f};

    private final int channels;
    private final int height;
    private final int width;
    private final double low;
    private final double high;
    private final float[] weights;

    CosineImage(Shape image, double low, double high, double fall) {
        channels = (int) image.get(0);
        height = (int) image.get(1);
        width = (int) image.get(2);
        this.low = low;
        this.high = high;
        weights = weights(fall);
    }

    /** Where the image is looked at from: moved by a share of its sides, and nearer. */
    record View(double down, double right, double zoom) {
        static final View STILL = new View(0, 0, 1);

        static View random(Random random, double jitter, double zoom) {
            return new View(
                    jitter * (2 * random.nextDouble() - 1),
                    jitter * (2 * random.nextDouble() - 1),
                    Math.pow(zoom, 2 * random.nextDouble() - 1));
        }
    }

    /** The amplitudes of the cosines of an almost grey image. */
    float[] start(Random random) {
        float[] amplitudes = new float[weights.length];
        for (int i = 0; i < amplitudes.length; i++) {
            amplitudes[i] = (float) (START * random.nextGaussian());
        }
        return amplitudes;
    }

    /** The amplitudes of an image, whose darkest and brightest pixels are a little inside of the range. */
    float[] amplitudes(float[] pixels) {
        float[] sums = new float[pixels.length];
        for (int i = 0; i < sums.length; i++) {
            double share = Math.max(EDGE, Math.min(1 - EDGE, (pixels[i] - low) / (high - low)));
            sums[i] = (float) Math.log(share / (1 - share));
        }
        try (NDManager scratch = NDManager.newBaseManager()) {
            NDArray sum = scratch.create(sums, shape());
            if (channels == 3) {
                NDArray colours = scratch.create(COLOURS, new Shape(3, 3));
                sum = colours.inverse().matMul(sum.reshape(3, -1)).reshape(shape());
            }
            NDArray rows = scratch.create(cosines(height, 0, 1), new Shape(height, height));
            NDArray columns = scratch.create(cosines(width, 0, 1), new Shape(width, width));
            return rows.transpose()
                    .matMul(sum)
                    .matMul(columns)
                    .div(scratch.create(weights, shape()))
                    .toFloatArray();
        }
    }

    Shape shape() {
        return new Shape(channels, height, width);
    }

    /** The image, {@code [1, channels, height, width]}, which can be differentiated by its amplitudes. */
    NDArray of(NDArray amplitudes, View view) {
        NDManager manager = amplitudes.getManager();
        NDArray spectrum = amplitudes.mul(manager.create(weights, shape()));
        NDArray rows = manager.create(cosines(height, view.down, view.zoom), new Shape(height, height));
        NDArray columns = manager.create(cosines(width, view.right, view.zoom), new Shape(width, width));
        NDArray sum = rows.matMul(spectrum).matMul(columns.transpose());
        if (channels == 3) {
            NDArray colours = manager.create(COLOURS, new Shape(3, 3));
            sum = colours.matMul(sum.reshape(3, -1)).reshape(shape());
        }
        return Activation.sigmoid(sum).mul(high - low).add(low).expandDims(0);
    }

    /** Low frequencies count more, as they do in photographs: one over the frequency, to a power. */
    private float[] weights(double fall) {
        float[] numbers = new float[channels * height * width];
        for (int i = 0; i < numbers.length; i++) {
            double down = i / width % height / (2.0 * height);
            double right = i % width / (2.0 * width);
            double frequency = Math.max(Math.hypot(down, right), 1.0 / Math.max(height, width));
            numbers[i] = (float) (SPREAD * Math.pow(frequency, -fall));
        }
        return numbers;
    }

    /** The values of each cosine, in columns, at the places that are seen, in rows: at rest an orthogonal matrix. */
    private static float[] cosines(int size, double shift, double zoom) {
        float[] values = new float[size * size];
        for (int place = 0; place < size; place++) {
            double seen = size / 2.0 + shift * size + (place + 0.5 - size / 2.0) / zoom;
            for (int wave = 0; wave < size; wave++) {
                values[place * size + wave] =
                        (float) (Math.sqrt((wave == 0 ? 1.0 : 2.0) / size) * Math.cos(Math.PI * wave * seen / size));
            }
        }
        return values;
    }
}
