# SPDX-License-Identifier: GPL-2.0-or-later
"""Populations, views and assemblies of cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any

import numpy as np
from pyNN import common, errors
from pyNN.parameters import LazyArray, ParameterSpace
from pyNN.standardmodels import StandardCellType

from . import simulator
from .bounds import check_bounds
from .columns import Column, column_of, columns_of, lazy_of, spread, taken
from .memory import check_size
from .recording import Recorder
from .refusals import UnknownVariableError
from .session import Session


class _Cells:
    """Common parts of populations and their views: rows of the same columns."""

    _simulator = simulator

    @property
    def _rows(self) -> np.ndarray | None:
        """Rows of these cells in the population's columns; None for all."""
        raise NotImplementedError

    @property
    def _whole(self) -> Population:
        raise NotImplementedError

    def _get_view(self, selector: Any, label: str | None = None) -> PopulationView:
        return PopulationView(self, selector, label)

    def _get_parameters(self, *names: str) -> ParameterSpace:
        columns = self._whole._parameters
        found = {}
        for name in names:
            if name not in columns:
                known = list(columns)
                raise errors.NonExistentParameterError(name, type(self.celltype).__name__, known)
            found[name] = lazy_of(taken(columns[name], self._rows), self.size)
        return ParameterSpace(found, shape=(self.size,))

    _get_native_parameters = _get_parameters

    def _set_parameters(self, parameter_space: ParameterSpace) -> None:
        columns = columns_of(parameter_space, self.size)
        for name, column in columns.items():
            check_bounds(type(self.celltype).__name__, name, column)
        for name, column in columns.items():
            self._whole._change("_parameters", name, column, self._rows)

    def _set_initial_value_array(self, variable: str, value: LazyArray) -> None:
        celltype = self.celltype
        known = dict.fromkeys([*celltype.default_initial_values, *celltype.recordable])
        known.pop("spikes", None)
        if variable not in known:
            raise UnknownVariableError(variable, type(celltype).__name__, known)
        column = column_of(LazyArray(value), self.size)
        self._whole._change("_initial", variable, column, self._rows)

    def record(
        self,
        variables: Any,
        to_file: Any = None,
        sampling_interval: float | None = None,
        locations: Any = None,
    ) -> None:
        """Record variables; optionally to a file or a Neo output."""
        super().record(variables, to_file, sampling_interval, locations)
        if to_file is not None and not isinstance(to_file, (str, bool)):
            simulator.state.write_on_end.append((self, variables, to_file))


class Assembly(common.Assembly):
    """Populations and views combined."""

    __doc__ = common.Assembly.__doc__
    _simulator = simulator

    @property
    def receptor_types(self) -> list[str]:
        """Receptors that all members have, in the order of the first."""
        first, *others = (p.celltype.receptor_types for p in self.populations)
        return [name for name in first if all(name in other for other in others)]

    @property
    def local_size(self) -> int:
        """Number of cells."""
        return self.size


