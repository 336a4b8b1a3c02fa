package dev.crema.models;

import static dev.crema.layers.Layers.dropout;
import static dev.crema.layers.Layers.globalAvgPool;
import static dev.crema.layers.Layers.initialize;
import static dev.crema.layers.Layers.linear;
import static dev.crema.layers.Layers.seq;
import static dev.crema.models.InvertedResidual.convUnit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import dev.crema.datasets.EfficientNetLite0Weights;
import dev.crema.datasets.Photo;
import dev.crema.layers.Parameters;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * EfficientNet-Lite0 (Tan and Le 2019, "EfficientNet: rethinking model scaling for convolutional neural networks",
 * arXiv:1905.11946, table 1; the Lite nets of 2020 are Google's for phones): small and good, found by search.
 *
 * <pre>
 * layer                  output for [N, 3, 224, 224]   inverted residual blocks, kernel
 * block1      3×3 /2     [N,   32, 112, 112]
 * block2                 [N,   16, 112, 112]           1  3×3
 * block3                 [N,   24,  56,  56]           2  3×3
 * block4                 [N,   40,  28,  28]           2  5×5
 * block5                 [N,   80,  14,  14]           3  3×3
 * block6                 [N,  112,  14,  14]           3  5×5
 * block7                 [N,  192,   7,   7]           4  5×5
 * block8                 [N,  320,   7,   7]           1  3×3
 * block9      1×1        [N, 1280,   7,   7]
 * globalAvgPool1         [N, 1280]
 * linear1                [N, classes]
 * </pre>
 *
 * 4 652 008 parameters for 1000 classes, and 42 016 running statistics. The paper's B0 has swish where the Lite net has
 * ReLU6, and a squeeze-and-excitation in each block, which the Lite net leaves out.
 */
public final class EfficientNetLite0 {
    private static final int CLASSES = 1000;
    private static final int SIDE = 224;

    /** Blocks of one resolution; all but the first keep the shape. */
    private record Stage(int blocks, int kernel, int stride, int expansion, int filters) {}

    private static final List<Stage> STAGES = List.of(
            new Stage(1, 3, 1, 1, 16),
            new Stage(2, 3, 2, 6, 24),
            new Stage(2, 5, 2, 6, 40),
            new Stage(3, 3, 2, 6, 80),
            new Stage(3, 5, 1, 6, 112),
            new Stage(4, 5, 2, 6, 192),
            new Stage(1, 3, 1, 6, 320));

    private EfficientNetLite0() {}

    /**
     * Makes the network.
     *
     * @param classes how many classes it tells apart, at least 1
     * @return a block from {@code [N, channels, H, W]} of any size to {@code [N, classes]} scores (logits)
     */
    public static Block of(int classes) {
        int channels = 32;
        SequentialBlock net = seq(convUnit(channels, 3, 2, 1));
        for (Stage stage : STAGES) {
            SequentialBlock blocks = seq();
            for (int i = 0; i < stage.blocks; i++) {
                int stride = i == 0 ? stage.stride : 1;
                blocks.add(new InvertedResidual(channels, stage.filters, stage.expansion, stage.kernel, stride));
                channels = stage.filters;
            }
            net.add(blocks);
        }
        return net.addAll(convUnit(1280, 1, 1, 1), globalAvgPool(), dropout(0.2), linear(classes));
    }

    /**
     * Makes the network with the weights that Google trained on ImageNet.
     *
     * @return a block from {@code [N, 3, H, W]}, red, green and blue, each value from 0 to 255 as {@code (value − 127) / 128},
     *     which {@link #preprocess} makes of photographs, to {@code [N, 1000]} scores (logits) of {@link dev.crema.datasets.ImageNet#classes}; it was trained on 224×224
     *     pixels, and may be trained further
     * @throws dev.crema.datasets.DataException if the weights are missing or damaged
     */
    public static Block pretrained() {
        try (NDManager scratch = NDManager.newBaseManager()) {
            Map<String, NDArray> weights = EfficientNetLite0Weights.load(scratch);
            Block net = initialize(of(CLASSES), new Shape(1, 3, SIDE, SIDE), 0);
            Iterator<Parameter> parameters = Parameters.named(net).values().iterator();
            for (String name : names()) {
                NDArray published = Objects.requireNonNull(weights.get(name), name);
                published.copyTo(parameters.next().getArray());
            }
            return net;
        }
    }

    /**
     * Turns a photograph into what the {@link #pretrained} network takes: the largest square in its middle, resized and
     * normalised.
     *
     * <pre>{@code
     * var net = EfficientNetLite0.pretrained();
     * var image = EfficientNetLite0.preprocess(Photos.load("koala"));
     * gradCam(net, image, predicted(net, image, ImageNet.classes()), "block9")
     * }</pre>
     *
     * @param photo the photograph; its sides may be of any length
     * @return {@code [3, 224, 224]}, red, green and blue, from −0.992 to 1; it lives as long as it can be reached
     */
    public static NDArray preprocess(Photo photo) {
        return photo.square(SIDE).muli(255).subi(127).divi(128);
    }

    /** The names that the weights were published under, in the order of the layers here. */
    private static List<String> names() {
        List<String> names = new ArrayList<>(convUnitNames("_conv_stem", "_bn0"));
        int blocks = STAGES.stream().mapToInt(Stage::blocks).sum();
        for (int i = 0; i < blocks; i++) {
            String block = "_blocks." + i + ".";
            if (i > 0) {
                names.addAll(convUnitNames(block + "_expand_conv", block + "_bn0"));
            }
            names.addAll(convUnitNames(block + "_depthwise_conv", block + "_bn1"));
            names.addAll(convUnitNames(block + "_project_conv", block + "_bn2"));
        }
        names.addAll(convUnitNames("_conv_head", "_bn1"));
        names.addAll(List.of("_fc.weight", "_fc.bias"));
        return names;
    }

    private static List<String> convUnitNames(String conv, String norm) {
        return List.of(
                conv + ".weight", norm + ".weight", norm + ".bias", norm + ".running_mean", norm + ".running_var");
    }
}
