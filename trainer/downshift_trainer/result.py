"""Turns a finished training into files: adapter, merged GGUF, Modelfile, golden outputs, and `result.json`."""

import json
import os

import torch

from . import adapter
from .base import sha256_of
from .examples import content_hash, schedule
from .generation import golden, greedy, text
from .gguf_export import export
from .modelfile import modelfile
from .rendering import render_content

ANSWERED = 16
LONGEST_GOLDEN = 64
LONGEST_ANSWER = 256


def finish(training, base, progress, stop):
    """Writes the files and returns what `result.json` says; all paths in it are relative to its folder."""
    specification = training.specification
    output = specification.path("output")
    folder = output / "adapter"
    adapter.save(training.model, folder, specification.base)
    differences = adapter.differences(training.model)
    stop.check()
    progress("export", stage="gguf")
    file = output / "model-q8_0.gguf"
    export(base.gguf, differences, file, f"{base.gguf.stem} fine-tuned")
    (output / "Modelfile").write_text(modelfile(file.name, 8192), encoding="utf-8")
    stop.check()
    progress("export", stage="golden")
    model = merged(base, differences, training.device)
    outputs, exact, answered = _answers(model, training, base, stop)
    _write_json(output / "golden.json", outputs)
    position = training.position
    result = {
        "steps": position.step,
        "seconds": round(position.seconds, 2),
        "tokens": position.tokens,
        "device": str(training.device),
        "loss": position.losses[-1],
        "validation_loss": None if position.best == float("inf") else position.best,
        "validation_exact": exact,
        "validation_answered": answered,
        "train_examples": len(training.train),
        "base_file": str(base.gguf.resolve()),
        "base_sha256": base.sha256,
        "dataset_sha256": content_hash(specification.path("train"), specification.path("validation")),
        "adapter": "adapter",
        "adapter_sha256": sha256_of(folder / "adapter_model.safetensors"),
        "gguf": file.name,
        "gguf_sha256": sha256_of(file),
        "gguf_bytes": file.stat().st_size,
        "modelfile": "Modelfile",
        "golden": "golden.json",
        "golden_total": len(outputs),
    }
    _write_json(output / "result.json", result)
    return result


def merged(base, differences, device):
    """The trained model in full precision, the adapter inside its weights."""
    model = base.model(torch.float32, device).eval()
    modules = dict(model.named_modules())
    with torch.no_grad():
        for name, difference in differences.items():
            modules[name].weight += difference.to(device)
    return model


def _answers(model, training, base, stop):
    """Golden outputs, and how many of the validation examples are answered exactly."""
    specification = training.specification
    examples = (training.validation or training.train)[:ANSWERED]
    longest = min(LONGEST_ANSWER, max(len(example.answer) for example in examples) + 8)
    end = base.tokenizer.eos_token_id
    outputs, exact = [], 0
    for batch in schedule(examples, specification.batch_size, 1, specification.seed):
        stop.check()
        for example, answer, margins in zip(batch, *greedy(model, batch, end, longest)):
            exact += text(base.tokenizer, answer) == render_content(example.row["answer"])
            output = golden(example, answer, margins, base.tokenizer, LONGEST_GOLDEN)
            if output and len(outputs) < specification.golden:
                outputs.append(output)
    return outputs, exact, len(examples)


def _write_json(file, value):
    work = file.with_suffix(".part")
    work.write_text(json.dumps(value, ensure_ascii=False, indent=1), encoding="utf-8")
    os.replace(work, file)
