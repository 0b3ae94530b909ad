import json
import random

import numpy as np
import pytest
import torch
from gguf import GGMLQuantizationType, GGUFWriter, LlamaFileType, TokenType
from gguf.quants import quantize
from transformers.convert_slow_tokenizer import bytes_to_unicode

from downshift_trainer.base import load
from downshift_trainer.specification import Specification

torch.set_num_threads(1)
SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
LAYERS, WIDTH, INNER, HEADS, KEY_HEADS = 2, 64, 96, 4, 2


@pytest.fixture(scope="session")
def base(tmp_path_factory):
    """A base model of the llama family with random weights, small enough to train in a second."""
    folder = tmp_path_factory.mktemp("base")
    file = folder / "tiny.gguf"
    _write_tiny_model(file)
    return load(str(file), folder / "cache")


@pytest.fixture
def run_folder(tmp_path):
    """A folder with the examples of a task: name the number's word."""
    rows = [_row(number) for number in range(40)]
    random.Random(0).shuffle(rows)
    _write(tmp_path / "train.jsonl", rows[:32])
    _write(tmp_path / "validation.jsonl", rows[32:])
    return tmp_path


@pytest.fixture
def specification(run_folder):
    fields = {"base": "tiny", "rank": 4, "alpha": 8, "batch_size": 4, "epochs": 1, "checkpoint_steps": 2, "learning_rate": 1e-2}
    return lambda **changes: Specification.of(fields | changes, run_folder)


def _row(number):
    words = ["zero", "one", "two", "three"]
    return {
        "messages": [
            {"role": "system", "content": "Name the remainder of the number by four, in JSON."},
            {"role": "user", "content": "number " * (number % 3) + str(number)},
        ],
        "tools": [],
        "answer": {"role": "assistant", "content": json.dumps({"word": words[number % 4]})},
    }


def _write(file, rows):
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def _write_tiny_model(file):
    writer = GGUFWriter(file, "llama")
    writer.add_file_type(int(LlamaFileType.MOSTLY_Q8_0))
    writer.add_block_count(LAYERS)
    writer.add_context_length(1024)
    writer.add_embedding_length(WIDTH)
    writer.add_feed_forward_length(INNER)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(KEY_HEADS)
    writer.add_rope_dimension_count(WIDTH // HEADS)
    writer.add_rope_freq_base(10000.0)
    writer.add_layer_norm_rms_eps(1e-5)
    tokens = SPECIAL + sorted(bytes_to_unicode().values()) + ["Ġt"]
    writer.add_vocab_size(len(tokens))
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("smollm")
    writer.add_token_list(tokens)
    writer.add_token_types([TokenType.CONTROL] * 3 + [TokenType.NORMAL] * (len(tokens) - 3))
    writer.add_token_merges(["Ġ t"])
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_pad_token_id(2)
    numbers = np.random.default_rng(0)

    def add(name, *shape):
        data = (numbers.standard_normal(shape) * 0.1).astype(np.float32)
        writer.add_tensor(name, quantize(data, GGMLQuantizationType.Q8_0), raw_dtype=GGMLQuantizationType.Q8_0)

    add("token_embd.weight", len(tokens), WIDTH)
    writer.add_tensor("output_norm.weight", np.ones(WIDTH, np.float32))
    for layer in range(LAYERS):
        writer.add_tensor(f"blk.{layer}.attn_norm.weight", np.ones(WIDTH, np.float32))
        writer.add_tensor(f"blk.{layer}.ffn_norm.weight", np.ones(WIDTH, np.float32))
        add(f"blk.{layer}.attn_q.weight", WIDTH, WIDTH)
        add(f"blk.{layer}.attn_k.weight", WIDTH * KEY_HEADS // HEADS, WIDTH)
        add(f"blk.{layer}.attn_v.weight", WIDTH * KEY_HEADS // HEADS, WIDTH)
        add(f"blk.{layer}.attn_output.weight", WIDTH, WIDTH)
        add(f"blk.{layer}.ffn_gate.weight", INNER, WIDTH)
        add(f"blk.{layer}.ffn_up.weight", INNER, WIDTH)
        add(f"blk.{layer}.ffn_down.weight", WIDTH, INNER)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
