import static dev.crema.layers.Layers.batchNorm;
import static dev.crema.layers.Layers.conv;
import static dev.crema.layers.Layers.embedding;
import static dev.crema.layers.Layers.finalState;
import static dev.crema.layers.Layers.flatten;
import static dev.crema.layers.Layers.globalAvgPool;
import static dev.crema.layers.Layers.identity;
import static dev.crema.layers.Layers.initialize;
import static dev.crema.layers.Layers.leakyRelu;
import static dev.crema.layers.Layers.linear;
import static dev.crema.layers.Layers.lstm;
import static dev.crema.layers.Layers.maxPool;
import static dev.crema.layers.Layers.pad;
import static dev.crema.layers.Layers.relu;
import static dev.crema.layers.Layers.seq;
import static dev.crema.layers.Layers.sigmoid;
import static dev.crema.layers.Layers.stride;
import static dev.crema.layers.Layers.tanh;
import static dev.crema.layers.Layers.transposedConv;
import static dev.crema.training.Losses.crossEntropy;
import static dev.crema.training.Losses.meanSquaredError;
import static dev.crema.training.Optimizers.adam;
import static dev.crema.training.Optimizers.sgd;
import static dev.crema.training.Training.batchSize;
import static dev.crema.training.Training.callback;
import static dev.crema.training.Training.epochs;
import static dev.crema.training.Training.fit;
import static dev.crema.training.Training.learner;
import static dev.crema.training.Training.loss;
import static dev.crema.training.Training.optimizer;
import static dev.crema.training.Training.quiet;
import static dev.crema.training.Training.seed;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import dev.crema.datasets.Batch;
import dev.crema.datasets.Examples;
import dev.crema.datasets.ImageFiles;
import dev.crema.datasets.LabelledImages;
import dev.crema.figures.Figure;
import dev.crema.figures.LiveFigure;
import dev.crema.figures.Screen;
import dev.crema.layers.Net;
import dev.crema.layers.Pass;
import dev.crema.models.LeNet;
import dev.crema.models.Mlp;
import dev.crema.training.Callback;
import dev.crema.training.FitOption;
import dev.crema.training.History;
import dev.crema.training.Learner;
import dev.crema.training.Progress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Crema's side: trains one of the works anew for every line "live SEED", and answers examples/s and loss; for "curve SEED" with a
 * clock about the live curve, and answers its share of the time of the epochs and the seconds of its last drawing. */
class Crema {
    private static final List<String> CLASSES = Collections.nCopies(10, "a class");

    public static void main(String[] arguments) throws IOException {
        PrintStream answers = System.out;
        System.setOut(System.err);
        Screen.use(new Notebook());
        Path data = Path.of(arguments[1]);
        Work work =
                switch (arguments[0]) {
                    case "tiny" -> new Supervised(arrays(data, "points", 4_000), new Shape(1, 2), 25, 32,
                            () -> seq(linear(16), tanh(), linear(16), tanh(), linear(1)),
                            () -> sgd(0.1), meanSquaredError());
                    case "mlp" -> new Supervised(fashion(data, 51_200), new Shape(1, 1, 28, 28), 2, 128,
                            () -> Mlp.of(512, 10), () -> adam(1e-3), crossEntropy());
                    case "lenet" -> new Supervised(fashion(data, 25_600), new Shape(1, 1, 28, 28), 2, 128,
                            () -> LeNet.of(10), () -> adam(1e-3), crossEntropy());
                    case "conv" -> new Supervised(fashion(data, 3_840), new Shape(1, 1, 28, 28), 2, 128,
                            Crema::twoConvolutions, () -> adam(1e-3), crossEntropy());
                    case "resnet" -> new Supervised(cifar(data, 128), new Shape(1, 3, 32, 32), 2, 64,
                            Crema::resNet18, () -> sgd(0.01, 0.9), crossEntropy());
                    case "lstm" -> new Supervised(arrays(data, "sentences", 3_200), new Shape(1, 50), 3, 64,
                            () -> seq(embedding(1_000, 64), lstm(128, finalState()), linear(2)),
                            () -> adam(3e-3), crossEntropy());
                    case "dcgan" -> new Adversarial(fashion(data, 1_280).train(), 2, 64);
                    default -> throw new IllegalArgumentException(arguments[0]);
                };
        var requests = new BufferedReader(new InputStreamReader(System.in));
        for (String line = requests.readLine(); line != null; line = requests.readLine()) {
            String[] request = line.split(" ");
            long seed = Long.parseLong(request[1]);
            if (request[0].equals("live")) {
                Result result = work.train(seed, new ArrayList<>(List.of(seed(seed))));
                answers.println(result.rate() + " " + result.loss());
            } else {
                var curve = new TimedCurve();
                work.train(seed, new ArrayList<>(List.of(seed(seed), quiet(), callback(curve))));
                answers.println(curve.share() + " " + curve.last * 1e-9);
            }
        }
    }

