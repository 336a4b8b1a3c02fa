package dev.crema.layers;

import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Blocks one after the other, see {@link Layers#seq}. A ReLU before a max pooling is computed after it, on a fraction of the
 * pixels: the largest of the positive parts is the positive part of the largest, and the gradients too are the same to the bit.
 * What only an activation has been given is freed with it, unless a gradient needs it: the next layer finds its memory in
 * the processor's cache.
 */
final class Sequence extends SequentialBlock {
    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, @Nullable PairList<String, Object> params) {
        if (isReturnIntermediate()) {
            return super.forwardInternal(store, inputs, training, params);
        }
        NDList outputs = inputs;
        boolean ours = false;
        for (Block block : reordered()) {
            NDList given = outputs;
            outputs = block.forward(store, given, training);
            if (ours && block instanceof Elementwise) {
                given.close();
            }
            ours = makesAnew(block);
        }
        return outputs;
    }

    /** Tells whether nobody else can have kept what a block gives. */
    private static boolean makesAnew(Block block) {
        return block instanceof Conv
                || block instanceof TransposedConv
                || block instanceof Pooling
                || block.getClass() == Linear.class
                || block.getClass() == BatchNorm.class;
    }

    List<Block> reordered() {
        List<Block> blocks = new ArrayList<>(children.values());
        for (int i = 1; i < blocks.size(); i++) {
            if (blocks.get(i - 1) instanceof Elementwise activation
                    && activation.relu()
                    && blocks.get(i) instanceof Pooling pooling
                    && pooling.max()) {
                Collections.swap(blocks, i - 1, i);
            }
        }
        return blocks;
    }
}
