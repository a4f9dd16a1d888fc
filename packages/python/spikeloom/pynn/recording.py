# SPDX-License-Identifier: GPL-2.0-or-later
"""Recording: requests and recorded data."""

from __future__ import annotations

from typing import Any

import neo
import numpy as np
import quantities as pq
from pyNN import recording

from spikeloom.errors import SpikeLoomError

from . import simulator
from .refusals import stale_error
from .session import Session


class Recorder(recording.Recorder):
    """Manages which cells of a population are recorded, and reads recorded data."""

    _simulator = simulator

    def __init__(self, population: Any, file: Any = None) -> None:
        super().__init__(population, file)
        # Variables whose cells must be sent to the session, and those already sent.
        self._asked: set[str] = set()
        self._known: set[str] = set()
        self._starts: dict[str, float] = {}

    def _record(self, variable: Any, new_ids: Any, sampling_interval: float | None = None) -> None:
        if variable.name != "spikes" and sampling_interval is not None:
            steps = sampling_interval / simulator.state.dt
            if abs(steps - round(steps)) > 1e-6 or round(steps) < 1:
                raise ValueError(
                    f"The sampling interval of {sampling_interval} ms is not a multiple of the time "
                    f"step of {simulator.state.dt} ms."
                )
            self.sampling_interval = sampling_interval
        self._ask(variable.name)

    def get(self, *args: Any, **kwargs: Any) -> neo.Block:
        """Return recorded data as a Neo block."""
        simulator.state.check_data(self.population.label)
        return super().get(*args, **kwargs)

    def store_to_cache(self, annotations: Any = None) -> None:
        """Keep data recorded before a reset; the remains of a failed run are unknown."""
        if not simulator.state.has_data:
            return
        try:
            super().store_to_cache(annotations)
        except SpikeLoomError as error:
            if error.code != "SL_SESSION_TURN":
                raise
            self.clear_flag = False

    def _reset(self) -> None:
        for variable in self.recorded:
            self._ask(variable.name)
        self.sampling_interval = simulator.state.dt

    def _ask(self, name: str) -> None:
        self._asked.add(name)
        simulator.state.touch(self.population)

    def send(self, session: Session, number: int) -> None:
        """Send the recorded cells to the session."""
        for name in sorted(self._asked):
            variable = recording.Variable(name, None, None)
            neurons = np.sort(self._rows(self.recorded[variable]))
            session.record(number, name, neurons, self.sampling_interval)
            self._known.discard(name)
            if len(neurons) > 0:
                self._known.add(name)
        self._asked.clear()

    def _rows(self, ids: Any) -> np.ndarray:
        return np.fromiter((int(i) for i in ids), dtype=np.int64) - int(self.population.first_id)

    def _readable(self, name: str) -> bool:
        """Return whether the session has recorded a variable."""
        if self.population._generation != simulator.state.generation:
            raise stale_error(self.population.label)
        simulator.state.check_data(self.population.label)
        return name in self._known and simulator.state.capture is None

    def _get_spiketimes(self, ids: Any, clear: bool = False) -> tuple[np.ndarray, np.ndarray]:
        if not self._readable("spikes"):
            return np.empty(0, dtype=np.int64), np.empty(0)
        neurons, times = simulator.state.session.spikes(self.population._number)
        wanted = np.zeros(self.population.size, dtype=bool)
        wanted[self._rows(ids)] = True
        kept = wanted[neurons]
        return neurons[kept].astype(np.int64) + int(self.population.first_id), times[kept]

    def _get_all_signals(
        self, variable: Any, ids: Any, clear: bool = False
    ) -> tuple[np.ndarray, None]:
        if len(ids) == 0 or not self._readable(variable.name):
            return np.empty((0, len(ids))), None
        signal = simulator.state.session.signal(self.population._number, variable.name)
        self._starts[variable.name] = signal.start
        places = np.full(self.population.size, -1)
        places[signal.neurons] = np.arange(len(signal.neurons))
        return signal.values[:, places[self._rows(ids)]], None

    def _get_current_segment(
        self, filter_ids: Any = None, variables: Any = "all", clear: bool = False
    ) -> neo.Segment:
        segment = super()._get_current_segment(filter_ids, variables, clear)
        for signal in segment.analogsignals:
            # A recording that started during a run has no earlier samples.
            signal.t_start = self._starts[signal.name] * pq.ms
        return segment

    def _local_count(self, variable: Any, filter_ids: Any = None) -> dict[int, int]:
        ids = sorted(self.filter_recorded(variable, filter_ids))
        counts = np.bincount(
            self._get_spiketimes(ids)[0] - int(self.population.first_id),
            minlength=self.population.size,
        )
        return {int(i): int(n) for i, n in zip(ids, counts[self._rows(ids)])}

    def _clear_simulator(self) -> None:
        if self._known and simulator.state.capture is None:
            simulator.state.session.clear(self.population._number)
