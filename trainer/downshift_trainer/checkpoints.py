"""Checkpoints of a run: everything that the next step depends on."""

import os
import re
import shutil

import torch

KEPT = 2


def save(folder, step, contents):
    """Writes the checkpoint beside the others and gives it its name only when it is whole."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"step-{step:06d}.pt"
    work = target.with_suffix(".part")
    with open(work, "wb") as stream:
        torch.save(contents, stream)
        stream.flush()
        os.fsync(stream.fileno())
    work.replace(target)
    for old in _all(folder)[:-KEPT]:
        old.unlink()
    return target


def newest(folder):
    """The contents of the newest checkpoint that can be read, or None."""
    for file in reversed(_all(folder)):
        try:
            return torch.load(file, map_location="cpu", weights_only=True)
        except (OSError, RuntimeError, EOFError):
            continue  # a torn file is passed over for the one before it
    return None


def remove(folder):
    shutil.rmtree(folder, ignore_errors=True)


def _all(folder):
    return sorted(file for file in folder.glob("step-*.pt") if re.fullmatch(r"step-\d+\.pt", file.name))
