"""The low-rank adapter: put on a base model, saved, and turned into weight differences."""

import torch
from peft import LoraConfig, get_peft_model
from peft.tuners.lora import LoraLayer


def with_adapter(model, specification):
    """The base model frozen, with an adapter in full precision on every linear layer but the head."""
    layers = None
    if specification.layers:
        count = model.config.num_hidden_layers
        layers = list(range(max(0, count - specification.layers), count))
    config = LoraConfig(
        r=specification.rank,
        lora_alpha=specification.alpha,
        target_modules=_linear_layers(model),
        layers_to_transform=layers,
        lora_dropout=0.0,
        bias="none",
        task_type="CAUSAL_LM",
    )
    return get_peft_model(model, config, autocast_adapter_dtype=True)


def _linear_layers(model):
    """The last parts of the names of all linear layers but the head."""
    names = (name for name, module in model.model.named_modules() if isinstance(module, torch.nn.Linear))
    return sorted({name.rpartition(".")[2] for name in names})


def parameters(model):
    """The adapter's weights by name."""
    return {name: value for name, value in model.named_parameters() if value.requires_grad}


def state(model):
    return {name: value.detach().cpu().clone() for name, value in parameters(model).items()}


def restore(model, saved):
    with torch.no_grad():
        for name, value in parameters(model).items():
            value.copy_(saved[name])


def differences(model):
    """What the adapter adds to each weight of the base model, by the module's name; float32."""
    found = {}
    for name, module in model.get_base_model().named_modules():
        if isinstance(module, LoraLayer):
            found[name] = module.get_delta_weight("default").detach().float().cpu()
    return found


def save(model, folder, base_name):
    """Writes the adapter as PEFT does: safetensors and its configuration."""
    model.peft_config["default"].base_model_name_or_path = base_name
    model.save_pretrained(folder, safe_serialization=True)
    readme = folder / "README.md"
    readme.unlink(missing_ok=True)
