package dev.crema.layers;

import ai.djl.engine.Engine;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.crema.memory.Owned;

/** Gives networks their parameters. */
final class Parameters {
    private Parameters() {}

    static Block initialize(Block net, Shape input, long seed) {
        if (!net.isInitialized()) {
            // DJL would fail halfway, with some layers initialised for a shape that does not fit
            Trace.shapes(net, input, (path, layer, x, y) -> {});
            Engine.getInstance().setRandomSeed((int) seed);
            net.initialize(Owned.managerOf(net), DataType.FLOAT32, input);
        }
        return net;
    }
}
