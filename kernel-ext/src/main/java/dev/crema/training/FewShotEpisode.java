package dev.crema.training;

import ai.djl.nn.Block;
import dev.crema.datasets.Episode;
import dev.crema.datasets.LabelledImages;
import dev.crema.figures.Drawable;
import dev.crema.figures.Figure;
import dev.crema.figures.ImageGrid;
import dev.crema.figures.Pixels;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One task of few-shot learning as a network solves it: the few images that it is shown of each class, and what it takes others
 * for.
 *
 * <pre>{@code
 * FewShotEpisode.of(net, Episode.of(digits.test(), 5, 1, 5, seed))
 * }</pre>
 *
 * @param support the pictures to learn from, in the order of the classes, as many of each
 * @param query the pictures to recognise
 * @param predictions what each of them was taken for, by the {@link Prototypes} of the support
 */
public record FewShotEpisode(List<BufferedImage> support, List<BufferedImage> query, Predictions predictions)
        implements Drawable {
    private static final int MOST_COLUMNS = 8;
    private static final int SCALE = 64;

    /**
     * Keeps its own copies of the lists.
     *
     * @param support as above
     * @param query as above
     * @param predictions as above
     * @throws IllegalArgumentException if there is not one prediction for each picture of the query
     */
    public FewShotEpisode {
        support = List.copyOf(support);
        query = List.copyOf(query);
        if (query.size() != predictions.labels().length) {
            throw new IllegalArgumentException("There are " + predictions.labels().length + " predictions for "
                    + query.size() + " pictures, expected one for each");
        }
    }

    /**
     * Classifies the queries of an episode by the prototypes of its support.
     *
     * @param net from {@code [n, channels, height, width]} to embeddings {@code [n, …]}; {@code flatten()} compares raw pixels
     * @param episode the task, of images with one channel or three
     * @return copies of its pictures, and the predictions
     * @throws IllegalArgumentException if the images are not grey or coloured
     */
    public static FewShotEpisode of(Block net, Episode episode) {
        Predictions predictions = Prototypes.of(net, episode.support()).predict(net, episode.query());
        return new FewShotEpisode(pictures(episode.support()), pictures(episode.query()), predictions);
    }

    private static List<BufferedImage> pictures(LabelledImages images) {
        return Pixels.images(images.images());
    }

    @Override
    public Figure draw() {
        int ways = predictions.classes().size();
        String title = "%d-way %d-shot episode: %.0f %% of %d queries right"
                .formatted(ways, support.size() / ways, 100 * predictions.accuracy(), query.size());
        String confused = wrong().stream()
                .limit(10)
                .map(i -> "%s for %s"
                        .formatted(
                                name(predictions.predicted(i)), name(predictions.labels()[i])))
                .collect(Collectors.joining(", "));
        return Figure.beside(
                title,
                title + ". Classes: " + String.join(", ", predictions.classes()) + "."
                        + (confused.isEmpty() ? "" : " Taken wrongly: " + confused + "."),
                grid("Support: a few of each class", support, support.size() / ways)
                        .captions(IntStream.range(0, support.size())
                                .mapToObj(i -> name(i / (support.size() / ways)))
                                .toList())
                        .figure(),
                grid("Query: what each is taken for", query, query.size() / ways)
                        .captions(IntStream.range(0, query.size())
                                .mapToObj(this::verdict)
                                .toList())
                        .emphasis(Set.copyOf(wrong()))
                        .figure());
    }

    /** A row for each class where it has room. */
    private static ImageGrid grid(String title, List<BufferedImage> pictures, int each) {
        return ImageGrid.of(title)
                .images(pictures)
                .columns(Math.max(1, Math.min(each, MOST_COLUMNS)))
                .scale(SCALE);
    }

    private String verdict(int query) {
        int predicted = predictions.predicted(query);
        int truth = predictions.labels()[query];
        return predicted == truth ? name(predicted) : name(predicted) + ", not " + name(truth);
    }

    private List<Integer> wrong() {
        return IntStream.range(0, query.size())
                .filter(i -> predictions.predicted(i) != predictions.labels()[i])
                .boxed()
                .toList();
    }

    private String name(int label) {
        return predictions.classes().get(label);
    }
}
