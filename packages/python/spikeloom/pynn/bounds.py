# SPDX-License-Identifier: GPL-2.0-or-later
"""Refuse values that the model of a cell does not accept, when they are set."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from pyNN.errors import InvalidParameterValueError

from .columns import Column, lists_of


def check_bounds(celltype: str, name: str, column: Column) -> None:
    """Check values of one parameter against the model's bounds; other types are checked later."""
    bounds = _table().get(celltype, {}).get(name.rsplit(".", 1)[-1])
    if bounds is None:
        return
    lists = lists_of(column)
    values = np.atleast_1d(np.asarray(column if lists is None else lists[0], dtype=np.float64))
    low, high = bounds.get("min", -np.inf), bounds.get("max", np.inf)
    exclusive = bounds.get("exclusive", False)
    inside = (values > low) & (values < high) if exclusive else (values >= low) & (values <= high)
    # Values that are not numbers are reported when they are sent.
    outside = np.flatnonzero(~inside & ~np.isnan(values))
    if len(outside) == 0:
        return
    first = int(outside[0])
    which = f" for number {first}" if len(values) > 1 else ""
    raise InvalidParameterValueError(
        f"{name} of {celltype}: the value is outside the bounds of the model. "
        f"Expected {_shown(bounds)}, got {values[first]:g}{which}."
    )


def _shown(bounds: dict[str, Any]) -> str:
    exclusive = bounds.get("exclusive", False)
    words = {"min": "above" if exclusive else "at least", "max": "below" if exclusive else "at most"}
    return ", ".join(f"{words[end]} {bounds[end]:g}" for end in ("min", "max") if end in bounds)


@cache
def _table() -> dict[str, dict[str, dict[str, Any]]]:
    return json.loads(files(__package__).joinpath("bounds.json").read_text("utf8"))
