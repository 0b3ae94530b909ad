"""The command line: `python -m downshift_trainer train --spec spec.json`."""

import argparse
import fcntl
import os
import sys
import time
import warnings
from contextlib import contextmanager

from .progress import STOPPED, Progress, Stop, Stopped
from .specification import BadInput, Specification

BAD_INPUT = 65


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="downshift_trainer", description=__doc__)
    commands = parser.add_subparsers(required=True)
    train = commands.add_parser("train", help="train, or go on from the newest checkpoint, and export")
    train.add_argument("--spec", required=True)
    train.add_argument("--stop-on-end-of-input", action="store_true", help="stop when standard input ends: the parent is gone")
    train.set_defaults(run=_train)
    prepare = commands.add_parser("prepare", help="unpack a base model, so that the first run need not")
    prepare.add_argument("--base", required=True)
    prepare.add_argument("--cache")
    prepare.set_defaults(run=_prepare)
    given = parser.parse_args(arguments)
    _quieten()
    progress, stop = Progress(), Stop().on_signals()
    try:
        given.run(given, progress, stop)
    except Stopped:
        progress("stopped")
        return STOPPED
    except BadInput as error:
        progress("failed", reason=str(error))
        return BAD_INPUT
    return 0


def _train(given, progress, stop):
    if given.stop_on_end_of_input:
        stop.on_end_of_input()
    specification = Specification.read(given.spec)
    output = specification.path("output")
    output.mkdir(parents=True, exist_ok=True)
    with _alone(output, stop):
        progress("loading", base=specification.base)
        started = time.monotonic()
        import torch  # takes seconds: only now, so that a bad specification is told at once

        from .base import load
        from .result import finish
        from .training import Training

        torch.set_num_threads(specification.threads or os.cpu_count())
        device = "cuda" if torch.cuda.is_available() else "cpu"
        base = load(specification.base, specification.path("cache") if specification.cache else None)
        stop.check()
        progress("loaded", device=device, base_sha256=base.sha256, seconds=round(time.monotonic() - started, 1))
        training = Training(specification, base, device, progress, stop)
        training.run()
        stop.check()
        progress("finished", **finish(training, base, progress, stop))


def _quieten():
    """Keeps libraries' bars and notices out of the log."""
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    warnings.simplefilter("ignore")


def _prepare(given, progress, stop):
    from . import result, training  # noqa: F401 - Python keeps what it compiled, and the first run starts as fast as any
    from .base import load

    base = load(given.base, given.cache)
    progress("prepared", base_sha256=base.sha256, folder=str(base.folder))


@contextmanager
def _alone(output, stop):
    """Two trainers never write to one folder: the second waits for the first, whose parent is gone, to stop."""
    with open(output / "trainer.lock", "w") as lock:
        deadline = time.monotonic() + 120
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                stop.check()
                if time.monotonic() > deadline:
                    raise BadInput(f"another trainer is at work in {output}") from None
                time.sleep(0.2)
        yield


if __name__ == "__main__":
    sys.exit(main())
