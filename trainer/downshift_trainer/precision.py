"""The precision that a model computes in while it learns.

Half the bits are half the time where the processor multiplies bfloat16 by itself. Where it does not, each product is
converted there and back, and full precision is several times as fast.
"""

import time

import torch

# A product like those inside a small model's layers: tokens of a batch by two widths of the model.
TOKENS, NARROW, WIDE = 512, 576, 1536
REPEATED = 5


def fastest(device):
    """The faster of bfloat16 and float32 on the device, bfloat16 where they are equal."""
    if device != "cpu":
        return torch.bfloat16 if torch.cuda.is_bf16_supported(including_emulation=False) else torch.float32
    return min((torch.bfloat16, torch.float32), key=_seconds)


def _seconds(precision):
    """The least time that a product took, since other work on the machine only adds to it."""
    rows, weight = torch.ones(TOKENS, NARROW, dtype=precision), torch.ones(WIDE, NARROW, dtype=precision)
    torch.nn.functional.linear(rows, weight)
    return min(_once(rows, weight) for _ in range(REPEATED))


def _once(rows, weight):
    started = time.perf_counter()
    torch.nn.functional.linear(rows, weight)
    return time.perf_counter() - started
