"""Renders OpenAI chat messages into the prompt text of a ChatML model.

The trainer, the edge server and the evaluation render alike; `rendering-vectors.json` is what they are held to.
"""

import json

DEFAULT_SYSTEM = "You are a helpful AI assistant named SmolLM, trained by Hugging Face"
END = "<|im_end|>"
CONTROL_TOKENS = ("<|im_start|>", "<|im_end|>", "<|endoftext|>")


def render_prompt(messages, tools=None, add_generation_prompt=True):
    """The prompt of a call. `tools` are OpenAI tool definitions."""
    turns = [(_role(message), render_content(message)) for message in messages]
    if not turns or turns[0][0] != "system":
        turns.insert(0, ("system", DEFAULT_SYSTEM))
    if tools:
        turns[0] = ("system", turns[0][1] + "\n\nTools:\n" + _without_control_tokens(_json(tools, sort_keys=True)))
    text = "".join(f"<|im_start|>{role}\n{content}{END}\n" for role, content in turns)
    return text + "<|im_start|>assistant\n" if add_generation_prompt else text


def render_content(message):
    """The text of one message, tool calls and tool results included, without the turn's markers."""
    text = _without_control_tokens(_text(message.get("content")))
    if message["role"] in ("tool", "function"):
        return f"<tool_result>{text}</tool_result>"
    calls = [_tool_call(call["function"]) for call in message.get("tool_calls") or []]
    return "\n".join(([text] if text else []) + calls)


def _role(message):
    role = message["role"]
    return {"developer": "system", "tool": "user", "function": "user"}.get(role, role)


def _text(content):
    if content is None:
        return ""
    if isinstance(content, str):
        return content
    return "\n".join(part["text"] for part in content if part.get("type") == "text")


def _tool_call(function):
    arguments = function.get("arguments")
    if isinstance(arguments, str):
        try:
            arguments = json.loads(arguments)
        except ValueError:
            pass  # a model's broken arguments stay the text they were, as a JSON string
    call = _json({"name": function["name"], "arguments": arguments})
    return "<tool_call>" + _without_control_tokens(call) + "</tool_call>"


def _json(value, sort_keys=False):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=sort_keys)


def _without_control_tokens(text):
    """Content must not end its own turn or begin another's."""
    for token in CONTROL_TOKENS:
        text = text.replace(token, token.replace("<|", "<| "))
    return text
