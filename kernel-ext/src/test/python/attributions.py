"""What PyTorch's gradients say of a small net, for AttributionTest.

    pip install torch==2.7.1
    python attributions.py > ../resources/dev/crema/insight/attributions.csv

Each line: name, then numbers. The image and the weights are sines that Java makes too. Integrated gradients are summed up
in 20 000 steps of doubles; Grad-CAM and Grad-CAM++ are written out from their papers' formulas.
"""

import torch
from torch import nn


def wave(start, *shape):
    count = torch.Size(shape).numel()
    return torch.sin(start + torch.arange(count, dtype=torch.float64)).reshape(shape)


def out(name, array):
    print(name, *(f"{number:.9g}" for number in array.detach().flatten().tolist()), sep=",")


net = nn.Sequential(
    nn.Conv2d(2, 4, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(4, 5, 3), nn.ReLU(), nn.Flatten(), nn.Linear(80, 3)
).double()
with torch.no_grad():
    for number, array in enumerate(net.state_dict().values()):
        array.copy_(wave(100 * number, *array.shape) / 2)
image = wave(7, 1, 2, 12, 12)
target = 1


def slopes(batch):
    batch = batch.clone().requires_grad_()
    return torch.autograd.grad(net(batch)[:, target].sum(), batch)[0]


out("score", net(image)[0, target])
out("saliency", slopes(image))
places = (torch.arange(20_000, dtype=torch.float64) + 0.5) / 20_000
mean = sum(slopes(place.reshape(-1, 1, 1, 1) * image).sum(0) for place in places.split(500)) / 20_000
out("integrated gradients", image[0] * mean)

activations = net[:5](image)
gradient = torch.autograd.grad(net[5:](activations)[0, target], activations)[0]
weights = gradient.mean((2, 3), keepdim=True)
out("grad-cam", torch.relu((weights * activations).sum(1)))
# the second and third derivative of exp(score), by its first, all divided by exp(score)
below = 2 * gradient**2 + activations.sum((2, 3), keepdim=True) * gradient**3
shares = torch.where(below != 0, gradient**2 / below, 0)
weights = (shares * torch.relu(gradient)).sum((2, 3), keepdim=True)
out("grad-cam++", torch.relu((weights * activations).sum(1)))
