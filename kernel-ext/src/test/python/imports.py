#!/usr/bin/env python3
"""
Makes src/test/resources/dev/crema/models/small.pt, a network in TorchScript, small.onnx, the same in ONNX, and small.csv,
its input and its output in PyTorch, a line each:

    pip install torch==2.7.1 onnx==1.18.0
    python3 imports.py
"""

from pathlib import Path

import torch

RESOURCES = Path(__file__).resolve().parents[1] / "resources/dev/crema/models"

torch.manual_seed(1)
net = torch.nn.Sequential(
    torch.nn.Conv2d(1, 2, 3),
    torch.nn.ReLU(),
    torch.nn.MaxPool2d(2),
    torch.nn.Flatten(),
    torch.nn.Linear(2 * 3 * 3, 4),
).eval()
image = torch.linspace(-1, 1, 64).reshape(1, 1, 8, 8)
with torch.no_grad():
    torch.jit.trace(net, image).save(RESOURCES / "small.pt")
    torch.onnx.export(net, image, RESOURCES / "small.onnx", input_names=["image"], output_names=["scores"], dynamo=False)
    lines = [",".join(f"{number:.8g}" for number in array.flatten().tolist()) for array in (image, net(image))]
(RESOURCES / "small.csv").write_text("\n".join(lines) + "\n")