    /** Something to train, from new weights at each call. */
    interface Work {
        Result train(long seed, List<FitOption> options);
    }

    /** Examples per second of the whole fit, and the mean loss of its last epoch. */
    record Result(double rate, double loss) {
        static Result of(Supplier<History> fit, String measure, int examples) {
            long start = System.nanoTime();
            History history = fit.get();
            double seconds = (System.nanoTime() - start) / 1e9;
            return new Result(
                    examples * history.epochs().size() / seconds,
                    history.last().orElseThrow().training().get(measure));
        }
    }

    /** Examples to train on, and a tenth as many to measure the network with after each epoch. */
    record Data(Examples train, Examples validation) {}

    record Supervised(
            Data data, Shape input, int times, int batch, Supplier<Block> net, Supplier<Optimizer> optimizers, Loss measure)
            implements Work {
        @Override
        public Result train(long seed, List<FitOption> options) {
            Block fresh = initialize(net.get(), input, seed);
            options.addAll(List.of(epochs(times), batchSize(batch), optimizer(optimizers.get()), loss(measure)));
            return Result.of(
                    () -> fit(fresh, data.train(), data.validation(), options.toArray(FitOption[]::new)),
                    "loss",
                    data.train().size());
        }
    }

    /** A generative adversarial network: one step of each side a batch, with images that are made once. */
    record Adversarial(Examples images, int times, int batch) implements Work {
        @Override
        public Result train(long seed, List<FitOption> options) {
            Learner generator = learner(initialize(generator(), new Shape(1, 100, 1, 1), seed), adam(2e-4));
            Learner discriminator = learner(initialize(discriminator(), new Shape(1, 1, 28, 28), seed + 1), adam(2e-4));
            options.addAll(List.of(epochs(times), batchSize(batch)));
            return Result.of(
                    () -> fit(
                            List.of(generator, discriminator),
                            real -> step(generator, discriminator, real),
                            images,
                            options.toArray(FitOption[]::new)),
                    "discriminator",
                    images.size());
        }

        private static Map<String, Double> step(Learner generator, Learner discriminator, Batch real) {
            NDArray noise = real.manager().randomNormal(new Shape(real.size(), 100, 1, 1));
            NDList made = new NDList();
            double fooled = generator.minimise(() -> {
                made.add(generator.forward(noise));
                return Activation.softPlus(discriminator.forward(made.head()).neg())
                        .mean();
            });
            double told = discriminator.minimise(() -> Activation.softPlus(
                            discriminator.forward(real.inputs().head()).neg())
                    .mean()
                    .add(Activation.softPlus(discriminator.forward(made.head().stopGradient()))
                            .mean()));
            Map<String, Double> losses = new LinkedHashMap<>();
            losses.put("discriminator", told);
            losses.put("generator", fooled);
            return losses;
        }
    }

    private static Block twoConvolutions() {
        return seq(conv(32, 3), relu(), maxPool(2), conv(64, 3), relu(), maxPool(2), flatten(), linear(10));
    }

