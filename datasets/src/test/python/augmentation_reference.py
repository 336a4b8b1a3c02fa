"""What torchvision makes of one image, for AugmentationReferenceTest.

    pip install torch==2.7.1 torchvision==0.22.1
    python augmentation_reference.py > ../resources/dev/crema/augmentation/torchvision.csv

The image [3, 5, 7] has the values ((i * 37) mod 101) / 100, i from 0 in row-major order. Each line: name, then the values
of the result in the same order.
"""

import torch
import torchvision.transforms.functional as F
from torchvision.transforms import InterpolationMode

image = ((torch.arange(3 * 5 * 7) * 37) % 101).reshape(1, 3, 5, 7) / 100


def write(name, result):
    print(name, *(f"{value:.7g}" for value in result.flatten().tolist()), sep=",")


def affine(angle, scale):
    # torchvision's affine turns clockwise, its rotate counter-clockwise
    return F.affine(image, -angle, [0, 0], scale, [0, 0], InterpolationMode.BILINEAR)


write("rotate 30", F.rotate(image, 30, InterpolationMode.BILINEAR))
write("rotate -75", F.rotate(image, -75, InterpolationMode.BILINEAR))
write("scale 1.3", affine(0, 1.3))
write("scale 0.7", affine(0, 0.7))
write("blur 0.8", F.gaussian_blur(image, [7, 7], [0.8, 0.8]))
write("brightness 1.4", F.adjust_brightness(image, 1.4))
write("contrast 0.6", F.adjust_contrast(image, 0.6))
write("contrast 1.5", F.adjust_contrast(image, 1.5))
write("saturation 0.3", F.adjust_saturation(image, 0.3))
write("saturation 1.7", F.adjust_saturation(image, 1.7))
write("hue 0.1", F.adjust_hue(image, 0.1))
write("hue -0.4", F.adjust_hue(image, -0.4))
