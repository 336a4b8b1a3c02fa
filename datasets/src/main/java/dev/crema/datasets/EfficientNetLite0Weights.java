package dev.crema.datasets;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The weights of EfficientNet-Lite0, trained on {@link ImageNet} by Google (Tan, Le 2019, "EfficientNet: rethinking model
 * scaling for convolutional neural networks", ICML; the Lite variants of 2020 have ReLU6 and no squeeze-and-excitation).
 */
public final class EfficientNetLite0Weights {
    private static final DataFile FILE = new DataFile(
            "efficientnet-lite0/weights.safetensors.gz",
            8_824_469,
            "dcbfffa40b557bce3d602d36f87ca556de1d8d7efa436eaae7fa122cffba2b7f");

    private EfficientNetLite0Weights() {}

    /**
     * Loads 247 arrays of 4 694 024 numbers, which take a picture {@code [batch, 3, 224, 224]} to {@code [batch, 1000]}
     * logits of {@link ImageNet#classes}. A pixel's value from 0 to 255 enters the network as (value - 127) / 128.
     *
     * <p>The names are those of the package efficientnet-lite-pytorch: {@code _conv_stem.weight},
     * {@code _blocks.0._depthwise_conv.weight}, {@code _blocks.0._bn1.running_mean} and so on to {@code _fc.bias}. Its
     * batch normalisations have an epsilon of 0.001; where a convolution of stride 2 needs padding that is odd, the larger
     * part stands below and right. Weights with two dimensions or more were rounded to float16, which changes no logit of
     * {@link Photos} by more than 0.03.
     *
     * <p>If the system property {@code crema.data} is set, the file comes from that directory, laid out as
     * {@code datasets/data}, instead of the class path.
     *
     * @param owner the manager that frees the arrays
     * @return float32 by name
     * @throws DataException if the data file is missing, truncated or altered
     */
    public static Map<String, NDArray> load(NDManager owner) {
        Map<String, NDArray> weights = new LinkedHashMap<>();
        try (NDManager halves = owner.newSubManager()) {
            Safetensors.read(FILE.unpacked(), FILE.name(), halves).forEach((name, array) -> {
                NDArray wide = array.toType(DataType.FLOAT32, true);
                wide.attach(owner);
                wide.setName(name);
                weights.put(name, wide);
            });
        }
        return Collections.unmodifiableMap(weights);
    }
}
