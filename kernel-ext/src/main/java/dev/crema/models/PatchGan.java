package dev.crema.models;

import static dev.crema.layers.Layers.conv;
import static dev.crema.layers.Layers.leakyRelu;
import static dev.crema.layers.Layers.seq;
import static dev.crema.layers.Layers.stride;

import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import dev.crema.layers.Layers.ConvOption;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Discriminator that judges each patch of an image by itself: see {@link Pix2Pix#discriminator}. */
final class PatchGan {
    private PatchGan() {}

    static Block of(int filters, int layers, Supplier<Block> norm, ConvOption... normalised) {
        if (layers < 1 || layers > 8) {
            throw new IllegalArgumentException("layers is " + layers + "; it must be 1 to 8");
        }
        SequentialBlock net = seq(SignedPixels.fromPixels(), conv(filters, 4, stride(2)), leakyRelu(0.2));
        for (int i = 1; i <= layers; i++) {
            ConvOption[] options = Stream.concat(Stream.of(stride(i < layers ? 2 : 1)), Stream.of(normalised))
                    .toArray(ConvOption[]::new);
            net.addAll(conv(filters * Math.min(1 << i, 8), 4, options), norm.get(), leakyRelu(0.2));
        }
        return Dcgan.normal(net.add(conv(1, 4)));
    }
}
