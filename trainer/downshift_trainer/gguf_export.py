"""Writes a fine-tuned model as GGUF: the base model's own file with the adapter's differences added to its weights.

Metadata, tokenizer and the weights that no adapter touches are the base file's. Changed weights are written with 8 bits
(Q8_0): the differences are about half a percent of the weights, and rounding to 4 bits would undo them.
"""

import re

import numpy as np
from gguf import GGMLQuantizationType, GGUFReader, GGUFWriter, LlamaFileType
from gguf.quants import dequantize, quantize

from .specification import BadInput

NAMES = {
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
}


def export(base_file, differences, target, name):
    """Writes `target`. `differences` are by module name (`model.layers.0.mlp.up_proj`), in the layout of transformers."""
    reader = GGUFReader(base_file)
    architecture = reader.fields["general.architecture"].contents()
    if architecture != "llama":
        raise BadInput(f"models of the family {architecture!r} cannot be exported, only those of 'llama'")
    heads = reader.fields["llama.attention.head_count"].contents()
    key_heads = reader.fields["llama.attention.head_count_kv"].contents()
    changes = {}
    for module, difference in differences.items():
        tensor = tensor_name(module)
        permuted = {"attn_q": heads, "attn_k": key_heads}.get(tensor.split(".")[2])
        values = difference.numpy()
        changes[tensor] = permute(values, permuted) if permuted else values
    missing = set(changes) - {tensor.name for tensor in reader.tensors}
    if missing:
        raise BadInput(f"the base model has no tensor {sorted(missing)[0]}")
    work = target.with_suffix(".part")
    writer = GGUFWriter(work, architecture)
    _copy_metadata(reader, writer, name)
    _add_tensors(reader, writer, changes)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    work.replace(target)


def tensor_name(module):
    """The GGUF tensor of a transformers module."""
    match = re.fullmatch(r"model\.layers\.(\d+)\.(.+)", module)
    if not match or match[2] not in NAMES:
        raise BadInput(f"the adapter changes {module}, which has no place in a GGUF file of the llama family")
    return f"blk.{match[1]}.{NAMES[match[2]]}.weight"


def permute(weights, heads):
    """From the halves that transformers rotates to the pairs that llama.cpp rotates."""
    rows, columns = weights.shape
    return weights.reshape(heads, 2, rows // heads // 2, columns).swapaxes(1, 2).reshape(rows, columns)


def _copy_metadata(reader, writer, name):
    writer.add_name(name)
    writer.add_file_type(int(LlamaFileType.MOSTLY_Q8_0))
    for key, field in reader.fields.items():
        if key.startswith("GGUF.") or key in ("general.architecture", "general.name", "general.file_type"):
            continue
        item = field.types[-1] if len(field.types) > 1 else None
        writer.add_key_value(key, field.contents(), field.types[0], sub_type=item)


def _add_tensors(reader, writer, changes):
    for tensor in reader.tensors:
        if tensor.name in changes:
            merged = dequantize(tensor.data, tensor.tensor_type) + changes[tensor.name]
            data = quantize(merged.astype(np.float32), GGMLQuantizationType.Q8_0)
            writer.add_tensor(tensor.name, data, raw_dtype=GGMLQuantizationType.Q8_0)
        else:
            writer.add_tensor(tensor.name, tensor.data, raw_dtype=tensor.tensor_type)
