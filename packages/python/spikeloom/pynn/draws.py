# SPDX-License-Identifier: GPL-2.0-or-later
"""Evaluate attributes of many connections at once, with the same draws as PyNN's single ones.

PyNN evaluates each attribute once per postsynaptic cell. NumPy's legacy generator, which PyNN uses, gives the
same numbers whether they are requested in one piece or in many, except if values outside bounds are redrawn
after each piece.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from pyNN.parameters import LazyArray
from pyNN.random import NumpyRNG, RandomDistribution

_REDRAWN = ("normal_clipped",)


def draws_in_pieces_are_alike(lazy: LazyArray) -> bool:
    """Return whether a lazy array is random, with draws independent of how they are divided."""
    value = lazy.base_value
    return (
        isinstance(value, RandomDistribution)
        and type(value.rng) is NumpyRNG
        and value.name not in _REDRAWN
        and all(arg is None or np.isscalar(arg) for _, arg in lazy.operations)
    )


def attribute_of(lazy: LazyArray, sources: np.ndarray, counts: np.ndarray) -> Any:
    """Evaluate an attribute for connections ordered by target; `counts` is the number for each."""
    if lazy.is_homogeneous:
        return lazy.evaluate(simplify=True)
    if draws_in_pieces_are_alike(lazy):
        return lazy._apply_operations(lazy.base_value.next(len(sources)))
    if isinstance(lazy.base_value, np.ndarray) and not lazy.operations:
        return lazy.base_value[sources, np.repeat(np.arange(len(counts)), counts)]
    # Functions of indices may subtract them.
    signed = sources.astype(np.int64)
    values = np.empty(len(sources))
    end = 0
    for target, count in enumerate(counts.tolist()):
        if count > 0:
            start, end = end, end + count
            values[start:end] = lazy[signed[start:end], target]
    return values
