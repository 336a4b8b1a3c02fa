package dev.crema.generation;

import ai.djl.ndarray.NDArray;

/** Makes images from latent numbers: {@code generation(generator)}, or {@code autoencoder::decode}. */
@FunctionalInterface
public interface Generator {
    /**
     * Makes images.
     *
     * @param latent {@code [n, latent]}; it stays as it is
     * @return {@code [n, 1 or 3, height, width]} in [0, 1]
     */
    NDArray images(NDArray latent);
}
