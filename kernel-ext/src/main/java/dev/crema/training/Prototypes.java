package dev.crema.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import dev.crema.datasets.LabelledImages;
import dev.crema.figures.Drawable;
import dev.crema.figures.Figure;
import dev.crema.figures.HeatMap;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The means of classes in the space of a network's embeddings, by which images of classes that it was never trained on are told
 * apart (Snell, Swersky and Zemel 2017, "Prototypical networks for few-shot learning", arXiv:1703.05175).
 *
 * @param means one row a class, one column a number of the embedding
 * @param classes the names of the classes
 */
public record Prototypes(float[][] means, List<String> classes) implements Drawable {
    /**
     * Takes the mean embedding of each class.
     *
     * @param net from {@code [n, channels, height, width]} to embeddings {@code [n, …]}, which are laid out as rows; it has
     *     parameters if it needs some
     * @param support a few images of each class, such as an episode's
     * @return one prototype a class
     * @throws IllegalArgumentException if a class has no image
     */
    public static Prototypes of(Block net, LabelledImages support) {
        int[] labels = support.labelArray();
        int classes = support.classes().size();
        try (NDManager memory = NDManager.newBaseManager()) {
            float[][] share = new float[classes][labels.length];
            for (int c = 0; c < classes; c++) {
                int label = c;
                long count = IntStream.of(labels).filter(of -> of == label).count();
                if (count == 0) {
                    throw new IllegalArgumentException("There is no image of the class "
                            + support.classes().get(c) + ", expected at least one of each");
                }
                for (int i = 0; i < labels.length; i++) {
                    share[c][i] = labels[i] == c ? 1f / count : 0;
                }
            }
            NDArray means = memory.create(share).matMul(embeddings(net, support, memory));
            return new Prototypes(rows(means), support.classes());
        }
    }

    /**
     * Classifies images by their nearest prototype.
     *
     * @param net the network that the prototypes are of
     * @param query images of the same classes
     * @return softmax of minus the squared distances to the prototypes
     * @throws IllegalArgumentException if the network's embeddings are not as long as the prototypes
     */
    public Predictions predict(Block net, LabelledImages query) {
        try (NDManager memory = NDManager.newBaseManager()) {
            NDArray embeddings = embeddings(net, query, memory);
            if (embeddings.size(1) != means[0].length) {
                throw new IllegalArgumentException("The network's embeddings have " + embeddings.size(1)
                        + " numbers and the prototypes " + means[0].length + "; use the network that they are of");
            }
            NDArray squares = EmbeddingLoss.squaredDistances(embeddings, memory.create(means));
            return new Predictions(rows(squares.neg().softmax(1)), query.labelArray(), classes);
        }
    }

    /**
     * Draws how far the prototypes are from each other: the nearer, the easier two classes are confused.
     *
     * @return a heat map of their Euclidean distances
     */
    @Override
    public Figure draw() {
        double[][] distances = new double[means.length][means.length];
        int[] nearest = {0, Math.min(1, means.length - 1)};
        for (int i = 0; i < means.length; i++) {
            for (int j = 0; j < means.length; j++) {
                double squares = 0;
                for (int k = 0; k < means[i].length; k++) {
                    double difference = (double) means[i][k] - means[j][k];
                    squares += difference * difference;
                }
                distances[i][j] = Math.sqrt(squares);
                if (i < j && distances[i][j] < distances[nearest[0]][nearest[1]]) {
                    nearest = new int[] {i, j};
                }
            }
        }
        return HeatMap.of("Distances between the prototypes of %d classes".formatted(means.length))
                .values(distances)
                .rows(classes)
                .columns(classes)
                .x("class")
                .y("class")
                .numbers("%.1f")
                .unit("distance of the mean embeddings")
                .alt(
                        "Distances between the mean embeddings, of %d numbers, of %d classes. The nearest are %s and %s, %.3g apart."
                                .formatted(
                                        means[0].length,
                                        means.length,
                                        classes.get(nearest[0]),
                                        classes.get(nearest[1]),
                                        distances[nearest[0]][nearest[1]]))
                .figure();
    }

    private static NDArray embeddings(Block net, LabelledImages images, NDManager memory) {
        NDArray own = images.images().duplicate();
        own.attach(memory);
        NDArray out = net.forward(new ParameterStore(memory, false), new NDList(own), false)
                .singletonOrThrow();
        return out.reshape(own.size(0), -1);
    }

    private static float[][] rows(NDArray matrix) {
        int columns = (int) matrix.size(1);
        float[] flat = matrix.toFloatArray();
        return IntStream.range(0, (int) matrix.size(0))
                .mapToObj(row -> Arrays.copyOfRange(flat, row * columns, (row + 1) * columns))
                .toArray(float[][]::new);
    }
}
