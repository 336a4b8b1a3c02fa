package dev.crema.training;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.crema.datasets.ImageBatch;
import dev.crema.datasets.Scene;
import dev.crema.datasets.SceneObject;
import dev.crema.datasets.Scenes;
import dev.crema.figures.Drawable;
import dev.crema.figures.Figure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What a detector found in each of some scenes.
 *
 * @param found the things found in each scene, the surest first
 * @param scenes what is really there
 */
public record Detections(List<List<Detection>> found, Scenes scenes) implements Drawable {
    private static final int BATCH_SIZE = 64;

    /**
     * A thing that was found.
     *
     * @param label its class, an index into {@link Scenes#classes}
     * @param score probability that a thing of this class is there, in [0, 1]
     * @param box where it is
     */
    public record Detection(int label, double score, Box box) {}

    /**
     * Keeps copies of the lists.
     *
     * @param found as above
     * @param scenes as above
     * @throws IllegalArgumentException if they are not equally many
     */
    public Detections {
        found = found.stream().map(List::copyOf).toList();
        if (found.size() != scenes.size()) {
            throw new IllegalArgumentException(
                    "There are detections for " + found.size() + " scenes, expected " + scenes.size());
        }
    }

    static Detections of(Block net, Scenes scenes, double leastScore, double mostOverlap) {
        requireShare("leastScore", leastScore);
        requireShare("mostOverlap", mostOverlap);
        List<List<Detection>> found = new ArrayList<>();
        for (ImageBatch batch : scenes.batches(BATCH_SIZE)) {
            try (batch) {
                NDList outputs = Evaluation.outputs(net, batch);
                List<Detection> all = localised(outputs) ? places(outputs) : proposals(outputs);
                int each = all.size() / batch.size();
                for (int i = 0; i < batch.size(); i++) {
                    found.add(suppressed(
                            all.subList(i * each, (i + 1) * each).stream()
                                    .filter(detection -> detection.score() >= leastScore)
                                    .toList(),
                            mostOverlap));
                }
            }
        }
        return new Detections(found, scenes);
    }

    /** Whether the outputs are a localiser's: scores [n, classes] and boxes [n, 4]. */
    private static boolean localised(NDList outputs) {
        return outputs.size() == 2
                && outputs.get(0).getShape().dimension() == 2
                && outputs.get(1).getShape().equals(new Shape(outputs.get(0).size(0), 4));
    }

    /** The one box of each image, of the most probable class. */
    private static List<Detection> places(NDList outputs) {
        int classes = (int) outputs.get(0).size(1);
        float[] scores = outputs.get(0).softmax(1).toFloatArray();
        Box[] boxes = Box.of(outputs.get(1));
        return IntStream.range(0, boxes.length)
                .mapToObj(i -> {
                    int label = IntStream.range(0, classes)
                            .reduce((best, c) -> scores[i * classes + c] > scores[i * classes + best] ? c : best)
                            .orElseThrow();
                    return new Detection(label, scores[i * classes + label], boxes[i]);
                })
                .toList();
    }

    /** All boxes of all cells, each of its most probable class. */
    private static List<Detection> proposals(NDList outputs) {
        GridDetection.Grid grid = GridDetection.Grid.of(outputs);
        float[] objectness = outputs.get(0).toFloatArray();
        float[] classes = outputs.get(2).softmax(2).toFloatArray();
        return IntStream.range(0, objectness.length)
                .mapToObj(i -> {
                    int from = i / grid.boxes() * grid.classes();
                    int label = IntStream.range(0, grid.classes())
                            .reduce((best, c) -> classes[from + c] > classes[from + best] ? c : best)
                            .orElseThrow();
                    double score = classes[from + label] / (1 + Math.exp(-objectness[i]));
                    return new Detection(label, score, grid.proposed()[i]);
                })
                .toList();
    }

