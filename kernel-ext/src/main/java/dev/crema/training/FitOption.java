package dev.crema.training;

/** A named choice for {@link Training#fit}: {@code epochs(3)}, {@code adam(1e-3)}, {@code batchSize(64)}, … */
public sealed interface FitOption permits Choice, ModelOptimizer {}
