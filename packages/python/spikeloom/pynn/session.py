# SPDX-License-Identifier: GPL-2.0-or-later
"""The calls of a PyNN session, as messages of the link."""

from __future__ import annotations

import atexit
import os
import warnings
from collections.abc import Mapping
from typing import Any

import numpy as np

from spikeloom.errors import SpikeLoomError
from spikeloom.link import Link, Lists, Signal, Spikes
from spikeloom.progress import progress_line

from .columns import Column, lists_of


class Session:
    """A network on the other side of the link. Calls without a result do not wait for a reply."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._made = {"population": 0, "projection": 0, "current": 0}

    @classmethod
    def begin(
        cls, timestep: float, min_delay: float | str, max_delay: float | str, **options: Any
    ) -> Session:
        """Start a session in the existing process, or in a new one."""
        session = cls(_shared_link())
        fields = {
            "timestep": float(timestep),
            "min_delay": None if min_delay == "auto" else float(min_delay),
            "max_delay": None if max_delay == "auto" else float(max_delay),
            **options,
        }
        try:
            session._link.call("pynn.setup", **fields)
        except SpikeLoomError as error:
            if error.code not in ("SL_LINK_CLOSED", "SL_LINK_ENDED"):
                raise
            session._link = _shared_link(fresh=True)
            session._link.call("pynn.setup", **fields)
        return session

    def close(self) -> None:
        """End the session; the process is kept for the next one."""

    def add_population(
        self,
        label: str,
        size: int,
        cell: dict[str, Any],
        parameters: Mapping[str, Column],
        initial: Mapping[str, Column],
        positions: np.ndarray | None,
    ) -> int:
        """Create a population, and return its number."""
        self._link.send(
            "pynn.add_population",
            label=label,
            size=size,
            cell=cell,
            parameters=_wire(parameters),
            initial=_wire(initial),
            positions=positions,
        )
        return self._count("population")

    def set_parameters(
        self, population: int, parameters: Mapping[str, Column], rows: np.ndarray | None
    ) -> None:
        """Set parameters of some neurons, or of all if `rows` is None."""
        if parameters:
            self._link.send(
                "pynn.set_parameters",
                population=population,
                parameters=_wire(parameters),
                neurons=rows,
            )

    def set_initial(
        self, population: int, values: Mapping[str, Column], rows: np.ndarray | None
    ) -> None:
        """Set initial values before the first run and after a reset; otherwise the current state."""
        if values:
            self._link.send(
                "pynn.set_initial", population=population, values=_wire(values), neurons=rows
            )

    def add_projection(
        self,
        label: str,
        source: int,
        target: int,
        receptor: str,
        synapse: dict[str, Any],
        sources: np.ndarray,
        targets: np.ndarray,
        attributes: Mapping[str, Column],
    ) -> int:
        """Create a projection with all its connections, and return its number."""
        self._link.send(
            "pynn.add_projection",
            label=label,
            source=source,
            target=target,
            receptor=receptor,
            synapse=synapse,
            sources=sources,
            targets=targets,
            attributes=_wire(attributes),
        )
        return self._count("projection")

    def set_connections(self, projection: int, attributes: Mapping[str, Column]) -> None:
        """Set attributes of all connections, in creation order."""
        self._link.send("pynn.set_connections", projection=projection, attributes=_wire(attributes))

    def connections(self, projection: int, attribute: str) -> np.ndarray:
        """Read an attribute of all connections."""
        return self._link.call("pynn.get_connections", projection=projection, attribute=attribute).values

    def record(self, population: int, variable: str, neurons: np.ndarray, interval: float) -> None:
        """Record a variable of these neurons; an empty list stops recording."""
        self._link.send(
            "pynn.record",
            population=population,
            variable=variable,
            neurons=neurons,
            interval=None if variable == "spikes" else float(interval),
        )

    def add_current(self, kind: str, parameters: Mapping[str, Column]) -> int:
        """Create a current source, and return its number."""
        self._link.send("pynn.add_current", kind=kind, parameters=_wire(parameters))
        return self._count("current")

    def set_current(self, current: int, parameters: Mapping[str, Column]) -> None:
        """Change a current source from the next step on."""
        self._link.send("pynn.set_current", current=current, parameters=_wire(parameters))

    def inject(self, current: int, population: int, rows: np.ndarray) -> None:
        """Inject a current into neurons."""
        self._link.send("pynn.inject", current=current, population=population, neurons=rows)

    def current_trace(self, current: int) -> np.ndarray:
        """Read the current in nA at each step from 0 to now."""
        return self._link.call("pynn.get_current", current=current).values

    @property
    def time(self) -> float:
        """Time in ms that the last run reached, even if it was interrupted."""
        return self._link.time

    def run(self, until: float) -> None:
        """Run to a time in ms; warn or fail if a value becomes non-finite."""
        with progress_line(until) as on_progress:
            reached = self._link.call("pynn.run", until=float(until), on_progress=on_progress)
        for warning in reached.warnings:
            warnings.warn(warning, RuntimeWarning, stacklevel=2)
        if reached.failure is not None:
            raise reached.failure

    def spikes(self, population: int) -> Spikes:
        """Read the spikes since the last clear."""
        return self._link.call("pynn.get_spikes", population=population)

    def signal(self, population: int, variable: str) -> Signal:
        """Read the samples of a variable since the last clear."""
        return self._link.call("pynn.get_signal", population=population, variable=variable)

    def clear(self, population: int) -> None:
        """Discard recorded data of a population."""
        self._link.send("pynn.clear", population=population)

    def reset(self) -> None:
        """Go back to 0 ms."""
        self._link.call("pynn.reset")

    def write_network(self, path: str, duration: float | None) -> list[str]:
        """Write the network to a file with its duration, and return the losses."""
        return self._link.call("pynn.write_network", path=path, duration=duration)

    def _count(self, what: str) -> int:
        number = self._made[what]
        self._made[what] = number + 1
        return number


_link: Link | None = None
_owner = 0


def _shared_link(fresh: bool = False) -> Link:
    """Start the process on the other side once; again if it ended or this process is a fork."""
    global _link, _owner
    if fresh or _link is None or _owner != os.getpid():
        _link, _owner = Link(), os.getpid()
        atexit.register(_link.close)
    return _link


def _wire(columns: Mapping[str, Column]) -> dict[str, Any]:
    return {name: _wire_column(column) for name, column in columns.items()}


def _wire_column(column: Column) -> Any:
    lists = lists_of(column)
    return column if lists is None else Lists(*lists)
