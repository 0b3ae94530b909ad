"""The loss of a batch, with the prompts' common beginning computed once and logits at answer positions only.

The calls of one task share most of their prompt. The shared tokens go through the model as one sequence; their keys
and values, with gradient, are expanded over the batch. The result equals that of the whole sequences.
"""

import torch
from torch.nn import functional
from torch.nn.utils.rnn import pad_sequence

from .examples import common_prefix
from .frozen import decoded, expanded

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


def batch_loss(learner, batch, share=True):
    """Summed cross entropy over the answers, the number of answer tokens, and the number of tokens computed."""
    shared = common_prefix(batch) if share and len(batch) > 1 else 0
    if shared < SHORTEST_PREFIX:
        shared = 0
    cache = None
    if shared:
        cache, _ = expanded(learner.decoder, learner.inputs.of(batch[0], 0, shared), len(batch))
    inputs = pad_sequence([learner.inputs.of(example, shared, len(example.tokens) - 1) for example in batch], batch_first=True)
    rows, columns, targets = [], [], []
    for row, example in enumerate(batch):
        first = len(example.prompt) - shared - 1
        rows += [row] * len(example.answer)
        columns += range(first, first + len(example.answer))
        targets += example.answer
    hidden = decoded(learner.decoder, inputs, shared, cache)
    answers = hidden[torch.tensor(rows, device=inputs.device), torch.tensor(columns, device=inputs.device)]
    logits = learner.head(answers).float()
    loss = functional.cross_entropy(logits, torch.tensor(targets, device=inputs.device), reduction="sum")
    return loss, len(targets), shared + inputs.shape[0] * inputs.shape[1]
