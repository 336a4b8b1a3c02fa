"""What PyTorch's own operators compute on fixed arrays, and their gradients, for OperatorsTest and RecurrentTest.

    pip install torch==2.7.1
    python operators.py > ../resources/dev/crema/torch/operators.csv

Every array is a wave, sin(start + i) for its i-th number; gradients are those of the sum of y times wave(100).
Each line: name, then numbers.
"""

import torch
import torch.nn.functional as F


def wave(start, *shape):
    count = torch.Size(shape).numel()
    array = torch.sin(start + torch.arange(count, dtype=torch.float64)).float().reshape(shape)
    return array.requires_grad_()


def write(name, array):
    print(name, *(f"{value:.9g}" for value in array.detach().flatten().tolist()), sep=",")


def differentiate(name, y, /, **inputs):
    write(f"{name} y", y)
    (y * wave(100, *y.shape).detach()).sum().backward()
    for key, value in inputs.items():
        write(f"{name} by {key}", value.grad)


x, w, b = wave(1, 2, 3, 4, 5), wave(2, 3, 2, 3, 3), wave(3, 2)
differentiate(
    "convTranspose2d", F.conv_transpose2d(x, w, b, stride=2, padding=1, output_padding=1), x=x, weight=w, bias=b)

x = wave(1, 2, 2, 4, 6)
y, indices = F.max_pool2d(x, 2, return_indices=True)
write("maxPool2d indices", indices)
differentiate("maxPool2d", y, x=x)
x = wave(5, 2, 2, 2, 3)
differentiate("maxUnpool2d", F.max_unpool2d(x, indices, 2, output_size=(4, 6)), x=x)

x, slope = wave(1, 2, 3, 4), wave(2, 3)
differentiate("prelu", F.prelu(x, slope), x=x, slope=slope)

x = wave(1, 2, 3, 4, 5)
differentiate("instanceNorm", F.instance_norm(x), x=x)

x = wave(1, 2, 2, 3, 4)
differentiate("reflectionPad2d", F.pad(x, (2, 2, 2, 2), mode="reflect"), x=x)

x, y = wave(1, 2, 1, 3), wave(2, 4, 1)
differentiate("where", torch.where(wave(3, 4, 3) > 0, x, y), x=x, y=y)

for cell, gates in (("RNN", 1), ("LSTM", 4), ("GRU", 3)):
    for bidirectional in (False, True):
        net = getattr(torch.nn, cell)(3, 2, batch_first=True, bidirectional=bidirectional)
        weights = dict(net.named_parameters())
        for i, parameter in enumerate(weights.values()):
            parameter.data = wave(10 + i, *parameter.shape).detach()
        directions = 2 if bidirectional else 1
        x, state = wave(1, 2, 4, 3), [wave(2 + i, directions, 2, 2) for i in range(2 if cell == "LSTM" else 1)]
        y, last = net(x, tuple(state) if cell == "LSTM" else state[0])
        name = f"{cell}{directions}"
        write(f"{name} hidden", last[0] if cell == "LSTM" else last)
        differentiate(name, y, x=x, state=state[0], **weights)

# a gradient penalty (WGAN-GP) by the weights: the gradient of a gradient
x, w = wave(1, 4, 3), wave(2, 3, 2)
y = torch.tanh(x @ w).sum()
(gradient,) = torch.autograd.grad(y, x, create_graph=True)
write("penalty gradient", gradient)
((gradient.pow(2).sum(1).sqrt() - 1) ** 2).mean().backward()
write("penalty by weight", w.grad)

# the same through a critic of a transposed convolution, a PReLU and max pooling
x, w, b, slope = wave(1, 2, 2, 3, 3), wave(2, 2, 3, 2, 2), wave(3, 3), wave(4, 3)
y = F.max_pool2d(F.prelu(F.conv_transpose2d(x, w, b, stride=2).pow(2).sub(0.5), slope), 2).pow(2)
(gradient,) = torch.autograd.grad(y.sum(), x, create_graph=True)
write("critic gradient", gradient)
((gradient.flatten(1).pow(2).sum(1).sqrt() - 1) ** 2).mean().backward()
write("critic by weight", w.grad)
write("critic by bias", b.grad)
write("critic by slope", slope.grad)

# clip_grad_norm_ of gradients in two parts
for name, norm in (("clip short", 1.0), ("clip long", 100.0)):
    parts = [wave(1, 2, 3), wave(2, 4)]
    for part in parts:
        part.grad = 3 * part.detach()
    write(f"{name} norm", torch.nn.utils.clip_grad_norm_(parts, norm))
    write(f"{name} 0", parts[0].grad)
    write(f"{name} 1", parts[1].grad)

# cross-entropy over the labels that are not padding
scores, labels = wave(1, 2, 3, 4), torch.tensor([[1, 3, 0], [2, 0, 0]])
loss = F.cross_entropy(scores.reshape(-1, 4), labels.flatten(), ignore_index=0)
loss.backward()
write("masked loss", loss)
write("masked by scores", scores.grad)
