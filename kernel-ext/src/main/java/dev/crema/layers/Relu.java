package dev.crema.layers;

import ai.djl.ndarray.NDList;
import ai.djl.nn.Activation;
import ai.djl.nn.LambdaBlock;

/** Keeps what is positive: see {@link Layers#relu}. */
final class Relu extends LambdaBlock {
    Relu() {
        super(x -> new NDList(Activation.relu(x.singletonOrThrow())), "relu");
    }
}
