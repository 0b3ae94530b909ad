import pytest
import torch

from downshift_trainer import adapter, frozen, loss
from downshift_trainer.examples import batches, encode, read_rows
from downshift_trainer.frozen import Learner
from downshift_trainer.loss import batch_loss


@pytest.fixture
def model(base, specification):
    model = adapter.with_adapter(base.model(torch.float32), specification())
    torch.manual_seed(1)
    with torch.no_grad():
        for value in adapter.parameters(model).values():
            value.normal_(std=0.1)
    return model


@pytest.fixture
def batch(base, run_folder):
    examples = encode(read_rows(run_folder / "train.jsonl"), base.tokenizer, 1024)
    return max(batches(examples, 8, 0), key=lambda batch: len({len(example.tokens) for example in batch}))


def _gradients(model):
    return {name: value.grad.clone() for name, value in adapter.parameters(model).items()}


def test_shared_prefix_gives_the_same_loss_and_gradients_as_whole_sequences(model, batch):
    together, answers, computed = batch_loss(Learner.whole(model), batch, share=True)
    together.backward()
    expected = _gradients(model)
    model.zero_grad()
    apart, same_answers, more = batch_loss(Learner.whole(model), batch, share=False)
    apart.backward()
    assert answers == same_answers
    assert computed < more / 2
    assert together.item() == pytest.approx(apart.item(), rel=1e-5)
    for name, gradient in _gradients(model).items():
        torch.testing.assert_close(gradient, expected[name], rtol=1e-4, atol=1e-5)


def test_loss_is_that_of_the_answers_alone_as_transformers_computes_it(model, batch):
    loss, answers, _ = batch_loss(Learner.whole(model), batch)
    total = 0.0
    for example in batch:
        inputs = torch.tensor([example.tokens])
        labels = inputs.clone()
        labels[0, : len(example.prompt)] = -100
        total += model(input_ids=inputs, labels=labels).loss.item() * len(example.answer)
    assert answers == sum(len(example.answer) for example in batch)
    assert loss.item() == pytest.approx(total, rel=1e-4)


def test_examples_that_share_nothing_are_computed_whole(model, batch):
    first = batch[0]
    other = type(first)(list(reversed(first.prompt)), first.answer, first.row)
    loss, _, _ = batch_loss(Learner.whole(model), [first, other])
    apart = sum(batch_loss(Learner.whole(model), [example])[0].item() for example in (first, other))
    assert loss.item() == pytest.approx(apart, rel=1e-5)


def test_only_the_last_layers_learn_when_asked(base, specification, batch):
    model = adapter.with_adapter(base.model(torch.float32), specification(layers=1))
    batch_loss(Learner.last_layers(model, 1, [batch]), batch)[0].backward()
    assert {name.split(".layers.")[1][0] for name in adapter.parameters(model)} == {"1"}
    assert len(adapter.differences(model)) == 7


def test_frozen_layers_give_the_same_loss_and_gradients_as_the_whole_model(base, specification, run_folder):
    model = adapter.with_adapter(base.model(torch.float32), specification(layers=1))
    examples = encode(read_rows(run_folder / "train.jsonl"), base.tokenizer, 1024)
    stranger = type(examples[0])(list(reversed(examples[0].prompt)), examples[0].answer, examples[0].row)
    met = batches(examples + [stranger], 4, 0)
    expected = []
    for batch in batches(examples + [stranger], 5, 1):
        loss, answers, _ = batch_loss(Learner.whole(model), batch)
        loss.backward()
        expected.append((batch, loss.item(), answers, _gradients(model)))
        model.zero_grad()
    learner = Learner.last_layers(model, 1, met)
    for batch, loss, answers, gradients in expected * 2:
        found, same_answers, _ = batch_loss(learner, batch)
        found.backward()
        assert same_answers == answers
        assert found.item() == pytest.approx(loss, rel=1e-5)
        for name, gradient in _gradients(model).items():
            torch.testing.assert_close(gradient, gradients[name], rtol=1e-4, atol=1e-5)
        model.zero_grad()


def test_frozen_layers_compute_an_example_once(base, specification, batch):
    model = adapter.with_adapter(base.model(torch.float32), specification(layers=1))
    learner = Learner.last_layers(model, 1, [batch])
    first = model.get_base_model().model.layers[0]
    seen = []
    first.register_forward_hook(lambda _, inputs, __: seen.append(inputs[0].shape))
    for _ in range(3):
        batch_loss(learner, batch)
    assert len(seen) == 2, "the shared beginning once, and what differs once"


def test_all_layers_are_computed_where_there_is_no_room_to_keep_what_goes_into_the_last(base, specification, batch, monkeypatch):
    model = adapter.with_adapter(base.model(torch.float32), specification(layers=1))
    monkeypatch.setattr(frozen, "MOST_BYTES", 100)
    learner = Learner.last_layers(model, 1, [batch])
    assert len(learner.decoder.layers) == 2


def test_parts_of_a_batch_add_up_to_it(model, batch, monkeypatch):
    whole, answers, _ = batch_loss(Learner.whole(model), batch)
    monkeypatch.setattr(loss, "SCORES_AT_ONCE", 1 << 14)
    split = list(loss.parts(batch))
    assert len(split) > 1
    pieces = [batch_loss(Learner.whole(model), part) for part in split]
    assert sum(count for _, count, _ in pieces) == answers
    assert sum(piece.item() for piece, _, _ in pieces) == pytest.approx(whole.item(), rel=1e-5)


def test_long_examples_are_computed_few_at_a_time(batch):
    long = [type(example)(list(range(1000 + row, 2000 + row)), example.answer, example.row) for row, example in enumerate(batch)]
    assert all(len(part) == 1 for part in loss.parts(long))
    assert len(list(loss.parts([long[0]] * 8))) == 1
