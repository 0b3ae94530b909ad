"""Training examples as token ids, and the batches they are put into."""

import hashlib
import json
import random
from dataclasses import dataclass

from .rendering import END, render_content, render_prompt
from .specification import BadInput


@dataclass(frozen=True)
class Example:
    """A prompt and the answer to learn; the answer ends with the end-of-turn token."""

    prompt: list[int]
    answer: list[int]
    row: dict

    @property
    def tokens(self):
        return self.prompt + self.answer


def read_rows(file):
    rows = []
    try:
        # Not splitlines(): JSON lets U+2028 and its like stand in a string.
        lines = file.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    except OSError as error:
        raise BadInput(f"cannot read the examples: {error}") from error
    for number, line in enumerate(lines, 1):
        try:
            row = json.loads(line)
            if not row["messages"] or row["answer"]["role"] != "assistant":
                raise ValueError("an example has messages and an assistant's answer")
        except (ValueError, KeyError, TypeError) as error:
            raise BadInput(f"{file.name}, line {number}: no example ({error})") from error
        rows.append(row)
    return rows


def encode(rows, tokenizer, max_tokens):
    """Examples of at most `max_tokens`. What is longer is left out whole: half an answer teaches to stop in the middle."""
    prompts = _ids(tokenizer, [render_prompt(row["messages"], row.get("tools")) for row in rows])
    answers = _ids(tokenizer, [render_content(row["answer"]) + END for row in rows])
    examples = [Example(p, a, row) for p, a, row in zip(prompts, answers, rows) if len(p) + len(a) <= max_tokens]
    return examples


def _ids(tokenizer, texts):
    return tokenizer(texts, add_special_tokens=False)["input_ids"] if texts else []


def sample(examples, size):
    """At most `size` of the examples, spread evenly."""
    count = min(size, len(examples))
    return [examples[number * len(examples) // count] for number in range(count)]


def batches(examples, size, seed):
    """Groups examples of like beginning and like length. The order of the batches is random, the same for a seed."""
    randomness = random.Random(seed)
    order = list(examples)
    randomness.shuffle(order)
    order = [example for family in families(order) for example in sorted(family, key=lambda example: len(example.tokens))]
    grouped = [order[start : start + size] for start in range(0, len(order), size)]
    randomness.shuffle(grouped)
    return grouped


def families(examples):
    """Examples whose first messages begin alike: sorted by them, neighbours share at least half of theirs."""
    families = []
    for example in sorted(examples, key=_first_message):
        first = _first_message(example)
        if not families or _shared(first, families[-1][-1].prompt) < len(first) / 2:
            families.append([])
        families[-1].append(example)
    return families


def _first_message(example):
    """The tokens up to the first end of a turn: the part of a prompt that calls of one site share."""
    end = example.answer[-1]
    return example.prompt[: example.prompt.index(end)] if end in example.prompt else example.prompt[:8]


def _shared(first, second):
    """The number of leading tokens that both have."""
    differing = (position for position, (a, b) in enumerate(zip(first, second)) if a != b)
    return next(differing, min(len(first), len(second)))


def schedule(examples, size, epochs, seed):
    """All batches of all epochs, each epoch grouped anew."""
    return [batch for epoch in range(epochs) for batch in batches(examples, size, f"{seed}/{epoch}")]


def common_prefix(batch):
    """The number of leading tokens that all prompts share; at least one token of each prompt stays outside."""
    shortest = min(len(example.prompt) for example in batch) - 1
    first = batch[0].prompt
    for position in range(shortest):
        if any(example.prompt[position] != first[position] for example in batch):
            return position
    return shortest


def content_hash(*files):
    """The hash of the examples of a run, in the order of the files."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
        digest.update(b"\0")
    return digest.hexdigest()