    /**
     * Keeps the surest of the boxes that say the same (non-maximum suppression).
     *
     * @param detections of one image
     * @param mostOverlap intersection over union, in [0, 1], from which on a box of the same class is dropped for a surer one
     * @return those that are left, the surest first
     */
    static List<Detection> suppressed(List<Detection> detections, double mostOverlap) {
        List<Detection> kept = new ArrayList<>();
        detections.stream()
                .sorted(Comparator.comparingDouble(Detection::score).reversed())
                .filter(it -> kept.stream()
                        .noneMatch(surer -> surer.label() == it.label()
                                && surer.box().intersectionOverUnion(it.box()) > mostOverlap))
                .forEachOrdered(kept::add);
        return kept;
    }

    /**
     * Returns how many of the things that are there were found.
     *
     * @param leastOverlap intersection over union from which on a box of the right class counts, in [0, 1]; 0.5 is usual
     * @return share of all things, in [0, 1]
     * @throws IllegalArgumentException if the overlap is out of its range
     */
    public double recall(double leastOverlap) {
        requireShare("leastOverlap", leastOverlap);
        int hits = 0;
        int things = 0;
        for (int label = 0; label < scenes.classes().size(); label++) {
            hits += (int)
                    ranked(label, leastOverlap).stream().filter(hit -> hit).count();
            things += count(label);
        }
        return (double) hits / things;
    }

    /**
     * Returns the mean average precision: for each class, the area under the curve of precision over recall as the least
     * score falls, with precision that never rises with recall; mean over the classes that occur (Everingham et al. 2010,
     * "The PASCAL visual object classes challenge", section 4.2, with all points as since 2010).
     *
     * @param leastOverlap intersection over union from which on a box of the right class counts, in [0, 1]; 0.5 is usual
     * @return a number in [0, 1]
     * @throws IllegalArgumentException if the overlap is out of its range
     */
    public double meanAveragePrecision(double leastOverlap) {
        requireShare("leastOverlap", leastOverlap);
        return IntStream.range(0, scenes.classes().size())
                .filter(label -> count(label) > 0)
                .mapToDouble(label -> averagePrecision(ranked(label, leastOverlap), count(label)))
                .average()
                .orElse(Double.NaN);
    }

    /**
     * Draws the first six scenes with the boxes of what is there and of what was found.
     *
     * @return the figure
     */
    @Override
    public Figure draw() {
        return new DetectionPicture(this).figure();
    }

    private static double averagePrecision(List<Boolean> hits, int things) {
        double area = 0;
        double best = 0;
        int right = (int) hits.stream().filter(hit -> hit).count();
        // from the least sure on, so that the best precision at this recall or more is known
        for (int i = hits.size() - 1; i >= 0; i--) {
            best = Math.max(best, (double) right / (i + 1));
            if (hits.get(i)) {
                area += best / things;
                right--;
            }
        }
        return area;
    }

    /** Whether each detection of a class hits a thing that no surer one has hit, the surest of all scenes first. */
    private List<Boolean> ranked(int label, double leastOverlap) {
        record Place(int scene, Detection detection) {}
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            for (Detection detection : found.get(i)) {
                if (detection.label() == label) {
                    places.add(new Place(i, detection));
                }
            }
        }
        places.sort(
                Comparator.comparingDouble((Place place) -> place.detection().score())
                        .reversed());
        Set<SceneObject> hit = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Boolean> hits = new ArrayList<>();
        for (Place place : places) {
            Optional<SceneObject> nearest = scenes.scenes().get(place.scene()).objects().stream()
                    .filter(thing -> thing.label() == label)
                    .max(Comparator.comparingDouble(thing -> overlap(thing, place.detection())));
            hits.add(nearest.filter(thing -> overlap(thing, place.detection()) >= leastOverlap)
                    .filter(hit::add)
                    .isPresent());
        }
        return hits;
    }

    private int count(int label) {
        return (int) scenes.scenes().stream()
                .map(Scene::objects)
                .flatMap(List::stream)
                .filter(thing -> thing.label() == label)
                .count();
    }

    private static double overlap(SceneObject thing, Detection detection) {
        return new Box(thing.x(), thing.y(), thing.width(), thing.height()).intersectionOverUnion(detection.box());
    }

    private static void requireShare(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " is " + value + "; it must be in [0, 1]");
        }
    }
}
