#!/usr/bin/env python3
"""
Makes the safetensors file that SafetensorsTest reads, with the format's own library:

    pip install safetensors==0.5.3 && python3 make_test_safetensors.py
"""

import struct
from pathlib import Path

from safetensors import serialize

FILE = Path(__file__).resolve().parent.parent / "src/test/resources/dev/crema/datasets/types.safetensors"
VALUES = [0.1, -1.5, 3.140625, 65280.0, 1e-5, float("inf")]


def bfloat16(value):
    return struct.pack("<f", value)[2:]


def packed(code, values):
    return struct.pack(f"<{len(values)}{code}", *values)


tensors = {
    "float64": ("float64", [2, 3], packed("d", VALUES)),
    "float32": ("float32", [3, 2], packed("f", VALUES)),
    "float16": ("float16", [6], packed("e", VALUES)),
    "bfloat16": ("bfloat16", [1, 6], b"".join(map(bfloat16, VALUES))),
    "int64": ("int64", [2], packed("q", [-(2**62), 2**40 + 1])),
    "int32": ("int32", [2, 1, 1], packed("i", [-(2**31), 2**31 - 1])),
    "uint8": ("uint8", [3], bytes([0, 127, 255])),
    "bool": ("bool", [3], bytes([1, 0, 1])),
    "scalar": ("float32", [], packed("f", [2.5])),
    "empty": ("float32", [0, 4], b""),
    "Gewicht für \"x\"": ("float32", [1], packed("f", [-1.0])),
}
content = serialize(
    {name: {"dtype": dtype, "shape": shape, "data": data} for name, (dtype, shape, data) in tensors.items()},
    metadata={"format": "pt"},
)
FILE.parent.mkdir(parents=True, exist_ok=True)
FILE.write_bytes(content)
print(FILE.name, len(content))
