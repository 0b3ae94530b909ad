"""What goes into the layers that learn.

An adapter on the last layers leaves the layers before them as they are, and what those make of an example never changes
in a run. They compute each example once, the beginning that the examples of a family share only once for all of them,
and every later epoch starts at the first layer that learns. The result equals that of the whole model.
"""

import copy
from dataclasses import dataclass

import torch
from transformers import DynamicCache

from .examples import common_prefix, families

MOST_BYTES = 2 << 30


@dataclass(frozen=True)
class Learner:
    """The layers of a model that learn, the language model's head, and what goes into them."""

    decoder: torch.nn.Module
    head: torch.nn.Module
    inputs: object

    @staticmethod
    def whole(model):
        """All layers: tokens go in as their embeddings."""
        decoder, head = causal_parts(model)
        return Learner(decoder, head, Embeddings(decoder.embed_tokens))

    @staticmethod
    def last_layers(model, count, batches):
        """The last layers where there is room to keep what goes into them, for the examples of the batches; else all."""
        decoder, head = causal_parts(model)
        frozen = len(decoder.layers) - (count or len(decoder.layers))
        if frozen <= 0:
            return Learner.whole(model)
        states = FrozenLayers(decoder, frozen, batches)
        if states.bytes() > MOST_BYTES:
            return Learner.whole(model)
        return Learner(_part(decoder, slice(frozen, None), decoder.norm), head, states)


def causal_parts(model):
    """The decoder and the language model's head, adapters included."""
    causal = model.get_base_model() if hasattr(model, "get_base_model") else model
    return causal.model, causal.lm_head


def expanded(decoder, inputs, copies):
    """The keys and values of one sequence, computed once and seen by every row of a batch."""
    once = DynamicCache()
    output = decoder(inputs_embeds=inputs.unsqueeze(0), past_key_values=once, use_cache=True)
    return _expand(once, copies), output.last_hidden_state[0]


def _expand(once, copies):
    cache = DynamicCache()
    for index, layer in enumerate(once.layers):
        cache.update(layer.keys.expand(copies, -1, -1, -1), layer.values.expand(copies, -1, -1, -1), index)
    return cache


def _part(decoder, layers, norm):
    """A decoder of some of the layers, which it shares with the whole one."""
    part = copy.copy(decoder)
    part._modules = dict(decoder._modules)
    part.layers = torch.nn.ModuleList(decoder.layers[layers])
    part.norm = norm
    for index, layer in enumerate(part.layers):
        layer.self_attn.layer_idx = index  # its place in a cache of keys and values
    return part


class Embeddings:
    """Inputs of a model whose first layer learns."""

    def __init__(self, embed):
        self._embed = embed

    def of(self, example, start, stop):
        """What the tokens of the example from `start` to before `stop` are."""
        return self._embed(torch.tensor(example.tokens[start:stop], dtype=torch.long, device=self._embed.weight.device)).detach()


@dataclass
class _Family:
    """Examples whose prompts begin alike, and what the frozen layers make of that beginning once it was needed."""

    beginning: list[int]
    cache: DynamicCache | None = None
    states: torch.Tensor | None = None


class FrozenLayers:
    """Inputs of a model's last layers. Examples are always computed beside the same others, so that a resumed run rounds alike."""

    def __init__(self, decoder, count, batches):
        self._decoder = _part(decoder, slice(count), torch.nn.Identity())
        self._embeddings = Embeddings(decoder.embed_tokens)
        self._families, self._groups, self._states = {}, {}, {}
        for family in families([example for batch in batches for example in batch]):
            together = _Family(family[0].prompt[: common_prefix(family)])
            self._families |= {id(example): together for example in family}
        for batch in batches:
            for example in batch:
                family = self._families[id(example)]
                self._groups[id(example)] = [other for other in batch if self._families[id(other)] is family]

    def bytes(self):
        """How much is kept when every example was computed."""
        examples = {id(example): example for group in self._groups.values() for example in group}
        tokens = sum(len(example.tokens) - len(self._families[key].beginning) for key, example in examples.items())
        weight = self._decoder.embed_tokens.weight
        return tokens * weight.shape[1] * weight.element_size()

    def of(self, example, start, stop):
        """What the frozen layers make of the tokens of the example from `start` to before `stop`."""
        if id(example) not in self._states:
            self._compute(self._groups[id(example)])
        family = self._families[id(example)]
        begun = len(family.beginning)
        own = self._states[id(example)][max(0, start - begun) : max(0, stop - begun)]
        return own if start >= begun else torch.cat([family.states[start:min(stop, begun)], own])

    @torch.no_grad()
    def _compute(self, group):
        family = self._families[id(group[0])]
        begun = len(family.beginning)
        if begun and family.states is None:
            family.cache, family.states = expanded(self._decoder, self._embeddings.of(group[0], 0, begun), 1)
        rows = [self._embeddings.of(example, begun, len(example.tokens) - 1) for example in group]
        inputs = torch.nn.utils.rnn.pad_sequence(rows, batch_first=True)
        states = decoded(self._decoder, inputs, begun, _expand(family.cache, len(group)) if begun else None)
        for example, row, state in zip(group, rows, states):
            self._states[id(example)] = state[: len(row)].clone()


def decoded(decoder, inputs, offset, cache):
    """The last hidden states of rows that follow `offset` tokens whose keys and values are in the cache."""
    # Padding is on the right, and causal attention never looks there: no mask is needed.
    positions = torch.arange(offset, offset + inputs.shape[1], device=inputs.device).unsqueeze(0)
    output = decoder(inputs_embeds=inputs, position_ids=positions, past_key_values=cache, use_cache=cache is not None)
    return output.last_hidden_state
