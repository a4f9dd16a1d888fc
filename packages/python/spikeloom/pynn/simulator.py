# SPDX-License-Identifier: GPL-2.0-or-later
"""Simulator functions required by PyNN's shared code: cell identifiers and simulation state."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any, Protocol

from pyNN import common

from .refusals import captured_error
from .session import Session
from .times import on_grid

name = "SpikeLoom"

# Maximum delay of pyNN.nest in ms if only the minimum is set up.
_NEST_MAX_DELAY = 10.0


class Sent(Protocol):
    """An object that sends itself to the session, and later its changes."""

    def _send(self, session: Session) -> None: ...


class ID(int, common.IDMixin):
    """The number of a cell, through which its parameters are read and set."""

    local = True


class State(common.control.BaseState):
    """Hold what has been set up, and send new or changed objects before each run.

    Everything is kept here until the first run, so that a network is sent at once; later runs only send
    changes.
    """

    mpi_rank = 0
    num_processes = 1

    def __init__(self) -> None:
        super().__init__()
        self.dt = 0.1
        # Minimum and maximum delay as set up: numbers, or "auto".
        self.delays: tuple[float | str, float | str] = ("auto", "auto")
        self.options: dict[str, Any] = {}
        self.capture: str | None = None
        # File for each network while other simulators' scripts are captured.
        self.always_capture: str | None = None
        self.losses: list[str] = []
        self.generation = 0
        self._session: Session | None = None
        self.clear()

    @property
    def session(self) -> Session:
        """The session of this network, started when first needed."""
        if self._session is None:
            self._session = Session.begin(self.dt, *self.delays, **self.options)
        return self._session

    @property
    def min_delay(self) -> float:
        """Minimum delay: as set up, else of all connections after a run, else one step."""
        least = self.delays[0]
        if least != "auto":
            return float(least)
        return min((least for least, _ in self._delays_run()), default=self.dt)

    @property
    def max_delay(self) -> float:
        """Maximum delay: as set up, else of all connections after a run.

        Before that, it is the one of pyNN.nest: 10 ms if a minimum delay is set up, else one step.
        """
        least, largest = self.delays
        if largest != "auto":
            return float(largest)
        before = self.dt if least == "auto" else max(_NEST_MAX_DELAY, float(least))
        return max((largest for _, largest in self._delays_run()), default=before)

    def _delays_run(self) -> Iterator[tuple[float, float]]:
        """Iterate over the minimum and maximum delay of each projection, after a run."""
        for projection in self.projections if self.running else ():
            if len(projection) > 0:
                yield projection.delay_range()

    def touch(self, thing: Sent) -> None:
        """Remember that an object must be sent before the next run."""
        self._touched[id(thing)] = thing

    def flush(self) -> None:
        """Send all new or changed objects, in creation order."""
        while self._touched:
            key = next(iter(self._touched))
            self._touched[key]._send(self.session)
            del self._touched[key]

    def run(self, simtime: float) -> None:
        """Run for a time in ms."""
        self.run_until(self.t + simtime)

    def run_until(self, tstop: float) -> None:
        """Run to a time in ms, rounded to the grid."""
        until = on_grid(tstop, self.dt)
        self.flush()
        self.longest = max(self.longest, until)
        if self.capture is not None:
            self.write_capture()
            self._tell_of_capture()
        elif until > self.t:
            try:
                self.session.run(until)
            except BaseException:
                # Ctrl-C interrupts a run.
                self._stand_at(self.session.time)
                raise
        self._stand_at(until)

    def _stand_at(self, time: float) -> None:
        self.t = time
        self.running = True
        self.moment += 1

    def write_capture(self) -> None:
        """Write the present network, and keep the losses."""
        assert self.capture is not None
        self.flush()
        self.losses = self.session.write_network(self.capture, self.longest or None)
        for loss in self.losses:
            warnings.warn(loss, stacklevel=2)

    @property
    def has_data(self) -> bool:
        """Return whether data is available; a script captured by others finds none, and continues."""
        return self.capture is None or self.always_capture is not None

    def check_data(self, place: str) -> None:
        """Refuse to return data if the script itself requests a file instead of a run."""
        if not self.has_data:
            raise captured_error(place, str(self.capture))

    def _tell_of_capture(self) -> None:
        """Warn once that a run does nothing."""
        if not self.has_data and not self._told:
            self._told = True
            warnings.warn(
                f"The network is written to {self.capture}. It is not simulated and has no data.",
                stacklevel=2,
            )

    def clear(self) -> None:
        """Discard the network; earlier objects no longer belong to a session."""
        if self._session is not None:
            self._session.close()
            self._session = None
        self.generation += 1
        # Counts runs and resets: variables that a simulation changes must be read again after each.
        self.moment = 0
        # Time in ms up to which it was run; later runs after a reset may be shorter.
        self.longest = 0.0
        self._told = False
        self.recorders = set()
        self.write_on_end = []
        self.populations: list[Any] = []
        self.projections: list[Any] = []
        self._touched: dict[int, Sent] = {}
        self.id_counter = 1
        # Labels count from 0 in each network, so that random streams, which depend on them, are the same.
        common.Population._nPop = common.Assembly._count = common.Projection._nProj = 0
        self.segment_counter = -1
        self.running = False
        self.reset()

    def reset(self) -> None:
        """Go back to 0 ms, with initial state and weights."""
        if self._session is not None and self.running and self.capture is None:
            # Changes are sent before the next run: after a failed run, no other calls are accepted.
            self._session.reset()
            for thing in (*self.populations, *self.projections):
                thing._after_reset()
        self.moment += 1
        self.running = False
        self.t = 0.0
        self.t_start = 0
        self.segment_counter += 1


state = State()
