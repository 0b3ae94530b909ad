import json
from pathlib import Path

import pytest

from downshift_trainer.rendering import render_prompt

VECTORS = json.loads((Path(__file__).parents[1] / "rendering-vectors.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_prompt_is_rendered_like_the_vector(vector):
    assert render_prompt(vector["messages"], vector["tools"], vector["addGenerationPrompt"]) == vector["text"]
