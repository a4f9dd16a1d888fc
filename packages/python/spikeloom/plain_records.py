# SPDX-License-Identifier: GPL-2.0-or-later
"""Write records with numpy arrays as a network file holds them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from spikeloom.link.errors import value_error


def plain_record(part: Any, place: str) -> Any:
    """Turn arrays and numbers of numpy within a record into lists and numbers.

    Refuses with a place what a network file cannot hold.
    """
    if isinstance(part, Mapping):
        return {key: plain_record(one, f"{place}.{key}") for key, one in part.items()}
    if isinstance(part, (np.ndarray, np.generic)):
        part = part.tolist()
    if isinstance(part, (list, tuple)):
        return [plain_record(one, f"{place}[{k}]") for k, one in enumerate(part)]
    if part is None or isinstance(part, (str, int, float)):
        return part
    following = "Write [1, 2] for a list, or an array for numbers."
    raise value_error(place, "what a network file can hold", part, following)
