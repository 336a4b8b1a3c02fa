#!/usr/bin/env python3
"""
Makes src/test/resources/dev/crema/models/dense.csv, what PyTorch computes of the nets that give each pixel a class:

    pip install torch==2.7.1
    python3 dense_reference.py

The nets are written here anew after their papers, with weights and an image that are made by the rule of
models_reference.py. A line has a name, then the scores of all classes at every 37th place.
"""

from pathlib import Path

import torch
from torch import nn
from torch.nn.functional import max_pool2d, max_unpool2d

HERE = Path(__file__).resolve().parent


def made_image(side):
    return (torch.arange(3 * side * side).mul(7919).remainder(256).reshape(1, 3, side, side).float() - 127) / 128


def with_made_weights(net):
    arrays = [(name, array) for name, array in net.state_dict().items() if not name.endswith("num_batches_tracked")]
    for number, (name, array) in enumerate(arrays):
        spread = torch.arange(array.numel()).mul(7919).add(31 * number).remainder(1009).double() / 1009 - 0.5
        if array.dim() > 1:
            spread *= 2 * (6 / array[0].numel()) ** 0.5
        elif name.endswith("running_var"):
            spread += 1
        elif name.endswith("weight"):
            spread = 1 + spread / 2
        array.copy_(spread.reshape(array.shape))
    return net.eval()


def convolutions(channels, *filters, kind=nn.Conv2d, normalised=False):
    layers = []
    for count in filters:
        layers.append(kind(channels, count, 3, padding=1))
        if normalised:
            layers.append(nn.BatchNorm2d(count))
        layers.append(nn.ReLU())
        channels = count
    return nn.Sequential(*layers)


class UNet(nn.Module):
    def __init__(self, channels, classes, filters, depth):
        super().__init__()
        widths = [filters << i for i in range(depth)]
        self.encoders = nn.ModuleList(convolutions(a, b, b) for a, b in zip([channels] + widths, widths))
        self.bottom = convolutions(widths[-1], 2 * widths[-1], 2 * widths[-1])
        self.ways = nn.ModuleList(
            nn.ModuleList([nn.ConvTranspose2d(2 * w, w, 2, 2), convolutions(2 * w, w, w)]) for w in reversed(widths)
        )
        self.classifier = nn.Conv2d(filters, classes, 1)

    def forward(self, x):
        seen = []
        for encoder in self.encoders:
            seen.append(encoder(x))
            x = max_pool2d(seen[-1], 2)
        x = self.bottom(x)
        for up, decoder in self.ways:
            x = decoder(torch.cat([seen.pop(), up(x)], 1))
        return self.classifier(x)


class Unpooling(nn.Module):
    """SegNet and DeconvNet; counts are those of VGG-16. Parameters are in the order that they are used in."""

    def __init__(self, channels, classes, filters, depth, bottom, kind):
        super().__init__()
        widths = [min(filters << i, 8 * filters) for i in range(depth)]
        counts = [2, 2, 3, 3, 3][:depth]
        self.encoders = nn.ModuleList(
            convolutions(a, *[b] * n, normalised=True) for a, b, n in zip([channels] + widths, widths, counts)
        )
        self.bottom = bottom
        self.decoders = nn.ModuleList(
            convolutions(b, *[b] * (n - 1), a, kind=kind, normalised=True)
            for a, b, n in reversed(list(zip([filters] + widths, widths, counts)))
        )
        self.classifier = nn.Conv2d(filters, classes, 1)

    def forward(self, x):
        places = []
        for encoder in self.encoders:
            x = encoder(x)
            size = x.shape
            x, indices = max_pool2d(x, 2, return_indices=True)
            places.append((indices, size))
        x = self.bottom(x)
        for decoder in self.decoders:
            indices, size = places.pop()
            x = decoder(max_unpool2d(x, indices, 2, output_size=size))
        return self.classifier(x)


def bottom(width, units, window):
    return nn.Sequential(
        nn.Conv2d(width, units, window),
        nn.BatchNorm2d(units),
        nn.ReLU(),
        nn.Conv2d(units, units, 1),
        nn.BatchNorm2d(units),
        nn.ReLU(),
        nn.ConvTranspose2d(units, width, window),
        nn.BatchNorm2d(width),
        nn.ReLU(),
    )


def parameters(net):
    return sum(array.numel() for array in net.parameters())


if __name__ == "__main__":
    torch.set_num_threads(1)
    print("paper U-Net", parameters(UNet(1, 2, 64, 4)))
    print("paper SegNet", parameters(Unpooling(3, 12, 64, 5, nn.Identity(), nn.Conv2d)))
    print("paper DeconvNet", parameters(Unpooling(3, 21, 64, 5, bottom(512, 4096, 7), nn.ConvTranspose2d)))
    with torch.no_grad(), open(HERE.parent / "resources/dev/crema/models/dense.csv", "w", encoding="utf-8") as file:
        for name, net in {
            "U-Net": UNet(3, 4, 4, 2),
            "SegNet": Unpooling(3, 4, 4, 5, nn.Identity(), nn.Conv2d),
            "DeconvNet": Unpooling(3, 4, 4, 3, bottom(16, 256, 4), nn.ConvTranspose2d),
        }.items():
            scores = with_made_weights(net)(made_image(32)).flatten()[::37]
            print(name, *(f"{score:.7g}" for score in scores), sep=",", file=file)