class Population(_Cells, common.Population):
    """Cells of one type."""

    __doc__ = common.Population.__doc__
    _recorder_class = Recorder
    _assembly_class = Assembly

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._parameters: dict[str, Column] = {}
        self._initial: dict[str, Column] = {}
        self._changed: dict[tuple[str, str], np.ndarray] = {}
        self._number: int | None = None
        self._generation = simulator.state.generation
        size = args[0] if args else kwargs.get("size")
        check_size(size, kwargs.get("label"))
        super().__init__(*args, **kwargs)
        self._place_given = kwargs.get("structure") is not None or isinstance(size, tuple)
        simulator.state.populations.append(self)
        simulator.state.touch(self)

    @property
    def _rows(self) -> None:
        return None

    @property
    def _whole(self) -> Population:
        return self

    def _create_cells(self) -> None:
        state = simulator.state
        first = state.id_counter
        state.id_counter += self.size
        self.all_cells = np.empty(self.size, dtype=object)
        for index in range(self.size):
            cell = simulator.ID(first + index)
            object.__setattr__(cell, "parent", self)
            self.all_cells[index] = cell
        self._mask_local = np.ones(self.size, dtype=bool)
        standard = isinstance(self.celltype, StandardCellType)
        space = self.celltype.native_parameters if standard else self.celltype.parameter_space
        # A cell type can be used by several populations, and stores no size.
        self._parameters = columns_of(deepcopy(space), self.size)
        for name, column in self._parameters.items():
            check_bounds(type(self.celltype).__name__, name, column)

    def _change(self, table: str, name: str, column: Column, rows: np.ndarray | None) -> None:
        """Store new values in a table, and remember which must be sent."""
        columns: dict[str, Column] = getattr(self, table)
        if table == "_parameters" and name not in columns:
            known = list(columns)
            raise errors.NonExistentParameterError(name, type(self.celltype).__name__, known)
        if rows is None:
            columns[name] = column
        else:
            full = spread(columns.get(name, np.nan), self.size)
            full[rows] = column
            columns[name] = full
        if self._number is not None:
            touched = self._changed.setdefault((table, name), np.zeros(self.size, dtype=bool))
            touched[slice(None) if rows is None else rows] = True
            simulator.state.touch(self)

    def _send(self, session: Session) -> None:
        if self._number is None:
            placed = self._positions is not None or self._place_given
            self._number = session.add_population(
                label=self.label,
                size=self.size,
                cell=self.celltype.wire(),
                parameters=self._parameters,
                initial=self._initial,
                positions=self.positions if placed else None,
            )
        for rows, parameters, initial in self._changes():
            session.set_parameters(self._number, parameters, rows)
            session.set_initial(self._number, initial, rows)
        self._changed.clear()
        self.recorder.send(session, self._number)

    def _changes(
        self,
    ) -> Iterator[tuple[np.ndarray | None, dict[str, Column], dict[str, Column]]]:
        """Group changed values by their rows."""
        groups: dict[bytes, list[tuple[str, str]]] = {}
        for key, touched in self._changed.items():
            groups.setdefault(touched.tobytes(), []).append(key)
        for packed, keys in groups.items():
            touched = np.frombuffer(packed, dtype=bool)
            rows = None if touched.all() else np.flatnonzero(touched)
            columns = {
                table: {n: taken(getattr(self, t)[n], rows) for t, n in keys if t == table}
                for table in ("_parameters", "_initial")
            }
            yield rows, columns["_parameters"], columns["_initial"]

    def _after_reset(self) -> None:
        """State was reset: initial values set since then must be sent again."""
        if self._number is None:
            return
        for name in self._initial:
            self._changed[("_initial", name)] = np.ones(self.size, dtype=bool)
        simulator.state.touch(self)


class _InitialValues(dict):
    """Initial values of a view: read from its population, row by row."""

    def __init__(self, view: PopulationView) -> None:
        whole = view._whole
        super().__init__(
            (name, lazy_of(taken(column, view._rows), view.size))
            for name, column in whole._initial.items()
        )


class PopulationView(_Cells, common.PopulationView):
    """Some cells of a population."""

    __doc__ = common.PopulationView.__doc__
    _assembly_class = Assembly

    @property
    def _rows(self) -> np.ndarray:
        return self.index_in_grandparent(np.arange(self.size))

    @property
    def _whole(self) -> Population:
        return self.grandparent

    @property
    def initial_values(self) -> dict[str, LazyArray]:
        """Initial values of these cells."""
        return _InitialValues(self)


def members_of(cells: Any) -> Sequence[tuple[Population, np.ndarray]]:
    """Return the populations of a group of cells, and the rows of each."""
    if isinstance(cells, Assembly):
        return [part for group in cells.populations for part in members_of(group)]
    rows = cells._rows
    return [(cells._whole, np.arange(cells.size) if rows is None else rows)]
