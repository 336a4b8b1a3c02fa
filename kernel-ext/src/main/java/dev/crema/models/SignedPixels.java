package dev.crema.models;

import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;

/** Between pixels in [0, 1], as everywhere here, and numbers in [−1, 1], as the papers have them between networks. */
final class SignedPixels {
    private SignedPixels() {}

    static Block fromPixels() {
        return LambdaBlock.singleton(x -> x.mul(2).sub(1), "fromPixels");
    }

    static Block toPixels() {
        return LambdaBlock.singleton(x -> x.add(1).div(2), "toPixels");
    }
}
