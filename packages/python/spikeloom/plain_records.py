# SPDX-License-Identifier: GPL-2.0-or-later
"""Convert records with numpy arrays to the form of a network file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from spikeloom.link.errors import value_error
from spikeloom.units import record_of_pair


def plain_record(part: Any, place: str) -> Any:
    """Convert numpy arrays and numbers in a record to lists and numbers, and ``(x, "nA")`` to an array with a unit.

    Raises an error with the place of a value that a network file cannot contain.
    """
    part = record_of_pair(part)
    if isinstance(part, Mapping):
        return {key: plain_record(one, f"{place}.{key}") for key, one in part.items()}
    if isinstance(part, (np.ndarray, np.generic)):
        part = part.tolist()
    if isinstance(part, (list, tuple)):
        return [plain_record(one, f"{place}[{k}]") for k, one in enumerate(part)]
    if part is None or isinstance(part, (str, int, float)):
        return part
    following = "Write [1, 2] for a list, or an array for numbers."
    raise value_error(place, "a value that a network file can contain", part, following)
