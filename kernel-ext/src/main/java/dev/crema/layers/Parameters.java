package dev.crema.layers;

import ai.djl.engine.Engine;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import dev.crema.memory.Owned;
import java.util.LinkedHashMap;
import java.util.Map;

/** The parameters of a network. */
public final class Parameters {
    private Parameters() {}

    /**
     * Lists the parameters under the names of their layers, such as {@code "block2.conv1.weight"}.
     *
     * @param net any block
     * @return the parameters, in the order of the layers; learned ones and the statistics of batch normalisation
     */
    public static Map<String, Parameter> named(Block net) {
        Map<String, Parameter> named = new LinkedHashMap<>();
        collect("", net, named);
        return named;
    }

    private static void collect(String path, Block block, Map<String, Parameter> named) {
        for (Pair<String, Parameter> parameter : block.getDirectParameters()) {
            named.putIfAbsent(path + parameter.getKey(), parameter.getValue());
        }
        for (Layer child : Layer.children(block)) {
            collect(path + child.name() + ".", child.block(), named);
        }
    }

    static Block initialize(Block net, long seed, Shape... inputs) {
        if (!net.isInitialized()) {
            // DJL would fail halfway, with some layers initialised for a shape that does not fit
            Trace.shapes(net, inputs, (path, layer, x, y) -> {});
            Engine.getInstance().setRandomSeed((int) seed);
            net.initialize(Owned.managerOf(net), DataType.FLOAT32, inputs);
        }
        return net;
    }
}