    /** ResNet-18 with the first layers for small images (He et al. 2015; 3×3 and no pooling before the blocks). */
    private static Block resNet18() {
        return seq(
                seq(conv(64, 3), batchNorm(), relu()),
                new Residual(64, 64, 1), new Residual(64, 64, 1),
                new Residual(64, 128, 2), new Residual(128, 128, 1),
                new Residual(128, 256, 2), new Residual(256, 256, 1),
                new Residual(256, 512, 2), new Residual(512, 512, 1),
                globalAvgPool(),
                linear(10));
    }

    private static final class Residual extends Net {
        private final Block body;
        private final Block shortcut;

        Residual(int channels, int filters, int step) {
            body = add("body", seq(
                    conv(filters, 3, stride(step)), batchNorm(), relu(), conv(filters, 3), batchNorm()));
            shortcut = add("shortcut", channels == filters
                    ? identity()
                    : seq(conv(filters, 1, stride(step)), batchNorm()));
        }

        @Override
        protected NDArray forward(Pass pass, NDArray x) {
            return Activation.relu(pass.run(body, x).add(pass.run(shortcut, x)));
        }
    }

    private static Block generator() {
        return seq(
                transposedConv(128, 7, pad(0)), batchNorm(), relu(),
                transposedConv(64, 4, stride(2)), batchNorm(), relu(),
                transposedConv(1, 4, stride(2)), sigmoid());
    }

    private static Block discriminator() {
        return seq(
                conv(64, 4, stride(2), pad(1)), leakyRelu(0.2),
                conv(128, 4, stride(2), pad(1)), batchNorm(), leakyRelu(0.2),
                flatten(), linear(1));
    }

    private static Data fashion(Path data, int train) {
        Path raw = data.resolve("FashionMNIST/raw");
        return split(
                ImageFiles.idx(raw.resolve("train-images-idx3-ubyte"), raw.resolve("train-labels-idx1-ubyte"), CLASSES),
                train);
    }

    private static Data cifar(Path data, int train) {
        return split(ImageFiles.cifarBinary(CLASSES, data.resolve("cifar-10/data_batch_1.bin")), train);
    }

    private static Data split(LabelledImages images, int train) {
        return new Data(
                images.first(train),
                images.select(IntStream.range(train, train + train / 10).toArray()));
    }

    private static Data arrays(Path data, String name, int train) throws IOException {
        try (NDManager manager = NDManager.newBaseManager();
                InputStream file = Files.newInputStream(data.resolve("training/" + name + ".npz"))) {
            NDList arrays = NDList.decode(manager, file);
            var all = Examples.of(new NDList(arrays.get("inputs")), new NDList(arrays.get("targets")));
            return new Data(
                    all.select(IntStream.range(0, train).toArray()),
                    all.select(IntStream.range(train, train + train / 10).toArray()));
        }
    }

    /** What {@code fit} shows while it trains, and how long that takes. */
    private static final class TimedCurve implements Callback {
        private final LiveFigure figure = LiveFigure.open();
        private long start;
        private long end;
        private long spent;
        private long last;

        @Override
        public void beforeTraining(Progress progress) {
            start = System.nanoTime();
        }

        @Override
        public void afterBatch(Progress progress) {
            show(progress);
        }

        @Override
        public void afterEpoch(Progress progress) {
            show(progress);
        }

        @Override
        public void afterTraining(Progress progress) {
            end = System.nanoTime();
            figure.show(() -> progress.history().draw());
            figure.close();
            last = System.nanoTime() - end;
        }

        private void show(Progress progress) {
            long now = System.nanoTime();
            figure.show(() -> progress.history().draw());
            spent += System.nanoTime() - now;
        }

        double share() {
            return (double) spent / (end - start);
        }
    }

    /** Makes of each figure what the kernel sends to the notebook. */
    private static final class Notebook implements Screen {
        private long sent;

        @Override
        public Place open(Figure first) {
            send(first.text(), first.html());
            return new Place() {
                @Override
                public void update(Figure figure) {
                    send(figure.text(), figure.html());
                }

                @Override
                public void finish(Figure last) {
                    send(last.text(), last.html(), last.svg().orElse(""));
                    sent += last.png().length;
                }
            };
        }

        private void send(String... parts) {
            for (String part : parts) {
                sent += part.length();
            }
        }
    }
}
