# SPDX-License-Identifier: GPL-2.0-or-later
"""The simulator: Nengo builds models, and SpikeLoom runs them."""

from __future__ import annotations

import warnings
from typing import Any

import nengo
import numpy as np
from nengo.exceptions import SimulatorClosed
from nengo.utils.progress import Progress, ProgressTracker

from spikeloom.nengo.model import ModelDefinition
from spikeloom.nengo.running import Running, Tape


class Simulator(nengo.Simulator):
    """Runs a model of Nengo in SpikeLoom's process; options and attributes are those of ``nengo.Simulator``."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Build a model."""
        self._running: Running | None = None
        self._definition: ModelDefinition | None = None
        self._signals: Any = None
        # Whether the process has newer signals, or Python might.
        self._is_behind = False
        self._is_ahead = False
        super().__init__(*arguments, **options)

    @property
    def signals(self) -> Any:
        """Signals of the model; changes take effect in the next step."""
        if self._signals is not None:
            self._is_ahead = True
            if self._is_behind and self._running is not None:
                self._is_behind = False
                self._running.read(self._signals)
        return self._signals

    @signals.setter
    def signals(self, signals: Any) -> None:
        self._signals = signals

    @property
    def inexact_operators(self) -> list[Any]:
        """Operators whose results may differ from those of ``nengo.Simulator`` in the last bits.

        If there are none, all signals are equal bit for bit.
        """
        return [] if self._definition is None else list(self._definition.inexact)

    def reset(self, seed: int | None = None) -> None:
        """Restore the initial state; ``seed`` is that of processes."""
        # Nothing of the process is needed, because all signals get their initial values.
        self._is_behind = False
        super().reset(seed)
        if self._definition is None:
            self._definition = ModelDefinition(self.model, self._step_order)
            self._warn_about(self._definition)
        if self._running is None:
            self._running = Running(self._definition, self._signals)
        steps = dict(zip(self._step_order, self._steps))
        self._clients = {
            number: (client, steps[client.operator]) for number, client in self._definition.clients.items()
        }
        self._tapes = [Tape(one, steps[one], self._signals, self.dt) for one in self._definition.tapes]
        self._is_ahead = True
        self._is_restarted = True

    def step(self) -> None:
        """Run one step."""
        self._check_open()
        self._advance(1)

    def run_steps(self, steps: int, progress_bar: Any = None) -> None:
        """Run steps."""
        self._check_open()
        chosen = self.progress_bar if progress_bar is None else progress_bar
        with ProgressTracker(chosen, Progress("Simulating", "Simulation", steps)) as tracker:
            left = steps
            while left > 0:
                done = self._advance(min(left, self._definition.most))
                left -= done
                tracker.total_progress.step(done)

    def close(self) -> None:
        """End the simulation; probed data remains."""
        running, self._running = self._running, None
        super().close()
        if running is not None:
            running.end()

    def _probe_step_time(self) -> None:
        self._n_steps = self._signals[self.model.step].item()
        self._time = self._signals[self.model.time].item()

    def _check_open(self) -> None:
        if self.closed:
            raise SimulatorClosed("The simulator is closed and cannot run.")

    def _advance(self, steps: int) -> int:
        """Run steps, and the operators of Python among them."""
        if self._is_ahead:
            # Python may have set the step, as a copy of a simulator does.
            self._probe_step_time()
        tapes = [tape.rows(self._n_steps + 1, steps) for tape in self._tapes]
        signals = self._signals if self._is_ahead else None
        results: bytes | None = None
        restart = True
        left = steps
        while True:
            done, operator, rows, data = self._running.advance(
                left, signals=signals, tapes=tapes or None, results=results, restart=restart
            )
            self._is_ahead, self._is_behind = False, True
            signals, tapes, restart = None, [], False
            left -= done
            self._n_steps += done
            self._time = self._n_steps * self.dt
            for tape in self._tapes:
                tape.take(done)
            for probe, values in zip(self._definition.probes, rows):
                self._sim_data[probe].extend(values)
            if operator is None:
                return steps - left
            results = self._run_client(operator, data)

    def _run_client(self, number: int, data: memoryview) -> bytes:
        """Run an operator in Python on what it reads, and return what it writes."""
        client, step = self._clients[number]
        at = 0
        for signal in client.reads:
            values = np.frombuffer(data, np.float64, signal.size, at)
            at += values.nbytes
            self._signals[signal][...] = values.reshape(signal.shape)
        before = np.seterr(invalid="raise", divide="ignore")
        try:
            step()
        finally:
            np.seterr(**before)
        return b"".join(
            np.ascontiguousarray(self._signals[one], dtype=np.float64).tobytes() for one in client.writes
        )

    def _warn_about(self, definition: ModelDefinition) -> None:
        if definition.slow:
            names = ", ".join(sorted({str(one) for one in definition.slow}))
            warnings.warn(
                f"SpikeLoom does not have these operators, which Python runs in each step, and slowly: {names}.",
                stacklevel=4,
            )
