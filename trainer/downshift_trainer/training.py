"""Fine-tunes an adapter, step by step, so that a stopped run goes on as if it had never stopped."""

import hashlib
import json
import math
import time
from dataclasses import asdict, dataclass, field

import torch

from . import adapter, checkpoints, precision
from .examples import content_hash, encode, read_rows, sample, schedule
from .frozen import Learner
from .loss import batch_loss, parts
from .specification import BadInput

EXPORT_SECONDS = 12
# As many validation examples decide which weights are best: more would take longer than they tell.
VALIDATED = 64


@dataclass
class Pace:
    """Seconds that a step was found to take: over examples that are new, and over those met in an earlier epoch."""

    new: float = 0.0
    known: float = 0.0

    def seconds(self, steps, epoch):
        """What so many steps from the first should take, an epoch having `epoch` of them."""
        return min(steps, epoch) * self.new + max(0, steps - epoch) * self.known

    def steps(self, seconds, epoch):
        """How many steps from the first fit into the time."""
        in_first = min(epoch, seconds / self.new)
        return int(in_first + max(0.0, seconds - epoch * self.new) / self.known)


@dataclass
class Position:
    """How far a run is. `total` is settled once a quarter of the steps is done, and never grows after that."""

    step: int = 0
    total: int = 0
    seconds: float = 0.0
    tokens: int = 0
    best: float = math.inf
    worse: int = 0
    ended: bool = False
    losses: list = field(default_factory=list)
    pace: Pace = field(default_factory=Pace)
    settled: bool = False


