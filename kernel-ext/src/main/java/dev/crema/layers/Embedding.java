package dev.crema.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import ai.djl.util.PairList;
import dev.crema.torch.Operators;
import org.jspecify.annotations.Nullable;

/** A vector for each word: see {@link Layers#embedding}. */
final class Embedding extends AbstractBlock implements Costed {
    private final int words;
    private final int size;
    private final Parameter weight;

    Embedding(int words, int size, Initializer start) {
        super((byte) 1);
        this.words = words;
        this.size = size;
        weight = addParameter(Parameter.builder()
                .setName("weight")
                .setType(Parameter.Type.WEIGHT)
                .optInitializer(start)
                .optShape(new Shape(words, size))
                .build());
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        return new Shape[] {inputs[0].add(size)};
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, @Nullable PairList<String, Object> params) {
        NDArray indices = inputs.singletonOrThrow().toType(DataType.INT64, false);
        Operators.requireIndices("embedding: numbers of words", indices, words);
        return ai.djl.nn.core.Embedding.embedding(
                indices, store.getValue(weight, indices.getDevice(), training), SparseFormat.DENSE);
    }

    @Override
    public long multiplyAdds(Shape input, Shape output) {
        return 0;
    }
}
