package dev.crema.insight;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.GradientCollector;
import dev.crema.figures.ColouredText;
import dev.crema.figures.Drawable;
import dev.crema.figures.Figure;
import dev.crema.layers.Trace;
import dev.crema.torch.Gradients;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What each word of a text contributes to the score of a class, compared with words whose vectors are zeros: the gradient by
 * the word's vector times the vector (gradient × input; Li, Chen, Hovy and Jurafsky 2016, "Visualizing and understanding neural
 * models in NLP", arXiv:1506.01066, section 5, with the sign that Shrikumar et al. 2016, arXiv:1605.01713, keep), or integrated
 * gradients, which sum that gradient up on the way from the zeros (Sundararajan et al. 2017, arXiv:1703.01365, section 6.3).
 * Only the latter add up to the difference of the two scores (completeness).
 *
 * @param method what was computed, in words
 * @param target the class
 * @param score its score (logit) for the text
 * @param baselineScore its score for vectors of zeros
 * @param words the text
 * @param contributions what each word contributes to the score, below 0 if it speaks against the class
 */
public record WordSaliency(
        String method, Target target, double score, double baselineScore, List<String> words, double[] contributions)
        implements Drawable {
    private static final int TOLD = 3;

    static WordSaliency gradientTimesInput(Block net, Tokens text, Target target) {
        TextScore score = new TextScore(net, text, target);
        double[] sums = new double[score.vectors.length];
        score.slopes(new double[] {1}, 1, sums);
        float[] products = new float[sums.length];
        for (int i = 0; i < products.length; i++) {
            products[i] = (float) (sums[i] * score.vectors[i]);
        }
        return of("Gradient × input", score, text, target, products);
    }

    static WordSaliency integrated(Block net, Tokens text, Target target) {
        TextScore score = new TextScore(net, text, target);
        PathIntegral way = PathIntegral.along(
                new float[score.vectors.length], score.vectors, score.baseline, score.value, score::slopes);
        return of("Integrated gradients (%d steps)".formatted(way.steps()), score, text, target, way.attributions());
    }

    private static WordSaliency of(String method, TextScore score, Tokens text, Target target, float[] numbers) {
        int size = numbers.length / text.words().size();
        double[] contributions = new double[text.words().size()];
        for (int i = 0; i < numbers.length; i++) {
            contributions[i / size] += numbers[i];
        }
        return new WordSaliency(method, target, score.value, score.baseline, text.words(), contributions);
    }

    /**
     * Returns how far the contributions are from adding up to what they explain.
     *
     * @return their sum less {@code score − baselineScore}
     */
    public double gap() {
        return IntStream.range(0, contributions.length)
                        .mapToDouble(i -> contributions[i])
                        .sum()
                - (score - baselineScore);
    }

    @Override
    public Figure draw() {
        String title = "%s: which words speak for “%s” and which against it".formatted(method, target);
        String complete = "The words together add %.2f, where the score rises by %.2f from %.2f without words to %.2f"
                .formatted(gap() + score - baselineScore, score - baselineScore, baselineScore, score);
        return ColouredText.of(title)
                .words(words)
                .values(contributions)
                .unit("adds to the score")
                .alt("%s. %s. %s; %s.".formatted(title, complete, told("Most for it", 1), told("most against it", -1)))
                .figure();
    }

    private String told(String side, int sign) {
        String most = IntStream.range(0, contributions.length)
                .boxed()
                .filter(i -> sign * contributions[i] > 0)
                .sorted((a, b) -> Double.compare(sign * contributions[b], sign * contributions[a]))
                .limit(TOLD)
                .map(i -> "“%s” (%.2g)".formatted(words.get(i), contributions[i]))
                .collect(Collectors.joining(", "));
        return side + ": " + (most.isEmpty() ? "no word" : most);
    }

    /** The score of a class for a text, by the vectors of its words. */
    private static final class TextScore {
        private static final int NUMBERS_AT_ONCE = 1 << 17;

        final float[] vectors;
        final double value;
        final double baseline;
        private final Block net;
        private final Tokens text;
        private final int target;
        private final String layer;

        TextScore(Block net, Tokens text, Target target) {
            Activations.requireTrained(net);
            this.net = net;
            this.text = text;
            this.target = target.index();
            try (NDManager scratch = NDManager.newBaseManager()) {
                NDArray ids = Tokens.batch(scratch, text).head();
                String[] found = {""};
                NDArray[] first = new NDArray[1];
                NDArray scores = Trace.run(net, ids, (path, block, x, y) -> {
                    if (first[0] == null && Tokens.turnsIntoVectors(x, y)) {
                        found[0] = path;
                        first[0] = y;
                    }
                });
                if (first[0] == null || scores.getShape().dimension() != 2) {
                    throw new IllegalArgumentException("The network gives " + scores.getShape()
                            + (first[0] == null
                                    ? " without a layer that turns words [1, T] into vectors [1, T, size]"
                                    : "")
                            + "; only classifiers of texts can be explained so, such as TextClassifier.of(…)");
                }
                if (target.index() < 0 || target.index() >= scores.size(1)) {
                    throw new IllegalArgumentException("There is no class " + target.index() + "; the network has "
                            + scores.size(1) + ", from 0 to " + (scores.size(1) - 1));
                }
                layer = found[0];
                vectors = first[0].toFloatArray();
                value = scores.getFloat(0, target.index());
                baseline = scores(ids, first[0].zerosLike()).getFloat(0);
            }
        }

        /** The score of each of a batch whose words have these vectors. */
        private NDArray scores(NDArray ids, NDArray instead) {
            NDArray scores = Trace.run(net, new NDList(ids), new Trace.Visitor() {
                        @Override
                        public void visit(String path, Block block, NDArray x, NDArray y) {}

                        @Override
                        public NDList pass(String path, Block block, NDList inputs, NDList outputs) {
                            return path.equals(layer) ? new NDList(instead) : outputs;
                        }
                    })
                    .singletonOrThrow();
            return scores.get(":, " + target);
        }

        /** Adds the slopes at shares of the words' vectors, in batches. */
        void slopes(double[] places, double weight, double[] sums) {
            int atOnce = Math.max(1, NUMBERS_AT_ONCE / vectors.length);
            for (int from = 0; from < places.length; from += atOnce) {
                int count = Math.min(atOnce, places.length - from);
                float[] slopes = slopes(places, from, count);
                for (int i = 0; i < count; i++) {
                    PathIntegral.add(slopes, i * vectors.length, weight, sums);
                }
            }
        }

        @SuppressWarnings("try") // gradients are followed while the collector is open; nobody has to ask it
        private float[] slopes(double[] places, int from, int count) {
            float[] batch = new float[count * vectors.length];
            for (int i = 0; i < batch.length; i++) {
                batch[i] = (float) (places[from + i / vectors.length] * vectors[i % vectors.length]);
            }
            int length = text.words().size();
            try (NDManager scratch = NDManager.newBaseManager()) {
                NDArray x = scratch.create(batch, new Shape(count, length, vectors.length / length));
                x.setRequiresGradient(true);
                NDArray ids = Tokens.batch(scratch, text).head().repeat(0, count);
                try (GradientCollector open = Gradients.collector()) {
                    return Gradients.of(scores(ids, x), x).toFloatArray();
                }
            }
        }
    }
}