class Training:
    def __init__(self, specification, base, device, progress, stop):
        self.specification = specification
        self.device = device
        self.progress = progress
        self.stop = stop
        torch.manual_seed(specification.seed)
        self.train = self._examples("train", base.tokenizer)
        self.validation = sample(self._examples("validation", base.tokenizer), VALIDATED)
        self.batches = schedule(self.train, specification.batch_size, specification.epochs, specification.seed)
        self.checkpoints = specification.path("output") / "checkpoints"
        self.saved = checkpoints.newest(self.checkpoints)
        self.precision = self.saved["precision"] if self.saved else precision.fastest(device)
        self.model = adapter.with_adapter(base.model(self.precision, device), specification)
        self.model.train()
        self.learner = Learner.last_layers(self.model, specification.layers, self._once_each())
        self.masters = adapter.Masters(self.model, specification.learning_rate)
        self.position = Position()
        self.fingerprint = self._fingerprint(base)

    def run(self):
        """Trains to the end, from the newest checkpoint if there is one. Raises Stopped with a checkpoint written."""
        if not self._resume():
            self._plan()
        self.began = time.monotonic() - self.position.seconds
        while not self.position.ended and self.position.step < self.position.total:
            if self.stop.asked:
                self._save()
                self.stop.check()
            self._step()
            last = self.position.step == self.position.total
            if self.validation and (last or self._ends_an_epoch()):
                self._validate()
            if self.position.step % self.specification.checkpoint_steps == 0 or last or self.position.ended:
                self._save()
            self._keep_to_budget()
        self._take_best()

    @property
    def epoch(self):
        """The number of steps of an epoch."""
        return -(-len(self.train) // self.specification.batch_size)

    def _ends_an_epoch(self):
        """Whether an epoch is over, and the run is not about to be."""
        return self.position.step % self.epoch == 0 and self.position.total - self.position.step > self.epoch // 10

    def _once_each(self):
        """Batches that hold every example once: the first epoch's, and the validation's."""
        return self.batches[: self.epoch] + validation_batches(self.validation, self.specification.batch_size)

    def _examples(self, name, tokenizer):
        rows = read_rows(self.specification.path(name))
        examples = encode(rows, tokenizer, self.specification.max_tokens)
        tokens = sum(len(example.tokens) for example in examples)
        self.progress("examples", split=name, used=len(examples), too_long=len(rows) - len(examples), tokens=tokens)
        if name == "train" and len(examples) < 2:
            raise BadInput(
                f"{len(examples)} of {len(rows)} training examples have at most "
                f"{self.specification.max_tokens} tokens: at least 2 are needed"
            )
        return examples

    def _fingerprint(self, base):
        """What a checkpoint must share with this run for the run to go on from it."""
        asked = {key: value for key, value in asdict(self.specification).items() if key not in ("folder", "cache", "threads", "max_seconds")}
        data = content_hash(self.specification.path("train"), self.specification.path("validation"))
        return hashlib.sha256(json.dumps([asked, base.sha256, data]).encode()).hexdigest()

    def _plan(self):
        """Decides on the number of steps: those of all epochs, or those that fit into the time given."""
        possible = self._most_steps()
        if self.specification.max_seconds:
            self.position.pace = self._measure()
            possible = max(1, min(possible, self.position.pace.steps(self._seconds_to_train() * 0.92, self.epoch)))
        self.position.total = possible
        self.progress(
            "planned",
            total=possible,
            epochs=round(possible * self.specification.batch_size / len(self.train), 2),
            precision=str(self.precision).removeprefix("torch."),
        )

    def _most_steps(self):
        return min(len(self.batches), self.specification.max_steps or len(self.batches))

    def _seconds_to_train(self):
        return self.specification.max_seconds - EXPORT_SECONDS

    def _measure(self):
        """Times a step over two middling batches, which changes no weight: the first warms up."""
        by_size = sorted(self.batches[: self.epoch], key=lambda batch: sum(len(example.tokens) for example in batch))
        middle = len(by_size) // 2
        self._timed(by_size[middle])
        new = self._timed(by_size[max(0, middle - 1)])
        known = self._timed(by_size[middle])
        self.model.zero_grad(set_to_none=True)
        return Pace(max(new, known) * 1.1, known * 1.1)

    def _timed(self, batch):
        started = time.monotonic()
        self._accumulate(batch)
        return time.monotonic() - started

    def _accumulate(self, batch):
        """Adds the gradient of a batch's mean loss, part by part. Returns that loss and the number of tokens computed."""
        answers = sum(len(example.answer) for example in batch)
        total, computed = 0.0, 0
        for part in parts(batch):
            loss, _, tokens = batch_loss(self.learner, part)
            (loss / answers).backward()
            total, computed = total + loss.item() / answers, computed + tokens
        return total, computed

    def _keep_to_budget(self):
        """Plans anew from the pace of the first quarter; later takes steps off the end when the machine became slower."""
        position, pace = self.position, self.position.pace
        if not self.specification.max_seconds or position.ended or position.step < position.total / 4:
            return
        slower = position.seconds / pace.seconds(position.step, self.epoch)
        reachable = pace.steps(self._seconds_to_train() / slower, self.epoch)
        reachable = max(position.step + 1, min(reachable, self._most_steps()))
        if not position.settled or reachable < position.total - max(2, position.total // 20):
            self.progress("replanned", total=reachable, was=position.total)
            position.total, position.settled = reachable, True

    def _step(self):
        position = self.position
        batch = self.batches[position.step]
        loss, computed = self._accumulate(batch)
        self.masters.step(self._learning_rate())
        position.step += 1
        position.seconds = time.monotonic() - self.began
        position.tokens += sum(len(example.tokens) for example in batch)
        position.losses.append(loss)
        pace = position.seconds / position.step
        self.progress(
            "step",
            step=position.step,
            total=position.total,
            loss=round(position.losses[-1], 5),
            tokens_per_second=round(position.tokens / position.seconds, 1),
            computed_tokens=computed,
            eta_seconds=round(pace * (position.total - position.step) + EXPORT_SECONDS),
        )

    def _learning_rate(self):
        """Linear warm-up, then half a cosine down to a twentieth."""
        step, total = self.position.step, self.position.total
        warmup = max(1, round(total * self.specification.warmup))
        if step < warmup:
            return self.specification.learning_rate * (step + 1) / warmup
        share = min(1.0, (step - warmup) / max(1, total - warmup))
        return self.specification.learning_rate * (0.05 + 0.95 * (1 + math.cos(math.pi * share)) / 2)

    def _validate(self):
        position = self.position
        loss = validation_loss(self.learner, self.validation, self.specification.batch_size)
        better = loss < position.best
        if better:
            position.best, position.worse = loss, 0
            checkpoints.save(self.checkpoints / "best", 0, adapter.state(self.model))
        else:
            position.worse += 1
            position.ended = position.worse >= self.specification.patience
        position.seconds = time.monotonic() - self.began
        self.progress("validation", step=position.step, loss=round(loss, 5), best=better, stopping=position.ended)

    def _take_best(self):
        best = checkpoints.newest(self.checkpoints / "best")
        if best is not None:
            adapter.restore(self.model, best)

    def _save(self):
        contents = {
            "fingerprint": self.fingerprint,
            "precision": self.precision,
            "position": asdict(self.position),
            "adapter": self.masters.state(),
            "random": torch.get_rng_state(),
        }
        file = checkpoints.save(self.checkpoints, self.position.step, contents)
        self.progress("checkpoint", step=self.position.step, path=str(file))

    def _resume(self):
        saved, self.saved = self.saved, None
        if saved is None:
            return False
        if saved["fingerprint"] != self.fingerprint:
            raise BadInput(f"{self.checkpoints} holds another run's checkpoint: use another output folder or remove it")
        self.position = Position(**saved["position"] | {"pace": Pace(**saved["position"]["pace"])})
        self.masters.restore(saved["adapter"])
        torch.set_rng_state(saved["random"])
        self.progress("resumed", step=self.position.step, total=self.position.total)
        return True


def validation_batches(examples, size):
    return schedule(examples, size, 1, 0)


@torch.no_grad()
def validation_loss(learner, examples, size):
    """The mean cross entropy of an answer's token."""
    total, count = 0.0, 0
    for batch in validation_batches(examples, size):
        for part in parts(batch):
            loss, answers, _ = batch_loss(learner, part)
            total, count = total + loss.item(), count + answers
    return total / count
