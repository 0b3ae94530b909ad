"""The loss of a batch, with the prompts' common beginning computed once and logits at answer positions only.

The calls of one task share most of their prompt. The shared tokens go through the model as one sequence; their keys
and values, with gradient, are expanded over the batch. The result equals that of the whole sequences.
"""

import torch
from torch.nn import functional
from transformers import DynamicCache

from .examples import common_prefix

SHORTEST_PREFIX = 16
# What a backward pass keeps grows with both; the limits hold it below 4 GB for the models of the catalogue that a CPU trains.
TOKENS_AT_ONCE = 4096
SCORES_AT_ONCE = 1 << 20


def parts(batch):
    """Splits a batch into parts that fit into memory, short examples first. The losses of the parts add up to the batch's."""
    shared = common_prefix(batch)
    part, width = [], 0
    for example in sorted(batch, key=lambda example: len(example.tokens)):
        own = len(example.tokens) - shared
        rows, wider = len(part) + 1, max(width, own)
        if part and (rows * wider > TOKENS_AT_ONCE or rows * wider * (shared + wider) > SCORES_AT_ONCE):
            yield part
            part, wider = [], own
        part.append(example)
        width = wider
    yield part


def batch_loss(model, batch, share=True):
    """Summed cross entropy over the answers, the number of answer tokens, and the number of tokens computed."""
    decoder, head = causal_parts(model)
    device = head.weight.device
    shared = common_prefix(batch) if share and len(batch) > 1 else 0
    if shared < SHORTEST_PREFIX:
        shared = 0
    cache = expanded_prefix(decoder, batch[0].prompt[:shared], len(batch), device) if shared else None
    width = max(len(example.tokens) for example in batch) - shared - 1
    inputs = torch.zeros(len(batch), width, dtype=torch.long)
    rows, columns, targets = [], [], []
    for row, example in enumerate(batch):
        tokens = example.tokens[shared:-1]
        inputs[row, : len(tokens)] = torch.tensor(tokens)
        first = len(example.prompt) - shared - 1
        rows += [row] * len(example.answer)
        columns += range(first, first + len(example.answer))
        targets += example.answer
    hidden = _decode(decoder, inputs.to(device), shared, cache)
    answers = hidden[torch.tensor(rows, device=device), torch.tensor(columns, device=device)]
    logits = head(answers).float()
    loss = functional.cross_entropy(logits, torch.tensor(targets, device=device), reduction="sum")
    return loss, len(targets), shared + inputs.numel()


def causal_parts(model):
    """The decoder and the language model's head, adapters included."""
    causal = model.get_base_model() if hasattr(model, "get_base_model") else model
    return causal.model, causal.lm_head


def expanded_prefix(decoder, tokens, copies, device):
    """The keys and values of `tokens`, computed once and seen by every row of a batch."""
    once = DynamicCache()
    decoder(input_ids=torch.tensor([tokens], device=device), past_key_values=once, use_cache=True)
    cache = DynamicCache()
    for index, layer in enumerate(once.layers):
        cache.update(layer.keys.expand(copies, -1, -1, -1), layer.values.expand(copies, -1, -1, -1), index)
    return cache


def _decode(decoder, inputs, offset, cache):
    # Padding is on the right, and causal attention never looks there: no mask is needed.
    positions = torch.arange(offset, offset + inputs.shape[1], device=inputs.device).unsqueeze(0)
    output = decoder(input_ids=inputs, position_ids=positions, past_key_values=cache, use_cache=cache is not None)
    return output.last_hidden_state
