import json

import pytest
import torch
from gguf import GGUFReader
from gguf.quants import dequantize

from downshift_trainer import adapter
from downshift_trainer.base import load, sha256_of
from downshift_trainer.generation import greedy, golden
from downshift_trainer.gguf_export import export, permute, tensor_name
from downshift_trainer.progress import Stop
from downshift_trainer.result import finish, merged
from downshift_trainer.specification import BadInput
from downshift_trainer.training import Training


@pytest.fixture
def trained(base, specification):
    training = Training(specification(epochs=3), base, "cpu", lambda *_, **__: None, Stop())
    training.run()
    return training


def test_exported_file_holds_the_merged_weights_and_the_base_files_metadata(base, trained, tmp_path):
    file = tmp_path / "model.gguf"
    differences = adapter.differences(trained.model)
    export(base.gguf, differences, file, "tiny fine-tuned")
    before, after = GGUFReader(base.gguf), GGUFReader(file)
    old = {tensor.name: dequantize(tensor.data, tensor.tensor_type) for tensor in before.tensors}
    new = {tensor.name: dequantize(tensor.data, tensor.tensor_type) for tensor in after.tensors}
    assert old.keys() == new.keys()
    changed = {tensor_name(module): values.numpy() for module, values in differences.items()}
    assert len(changed) == 14
    for name, values in new.items():
        added = changed.get(name, 0)
        if "attn_q" in name or "attn_k" in name:
            added = permute(added, 4 if "attn_q" in name else 2)
        assert abs(values - (old[name] + added)).max() <= abs(values).max() / 200
    same = set(before.fields) - {"general.file_type", "GGUF.kv_count"}
    assert all(before.fields[key].contents() == after.fields[key].contents() for key in same)
    assert after.fields["general.name"].contents() == "tiny fine-tuned"


def test_model_read_back_from_the_export_answers_like_the_trained_one(base, trained, tmp_path):
    differences = adapter.differences(trained.model)
    export(base.gguf, differences, tmp_path / "model.gguf", "tiny")
    again = load(str(tmp_path / "model.gguf"), tmp_path / "cache").model(torch.float32)
    model = merged(base, differences, "cpu")
    inputs = torch.tensor([trained.validation[0].tokens])
    with torch.no_grad():
        expected, found = model(inputs).logits, again(inputs).logits
    assert (expected - found).abs().max() < 0.05 * expected.abs().max()


def test_result_names_every_file_with_its_hash(base, trained, run_folder):
    result = finish(trained, base, lambda *_, **__: None, Stop())
    assert result == json.loads((run_folder / "result.json").read_text())
    assert result["gguf_sha256"] == sha256_of(run_folder / result["gguf"])
    assert result["adapter_sha256"] == sha256_of(run_folder / "adapter" / "adapter_model.safetensors")
    outputs = json.loads((run_folder / "golden.json").read_text())
    assert len(outputs) == result["golden_total"] > 0
    assert "FROM ./model-q8_0.gguf" in (run_folder / "Modelfile").read_text()


def test_greedy_answers_of_a_batch_are_those_of_each_prompt_alone(base, trained):
    model = merged(base, adapter.differences(trained.model), "cpu")
    batch = trained.validation[:4]
    together, _ = greedy(model, batch, base.tokenizer.eos_token_id, 12)
    for example, answer in zip(batch, together):
        inputs = torch.tensor([example.prompt])
        alone = model.generate(inputs, max_new_tokens=12, do_sample=False, eos_token_id=base.tokenizer.eos_token_id)
        assert [token for token in alone[0, inputs.shape[1] :].tolist() if token != base.tokenizer.eos_token_id] == answer


def test_golden_output_ends_before_the_first_token_without_a_clear_lead(base, trained):
    example = trained.validation[0]
    answer = base.tokenizer("one two")["input_ids"]
    whole = golden(example, answer, [5.0] * (len(answer) + 1), base.tokenizer, 64)
    assert (whole["text"], whole["ended"], whole["max_tokens"]) == ("one two", True, len(answer) + 1)
    partly = golden(example, answer, [5.0, 5.0, 0.01] + [5.0] * len(answer), base.tokenizer, 64)
    assert (partly["text"], partly["ended"], partly["max_tokens"]) == ("on", False, 2)
    assert golden(example, answer, [0.01] * 9, base.tokenizer, 64) is None


def test_module_without_a_place_in_the_file_is_refused():
    with pytest.raises(BadInput, match="model.layers.0.self_attn.strange"):
        tensor_name("model.layers.0.self_attn.strange")
