# SPDX-License-Identifier: GPL-2.0-or-later
"""Write attributes of connections as matrices of pre times post cells."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

Merge = Callable[[np.ndarray, np.ndarray, np.ndarray], None]


def _sum(flat: np.ndarray, places: np.ndarray, values: np.ndarray) -> None:
    flat[places] = 0.0
    np.add.at(flat, places, values)


def _least(flat: np.ndarray, places: np.ndarray, values: np.ndarray) -> None:
    flat[places] = np.inf
    np.minimum.at(flat, places, values)


def _greatest(flat: np.ndarray, places: np.ndarray, values: np.ndarray) -> None:
    flat[places] = -np.inf
    np.maximum.at(flat, places, values)


def _first(flat: np.ndarray, places: np.ndarray, values: np.ndarray) -> None:
    unique, at = np.unique(places, return_index=True)
    flat[unique] = values[at]


def _last(flat: np.ndarray, places: np.ndarray, values: np.ndarray) -> None:
    _first(flat, places[::-1], values[::-1])


MERGES: dict[str, Merge] = {
    "sum": _sum,
    "min": _least,
    "max": _greatest,
    "first": _first,
    "last": _last,
}
"""Reductions of several connections of a pair, by PyNN's names."""


def matrix_of(
    shape: tuple[int, int],
    sources: np.ndarray,
    targets: np.ndarray,
    values: np.ndarray,
    merge: Merge,
) -> np.ndarray:
    """Arrange values by pair; NaN if there is no connection."""
    flat = np.full(shape[0] * shape[1], np.nan)
    merge(flat, sources.astype(np.int64) * shape[1] + targets, values)
    return flat.reshape(shape)
