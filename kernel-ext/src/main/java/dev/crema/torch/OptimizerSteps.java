package dev.crema.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.jni.IValue;
import java.util.List;
import java.util.stream.Stream;

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
            def adamw(self: __torch__.Ops, p: List[Tensor], g: List[Tensor], m: List[Tensor], v: List[Tensor], s: List[Tensor], lr: float, beta1: float, beta2: float, decay: float, eps: float) -> NoneType:
              _0 = torch._foreach_add_(s, 1)
              _1 = torch._fused_adamw_(p, g, m, v, annotate(List[Tensor], []), s, lr=lr, beta1=beta1, beta2=beta2, weight_decay=decay, eps=eps, amsgrad=False, maximize=False, grad_scale=None, found_inf=None)
              _2 = torch._foreach_zero_(g)
              return None
            def sgd(self: __torch__.Ops, p: List[Tensor], g: List[Tensor], v: List[Tensor], lr: float, momentum: float, nesterov: bool) -> NoneType:
              if torch.gt(momentum, 0.):
                moving = v
              else:
                moving = annotate(List[Tensor], [])
              _0 = torch._fused_sgd_(p, g, moving, weight_decay=0., momentum=momentum, lr=lr, dampening=0., nesterov=nesterov, maximize=False, is_first_step=False, grad_scale=None, found_inf=None)
              _1 = torch._foreach_zero_(g)
              return None
            def adagrad(self: __torch__.Ops, p: List[Tensor], g: List[Tensor], v: List[Tensor], lr: float, eps: float) -> NoneType:
              _0 = torch._foreach_addcmul_(v, g, g, 1.0)
              d = torch._foreach_sqrt(v)
              _1 = torch._foreach_add_(d, eps)
              _2 = torch._foreach_addcdiv_(p, g, d, torch.neg(lr))
              _3 = torch._foreach_zero_(g)
              return None
            def rmsprop(self: __torch__.Ops, p: List[Tensor], g: List[Tensor], v: List[Tensor], lr: float, rho: float, eps: float) -> NoneType:
              _0 = torch._foreach_mul_(v, rho)
              _1 = torch._foreach_addcmul_(v, g, g, torch.sub(1.0, rho))
              d = torch._foreach_sqrt(v)
              _2 = torch._foreach_add_(d, eps)
              _3 = torch._foreach_addcdiv_(p, g, d, torch.neg(lr))
              _4 = torch._foreach_zero_(g)
              return None
            def adadelta(self: __torch__.Ops, p: List[Tensor], g: List[Tensor], v: List[Tensor], u: List[Tensor], lr: float, rho: float, eps: float) -> NoneType:
              _0 = torch._foreach_mul_(v, rho)
              _1 = torch._foreach_addcmul_(v, g, g, torch.sub(1.0, rho))
              n = torch._foreach_add(u, eps)
              _2 = torch._foreach_sqrt_(n)
              d = torch._foreach_add(v, eps)
              _3 = torch._foreach_sqrt_(d)
              _4 = torch._foreach_div_(n, d)
              _5 = torch._foreach_mul_(n, g)
              _6 = torch._foreach_mul_(u, rho)
              _7 = torch._foreach_addcmul_(u, n, n, torch.sub(1.0, rho))
              _8 = torch._foreach_add_(p, n, alpha=torch.neg(lr))
              _9 = torch._foreach_zero_(g)
              return None
            def zero(self: __torch__.Ops, g: List[Tensor]) -> NoneType:
              _0 = torch._foreach_zero_(g)
              return None
            def add(self: __torch__.Ops, to: List[Tensor], g: List[Tensor]) -> NoneType:
              _0 = torch._foreach_add_(to, g)
              return None
            def decay(self: __torch__.Ops, p: List[Tensor], g: List[Tensor], decay: float) -> NoneType:
              _0 = torch._foreach_add_(g, p, alpha=decay)
              return None
            """);

    private OptimizerSteps() {}

    /**
     * Takes a step in place, with what PyTorch computes for an optimiser of that name.
     *
     * @param function {@code adam}, {@code adamw}, {@code sgd}, {@code adagrad}, {@code rmsprop} or {@code adadelta}
     * @param weights what is learned, changed in place
     * @param gradients gradients of the weights, zero afterwards
     * @param memory what the optimiser remembers, one list a kind, changed in place
     * @param settings numbers of the optimiser, in the function's order
     */
    public static void step(
            String function,
            List<NDArray> weights,
            List<NDArray> gradients,
            List<List<NDArray>> memory,
            Object... settings) {
        Stream<IValue> arrays =
                Stream.concat(Stream.of(weights, gradients), memory.stream()).map(TorchScript::list);
        Stream<IValue> numbers = Stream.of(settings)
                .map(setting -> setting instanceof Boolean choice
                        ? IValue.from(choice)
                        : IValue.from(((Number) setting).doubleValue()));
        FUNCTIONS.run(function, Stream.concat(arrays, numbers).toArray(IValue[]::new));
    }

    /**
     * Sets gradients to zero.
     *
     * @param gradients changed in place; may be empty
     */
    public static void zero(List<NDArray> gradients) {
        if (!gradients.isEmpty()) {
            FUNCTIONS.run("zero", TorchScript.list(gradients));
        }
    }

    /**
     * Adds gradients to others.
     *
     * @param receivers what is added to, in place
     * @param gradients what is added, in the same order; may be empty
     */
    public static void add(List<NDArray> receivers, List<NDArray> gradients) {
        if (!gradients.isEmpty()) {
            FUNCTIONS.run("add", TorchScript.list(receivers), TorchScript.list(gradients));
        }
    }

    /**
     * Adds weight decay to gradients: {@code gradient + decay · weight}, as PyTorch's optimisers do.
     *
     * @param weights what is learned
     * @param gradients gradients of the weights, changed in place
     * @param decay the factor
     */
    public static void decay(List<NDArray> weights, List<NDArray> gradients, double decay) {
        FUNCTIONS.run("decay", TorchScript.list(weights), TorchScript.list(gradients), IValue.from(decay));
    }
}
