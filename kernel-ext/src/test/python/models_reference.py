#!/usr/bin/env python3
"""
Makes src/test/resources/dev/crema/models/logits.safetensors, what PyTorch's models compute:

    pip install torch==2.7.1 torchvision==0.22.1 safetensors==0.5.3 pillow==13.0.0 numpy efficientnet-lite-pytorch==0.1.0
    python3 models_reference.py

"photo/NAME" are the 1000 logits of EfficientNet-Lite0, with the weights of datasets/data, for a photograph of
datasets/data/photos, cut to the square in its middle and resized to 224 x 224 (bilinear, corners not aligned, without
smoothing); "made" those for a made image; "resnet18", "resnet50" and "googlenet" what torchvision's nets of ten classes
compute for a small made image with made weights, "googlenet with heads", "googlenet head1" and "googlenet head2" the
three outputs of its variant with auxiliary heads. All that is made follows a rule that any language can.
"""

import gzip
from pathlib import Path

import numpy
import torch
import torchvision
from efficientnet_lite_pytorch import EfficientNet
from PIL import Image
from safetensors.torch import load, save_file

HERE = Path(__file__).resolve().parent
DATA = HERE.parents[3] / "datasets/data"
PHOTOS = ("bee", "cat", "coffee", "dog", "koala", "macaw", "panda")


def photo(name):
    with Image.open(DATA / f"photos/{name}.jpg") as picture:
        pixels = torch.from_numpy(numpy.array(picture.convert("RGB"))).permute(2, 0, 1)[None].float()
    height, width = pixels.shape[2:]
    side = min(height, width)
    top, left = (height - side) // 2, (width - side) // 2
    square = pixels[:, :, top : top + side, left : left + side]
    return torch.nn.functional.interpolate(square, size=224, mode="bilinear", align_corners=False)


def made_image(side):
    """From 0 to 255."""
    return torch.arange(3 * side * side).mul(7919).remainder(256).reshape(1, 3, side, side).float()


def normalised(pixels):
    return (pixels - 127) / 128


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


torch.set_num_threads(1)
with torch.no_grad():
    lite = EfficientNet.from_name("efficientnet-lite0").eval()
    weights = load(gzip.decompress((DATA / "efficientnet-lite0/weights.safetensors.gz").read_bytes()))
    missing, unexpected = lite.load_state_dict({name: value.float() for name, value in weights.items()}, strict=False)
    assert not unexpected and all(name.endswith("num_batches_tracked") for name in missing)
    logits = {f"photo/{name}": lite(normalised(photo(name)))[0] for name in PHOTOS}
    logits["made"] = lite(normalised(made_image(224)))[0]
    small = normalised(made_image(64))
    nets = {
        "resnet18": torchvision.models.resnet18(num_classes=10),
        "resnet50": torchvision.models.resnet50(num_classes=10),
        "googlenet": torchvision.models.googlenet(num_classes=10, aux_logits=False, init_weights=False),
    }
    for name, net in nets.items():
        logits[name] = with_made_weights(net)(small)[0]
        print(name, logits[name])
    heads = with_made_weights(torchvision.models.googlenet(num_classes=10, init_weights=False))
    seen = {}
    heads.inception4a.register_forward_hook(lambda block, x, y: seen.update(head1=heads.aux1(y)[0]))
    heads.inception4d.register_forward_hook(lambda block, x, y: seen.update(head2=heads.aux2(y)[0]))
    logits["googlenet with heads"] = heads(small)[0]
    logits["googlenet head1"], logits["googlenet head2"] = seen["head1"], seen["head2"]
for name in PHOTOS:
    print(name, *(f"{value:.3f} {index}" for value, index in zip(*logits[f"photo/{name}"].topk(6))))
save_file(logits, HERE.parent / "resources/dev/crema/models/logits.safetensors")
