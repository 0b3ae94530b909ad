import json
import os
import signal

import pytest
import torch

from downshift_trainer import adapter, precision
from downshift_trainer.examples import read_rows
from downshift_trainer.progress import Stop, Stopped
from downshift_trainer.specification import BadInput
from downshift_trainer.training import Pace, Training


class Killed(Exception):
    pass


class Recorder:
    """Keeps the events, and does something at one of them."""

    def __init__(self, at=None, then=None):
        self.events, self._at, self._then = [], at, then

    def __call__(self, event, **fields):
        self.events.append({"event": event, **fields})
        if event == "step" and fields["step"] == self._at:
            self._then()

    def of(self, event):
        return [fields for fields in self.events if fields["event"] == event]


def _train(base, specification, progress=None, stop=None):
    training = Training(specification, base, "cpu", progress or Recorder(), stop or Stop())
    training.run()
    return adapter.state(training.model)


def _kill():
    raise Killed


def _terminate():
    os.kill(os.getpid(), signal.SIGTERM)


@pytest.mark.parametrize("layers", [None, 1], ids=["all layers", "last layer"])
@pytest.mark.parametrize("end, error", [(_terminate, Stopped), (_kill, Killed)], ids=["terminated", "killed"])
def test_run_that_was_stopped_ends_as_if_it_had_not_been(base, specification, end, error, layers):
    straight = Recorder()
    expected = _train(base, specification(output="straight", epochs=2, layers=layers), straight)
    stopped = specification(output="stopped", epochs=2, layers=layers)
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    try:
        with pytest.raises(error):
            _train(base, stopped, Recorder(5, end), Stop().on_signals())
    finally:
        signal.signal(signal.SIGTERM, before[0])
        signal.signal(signal.SIGINT, before[1])
    resumed = Recorder()
    found = _train(base, stopped, resumed)
    # The saved state of one run is of another output folder, so only what was learned is compared.
    assert resumed.of("resumed")[0]["step"] == (5 if error is Stopped else 4)
    assert [step["loss"] for step in resumed.of("step")] == [step["loss"] for step in straight.of("step")][-len(resumed.of("step")) :]
    assert expected.keys() == found.keys()
    for name, value in expected.items():
        assert torch.equal(value, found[name]), name


def test_training_lowers_the_loss(base, specification):
    recorder = Recorder()
    _train(base, specification(epochs=4), recorder)
    losses = [step["loss"] for step in recorder.of("step")]
    assert losses[-1] < losses[0] / 2
    assert recorder.of("validation")


def test_steps_are_planned_to_fit_into_the_time_given(base, specification):
    recorder = Recorder()
    _train(base, specification(epochs=1000, max_seconds=13), recorder)
    assert 1 <= recorder.of("planned")[0]["total"] < 8000
    assert recorder.of("step")[-1]["step"] == (recorder.of("planned") + recorder.of("replanned"))[-1]["total"]
    assert recorder.of("replanned"), "the pace of the first quarter is known"


def test_known_examples_take_less_of_the_time_given():
    pace = Pace(new=2.0, known=0.5)
    assert pace.steps(10, epoch=20) == 5
    assert pace.steps(50, epoch=20) == 40
    assert pace.seconds(40, epoch=20) == 50


def test_validation_that_gets_no_better_ends_the_run(base, specification):
    recorder = Recorder()
    _train(base, specification(epochs=60, learning_rate=0.3, patience=1), recorder)
    assert recorder.of("validation")[-1]["stopping"]
    assert recorder.of("step")[-1]["step"] < recorder.of("planned")[0]["total"]


def test_checkpoint_of_other_examples_is_refused(base, specification, run_folder):
    _train(base, specification(max_steps=2))
    (run_folder / "train.jsonl").write_text((run_folder / "validation.jsonl").read_text())
    with pytest.raises(BadInput, match="another run's checkpoint"):
        _train(base, specification(max_steps=2))


def test_examples_that_are_too_long_are_left_out_and_counted(base, specification):
    with pytest.raises(BadInput, match="0 of 32 training examples have at most 20 tokens"):
        _train(base, specification(max_tokens=20))


def test_bad_line_is_named(base, specification, run_folder):
    (run_folder / "train.jsonl").write_text('{"messages": []}\n')
    with pytest.raises(BadInput, match="train.jsonl, line 1"):
        _train(base, specification())


def test_line_separators_inside_a_string_end_no_line(run_folder):
    example = {"messages": [{"role": "user", "content": "one\u2028two\x85three"}], "answer": {"role": "assistant", "content": "1"}}
    (run_folder / "train.jsonl").write_text(2 * (json.dumps(example, ensure_ascii=False) + "\n"), encoding="utf-8")
    assert read_rows(run_folder / "train.jsonl") == [example, example]


def test_the_faster_precision_is_taken(monkeypatch):
    for seconds, expected in [({torch.bfloat16: 1.0, torch.float32: 2.0}, torch.bfloat16), ({torch.bfloat16: 2.0, torch.float32: 1.0}, torch.float32)]:
        monkeypatch.setattr(precision, "_seconds", seconds.get)
        assert precision.fastest("cpu") == expected


def test_a_run_goes_on_in_the_precision_it_began_in(base, specification, monkeypatch):
    monkeypatch.setattr(precision, "fastest", lambda device: torch.float32)
    began = specification(output="moved")
    with pytest.raises(Killed):
        _train(base, began, Recorder(5, _kill))
    monkeypatch.setattr(precision, "fastest", lambda device: torch.bfloat16)
    found = _train(base, began)
    assert {value.dtype for value in found.values()} == {torch.float32}
