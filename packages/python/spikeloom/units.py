# SPDX-License-Identifier: GPL-2.0-or-later
"""Read numbers with a unit in all forms allowed in Python."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np


def split_unit(value: Any) -> tuple[Any, str] | None:
    """Split ``{"values": x, "unit": "nA"}`` or ``(x, "nA")`` into numbers and unit; ``None`` for other values."""
    if isinstance(value, Mapping):
        if value.keys() != {"values", "unit"}:
            return None
        pair = (value["values"], value["unit"])
    elif isinstance(value, tuple) and len(value) == 2:
        pair = tuple(value)
    else:
        return None
    numbers, unit = pair
    is_text = isinstance(numbers, (str, Mapping)) or not isinstance(unit, str)
    return None if is_text else (numbers, unit)


def record_of_pair(part: Any) -> Any:
    """Replace ``(x, "nA")`` with its form in a network file; return any other value unchanged."""
    pair = split_unit(part) if isinstance(part, tuple) else None
    if pair is None:
        return part
    numbers, unit = pair
    return f"{numbers} {unit}" if is_scalar(numbers) else {"values": numbers, "unit": unit}


def is_scalar(value: Any) -> bool:
    """Check whether a value is a single number rather than a list or an array."""
    return not isinstance(value, (list, tuple)) and np.ndim(value) == 0
