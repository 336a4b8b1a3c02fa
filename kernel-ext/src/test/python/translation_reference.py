#!/usr/bin/env python3
"""
Makes src/test/resources/dev/crema/models/translation.csv, what PyTorch computes of the nets that translate images, and
prints how many parameters those of the papers' sizes have:

    pip install torch==2.7.1
    python3 translation_reference.py

The nets are written here anew after the authors' PyTorch code (pytorch-CycleGAN-and-pix2pix, models/networks.py), with
weights and an image that are made by the rule of models_reference.py. A line has a name, then about 80 numbers out of
all, evenly, of pixels in [-1, 1] or of scores.
"""

import torch
from dense_reference import HERE, made_image, parameters, with_made_weights
from torch import nn
from torch.nn.functional import leaky_relu, relu


class Across(nn.Module):
    """U-Net of pix2pix. Parameters are in the order that they are used in."""

    def __init__(self, channels, filters, depth):
        super().__init__()
        widths = [filters * min(2**i, 8) for i in range(depth)]
        self.downs = nn.ModuleList()
        for i, (a, b) in enumerate(zip([3] + widths, widths)):
            self.downs.append(nn.Sequential(nn.Conv2d(a, b, 4, 2, 1, bias=False)))
            if 0 < i < depth - 1:
                self.downs[i].append(nn.BatchNorm2d(b))
        self.ups = nn.ModuleList()
        for i in reversed(range(1, depth)):
            a = widths[i] * (1 if i == depth - 1 else 2)
            layer = nn.ConvTranspose2d(a, widths[i - 1], 4, 2, 1, bias=False)
            self.ups.append(nn.Sequential(layer, nn.BatchNorm2d(widths[i - 1])))
        self.ups.append(nn.ConvTranspose2d(2 * filters, channels, 4, 2, 1))

    def forward(self, x):
        seen = []
        for down in self.downs:
            x = down(leaky_relu(x, 0.2) if seen else x)
            seen.append(x)
        x = self.ups[0](relu(seen.pop()))
        for up in self.ups[1:]:
            x = up(relu(torch.cat([seen.pop(), x], 1)))
        return torch.tanh(x)


class Sum(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.body = nn.Sequential(
            *[nn.ReflectionPad2d(1), nn.Conv2d(width, width, 3), nn.InstanceNorm2d(width), nn.ReLU()],
            *[nn.ReflectionPad2d(1), nn.Conv2d(width, width, 3), nn.InstanceNorm2d(width)],
        )

    def forward(self, x):
        return x + self.body(x)


def residual(channels, filters, blocks):
    layers = [nn.ReflectionPad2d(3), nn.Conv2d(3, filters, 7), nn.InstanceNorm2d(filters), nn.ReLU()]
    for a in (filters, 2 * filters):
        layers += [nn.Conv2d(a, 2 * a, 3, 2, 1), nn.InstanceNorm2d(2 * a), nn.ReLU()]
    layers += [Sum(4 * filters) for _ in range(blocks)]
    for a in (4 * filters, 2 * filters):
        layers += [nn.ConvTranspose2d(a, a // 2, 3, 2, 1, 1), nn.InstanceNorm2d(a // 2), nn.ReLU()]
    return nn.Sequential(*layers, nn.ReflectionPad2d(3), nn.Conv2d(filters, channels, 7), nn.Tanh())


def patches(channels, filters, count, norm):
    biased = norm is nn.InstanceNorm2d
    layers = [nn.Conv2d(channels, filters, 4, 2, 1), nn.LeakyReLU(0.2)]
    a = filters
    for i in range(1, count + 1):
        b = filters * min(2**i, 8)
        layers += [nn.Conv2d(a, b, 4, 2 if i < count else 1, 1, bias=biased), norm(b), nn.LeakyReLU(0.2)]
        a = b
    return nn.Sequential(*layers, nn.Conv2d(a, 1, 4, 1, 1))


if __name__ == "__main__":
    torch.set_num_threads(1)
    print("pix2pix generator", parameters(Across(3, 64, 8)))
    print("pix2pix discriminator", parameters(patches(6, 64, 3, nn.BatchNorm2d)))
    print("CycleGAN generator", parameters(residual(3, 64, 9)))
    print("CycleGAN discriminator", parameters(patches(3, 64, 3, nn.InstanceNorm2d)))
    with torch.no_grad(), open(HERE.parent / "resources/dev/crema/models/translation.csv", "w", encoding="utf-8") as file:
        for name, net in {
            "pix2pix generator": Across(3, 2, 5),
            "pix2pix discriminator": patches(3, 4, 2, nn.BatchNorm2d),
            "CycleGAN generator": residual(3, 2, 2),
            "CycleGAN discriminator": patches(3, 4, 2, nn.InstanceNorm2d),
        }.items():
            numbers = with_made_weights(net)(made_image(32)).flatten()
            some = numbers[:: max(1, numbers.numel() // 80)]
            print(name, *(f"{number:.7g}" for number in some), sep=",", file=file)
