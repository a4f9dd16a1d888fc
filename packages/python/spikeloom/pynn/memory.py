# SPDX-License-Identifier: GPL-2.0-or-later
"""Refuse populations too large for memory, before the system kills Python."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np

from spikeloom.errors import SpikeLoomError
from spikeloom.memory import available, gigabytes

# Size of PyNN's cell identifier, with its dictionary and array element; measured.
_BYTES = 330
# Fraction of the memory available to identifiers: the simulation needs some, too.
_SHARE = 0.8

def check_size(size: Any, label: str | None) -> None:
    """Refuse an empty population, and one too large for memory."""
    if not _is_size(size):
        # PyNN reports the error.
        return
    sizes = size if isinstance(size, tuple) else (size,)
    place = label or "Population"
    if len(sizes) == 0 or any(number < 1 for number in sizes):
        raise SpikeLoomError(
            "SL_PYNN_SELECTION",
            "A population must have cells.",
            place=place,
            expected="a size of at least 1",
            got=str(size),
            next="Omit the population if it would be empty.",
        )
    needed = prod(int(number) for number in sizes) * _BYTES
    free = available()
    if free is not None and needed > _SHARE * free:
        raise SpikeLoomError(
            "SL_PYNN_MEMORY",
            "PyNN creates an object for each cell, and there is not enough memory for so many.",
            place=place,
            expected=f"at most {int(_SHARE * free / _BYTES)} cells: {_SHARE:.0%} of the "
            f"{gigabytes(free)} available",
            got=f"{prod(sizes)} cells, which need about {gigabytes(needed)}",
            next="Use fewer cells, or describe the network in TypeScript, which needs no such objects.",
        )


def _is_size(size: Any) -> bool:
    whole = (int, np.integer)
    if isinstance(size, tuple):
        return all(isinstance(number, whole) for number in size)
    return isinstance(size, whole)
