package dev.crema.models;

import static dev.crema.layers.Layers.linear;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import dev.crema.layers.Net;
import dev.crema.layers.Pass;

/**
 * Says what the one thing in an image is and where: two heads on one backbone, one for the class and one for the box, as
 * OverFeat has them (Sermanet et al. 2013, arXiv:1312.6229, section 4).
 *
 * <pre>
 * part      output for images [N, C, H, W]
 * backbone  [N, features]
 * class     [N, classes]   scores (logits)
 * box       [N, 4]         x and y of the middle, width and height, as shares of the image's, within 0 and 1
 *
 * parameters   those of the backbone + (features + 1) · (classes + 4)
 * </pre>
 *
 * The network gives the class scores, and x and y of the upper left corner, width and height in pixels, as data sets have
 * them. Each head is one dense layer, where OverFeat's have three.
 */
public final class Localiser extends Net {
    private final Block backbone;
    private final Block label;
    private final Block box;

    private Localiser(Block backbone, int classes) {
        this.backbone = add("backbone", backbone);
        this.label = add("class", linear(classes));
        this.box = add("box", linear(4));
    }

    /**
     * Puts both heads on a backbone.
     *
     * @param backbone from images {@code [N, C, H, W]} to {@code [N, features]}; it must keep where things are, so no
     *     {@code globalAvgPool}
     * @param classes how many classes it tells apart, at least 1
     * @return a network from images to scores {@code [N, classes]} and boxes {@code [N, 4]} in pixels
     * @throws IllegalArgumentException if there is no class
     */
    public static Block of(Block backbone, int classes) {
        return new Localiser(backbone, classes);
    }

    @Override
    protected NDList forward(Pass pass, NDList images) {
        Shape image = images.singletonOrThrow().getShape();
        if (image.dimension() != 4) {
            throw new IllegalArgumentException("The localiser takes images (N, channels, height, width), not " + image);
        }
        NDArray features = pass.run(backbone, images.head());
        if (features.getShape().dimension() != 2) {
            throw new IllegalArgumentException("The localiser's backbone gives " + features.getShape()
                    + ", expected [N, features]; end it with flatten()");
        }
        NDArray shares = Activation.sigmoid(pass.run(box, features));
        NDArray size = shares.get(":, 2:");
        NDArray corner = shares.get(":, :2").sub(size.div(2));
        NDArray pixels =
                features.getManager().create(new float[] {image.get(3), image.get(2), image.get(3), image.get(2)});
        return new NDList(pass.run(label, features), corner.concat(size, 1).mul(pixels));
    }
}
