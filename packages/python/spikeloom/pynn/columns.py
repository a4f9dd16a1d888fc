# SPDX-License-Identifier: GPL-2.0-or-later
"""Convert PyNN's parameter spaces to columns: one number for all, or one per neuron."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Union

import numpy as np
from pyNN.errors import InvalidParameterValueError
from pyNN.parameters import ArrayParameter, LazyArray, ParameterSpace, simplify

Column = Union[float, np.ndarray, ArrayParameter]
"""One value for all, or an array of values; values are numbers or lists of numbers."""


def flat_items(space: ParameterSpace, prefix: str = "") -> Iterator[tuple[str, LazyArray]]:
    """Iterate over all parameters of a space, those of its parts as `part.name`."""
    for name, value in space.items():
        if isinstance(value, ParameterSpace):
            yield from flat_items(value, f"{prefix}{name}.")
        else:
            yield prefix + name, value


def column_of(lazy: LazyArray, size: int) -> Column:
    """Evaluate a lazy array of `size` values."""
    lazy.shape = (size,)
    value = lazy.evaluate(simplify=True)
    if isinstance(value, ArrayParameter):
        return value
    array = np.asarray(value)
    if array.ndim == 0:
        item = array.item()
        return item if isinstance(item, ArrayParameter) else float(item)
    return array.copy() if array.dtype == object else array.astype(np.float64)


def columns_of(space: ParameterSpace, size: int) -> dict[str, Column]:
    """Evaluate all parameters of a space for `size` neurons; locations in a morphology are ignored."""
    columns = {}
    for name, lazy in flat_items(space):
        if name.rsplit(".", 1)[-1] == "locations":
            continue
        columns[name] = column_of(lazy, size)
        if name == "spike_times":
            _check_ascending(columns[name])
    return columns


def _check_ascending(column: Column) -> None:
    for item in column if isinstance(column, np.ndarray) else [column]:
        if np.any(np.diff(np.asarray(item.value)) < 0):
            raise InvalidParameterValueError(
                f"Spike times must be in ascending order, got {item.value}."
            )


def spread(column: Column, size: int) -> np.ndarray:
    """Expand a column to one entry per neuron."""
    if isinstance(column, np.ndarray):
        return column
    if isinstance(column, ArrayParameter):
        array = np.empty(size, dtype=object)
        array.fill(column)
        return array
    return np.full(size, column, dtype=np.float64)


def taken(column: Column, indices: np.ndarray | None) -> Column:
    """Take the entries of some neurons; of all if `indices` is None."""
    if indices is None or not isinstance(column, np.ndarray):
        return column
    return column[indices]


def lazy_of(column: Column, size: int) -> LazyArray:
    """Return a column in the form that PyNN expects: a copy that callers may modify."""
    value: Any = column.copy() if isinstance(column, np.ndarray) else column
    if isinstance(value, np.ndarray) and len(value):
        value = simplify(value)
    dtype = type(value) if isinstance(value, ArrayParameter) else None
    return LazyArray(value, shape=(size,), dtype=dtype)


def lists_of(column: Column) -> tuple[np.ndarray, np.ndarray] | None:
    """Concatenate lists into values and offsets; None if the column contains numbers."""
    if isinstance(column, ArrayParameter):
        lists = [np.asarray(column.value, dtype=np.float64)]
    elif isinstance(column, np.ndarray) and column.dtype == object:
        lists = [np.asarray(getattr(item, "value", item), dtype=np.float64) for item in column]
    else:
        return None
    offsets = np.zeros(len(lists) + 1, dtype=np.uint32)
    np.cumsum([len(item) for item in lists], out=offsets[1:])
    return np.concatenate(lists) if lists else np.empty(0), offsets
