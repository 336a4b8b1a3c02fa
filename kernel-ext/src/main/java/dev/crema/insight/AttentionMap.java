package dev.crema.insight;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.crema.figures.Drawable;
import dev.crema.figures.Figure;
import dev.crema.figures.HeatMap;
import dev.crema.layers.Trace;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Where an attention looks: for each query the shares of the keys that it takes its values from, in every head (Bahdanau, Cho
 * and Bengio 2014, arXiv:1409.0473, fig. 3; Vaswani et al. 2017, arXiv:1706.03762, figs. 3 to 5). Great shares do not prove that
 * the output hangs on them (Jain and Wallace 2019, "Attention is not explanation", arXiv:1902.10186).
 *
 * @param layer the attention's path, such as {@code "decoder1.sourceAttention"}
 * @param queries the positions that look
 * @param keys the positions that are looked at
 * @param heads {@code [heads][queries][keys]}; each row sums to 1, or is 0 if the query may look nowhere
 */
public record AttentionMap(String layer, List<String> queries, List<String> keys, double[][][] heads)
        implements Drawable {
    /** Name of the part that attentions compute their shares in. */
    private static final String WEIGHTS = "weights";

    private static final double PANEL = 220;
    private static final double ROUNDING = 1e-3;
    private static final int TOLD = 12;

    static AttentionMap of(Block net, String layer, Tokens... texts) {
        Activations.requireTrained(net);
        Map<String, Shape[]> shapes = Tokens.probe(net, texts.length);
        Shape shape = Objects.requireNonNull(shapes.get(path(shapes, layer)))[1];
        int rank = requireShares(layer, shape).dimension();
        Tokens queries = Tokens.ofLength(shape.get(rank - 2), texts);
        Tokens keys = Tokens.ofLength(shape.get(rank - 1), texts);
        try (NDManager scratch = NDManager.newBaseManager()) {
            return of(net, Tokens.batch(scratch, texts), layer, queries.words(), keys.words());
        }
    }

    static AttentionMap of(Block net, NDList inputs, String layer, List<String> queries, List<String> keys) {
        Activations.requireTrained(net);
        try (NDManager scratch = NDManager.newBaseManager()) {
            NDList own = new NDList();
            for (NDArray input : inputs) {
                NDArray copy = input.toDevice(scratch.getDevice(), true);
                copy.attach(scratch);
                own.add(copy);
            }
            Map<String, NDArray> outputs = new LinkedHashMap<>();
            Trace.run(net, own, (path, block, x, y) -> outputs.put(path, y));
            return of(Objects.requireNonNull(outputs.get(path(outputs, layer))), layer, queries, keys);
        }
    }

    private static AttentionMap of(NDArray weights, String layer, List<String> queries, List<String> keys) {
        Shape shape = requireShares(layer, weights.getShape());
        int count = shape.dimension() == 3 ? 1 : (int) shape.get(1);
        int rows = (int) shape.get(shape.dimension() - 2);
        int columns = (int) shape.get(shape.dimension() - 1);
        if (rows != queries.size() || columns != keys.size()) {
            throw new IllegalArgumentException(
                    "%s has %d queries and %d keys, but there are names for %d and %d; give one for each"
                            .formatted(layer, rows, columns, queries.size(), keys.size()));
        }
        float[] flat = weights.toFloatArray();
        double[][][] heads = new double[count][rows][columns];
        for (int i = 0; i < flat.length; i++) {
            heads[i / (rows * columns)][i / columns % rows][i % columns] = flat[i];
        }
        for (double[] row : Arrays.stream(heads).flatMap(Arrays::stream).toList()) {
            double sum = Arrays.stream(row).sum();
            if (!(Math.abs(sum - 1) < ROUNDING || sum == 0)) {
                throw new IllegalArgumentException("A row of " + layer + " sums to " + sum
                        + ", not to 1, so these are no shares of attention; look for NaN in the weights, or ask for "
                        + "another layer");
            }
        }
        return new AttentionMap(layer, List.copyOf(queries), List.copyOf(keys), heads);
    }

    /** Finds where an attention computes its shares: the layer itself, or the part of it that is called so. */
    private static String path(Map<String, ?> seen, String layer) {
        String within = layer.isEmpty() ? "" : layer + ".";
        List<String> found = seen.keySet().stream()
                .filter(path -> isShares(path) && (path.equals(layer) || path.startsWith(within)))
                .toList();
        if (found.size() != 1) {
            List<String> all = seen.keySet().stream()
                    .filter(AttentionMap::isShares)
                    .map(path -> path.replaceFirst("\\.?(heads\\.)?" + WEIGHTS + "$", ""))
                    .toList();
            throw new IllegalArgumentException("There are " + found.size() + " attentions at \"" + layer + "\"; "
                    + (all.isEmpty()
                            ? "the network has none with a part \"" + WEIGHTS + "\""
                            : "ask for one of " + String.join(", ", all)));
        }
        return found.get(0);
    }

    private static boolean isShares(String path) {
        return path.equals(WEIGHTS) || path.endsWith("." + WEIGHTS);
    }

    private static Shape requireShares(String layer, Shape shape) {
        if (shape.dimension() < 3 || shape.dimension() > 4 || shape.get(0) != 1) {
            throw new IllegalArgumentException("The weights of " + layer + " have shape " + shape
                    + ", not [1, queries, keys] or [1, heads, queries, keys]; give a batch of one text");
        }
        return shape;
    }

    /**
     * Averages the heads.
     *
     * @return {@code [queries][keys]}
     */
    public double[][] mean() {
        double[][] mean = new double[queries.size()][keys.size()];
        for (double[][] head : heads) {
            for (int query = 0; query < mean.length; query++) {
                for (int key = 0; key < keys.size(); key++) {
                    mean[query][key] += head[query][key] / heads.length;
                }
            }
        }
        return mean;
    }

    @Override
    public Figure draw() {
        String title = (layer.isEmpty() ? "Attention" : layer) + ": where each token looks";
        String words = "%s. %d %s from %d tokens to %d. %s."
                .formatted(
                        title,
                        heads.length,
                        heads.length == 1 ? "head" : "heads, on average",
                        queries.size(),
                        keys.size(),
                        told());
        if (heads.length == 1) {
            return map(title, heads[0]).numbers("%.2f").alt(words).figure();
        }
        double cell = Math.max(2, Math.min(26, PANEL / Math.max(queries.size(), keys.size())));
        Figure[] panels = IntStream.range(0, heads.length)
                .mapToObj(
                        i -> map("Head " + (i + 1), heads[i]).cells(cell, cell).figure())
                .toArray(Figure[]::new);
        return Figure.beside(title, words, panels);
    }

    private HeatMap map(String title, double[][] shares) {
        return HeatMap.of(title)
                .values(shares)
                .rows(queries)
                .columns(keys)
                .y("token that looks")
                .x("token looked at")
                .range(0, 1)
                .unit("share of its attention");
    }

    private String told() {
        double[][] mean = mean();
        String most = IntStream.range(0, Math.min(TOLD, mean.length))
                .mapToObj(query -> {
                    int key = IntStream.range(0, keys.size())
                            .reduce((best, i) -> mean[query][i] > mean[query][best] ? i : best)
                            .orElseThrow();
                    return "“%s” looks most at “%s” (%.2f)"
                            .formatted(queries.get(query), keys.get(key), mean[query][key]);
                })
                .collect(Collectors.joining(", "));
        return mean.length > TOLD ? most + ", …" : most;
    }
}
