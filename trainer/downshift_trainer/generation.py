"""Greedy answers of a model, and the golden outputs that its export is held to."""

import torch
from transformers import DynamicCache

from .examples import common_prefix
from .frozen import causal_parts, expanded

CLEAR_MARGIN = 0.1


@torch.no_grad()
def greedy(model, batch, end, longest):
    """For each example the answer's tokens (the end token left out), and by how much each token led over the next."""
    decoder, head = causal_parts(model)
    device = head.weight.device
    shared = common_prefix(batch)
    cache = DynamicCache()
    if shared:
        cache, _ = expanded(decoder, decoder.embed_tokens(torch.tensor(batch[0].prompt[:shared], device=device)), len(batch))
    width = max(len(example.prompt) for example in batch) - shared
    inputs = torch.zeros(len(batch), width, dtype=torch.long)
    seen = torch.ones(len(batch), shared + width, dtype=torch.long)
    for row, example in enumerate(batch):
        tokens = example.prompt[shared:]
        inputs[row, : len(tokens)] = torch.tensor(tokens)
        seen[row, shared + len(tokens) :] = 0
    lengths = seen.sum(dim=1)
    positions = torch.arange(shared, shared + width).expand(len(batch), -1)
    last = (lengths - shared - 1).to(device)
    answers, margins, open_rows = [[] for _ in batch], [[] for _ in batch], set(range(len(batch)))
    for _ in range(longest):
        output = decoder(
            input_ids=inputs.to(device),
            position_ids=positions.to(device),
            attention_mask=seen.to(device),
            past_key_values=cache,
            use_cache=True,
        )
        hidden = output.last_hidden_state[torch.arange(len(batch), device=device), last]
        best = head(hidden).float().topk(2, dim=-1)
        chosen = best.indices[:, 0].tolist()
        leads = (best.values[:, 0] - best.values[:, 1]).tolist()
        for row in list(open_rows):
            margins[row].append(leads[row])
            if chosen[row] == end:
                open_rows.discard(row)
            else:
                answers[row].append(chosen[row])
        if not open_rows:
            break
        inputs = torch.tensor(chosen).unsqueeze(1)
        positions = lengths.unsqueeze(1)
        lengths = lengths + 1
        seen = torch.cat([seen, torch.ones(len(batch), 1, dtype=torch.long)], dim=1)
        last = torch.zeros(len(batch), dtype=torch.long, device=device)
    return answers, margins


def golden(example, answer, margins, tokenizer, longest):
    """What a server of the export must answer to the example's prompt at temperature 0.

    Rounding to 8 bits may turn a near tie, so that an answer is expected only up to its first token without a clear
    lead: `max_tokens` says how many tokens to ask for. None where not even the first one is clear.
    """
    clear = next((index for index, lead in enumerate(margins) if lead < CLEAR_MARGIN), len(margins))
    tokens = answer[: min(clear, longest)]
    while tokens and text(tokenizer, tokens).endswith("\ufffd"):
        tokens = tokens[:-1]  # half a character
    ended = clear > len(answer) and len(tokens) == len(answer)
    if not tokens:
        return None
    return {
        "messages": example.row["messages"],
        "tools": example.row.get("tools") or [],
        "max_tokens": len(tokens) + 1 if ended else len(tokens),
        "ended": ended,
        "text": text(tokenizer, tokens),
    }


def text(tokenizer, tokens):
    return tokenizer.decode(tokens, clean_up_tokenization_spaces=False)
