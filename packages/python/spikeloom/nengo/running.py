# SPDX-License-Identifier: GPL-2.0-or-later
"""Run models in SpikeLoom's process, which all simulators share."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from typing import Any

import numpy as np

from spikeloom.errors import SpikeLoomError
from spikeloom.link import Link
from spikeloom.link.replies import OperatorsStopped
from spikeloom.nengo.model import ModelDefinition

_shared: tuple[int, Link] | None = None


def _link() -> Link:
    """Return the process; a forked process needs one of its own."""
    global _shared
    if _shared is None or _shared[0] != os.getpid():
        _shared = os.getpid(), Link()
    return _shared[1]


def _forget(link: Link) -> None:
    global _shared
    if _shared is not None and _shared[1] is link:
        _shared = None


class Running:
    """A model in SpikeLoom's process."""

    def __init__(self, definition: ModelDefinition, signals: Any) -> None:
        """Send a definition and the arrays of its signals."""
        self._definition = definition
        self._link = _link()
        self._owner = os.getpid()
        self._is_received = True
        self._steps = 0
        data = self._base_bytes(signals)
        self._run = self._call("begin", definition=definition.message(), data=data)

    def advance(
        self, steps: int, *, signals: Any | None, tapes: list[np.ndarray] | None, results: bytes | None, restart: bool
    ) -> tuple[int, int | None, list[np.ndarray], memoryview]:
        """Run steps; return how many are complete, the operator that is due, rows of probes, and what it reads.

        ``signals`` replace all arrays before, and ``results`` are those of the operator that was due.
        """
        numbers = list(range(len(self._definition.bases.signals)))
        layout = {
            "bases": [] if signals is None else numbers,
            "tapes": tapes is not None,
            "results": results is not None,
        }
        data = [] if signals is None else [self._base_bytes(signals)]
        data += [tape.tobytes() for tape in self._padded(tapes or [])]
        data += [] if results is None else [results]
        received, self._is_received = self._is_received, False
        stopped: OperatorsStopped = self._call(
            "advance",
            run=self._run,
            steps=steps,
            restart=restart,
            layout=json.dumps(layout),
            data=b"".join(data),
            received=received,
        )
        self._is_received = True
        done, self._steps = stopped.steps - self._steps, stopped.steps
        rows, at = [], 0
        for count, probe in zip(json.loads(stopped.rows), self._definition.shapes):
            size = count * int(np.prod(probe))
            values = np.frombuffer(stopped.data, np.float64, size, at)
            rows.append(values.reshape((count, *probe)))
            at += values.nbytes
        return done, stopped.operator, rows, stopped.data[at:]

    def read(self, signals: Any) -> None:
        """Copy all arrays into those of signals."""
        data = self._call("read", run=self._run).data
        at = 0
        for base in self._definition.bases.signals:
            values = np.frombuffer(data, base.dtype, base.size, at)
            at += values.nbytes
            array = dict.__getitem__(signals, base)
            is_writeable = array.flags.writeable
            if is_writeable:
                array[...] = values.reshape(base.shape)

    def end(self) -> None:
        """Forget the model; there is nothing to do if the process has ended."""
        if self._owner != os.getpid():
            return
        try:
            self._link.send("nengo.end", run=self._run)
        except SpikeLoomError:
            _forget(self._link)

    def _base_bytes(self, signals: Any) -> bytes:
        return b"".join(
            np.ascontiguousarray(dict.__getitem__(signals, base)).tobytes() for base in self._definition.bases.signals
        )

    def _padded(self, tapes: list[np.ndarray]) -> list[np.ndarray]:
        """Fill tapes to the number of rows for which the process has room."""
        most = self._definition.most
        return [np.concatenate([one, np.zeros((most - len(one), one.shape[1]))]) for one in tapes]

    def _call(self, name: str, **fields: Any) -> Any:
        try:
            return self._link.call(f"nengo.{name}", **fields)
        except SpikeLoomError:
            self._link.close()
            _forget(self._link)
            raise


class Tape:
    """Values of an operator, computed before the steps that use them."""

    def __init__(self, operator: Any, step: Callable[[], None], signals: Any, dt: float) -> None:
        """Compute values by a step function of the operator."""
        self._step = step
        self._dt = dt
        self._time = signals[operator.t]
        self._output = signals[operator.output]
        self._is_added = operator.mode == "inc"
        self._rows: np.ndarray = np.empty((0, operator.output.size))

    def rows(self, first: int, count: int) -> np.ndarray:
        """Return the values of steps from ``first`` on."""
        known = len(self._rows)
        added = np.empty((max(0, count - known), self._rows.shape[1]))
        for k in range(len(added)):
            self._time[...] = np.int64(first + known + k) * self._dt
            if self._is_added:
                self._output[...] = -0.0
            self._step()
            added[k] = self._output.ravel()
        self._rows = np.concatenate([self._rows, added])
        return self._rows[:count]

    def take(self, count: int) -> None:
        """Forget the values of completed steps."""
        self._rows = self._rows[count:]
