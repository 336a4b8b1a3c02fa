#!/usr/bin/env python3
"""
Makes src/test/resources/dev/crema/models/attention.csv, what PyTorch's attention and transformer layers compute:

    pip install torch==2.7.1
    python3 attention.py

Inputs and weights are waves, sin(start + i): parameter number p of a layer starts at 1000 (p + 1) and is halved; the
number is its place among the layer's parameters in the order in which crema lists them. AttentionTest and
TransformerTest make the same.
"""

from pathlib import Path

import torch
from torch.nn import MultiheadAttention, TransformerDecoderLayer, TransformerEncoderLayer

FILE = Path(__file__).resolve().parents[1] / "resources/dev/crema/models/attention.csv"
WIDTH, HEADS, INNER = 8, 2, 12


def wave(start, *shape):
    size = torch.Size(shape).numel()
    return (start + torch.arange(size, dtype=torch.float64)).sin().float().reshape(shape)


class Weights:
    """Hands out the waves of one layer after the other."""

    def __init__(self):
        self.number = 0

    def next(self, *shape):
        self.number += 1
        return wave(1000 * self.number, *shape) / 2

    def attention(self, layer):
        pairs = [(self.next(WIDTH, WIDTH), self.next(WIDTH)) for _ in range(4)]
        layer.in_proj_weight.copy_(torch.cat([weight for weight, _ in pairs[:3]]))
        layer.in_proj_bias.copy_(torch.cat([bias for _, bias in pairs[:3]]))
        layer.out_proj.weight.copy_(pairs[3][0])
        layer.out_proj.bias.copy_(pairs[3][1])

    def simple(self, *layers):
        for layer in layers:
            layer.weight.copy_(self.next(*layer.weight.shape))
            layer.bias.copy_(self.next(*layer.bias.shape))


# key 3 and 4 of the second sequence are padding
PADDING = torch.tensor([[False] * 5, [False] * 3 + [True] * 2])


def future(length):
    return torch.ones(length, length).triu(1).bool()


def main():
    numbers = {}
    with torch.no_grad():
        layer = MultiheadAttention(WIDTH, HEADS, batch_first=True)
        Weights().attention(layer)
        query, key = wave(1, 2, 3, WIDTH), wave(100, 2, 5, WIDTH)
        for name, mask in (("all", None), ("padded", PADDING)):
            output, weights = layer(query, key, key.cos(), key_padding_mask=mask, average_attn_weights=False)
            numbers[f"multi-head {name} output"], numbers[f"multi-head {name} weights"] = output, weights
        output, weights = layer(key, key, key, attn_mask=future(5), average_attn_weights=False)
        numbers["multi-head causal output"], numbers["multi-head causal weights"] = output, weights

        encoder = TransformerEncoderLayer(WIDTH, HEADS, INNER, batch_first=True, norm_first=True).eval()
        made = Weights()
        made.simple(encoder.norm1)
        made.attention(encoder.self_attn)
        made.simple(encoder.norm2, encoder.linear1, encoder.linear2)
        numbers["encoder layer"] = encoder(key, src_key_padding_mask=PADDING)

        decoder = TransformerDecoderLayer(WIDTH, HEADS, INNER, batch_first=True, norm_first=True).eval()
        made = Weights()
        made.simple(decoder.norm1)
        made.attention(decoder.self_attn)
        made.simple(decoder.norm2)
        made.attention(decoder.multihead_attn)
        made.simple(decoder.norm3, decoder.linear1, decoder.linear2)
        numbers["decoder layer"] = decoder(
            query, key, tgt_mask=future(3), memory_key_padding_mask=PADDING
        )
    with FILE.open("w", encoding="utf-8") as file:
        for name, array in numbers.items():
            file.write(",".join([name, *(f"{number:.9g}" for number in array.flatten().tolist())]) + "\n")


if __name__ == "__main__":
    torch.backends.mha.set_fastpath_enabled(False)
    main()
