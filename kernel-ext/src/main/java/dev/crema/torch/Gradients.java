package dev.crema.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Parameter;
import ai.djl.nn.ParameterList;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Gradients that can be differentiated again, and the length of a whole network's gradient. */
public final class Gradients {
    private static final TorchScript FUNCTIONS = new TorchScript("""
            def grad(self: __torch__.Ops, y: Tensor, x: Tensor, create_graph: Tensor) -> Tensor:
              g = torch.autograd.grad([torch.sum(y)], [x], None, True, bool(create_graph), False)
              return torch._unwrap_optional(g[0])
            def clip(self: __torch__.Ops, g: List[Tensor], max_norm: float) -> float:
              norm = torch.norm(torch.stack(torch._foreach_norm(g, 2)), 2)
              if bool(torch.isfinite(norm)):
                _0 = torch._foreach_mul_(g, torch.clamp(torch.div(torch.full_like(norm, max_norm), torch.add(norm, 1e-06)), None, 1.0))
              return float(norm)
            """);

    private Gradients() {}

    /**
     * Returns the gradient that backward passes have collected for an array. DJL's {@code getGradient} gives new zeros
     * where there is none.
     *
     * @param array a parameter
     * @return its gradient, which the next pass adds to in place; null before the first pass that reaches it
     */
    public static @Nullable NDArray collected(NDArray array) {
        return JniUtils.getGradient((PtNDArray) array);
    }

    /**
     * Opens DJL's collector of gradients, of which there is one at a time in all threads, and keeps the numbers that the
     * backward pass will read. Behind {@code Engine.getInstance().newGradientCollector()} Java's garbage collector may give
     * the memory of the 3 in {@code x.mul(3)} away before libtorch multiplies by it again, and gradients are then wrong or NaN.
     *
     * @return the collector, to be closed in the thread that asked for it
     * @throws IllegalStateException if another collector is open
     */
    public static GradientCollector collector() {
        return new Tape.Collector();
    }

    /**
     * Tells whether what the calling thread computes is recorded for a gradient.
     *
     * @return whether a collector is open, or {@link #recording(Supplier)} running
     */
    public static boolean recording() {
        return JniUtils.isGradMode();
    }

    /**
     * Computes something whose gradient is asked for. Other than DJL's collector, of which there is one at a time, this
     * works in several threads at once.
     *
     * @param work what to compute, on the calling thread; it calls {@link #backward}
     * @param <T> what it gives
     * @return what it gives
     */
    @SuppressWarnings("try") // the tape keeps memory while it is open; nobody has to ask it
    public static <T> T recording(Supplier<T> work) {
        boolean before = JniUtils.isGradMode();
        JniUtils.setGradMode(true);
        try (Tape kept = new Tape()) {
            return work.get();
        } finally {
            JniUtils.setGradMode(before);
        }
    }

    /**
     * Has the parameters that a number was computed from collect its gradient.
     *
     * @param scalar one number, computed while gradients were recorded
     */
    public static void backward(NDArray scalar) {
        try (NDArray one = scalar.onesLike()) {
            JniUtils.backward((PtNDArray) scalar, (PtNDArray) one, false, false);
        }
    }

    /**
     * Differentiates a function, without a change to the gradients that parameters collect.
     *
     * @param y what was computed from {@code x} while a gradient collector was open
     * @param x an array that {@code y} depends on, with {@code x.setRequiresGradient(true)} before {@code y} was computed
     * @return as {@link #of(NDArray, NDArray, boolean)}, as a plain number without a past
     * @throws IllegalArgumentException as {@link #of(NDArray, NDArray, boolean)}
     */
    public static NDArray of(NDArray y, NDArray x) {
        return of(y, x, false);
    }

    /**
     * Differentiates a function so that its gradient can be differentiated again, as the gradient penalty of a
     * Wasserstein GAN needs (Gulrajani et al. 2017, arXiv:1704.00028):
     *
     * <pre>{@code
     * try (var collector = Gradients.collector()) {
     *     var gradient = Gradients.of(critic(x), x, true);
     *     var lengths = gradient.reshape(n, -1).pow(2).sum(new int[] {1}).sqrt();
     *     collector.backward(lengths.sub(1).pow(2).mean());
     * }
     * }</pre>
     *
     * @param y what was computed from {@code x} while a gradient collector was open
     * @param x an array that {@code y} depends on, with {@code x.setRequiresGradient(true)} before {@code y} was computed
     * @param createGraph whether the gradient is to be differentiated again
     * @return the gradient of the sum of {@code y}, of the shape of {@code x}; it belongs to the manager of {@code y}
     * @throws IllegalArgumentException if {@code y} was not computed from {@code x}, or without a collector
     */
    public static NDArray of(NDArray y, NDArray x, boolean createGraph) {
        try {
            return FUNCTIONS
                    .compute("grad", y, x, TorchScript.integers(createGraph ? 1 : 0))
                    .head();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "y, of shape " + y.getShape() + ", has no gradient by x, of shape " + x.getShape()
                            + ": call x.setRequiresGradient(true), then compute y from x while a GradientCollector is"
                            + " open. " + e.getMessage(),
                    e);
        }
    }

    /**
     * Shortens the gradient of a network if it is longer than allowed (Pascanu, Mikolov and Bengio 2013,
     * arXiv:1211.5063), in one native call, as PyTorch's {@code clip_grad_norm_} does.
     *
     * @param parameters {@code net.getParameters()}, after the backward pass; those without a gradient are passed over
     * @param maxNorm the greatest length allowed, above 0
     * @return the length before: the root of the sum of all squares
     * @throws IllegalArgumentException if the length is infinite or NaN; the gradients are then as they were
     */
    public static double clipNorm(ParameterList parameters, double maxNorm) {
        try (NDList gradients = new NDList(parameters.values().stream()
                .filter(Parameter::isInitialized)
                .map(Parameter::getArray)
                .filter(NDArray::hasGradient)
                .map(NDArray::getGradient)
                .toList())) {
            return clipNorm(gradients, maxNorm);
        }
    }

    /**
     * Shortens a gradient that comes in parts if it is longer than allowed.
     *
     * @param gradients the parts, changed in place
     * @param maxNorm the greatest length allowed, above 0
     * @return the length before; 0 if there are no parts
     * @throws IllegalArgumentException if the length is infinite or NaN; the gradients are then as they were
     */
    public static double clipNorm(List<NDArray> gradients, double maxNorm) {
        if (!(maxNorm > 0)) {
            throw new IllegalArgumentException("maxNorm is " + maxNorm + "; it must be above 0");
        }
        if (gradients.isEmpty()) {
            return 0;
        }
        double norm = FUNCTIONS.number("clip", TorchScript.list(gradients), IValue.from(maxNorm));
        if (!Double.isFinite(norm)) {
            throw new IllegalArgumentException("The gradient's length is " + norm
                    + ", so it cannot be shortened; look for the layer whose gradient is not a number, or take a smaller"
                    + " learning rate");
        }
        return norm;
    }
}
