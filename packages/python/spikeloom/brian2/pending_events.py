# SPDX-License-Identifier: GPL-2.0-or-later
"""Keep the events on their way to synapses between runs."""

from __future__ import annotations

from typing import Any

import numpy as np


class PendingEvents:
    """Events of a pathway: steps left until they arrive, and synapses."""

    def __init__(self, source_start: int, source_end: int) -> None:
        """Start without events, for a range of sources."""
        self._source_start = source_start
        self._source_end = source_end
        self._dt: float | None = None
        self.delays = np.zeros(1, np.int32)
        self.sources = np.zeros(0, np.int32)
        self.set(np.zeros(0, np.int32), np.zeros(0, np.int32))

    @property
    def start(self) -> int:
        """First source."""
        return self._source_start

    @property
    def stop(self) -> int:
        """End of the range of sources."""
        return self._source_end

    def set(self, steps: np.ndarray, synapses: np.ndarray) -> None:
        """Replace all events."""
        self.steps = np.asarray(steps, np.int32)
        self.synapses = np.asarray(synapses, np.int32)

    def prepare(self, delays: np.ndarray, dt: float, synapse_sources: np.ndarray) -> None:
        """Take over delays and sources before a run; a changed step moves events to the nearest step."""
        if self._dt is not None and self._dt != dt:
            self.steps = np.round(self.steps * self._dt / dt).astype(np.int32)
        self._dt = float(dt)
        # Brian2's compiled queue adds a half and truncates.
        steps = (np.asarray(delays) / dt + 0.5).astype(np.int32)
        is_common = len(steps) > 0 and np.all(steps == steps[0])
        self.delays = steps[:1] if is_common else steps
        self.sources = np.array(synapse_sources, np.int32)

    # The following methods are for pathways whose code Python runs.

    def push(self, events: np.ndarray) -> None:
        """Send an event of each source to its synapses."""
        for source in events:
            if not self.start <= source < self.stop:
                continue
            synapses = np.flatnonzero(self.sources == source).astype(np.int32)
            delays = self.delays[:1] if len(self.delays) == 1 else self.delays[synapses]
            steps = np.broadcast_to(delays, synapses.shape)
            self.set(np.append(self.steps, steps), np.append(self.synapses, synapses))

    def peek(self) -> np.ndarray:
        """Return the synapses that an event reaches in this step."""
        return self.synapses[self.steps == 0]

    def advance(self) -> None:
        """End the step."""
        is_left = self.steps > 0
        self.set(self.steps[is_left] - 1, self.synapses[is_left])

    def _full_state(self) -> Any:
        return self._dt, self.steps.copy(), self.synapses.copy()

    def _restore_from_full_state(self, state: Any) -> None:
        empty = (None, np.zeros(0, np.int32), np.zeros(0, np.int32))
        self._dt, steps, synapses = empty if state is None else state
        self.set(steps, synapses)
