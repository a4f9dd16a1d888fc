# SPDX-License-Identifier: GPL-2.0-or-later
"""Describe signals by base arrays, offsets and strides."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from spikeloom.nengo.refusals import type_error


class Bases:
    """Base arrays of the signals of a model, numbered in the order in which they are first used."""

    def __init__(self) -> None:
        """Start without arrays."""
        self.signals: list[Any] = []
        self._numbers: dict[Any, int] = {}

    def number(self, signal: Any) -> int:
        """Return the number of the base of a signal."""
        base = signal.base
        known = self._numbers.get(base)
        if known is not None:
            return known
        if base.dtype not in (np.float64, np.int64):
            raise type_error(base.name, str(base.dtype))
        self._numbers[base] = len(self.signals)
        self.signals.append(base)
        return len(self.signals) - 1

    def definitions(self) -> list[dict[str, Any]]:
        """Describe all arrays."""
        return [{"name": one.name, "type": str(one.dtype), "length": one.size} for one in self.signals]

    def elements(self, signal: Any) -> Elements:
        """Describe a signal."""
        # Nengo computes some of these numbers with NumPy.
        shape, strides = (tuple(map(int, numbers)) for numbers in (signal.shape, signal.elemstrides))
        return Elements(self.number(signal), int(signal.elemoffset), shape, strides)


class Elements(NamedTuple):
    """Elements of a base array: strides by axis, counted in elements."""

    base: int
    offset: int
    shape: tuple[int, ...]
    strides: tuple[int, ...]

    def view(self) -> dict[str, Any]:
        """Return the part of a definition that states where the elements are."""
        return {"base": self.base, "offset": self.offset, "strides": list(self.strides)}

    def listed(self) -> dict[str, Any]:
        """Return the same with the shape."""
        return {**self.view(), "shape": list(self.shape)}

    def to(self, shape: tuple[int, ...]) -> Elements:
        """Repeat elements along axes of length 1, as NumPy does."""
        missing = len(shape) - len(self.shape)
        own = (1,) * missing + self.shape
        strides = (0,) * missing + self.strides
        repeated = tuple(0 if n == 1 and wanted != 1 else s for n, s, wanted in zip(own, strides, shape))
        return Elements(self.base, self.offset, shape, repeated)

    def numbers(self) -> np.ndarray:
        """Return the index of each element within the base."""
        index = np.array(self.offset)
        for length, stride in zip(self.shape, self.strides):
            index = np.add.outer(index, np.arange(length) * stride)
        return index


def together(*all_elements: Elements) -> tuple[tuple[int, ...], list[Elements]]:
    """Join axes that are contiguous in all views, which must have one shape."""
    shape = all_elements[0].shape
    kept: list[tuple[int, list[int]]] = []
    for axis, length in enumerate(shape):
        strides = [one.strides[axis] for one in all_elements]
        if length == 1:
            continue
        if kept and all(before == length * stride for before, stride in zip(kept[-1][1], strides)):
            kept[-1] = (kept[-1][0] * length, strides)
        else:
            kept.append((length, strides))
    joined = tuple(length for length, _ in kept)
    views = [
        Elements(one.base, one.offset, joined, tuple(strides[k] for _, strides in kept))
        for k, one in enumerate(all_elements)
    ]
    return joined, views
