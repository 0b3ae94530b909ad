"""The low-rank adapter: put on a base model, saved, and turned into weight differences."""

import torch
from peft import LoraConfig, get_peft_model
from peft.tuners.lora import LoraLayer

# The second factor starts at zero and has further to go: LoRA+, https://arxiv.org/abs/2402.12354.
SECOND_FACTOR_RATE = 8


def with_adapter(model, specification):
    """The base model frozen, with an adapter of its precision on every linear layer but the head."""
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
    return get_peft_model(model, config, autocast_adapter_dtype=False)


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


class Masters:
    """The adapter's weights in full precision, which the optimizer changes; the model computes with their rounded copies.

    A small step would be lost in the rounding of a bfloat16 weight.
    """

    def __init__(self, model, learning_rate):
        self._model = model
        self._weights = {name: value.detach().float().clone().requires_grad_() for name, value in parameters(model).items()}
        first = [value for name, value in self._weights.items() if ".lora_A." in name]
        second = [value for name, value in self._weights.items() if ".lora_B." in name]
        groups = [{"params": first, "times": 1}, {"params": second, "times": SECOND_FACTOR_RATE}]
        self.optimizer = torch.optim.AdamW(groups, lr=learning_rate, weight_decay=0.0)

    def step(self, learning_rate, longest_gradient=1.0):
        """One step along the gradients that the model has gathered."""
        for group in self.optimizer.param_groups:
            group["lr"] = learning_rate * group["times"]
        for name, value in parameters(self._model).items():
            self._weights[name].grad = value.grad.float()
        torch.nn.utils.clip_grad_norm_(list(self._weights.values()), longest_gradient)
        self.optimizer.step()
        restore(self._model, self._weights)
        self._model.zero_grad(set_to_none=True)

    def state(self):
        weights = {name: value.detach().cpu().clone() for name, value in self._weights.items()}
        return {"weights": weights, "optimizer": self.optimizer.state_dict()}

    def restore(self, saved):
        with torch.no_grad():
            for name, value in self._weights.items():
                value.copy_(saved["weights"][name])
        self.optimizer.load_state_dict(saved["optimizer"])
        restore(self._model, self._weights)


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
