# SPDX-License-Identifier: GPL-2.0-or-later
"""PyNN's current sources."""

from __future__ import annotations

from typing import Any

import numpy as np
from pyNN.parameters import ArrayParameter, LazyArray, ParameterSpace, Sequence
from pyNN.standardmodels import electrodes

from . import simulator
from .cells import identity
from .columns import Column
from .populations import Assembly, PopulationView, members_of
from .session import Session


class _Source:
    """A current that is sent when it is first injected, and can be read step by step."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.translations = identity(cls.default_parameters)

    def __init__(self, **parameters: Any) -> None:
        hide = object.__setattr__
        hide(self, "_values", {})
        hide(self, "_generation", None)
        self._renew()
        space = ParameterSpace(self.default_parameters, self.get_schema(), shape=(1,))
        space.update(**parameters)
        hide(self, "parameter_space", space)
        self.set_native_parameters(self.translate(space))

    def _renew(self) -> None:
        """Start over in the present network if it was sent to a discarded one."""
        if self._generation == simulator.state.generation:
            return
        hide = object.__setattr__
        hide(self, "_generation", simulator.state.generation)
        hide(self, "_number", None)
        hide(self, "_pending", [])
        hide(self, "_changed", False)
        simulator.state.touch(self)

    def inject_into(self, cells: Any) -> None:
        """Inject the current into additional cells."""
        self._renew()
        for population, rows in _groups_of(cells):
            if not population.celltype.injectable:
                raise TypeError("Can't inject current into a spike source.")
            self._pending.append((population, rows))
        simulator.state.touch(self)

    def record(self) -> None:
        """Record the current; it can also be read without this call."""

    def _get_data(self) -> tuple[np.ndarray, np.ndarray]:
        self._renew()
        state = simulator.state
        state.check_data(type(self).__name__)
        if self._number is None:
            state.flush()
        trace = state.session.current_trace(self._number)
        return np.arange(len(trace)) * state.dt, trace

    def set_native_parameters(self, parameters: ParameterSpace) -> None:
        """Set new values."""
        self._renew()
        parameters.shape = (1,)
        parameters.evaluate(simplify=True)
        taken = {name: _single(value) for name, value in parameters.items()}
        self._values.update(self._checked({**self._values, **taken}))
        object.__setattr__(self, "_changed", self._number is not None)
        simulator.state.touch(self)

    def get_native_parameters(self) -> ParameterSpace:
        """Return the values."""
        return ParameterSpace(
            {
                name: LazyArray(value, shape=(1,), dtype=type(value))
                for name, value in self._values.items()
            },
            shape=(1,),
        )

    def get_parameters(self) -> dict[str, Any]:
        """Return the values by name, lists as arrays."""
        return {name: getattr(value, "value", value) for name, value in self._values.items()}

    def _checked(self, values: dict[str, Column]) -> dict[str, Column]:
        return values

    def _reset(self) -> None:
        """Nothing to do: the session restarts currents."""

    def _send(self, session: Session) -> None:
        if self._number is None:
            number = session.add_current(type(self).__name__, self._values)
            object.__setattr__(self, "_number", number)
        elif self._changed:
            session.set_current(self._number, self._values)
        object.__setattr__(self, "_changed", False)
        for population, rows in self._pending:
            if population._number is None:
                # It was created after the current.
                population._send(session)
            session.inject(self._number, population._number, rows)
        self._pending.clear()


class DCSource(_Source, electrodes.DCSource):
    __doc__ = electrodes.DCSource.__doc__


class ACSource(_Source, electrodes.ACSource):
    __doc__ = electrodes.ACSource.__doc__


class NoisyCurrentSource(_Source, electrodes.NoisyCurrentSource):
    __doc__ = electrodes.NoisyCurrentSource.__doc__

    def _checked(self, values: dict[str, Column]) -> dict[str, Column]:
        steps = values["dt"] / simulator.state.dt
        if steps < 1 - 1e-9 or abs(steps - round(steps)) > 1e-6:
            raise ValueError(
                f"dt of a NoisyCurrentSource is {values['dt']} ms, which is not a multiple of the time "
                f"step of {simulator.state.dt} ms."
            )
        return values


class StepCurrentSource(_Source, electrodes.StepCurrentSource):
    __doc__ = electrodes.StepCurrentSource.__doc__

    def _checked(self, values: dict[str, Column]) -> dict[str, Column]:
        times = np.asarray(values["times"].value, dtype=np.float64)
        amplitudes = np.asarray(values["amplitudes"].value, dtype=np.float64)
        if len(times) != len(amplitudes):
            raise ValueError(f"{len(times)} times are given for {len(amplitudes)} amplitudes.")
        if np.any(times < 0):
            raise ValueError("Step current cannot accept negative timestamps.")
        if np.any(np.diff(times) <= 0):
            raise ValueError("Step current timestamps should be monotonically increasing.")
        steps = np.rint(times / simulator.state.dt).astype(np.int64)
        # Of several times within a step, the last applies.
        last = np.append(np.diff(steps) != 0, True)[: len(steps)]
        return {
            "times": Sequence(steps[last] * simulator.state.dt),
            "amplitudes": Sequence(amplitudes[last]),
        }


def _single(value: Any) -> Any:
    """Take the only value of a one-element column."""
    if isinstance(value, ArrayParameter):
        return Sequence(np.asarray(value.value, dtype=np.float64))
    array = np.asarray(value)
    item = array.reshape(-1)[0]
    return item if isinstance(item, ArrayParameter) else float(item)


def _groups_of(cells: Any) -> list[tuple[Any, np.ndarray]]:
    """Return the populations of cells, and their rows."""
    if isinstance(cells, (Assembly, PopulationView)) or hasattr(cells, "_rows"):
        return list(members_of(cells))
    groups: dict[int, tuple[Any, list[int]]] = {}
    for cell in cells:
        _, rows = groups.setdefault(id(cell.parent), (cell.parent, []))
        rows.append(cell.parent.id_to_index(cell))
    return [(population, np.array(rows)) for population, rows in groups.values()]
