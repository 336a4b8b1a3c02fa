package dev.crema.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.jni.IValue;
import java.util.List;

/**
 * One optimiser step for all parameters of a network in a single call into libtorch.
 *
 * <p>DJL makes five native calls and temporaries a parameter for the same, which takes 4 to 9 times as long for a
 * network of many small layers. Every list has one array a parameter, in the same order; gradients are set to zero
 * afterwards.
 */
public final class OptimizerSteps {
    private static final TorchScript FUNCTIONS = new TorchScript("""
            def adam(self: __torch__.Ops, p: List[Tensor], g: List[Tensor], m: List[Tensor], v: List[Tensor], s: List[Tensor], lr: float, beta1: float, beta2: float, decay: float, eps: float) -> NoneType:
              _0 = torch._foreach_add_(s, 1)
              _1 = torch._fused_adam_(p, g, m, v, annotate(List[Tensor], []), s, lr=lr, beta1=beta1, beta2=beta2, weight_decay=decay, eps=eps, amsgrad=False, maximize=False, grad_scale=None, found_inf=None)
              _2 = torch._foreach_zero_(g)
              return None
            def sgd(self: __torch__.Ops, p: List[Tensor], g: List[Tensor], v: List[Tensor], lr: float, momentum: float, decay: float) -> NoneType:
              _0 = torch._foreach_add_(g, p, alpha=decay)
              _1 = torch._foreach_mul_(v, momentum)
              _2 = torch._foreach_add_(v, g)
              _3 = torch._foreach_add_(p, v, alpha=torch.neg(lr))
              _4 = torch._foreach_zero_(g)
              return None
            """);

    private OptimizerSteps() {}

    /**
     * Takes a step of Adam as PyTorch computes it (Kingma and Ba 2015, arXiv:1412.6980, algorithm 1).
     *
     * @param weights what is learned, changed in place
     * @param gradients gradients of the weights, set to zero
     * @param means running means of the gradients, changed in place
     * @param variances running means of the squared gradients, changed in place
     * @param steps how many steps each weight has taken, one float each, changed in place
     * @param learningRate step size
     * @param beta1 decay of the means
     * @param beta2 decay of the variances
     * @param weightDecay how much of each weight is added to its gradient
     * @param epsilon what is added to the root of the variance
     */
    public static void adam(
            List<NDArray> weights,
            List<NDArray> gradients,
            List<NDArray> means,
            List<NDArray> variances,
            List<NDArray> steps,
            double learningRate,
            double beta1,
            double beta2,
            double weightDecay,
            double epsilon) {
        FUNCTIONS.run(
                "adam",
                TorchScript.list(weights),
                TorchScript.list(gradients),
                TorchScript.list(means),
                TorchScript.list(variances),
                TorchScript.list(steps),
                IValue.from(learningRate),
                IValue.from(beta1),
                IValue.from(beta2),
                IValue.from(weightDecay),
                IValue.from(epsilon));
    }

    /**
     * Takes a step of stochastic gradient descent with momentum as PyTorch computes it: {@code v = momentum·v + g},
     * {@code w = w − learningRate·v}.
     *
     * @param weights what is learned, changed in place
     * @param gradients gradients of the weights, set to zero
     * @param velocities running sums of the gradients, changed in place
     * @param learningRate step size
     * @param momentum share of the velocity that is kept
     * @param weightDecay how much of each weight is added to its gradient
     */
    public static void sgd(
            List<NDArray> weights,
            List<NDArray> gradients,
            List<NDArray> velocities,
            double learningRate,
            double momentum,
            double weightDecay) {
        FUNCTIONS.run(
                "sgd",
                TorchScript.list(weights),
                TorchScript.list(gradients),
                TorchScript.list(velocities),
                IValue.from(learningRate),
                IValue.from(momentum),
                IValue.from(weightDecay));
    }
}
