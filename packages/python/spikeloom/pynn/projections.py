# SPDX-License-Identifier: GPL-2.0-or-later
"""Projections: all connections of one kind, stored as columns in creation order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from pyNN import common, errors
from pyNN.parameters import LazyArray, ParameterSpace
from pyNN.space import Space

from . import simulator
from .matrices import MERGES, matrix_of
from .populations import members_of
from .refusals import compartments_error, stale_error, synapse_state_error
from .session import Session
from .synapses import StaticSynapse
from .times import check_delays, used_delays

# Properties of the mechanism rather than of single connections.
_FRACTION = "dendritic_delay_fraction"


@dataclass
class _Part:
    """The connections between two populations, as known to the session."""

    number: int
    # Slice or indices of these connections in the projection.
    chosen: Any


class Connection(common.Connection):
    """One connection: its attributes are read from and written to the projection."""

    def __init__(self, projection: Projection, index: int) -> None:
        object.__setattr__(self, "projection", projection)
        object.__setattr__(self, "index", index)

    @property
    def presynaptic_index(self) -> int:
        """Index of the source among the presynaptic cells."""
        return int(self.projection._sources[self.index])

    @property
    def postsynaptic_index(self) -> int:
        """Index of the target among the postsynaptic cells."""
        return int(self.projection._targets[self.index])

    @property
    def presynaptic_cell(self) -> Any:
        """The presynaptic cell."""
        return self.projection.pre[self.presynaptic_index]

    @property
    def postsynaptic_cell(self) -> Any:
        """The postsynaptic cell."""
        return self.projection.post[self.postsynaptic_index]

    source = presynaptic_cell
    target = postsynaptic_cell

    def as_tuple(self, *attribute_names: str) -> tuple[Any, ...]:
        """Return several attributes."""
        return tuple(getattr(self, name) for name in attribute_names)

    def __getattr__(self, name: str) -> float:
        if name not in self.projection._attributes:
            raise AttributeError(f"A connection has no attribute {name!r}.")
        return float(self.projection._column(name)[self.index])

    def __setattr__(self, name: str, value: Any) -> None:
        if name not in self.projection._attributes:
            raise AttributeError(f"A connection has no attribute {name!r}.")
        column = self.projection._column(name).copy()
        column[self.index] = value
        self.projection._assign(name, column)


class Projection(common.Projection):
    """All connections of one kind between two groups of cells."""

    __doc__ = common.Projection.__doc__
    _simulator = simulator
    _static_synapse_class = StaticSynapse

    def __init__(
        self,
        presynaptic_population: Any,
        postsynaptic_population: Any,
        connector: Any,
        synapse_type: Any = None,
        source: Any = None,
        receptor_type: str | None = None,
        space: Space = Space(),
        label: str | None = None,
    ) -> None:
        super().__init__(
            presynaptic_population,
            postsynaptic_population,
            connector,
            synapse_type,
            source,
            receptor_type,
            space,
            label,
        )
        for population, _ in (*members_of(self.pre), *members_of(self.post)):
            if population._generation != simulator.state.generation:
                raise stale_error(population.label)
        self._chunks: list[tuple[np.ndarray, np.ndarray, dict[str, Any]]] = []
        self._attributes: dict[str, Any] = dict.fromkeys(self.synapse_type.get_parameter_names())
        self._parts: list[_Part] | None = None
        self._changed: set[str] = set()
        self._read_at = simulator.state.moment
        connector.connect(self)
        self._gather()
        simulator.state.projections.append(self)
        simulator.state.touch(self)

    def __len__(self) -> int:
        return len(self._sources)

    def __getitem__(self, i: int) -> Connection:
        if not -len(self) <= i < len(self):
            raise IndexError(f"There are {len(self)} connections, so there is no connection {i}.")
        return Connection(self, i % len(self))

    @property
    def connections(self) -> Any:
        """An iterator over the connections."""
        return iter(self)

    # --- Creation -------------------------------------------------------------------------------

    def _convergent_connect(
        self,
        presynaptic_indices: Any,
        postsynaptic_index: int,
        location_selector: Any = None,
        **connection_parameters: Any,
    ) -> None:
        sources = np.atleast_1d(np.asarray(presynaptic_indices))
        targets = np.full(len(sources), postsynaptic_index, dtype=np.uint32)
        self.connect_bulk(sources, targets, connection_parameters, location_selector)

    def connect_bulk(
        self,
        sources: np.ndarray,
        targets: np.ndarray,
        attributes: dict[str, Any],
        location_selector: Any = None,
    ) -> None:
        """Add connections: pairs of indices, and for each attribute one value or one per connection."""
        if location_selector is not None:
            raise compartments_error("location_selector")
        chunk = (sources.astype(np.uint32, copy=False), targets.astype(np.uint32, copy=False))
        self._chunks.append((*chunk, attributes))

    def _gather(self) -> None:
        """Concatenate the chunks."""
        chunks = self._chunks
        empty = np.empty(0, dtype=np.uint32)
        self._sources = np.concatenate([empty, *(c[0] for c in chunks)])
        self._targets = np.concatenate([empty, *(c[1] for c in chunks)])
        for name in self._attributes:
            columns = [c[2][name] for c in chunks]
            # A single value stays single, though some connectors repeat it: rules accept some values only once.
            first = next((np.ravel(column)[0] for column in columns if np.size(column) > 0), None)
            if first is not None and all(np.all(column == first) for column in columns):
                self._attributes[name] = float(first)
            else:
                spread = [np.broadcast_to(c[2][name], len(c[0])) for c in chunks]
                self._attributes[name] = np.concatenate([np.empty(0), *spread])
        self._chunks = []
        if len(self) > 0 and "delay" in self._attributes:
            self._attributes["delay"] = self._used("delay", self._attributes["delay"])

    # --- Attributes -----------------------------------------------------------------------------

    def _column(self, name: str) -> np.ndarray:
        """Return the present values of an attribute of all connections."""
        synapse = self.synapse_type
        states = getattr(synapse, "states", {})
        changing = (*getattr(synapse, "changing", ()), *states.values())
        state = simulator.state
        if name in changing and self._parts is not None and name not in self._changed:
            if self._read_at != state.moment and state.capture is None:
                return self._read(name)
        return np.broadcast_to(self._attributes[name], len(self))

    def _read(self, name: str) -> np.ndarray:
        """Read an attribute that a simulation changes from the session."""
        column = np.empty(len(self))
        for part in self._parts or ():
            column[part.chosen] = simulator.state.session.connections(part.number, name)
        return column

    def _used(self, name: str, value: Any) -> Any:
        """Check a value, and return it as the simulation uses it."""
        if name != "delay":
            return value
        state = simulator.state
        check_delays(value, state.delays, state.dt, self.label or "Projection")
        return used_delays(value, state.dt, state.options.get("convention", "nest"))

    def _assign(self, name: str, value: Any) -> None:
        self._attributes[name] = self._used(name, value)
        self._changed.add(name)
        simulator.state.touch(self)

    def set(self, **attributes: Any) -> None:
        """Set attributes of all connections.

        A value is a number, a RandomDistribution, an array of pre times post cells, a function of distance, or
        a list with a value for each connected pair, by source and then by target.
        """
        for name, value in attributes.items():
            if isinstance(value, list) or (isinstance(value, np.ndarray) and value.ndim == 1):
                self._known(name)
                self._assign(name, self._by_pair(np.asarray(value, dtype=np.float64)))
                continue
            space = ParameterSpace({name: value}, self.synapse_type.get_schema(), self.shape)
            self._set_attributes(self._handle_distance_expressions(space))

    def _by_pair(self, values: np.ndarray) -> np.ndarray:
        keys = self._sources.astype(np.int64) * self.post.size + self._targets
        pairs, place = np.unique(keys, return_inverse=True)
        if len(values) != len(pairs):
            raise ValueError(f"{len(values)} values are given for {len(pairs)} connected pairs.")
        return values[place]

    def _set_attributes(self, parameter_space: ParameterSpace) -> None:
        for name, lazy in parameter_space.items():
            self._known(name)
            self._assign(name, self._values_of(lazy))

    def _values_of(self, lazy: LazyArray) -> Any:
        """Evaluate an array of pre times post cells for the existing connections."""
        if lazy.is_homogeneous:
            return float(lazy.evaluate(simplify=True))
        matrix = np.asarray(lazy.evaluate(), dtype=np.float64).reshape(self.shape)
        return matrix[self._sources, self._targets]

    def _known(self, name: str) -> None:
        if name not in self._attributes:
            raise errors.NonExistentParameterError(
                name, type(self.synapse_type).__name__, list(self._attributes)
            )

    def _get_attributes_as_list(self, names: list[str]) -> list[tuple[Any, ...]]:
        places = {"presynaptic_index": self._sources, "postsynaptic_index": self._targets}
        columns = [places[n] if n in places else self._readable(n) for n in names]
        return list(zip(*(column.tolist() for column in columns)))

    def _get_attributes_as_arrays(
        self, names: list[str], multiple_synapses: str = "sum"
    ) -> list[np.ndarray]:
        merge = MERGES[multiple_synapses]
        return [
            matrix_of(self.shape, self._sources, self._targets, self._readable(name), merge)
            for name in names
        ]

    def _readable(self, name: str) -> np.ndarray:
        self._known(name)
        return self._column(name)

    def delay_range(self) -> tuple[float, float]:
        """Return the minimum and maximum delay of all connections."""
        delays = self._attributes.get("delay", simulator.state.dt)
        return float(np.min(delays)), float(np.max(delays))

    def initialize(self, **initial_values: Any) -> None:
        """Set initial state of connections, such as `u` of Tsodyks–Markram synapses.

        A value is a number, a RandomDistribution, an array of pre times post cells, or a function of distance.
        PyNN's own method uses a wrong number of connections.
        """
        for variable, value in initial_values.items():
            space = ParameterSpace({variable: value}, shape=self.shape)
            lazy = self._handle_distance_expressions(space)[variable]
            self._set_initial_value_array(variable, lazy)
            self.initial_values[variable] = lazy

    def _set_initial_value_array(self, variable: str, initial_value: LazyArray) -> None:
        states = getattr(self.synapse_type, "states", {})
        if variable not in states:
            name = type(self.synapse_type).__name__
            raise synapse_state_error(variable, name, ", ".join(states))
        self._assign(states[variable], self._values_of(initial_value))

    # --- To the session -------------------------------------------------------------------------

    def _send(self, session: Session) -> None:
        if self._parts is None:
            self._parts = [self._send_part(session, *place) for place in self._places()]
        else:
            for part in self._parts:
                attributes = {name: self._chosen(name, part.chosen) for name in self._changed}
                session.set_connections(part.number, attributes)
        self._changed.clear()
        self._read_at = simulator.state.moment

    def _chosen(self, name: str, chosen: Any) -> Any:
        column = self._attributes[name]
        return column[chosen] if np.ndim(column) > 0 else column

    def _places(self) -> list[tuple[Any, ...]]:
        """Split the connections by source and target population."""
        places = []
        for target, target_rows, first_target, chosen in self._by_target():
            found = self._sources[chosen]
            members = members_of(self.pre)
            first = 0
            for source, rows in members:
                here = chosen
                if len(members) > 1:
                    inside = (found >= first) & (found < first + len(rows))
                    here = _within(chosen, np.flatnonzero(inside))
                sources = _rows_of(source, rows, self._sources[here] - np.uint32(first))
                targets = self._targets[here] - np.uint32(first_target)
                if len(sources) > 0:
                    targets = _rows_of(target, target_rows, targets)
                    places.append((source, target, sources, targets, here))
                first += len(rows)
        return places

    def _by_target(self) -> Iterator[tuple[Any, np.ndarray, int, Any]]:
        """Split the connections by target population."""
        members = members_of(self.post)
        first = 0
        ordered = len(members) > 1 and bool(np.all(self._targets[1:] >= self._targets[:-1]))
        for population, rows in members:
            end = first + len(rows)
            chosen: Any = slice(None)
            if ordered:
                chosen = slice(*np.searchsorted(self._targets, np.array([first, end], "u4")))
            elif len(members) > 1:
                chosen = np.flatnonzero((self._targets >= first) & (self._targets < end))
            yield population, rows, first, chosen
            first = end

    def _send_part(
        self,
        session: Session,
        source: Any,
        target: Any,
        sources: np.ndarray,
        targets: np.ndarray,
        chosen: Any,
    ) -> _Part:
        number = session.add_projection(
            label=self.label or f"projection{len(simulator.state.projections)}",
            source=source._number,
            target=target._number,
            receptor=self.receptor_type,
            synapse=self.synapse_type.wire(),
            sources=sources,
            targets=targets,
            attributes={
                name: self._chosen(name, chosen)
                for name in self._attributes
                if name != _FRACTION
            },
        )
        return _Part(number, chosen)

    def _after_reset(self) -> None:
        """Weights were reset; nothing must be sent."""


def _rows_of(population: Any, rows: np.ndarray, indices: np.ndarray) -> np.ndarray:
    """Return the rows of a population for some indices."""
    return indices if len(rows) == population.size else rows[indices]


def _within(chosen: Any, inside: np.ndarray) -> np.ndarray:
    """Select from an existing selection."""
    return inside + (chosen.start or 0) if isinstance(chosen, slice) else chosen[inside]
