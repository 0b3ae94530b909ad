#!/usr/bin/env python3
"""Brings the price book up to date from the list of model prices inside the wheel of litellm (MIT).

    pip download --no-deps litellm && engine/tools/price_book.py litellm-*.whl 2026-11-23

The day is the one on which the wheel was the newest. Models that a vendor no longer sells stay in the book with their last
price, because calls of last year name them. Read the diff before you commit it.
"""

import json
import re
import sys
import zipfile
from decimal import Decimal
from pathlib import Path

BOOK = Path(__file__).parents[1] / "src/main/resources/dev/downshift/engine/savings/price-book.json"
LIST = "litellm/model_prices_and_context_window_backup.json"

# The vendor's own price list only, not those of resellers: provider, vendor, the prefix of its names, and which of them.
VENDORS = {
    "openai": ("OpenAI", "", r"(gpt|o\d|chatgpt|computer-use|codex)"),
    "anthropic": ("Anthropic", "", r"claude"),
    "gemini": ("Google", "gemini/", r"(gemini|gemma)"),
    "xai": ("xAI", "xai/", r"grok"),
    "mistral": ("Mistral", "mistral/", r"(mistral|ministral|magistral|codestral|devstral|pixtral|open-mi)"),
    "deepseek": ("DeepSeek", "deepseek/", r"deepseek"),
    "cohere_chat": ("Cohere", "", r"(command|c4ai)"),
    "bedrock": ("Amazon Bedrock", "", r"(amazon|meta|cohere|ai21|mistral)\."),
    "bedrock_converse": ("Amazon Bedrock", "", r"(amazon|meta|deepseek|openai|qwen|writer|mistral)\."),
    "groq": ("Groq", "groq/", r""),
    "moonshot": ("Moonshot AI", "moonshot/", r""),
    "zai": ("Z.ai", "zai/", r""),
    "dashscope": ("Alibaba Cloud", "dashscope/", r"(qwen|qwq)"),
    "minimax": ("MiniMax", "minimax/", r""),
    "perplexity": ("Perplexity", "perplexity/", r"sonar"),
    "ai21": ("AI21", "", r"jamba"),
}
OTHER_KINDS = re.compile(r"audio|realtime|image|tts|transcribe|embed|guard|robotics|computer-use-preview-\d|live|-1p|moderation")
VARIANT = re.compile(r"(?:[-@:](?:\d{4}-\d{2}-\d{2}|\d{8}|\d{6}|\d{4}|\d{3}|\d{2}-\d{2,4}|latest|preview|exp|experimental|beta|v\d+(?::\d+)?))+$")
MILLION = Decimal(1_000_000)


def amount(per_token):
    """A price of a token as one of a million, in dollars with at least two decimal places."""
    price = (per_token * MILLION).normalize()
    return f"{price:.2f}" if -price.as_tuple().exponent < 2 else f"{price:f}"


def listed(prices):
    """The models with a price for text, by name, the shortest name first."""
    found = {}
    for key, model in prices.items():
        vendor = VENDORS.get(model.get("litellm_provider"))
        if vendor is None or model.get("mode") not in ("chat", "responses"):
            continue
        name = key.removeprefix(vendor[1]).rsplit("/", 1)[-1].lower()
        prompt, completion = model.get("input_cost_per_token"), model.get("output_cost_per_token")
        if not prompt or not completion or "/" in key.removeprefix(vendor[1]) and vendor[0] == "Amazon Bedrock" or not re.match(vendor[2], name) or OTHER_KINDS.search(name):
            continue
        if vendor[0] == "Amazon Bedrock":
            name = re.sub(r"-v\d+(:\d+)?(:\d+k)?$", "", name)
        entry = {"model": name, "vendor": vendor[0], "prompt": amount(prompt),
                 "cached": amount(model.get("cache_read_input_token_cost") or prompt), "completion": amount(completion)}
        found.setdefault(name, entry)
    return dict(sorted(found.items(), key=lambda each: (len(each[0]), each[0])))


def same_price(one, other):
    return all(Decimal(one[part]) == Decimal(other[part]) for part in ("prompt", "cached", "completion"))


def without_variants(models):
    """Leaves out names with a date or a channel behind them that cost what the name without it costs."""
    kept = {}
    for name, entry in models.items():
        base = VARIANT.sub("", name)
        if base not in kept or not same_price(kept[base], entry):
            kept[name] = entry
    return kept


def merged(old, new):
    """The new prices, and the old ones of models that are not in the list any more."""
    for entry in old:
        if entry["model"] not in new:
            new[entry["model"]] = entry
        elif "aliases" in entry:
            new[entry["model"]]["aliases"] = entry["aliases"]
    for entry in list(new.values()):
        for alias in entry.get("aliases", []):
            if alias in new and same_price(new[alias], entry):
                del new[alias]
        aliases = [alias for alias in entry.pop("aliases", []) if alias not in new]
        if aliases:
            entry["aliases"] = aliases
    order = list(dict.fromkeys(vendor for vendor, _, _ in VENDORS.values()))
    return sorted(new.values(), key=lambda entry: (order.index(entry["vendor"]) if entry["vendor"] in order else len(order), entry["model"]))


def main():
    wheel, day = Path(sys.argv[1]), sys.argv[2]
    with zipfile.ZipFile(wheel) as archive:
        prices = json.loads(archive.read(LIST), parse_float=Decimal)
    book = json.loads(BOOK.read_text(encoding="utf-8"))
    book["version"] = day[:7]
    book["asOf"] = day
    book["source"] = (f"The vendors' list prices as collected in litellm {wheel.name.split('-')[1]} (MIT): standard tier, shortest context, without taxes and discounts. "
                      "Models that are no longer sold have their last known price. Cached is the price of a prompt token read from the vendor's cache; where a vendor has none it equals the prompt price.")
    models = merged(book.pop("models"), without_variants(listed(prices)))
    machines = book.pop("machines")
    lines = [f" {json.dumps(key)}: {json.dumps(value)}," for key, value in book.items()]
    lines += [' "models": [', ",\n".join("  " + json.dumps(entry) for entry in models), " ],", ' "machines": [',
              ",\n".join("  " + json.dumps(entry) for entry in machines), " ]"]
    BOOK.write_text("{\n" + "\n".join(lines) + "\n}\n", encoding="utf-8")
    print(f"{len(models)} models")


if __name__ == "__main__":
    main()
