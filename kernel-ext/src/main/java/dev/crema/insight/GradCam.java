package dev.crema.insight;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.GradientCollector;
import dev.crema.figures.Drawable;
import dev.crema.figures.Figure;
import dev.crema.figures.ImageGrid;
import dev.crema.torch.Gradients;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * Where in the image a layer finds what speaks for a class: its feature maps, added up with a weight each, without what is
 * negative. Grad-CAM weighs a map by its mean gradient (Selvaraju et al. 2016, arXiv:1610.02391), Grad-CAM++ by its positive
 * gradients, with those shares that make maps of several objects count alike (Chattopadhay et al. 2018, arXiv:1710.11063,
 * with the score of the class as the exponent of {@code Y = exp(S)}).
 *
 * @param method {@code "Grad-CAM"} or {@code "Grad-CAM++"}
 * @param layer the layer's path
 * @param target the class
 * @param score its score (logit) for the image
 * @param image the image itself
 * @param map the sum, at least 0, {@code [height · width]}
 * @param height height of the layer's feature maps
 * @param width their width
 */
public record GradCam(
        String method,
        String layer,
        Target target,
        double score,
        BufferedImage image,
        float[] map,
        int height,
        int width)
        implements Drawable {

    /** The weight of a feature map. */
    private interface Weight {
        double of(float[] activations, float[] gradients, int from, int to);
    }

    static GradCam of(Block net, NDArray image, Target target, String layer) {
        return of("Grad-CAM", net, image, target, layer, (activations, gradients, from, to) -> {
            double sum = 0;
            for (int i = from; i < to; i++) {
                sum += gradients[i];
            }
            return sum / (to - from);
        });
    }

    static GradCam plusPlus(Block net, NDArray image, Target target, String layer) {
        return of("Grad-CAM++", net, image, target, layer, (activations, gradients, from, to) -> {
            double total = 0;
            for (int i = from; i < to; i++) {
                total += activations[i];
            }
            double sum = 0;
            for (int i = from; i < to; i++) {
                double gradient = gradients[i];
                double below = 2 * gradient * gradient + total * gradient * gradient * gradient;
                sum += below == 0 ? 0 : gradient * gradient / below * Math.max(0, gradient);
            }
            return sum;
        });
    }

    @SuppressWarnings("try") // gradients are followed while the collector is open; nobody has to ask it
    private static GradCam of(String method, Block net, NDArray image, Target target, String layer, Weight weight) {
        Score score = Score.of(net, image, target);
        try (NDManager scratch = NDManager.newBaseManager();
                GradientCollector open = Gradients.collector()) {
            NDArray x = scratch.create(score.pixels, new Shape(1, score.channels, score.height, score.width));
            x.setRequiresGradient(true);
            Activations.Seen seen = Activations.seen(net, x, layer);
            Shape shape = FeatureMaps.requireMaps(layer, seen.layer().getShape());
            float[] activations = seen.layer().toFloatArray();
            float[] gradients = gradients(seen, target, layer);
            int size = (int) (shape.get(2) * shape.get(3));
            double[] sum = new double[size];
            for (int from = 0; from < activations.length; from += size) {
                double share = weight.of(activations, gradients, from, from + size);
                for (int i = 0; i < size; i++) {
                    sum[i] += share * activations[from + i];
                }
            }
            float[] map = new float[size];
            for (int i = 0; i < size; i++) {
                map[i] = (float) Math.max(0, sum[i]);
            }
            return new GradCam(
                    method, layer, target, score.value, score.picture, map, (int) shape.get(2), (int) shape.get(3));
        }
    }

    private static float[] gradients(Activations.Seen seen, Target target, String layer) {
        try {
            return Gradients.of(seen.net().get(0).get(target.index()), seen.layer())
                    .toFloatArray();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "The score of " + target + " does not depend on layer " + layer + "; ask for one on its way", e);
        }
    }

    @Override
    public Figure draw() {
        PixelMap pixels = new PixelMap(map, height, width);
        float most = pixels.most(1);
        int peak = Explained.peak(map);
        String title = "%s: where %s finds “%s”".formatted(method, layer, target);
        String where = most == 0
                ? "Nothing in the layer speaks for it"
                : "The layer's strongest place is row %d, column %d of %d×%d; %s"
                        .formatted(peak / width, peak % width, height, width, Explained.place(peak, height, width));
        return ImageGrid.of(title)
                .images(List.of(image, pixels.sequential(), pixels.sequentialOver(image)))
                .captions(List.of(
                        Explained.scored(target, score),
                        "%d×%d, 0 (violet) to %.2g (yellow)".formatted(height, width, most),
                        "enlarged, over the image"))
                .columns(3)
                .scale(Explained.SIDE)
                .alt("%s. The score is %.2f. %s.".formatted(title, score, where))
                .figure();
    }
}
