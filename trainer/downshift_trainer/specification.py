"""What a training run is asked to do: the file `spec.json`."""

import dataclasses
import json
from dataclasses import dataclass
from pathlib import Path


class BadInput(Exception):
    """What was given cannot be used; the text says what to do."""


@dataclass(frozen=True)
class Specification:
    """Paths are relative to the folder of the file it was read from."""

    base: str
    train: str = "train.jsonl"
    validation: str = "validation.jsonl"
    output: str = "."
    cache: str | None = None
    rank: int = 16
    alpha: int = 32
    layers: int | None = None
    learning_rate: float = 1e-3
    warmup: float = 0.06
    batch_size: int = 16
    epochs: int = 3
    max_steps: int | None = None
    max_seconds: float | None = None
    max_tokens: int = 2048
    patience: int = 2
    checkpoint_steps: int = 10
    golden: int = 8
    threads: int | None = None
    seed: int = 0
    folder: Path = Path()

    def path(self, name):
        return self.folder / getattr(self, name)

    @staticmethod
    def read(file):
        file = Path(file)
        try:
            fields = json.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise BadInput(f"{file} is no readable JSON file: {error}") from error
        return Specification.of(fields, file.resolve().parent)

    @staticmethod
    def of(fields, folder):
        known = {field.name for field in dataclasses.fields(Specification)} - {"folder"}
        unknown = sorted(set(fields) - known)
        if unknown:
            raise BadInput(f"spec.json: unknown field {unknown[0]!r}; known are {', '.join(sorted(known))}")
        if "base" not in fields:
            raise BadInput("spec.json: 'base' is missing; it names the base model's GGUF file")
        specification = Specification(**fields, folder=Path(folder))
        for name in ("rank", "alpha", "learning_rate", "batch_size", "epochs", "max_tokens", "checkpoint_steps"):
            if getattr(specification, name) <= 0:
                raise BadInput(f"spec.json: {name!r} must be positive")
        return specification
