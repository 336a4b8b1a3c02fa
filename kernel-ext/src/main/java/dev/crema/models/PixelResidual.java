package dev.crema.models;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import dev.crema.layers.Net;
import dev.crema.layers.Pass;

/**
 * Residual block of the networks that go pixel by pixel: {@code x + body(x)}, without a ReLU after the sum (van den Oord,
 * Kalchbrenner and Kavukcuoglu 2016, arXiv:1601.06759, fig. 5).
 */
final class PixelResidual extends Net {
    private final Block body;

    PixelResidual(Block body) {
        this.body = add("body", body);
    }

    @Override
    protected NDArray forward(Pass pass, NDArray x) {
        return pass.run(body, x).add(x);
    }
}
