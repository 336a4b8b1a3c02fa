"""PyTorch's losses and their gradients by the scores, for LossesTest.

    pip install torch==2.7.1
    python losses.py > ../resources/dev/crema/training/losses.csv

Each line: name, then the loss and its gradients by each output, one after the other. Arrays are sines that Java makes too.
PyTorch has no contrastive and no Dice loss: those are written out, plainly, and only differentiated by it.
"""

import torch
from torch.nn import functional


def wave(start, *shape):
    count = torch.Size(shape).numel()
    return torch.sin(start + torch.arange(count, dtype=torch.float64)).float().reshape(shape)


def loss(name, formula, *outputs):
    for output in outputs:
        output.requires_grad_()
    value = formula(*outputs)
    value.backward()
    numbers = torch.cat([value.detach().reshape(1), *(output.grad.flatten() for output in outputs)])
    print(name, *(f"{number:.9g}" for number in numbers.tolist()), sep=",")


def contrastive(same, margin):
    def formula(a, b):
        d = (a - b).norm(dim=1)
        return torch.where(same == 1, d**2, functional.relu(margin - d) ** 2).mean() / 2

    return formula


def dice(probabilities, truth):
    losses = []
    for image in range(truth.shape[0]):
        for kind in range(truth.shape[1]):
            p, t = probabilities[image, kind], truth[image, kind]
            losses.append(1 - (2 * (p * t).sum() + 1) / (p.sum() + t.sum() + 1))
    return torch.stack(losses).mean()


labels = torch.arange(24).reshape(2, 3, 4) * 7 % 5
masks = (labels % 3).long()
halves = labels.float() / 4
loss("binary", lambda z: functional.binary_cross_entropy_with_logits(z, halves), 9 * wave(1, 2, 3, 4))
loss("huge binary", lambda z: functional.binary_cross_entropy_with_logits(z, halves), 1000 * wave(1, 2, 3, 4))
probabilities = torch.tensor([[0.5, 0.5, 0.0], [0.1, 0.2, 0.7], [1.0, 0.0, 0.0]])


def kl(scores):
    return functional.kl_div(scores.log_softmax(1), probabilities, reduction="batchmean")


loss("kl", kl, wave(2, 3, 3))
loss("huge kl", kl, 1000 * wave(2, 3, 3))


def gaussian(mean, log_variance):
    normal = torch.distributions.Normal
    posterior = normal(mean, (log_variance / 2).exp())
    return torch.distributions.kl_divergence(posterior, normal(0.0, 1.0)).sum() / mean.shape[0]


loss("gaussian", gaussian, wave(3, 4, 2), wave(4, 4, 2))
loss("squares", lambda y: functional.mse_loss(y, wave(5, 3, 4)), 3 * wave(1, 3, 4))
loss("huber", lambda y: functional.huber_loss(y, wave(5, 3, 4), delta=0.7), 3 * wave(1, 3, 4))
loss("huge huber", lambda y: functional.huber_loss(y, wave(5, 3, 4), delta=0.7), 1000 * wave(1, 3, 4))
same = torch.tensor([1, 0, 0, 1, 0])
loss("contrastive", contrastive(same, 2.0), wave(1, 5, 3), wave(4, 5, 3))
triplet = torch.nn.TripletMarginWithDistanceLoss(distance_function=lambda a, b: ((a - b) ** 2).sum(1), margin=1.5)
loss("triplet", triplet, wave(1, 5, 3), wave(2, 5, 3), wave(7, 5, 3))
loss(
    "dice",
    lambda z: dice(z.softmax(1), functional.one_hot(masks, 3).permute(0, 3, 1, 2)),
    3 * wave(1, 2, 3, 3, 4),
)
loss(
    "huge dice",
    lambda z: dice(z.softmax(1), functional.one_hot(masks, 3).permute(0, 3, 1, 2)),
    1000 * wave(1, 2, 3, 3, 4),
)
loss("sigmoid dice", lambda z: dice(z.sigmoid(), (masks % 2)[:, None]), 3 * wave(1, 2, 1, 3, 4))
