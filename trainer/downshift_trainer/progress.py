"""What a run tells its supervisor: JSON lines on standard output, and how it is told to stop."""

import json
import os
import signal
import sys
import threading
from datetime import UTC, datetime

STOPPED = 75  # sysexits' EX_TEMPFAIL: run the same command again


class Stopped(Exception):
    """The run was asked to stop; what it had is saved."""


class Progress:
    """Writes events."""

    def __init__(self, stream=None):
        self._stream = stream or sys.stdout

    def __call__(self, event, **fields):
        line = {"event": event, "at": datetime.now(UTC).isoformat(timespec="milliseconds"), **fields}
        print(json.dumps(line, ensure_ascii=False, separators=(",", ":")), file=self._stream, flush=True)


class Stop:
    """Whether the run shall stop: asked by SIGTERM or SIGINT, or by the end of standard input when its parent is gone."""

    def __init__(self):
        self._asked = threading.Event()

    def on_signals(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self._asked.set())
        return self

    def on_end_of_input(self):
        def watch():
            while os.read(0, 4096):
                pass
            self._asked.set()

        threading.Thread(target=watch, daemon=True).start()
        return self

    def ask(self):
        self._asked.set()

    @property
    def asked(self):
        return self._asked.is_set()

    def check(self):
        if self.asked:
            raise Stopped
