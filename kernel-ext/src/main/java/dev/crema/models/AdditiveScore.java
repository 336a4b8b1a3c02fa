package dev.crema.models;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import ai.djl.nn.core.Linear;
import dev.crema.layers.Net;
import dev.crema.layers.Pass;

/** How well keys fit queries: see {@link Attention#additive}. */
final class AdditiveScore extends Net {
    private final Block query;
    private final Block key;
    private final Block energy;

    AdditiveScore(int hidden) {
        if (hidden < 1) {
            throw new IllegalArgumentException("hidden is " + hidden + "; it must be at least 1");
        }
        query = add("query", withoutBias(hidden));
        key = add("key", withoutBias(hidden));
        energy = add("energy", withoutBias(1));
    }

    private static Block withoutBias(int units) {
        return Linear.builder().setUnits(units).optBias(false).build();
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        NDArray queries = pass.run(query, inputs.get(0)).expandDims(2); // [N, L, 1, hidden]
        NDArray keys = pass.run(key, inputs.get(1)).expandDims(1); // [N, 1, S, hidden]
        NDArray energies = pass.run(energy, queries.add(keys).tanh()); // [N, L, S, 1]
        return new NDList(energies.squeeze(3));
    }
}
