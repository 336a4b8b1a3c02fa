package dev.crema.insight;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.GradientCollector;
import dev.crema.figures.Drawable;
import dev.crema.figures.Figure;
import dev.crema.figures.ImageGrid;
import dev.crema.figures.LineChart;
import dev.crema.layers.Trace;
import dev.crema.torch.Gradients;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;

/**
 * An image made to excite a part of a network: gradient ascent on the pixels (Erhan et al. 2009, "Visualizing higher-layer
 * features of a deep network"), with what keeps the image legible: it is moved a little before each step, is a sum of
 * cosines of which the low ones count more (Olah, Mordvintsev and Schubert 2017, "Feature visualization", Distill), and pays
 * for bright pixels and for differences between neighbours (Yosinski et al. 2015, arXiv:1506.06579; Mahendran and Vedaldi
 * 2014, arXiv:1412.0035).
 *
 * @param objective what is excited
 * @param options how
 * @param pixels the image, {@code [channels · height · width]}
 * @param shape its shape, {@code [channels, height, width]}
 * @param steps after how many steps each picture was taken: 0 first, all last
 * @param pictures what the image looked like then
 * @param activations before each step, of the moved image
 * @param before the activation of the first image
 * @param after the activation of the image
 */
public record ActivationMaximisation(
        ActivationObjective objective,
        MaximisationOptions options,
        float[] pixels,
        Shape shape,
        List<Integer> steps,
        List<BufferedImage> pictures,
        double[] activations,
        double before,
        double after)
        implements Drawable {
    private static final int SIDE = 150;

    /**
     * Copies the lists.
     *
     * @param objective as above
     * @param options as above
     * @param pixels as above
     * @param shape as above
     * @param steps as above
     * @param pictures as above
     * @param activations as above
     * @param before as above
     * @param after as above
     */
    public ActivationMaximisation {
        steps = List.copyOf(steps);
        pictures = List.copyOf(pictures);
    }

    static ActivationMaximisation of(Block net, ActivationObjective objective, MaximisationOptions options) {
        Activations.requireTrained(net);
        Shape input = net.getInputShapes()[0];
        if (input.dimension() != 4 || input.slice(1).size() <= 0) {
            throw new IllegalArgumentException(
                    "The network was made for " + input + ", not for images [batch, channels, height, width]");
        }
        Random random = new Random(options.seed());
        CosineImage image = image(input.slice(1), options);
        return new Ascent(net, objective, options, image, random, image.start(random)).run();
    }

    static ActivationMaximisation of(
            Block net, ActivationObjective objective, MaximisationOptions options, NDArray start) {
        Score.requireImage(net, start);
        CosineImage image = image(start.getShape(), options);
        Random random = new Random(options.seed());
        return new Ascent(net, objective, options, image, random, image.amplitudes(Score.pixels(start))).run();
    }

    private static CosineImage image(Shape shape, MaximisationOptions options) {
        return new CosineImage(shape, options.low(), options.high(), options.frequencyFall());
    }

    /** One run: the amplitudes of the cosines and where they are going. */
    private static final class Ascent {
        private final Block net;
        private final ActivationObjective objective;
        private final MaximisationOptions options;
        private final CosineImage image;
        private final Random random;
        private final float[] amplitudes;
        private final Adam adam;

        Ascent(
                Block net,
                ActivationObjective objective,
                MaximisationOptions options,
                CosineImage image,
                Random random,
                float[] amplitudes) {
            this.net = net;
            this.objective = objective;
            this.options = options;
            this.image = image;
            this.random = random;
            this.amplitudes = amplitudes;
            adam = new Adam(amplitudes.length, options.learningRate());
        }

        ActivationMaximisation run() {
            List<BufferedImage> pictures = new ArrayList<>();
            // the image changes most at first
            TreeSet<Integer> shown =
                    new TreeSet<>(List.of(0, options.steps() / 16, options.steps() / 4, options.steps()));
            double[] activations = new double[options.steps()];
            double before = activation();
            for (int step = 0; step < options.steps(); step++) {
                if (Thread.interrupted()) {
                    throw new CancellationException("Stopped by an interrupt after " + step + " of " + options.steps()
                            + " steps; nothing is kept");
                }
                if (shown.contains(step)) {
                    pictures.add(picture());
                }
                activations[step] = step();
            }
            pictures.add(picture());
            return new ActivationMaximisation(
                    objective,
                    options,
                    pixels(),
                    image.shape(),
                    List.copyOf(shown),
                    pictures,
                    activations,
                    before,
                    activation());
        }

        @SuppressWarnings("try") // gradients are followed while the collector is open; nobody has to ask it
        private double step() {
            CosineImage.View view = CosineImage.View.random(random, options.jitter(), options.zoom());
            try (NDManager scratch = NDManager.newBaseManager();
                    GradientCollector open = Gradients.collector()) {
                NDArray waves = scratch.create(amplitudes, image.shape());
                waves.setRequiresGradient(true);
                NDArray x = image.of(waves, view);
                NDArray activation = activation(x);
                double value = activation.getFloat();
                NDArray worth = activation.sub(cost(x).mul(Math.abs(value)));
                adam.climb(amplitudes, Gradients.of(worth, waves).toFloatArray());
                return value;
            }
        }

        /** What an image of ones costs, and one of which all neighbours differ by 1. */
        private NDArray cost(NDArray x) {
            NDArray down = x.get(":, :, 1:").sub(x.get(":, :, :-1")).square().mean();
            NDArray right =
                    x.get(":, :, :, 1:").sub(x.get(":, :, :, :-1")).square().mean();
            return x.square().mean().mul(options.decay()).add(down.add(right).mul(options.totalVariation()));
        }

        private NDArray activation(NDArray x) {
            if (objective instanceof Target target) {
                NDArray scores = Trace.run(net, x, (path, layer, in, out) -> {});
                Score.requireScores(scores.getShape());
                Explained.requireIndex(
                        "class", target.index(), scores.getShape().get(1), "the network");
                return scores.get(0).get(target.index());
            }
            if (objective instanceof WholeLayer whole) {
                return Activations.of(net, x, whole.path()).square().mean();
            }
            if (objective instanceof Channel channel) {
                return map(x, channel.layer(), channel.index()).mean();
            }
            Unit unit = (Unit) objective;
            NDArray map = map(x, unit.layer(), unit.channel());
            Shape places = FeatureMaps.requireMaps(
                    unit.layer(), map.expandDims(0).expandDims(0).getShape());
            Explained.requireIndex("row", unit.row(), places.get(2), unit.layer());
            Explained.requireIndex("column", unit.column(), places.get(3), unit.layer());
            return map.get(unit.row()).get(unit.column());
        }

        private NDArray map(NDArray x, String layer, int channel) {
            NDArray output = Activations.of(net, x, layer);
            Explained.requireIndex("channel", channel, output.getShape().get(1), layer);
            return output.get(0).get(channel);
        }

        private double activation() {
            try (NDManager scratch = NDManager.newBaseManager()) {
                return activation(still(scratch)).getFloat();
            }
        }

        private float[] pixels() {
            try (NDManager scratch = NDManager.newBaseManager()) {
                return still(scratch).toFloatArray();
            }
        }

        private BufferedImage picture() {
            float[] pixels = pixels();
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = (float) ((pixels[i] - options.low()) / (options.high() - options.low()));
            }
            return Score.picture(pixels, image.shape());
        }

        private NDArray still(NDManager scratch) {
            return image.of(scratch.create(amplitudes, image.shape()), CosineImage.View.STILL);
        }
    }

    /** Kingma and Ba 2014, arXiv:1412.6980, upwards. */
    private static final class Adam {
        private final float[] means;
        private final float[] squares;
        private final double rate;
        private int step;

        Adam(int size, double rate) {
            means = new float[size];
            squares = new float[size];
            this.rate = rate;
        }

        void climb(float[] numbers, float[] gradient) {
            step++;
            double mean = 1 - Math.pow(0.9, step);
            double square = 1 - Math.pow(0.999, step);
            for (int i = 0; i < numbers.length; i++) {
                means[i] = 0.9f * means[i] + 0.1f * gradient[i];
                squares[i] = 0.999f * squares[i] + 0.001f * gradient[i] * gradient[i];
                numbers[i] += (float) (rate * means[i] / mean / (Math.sqrt(squares[i] / square) + 1e-8));
            }
        }
    }

    @Override
    public Figure draw() {
        String title = "What excites “%s”".formatted(objective);
        String change = before == after
                ? "It stayed at %.2g: nothing in the first image excites it at all, so there is no slope to climb; ask for the layer before the ReLU"
                        .formatted(after)
                : "In %d steps its activation rose from %.2g to %.3g".formatted(options.steps(), before, after);
        Figure grid = ImageGrid.of("The image")
                .images(pictures)
                .captions(steps.stream()
                        .map(step -> step == 1 ? "1 step" : step + " steps")
                        .toList())
                .columns(2)
                .scale(SIDE)
                .figure();
        Figure curve = LineChart.of("Its activation")
                .x("step")
                .y("activation")
                .line(
                        "of the moved image",
                        IntStream.rangeClosed(1, activations.length)
                                .asDoubleStream()
                                .toArray(),
                        activations)
                .figure();
        return Figure.beside(title, title + ": an image made for it. " + change + ".", grid, curve);
    }
}
