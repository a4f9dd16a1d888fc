# SPDX-License-Identifier: GPL-2.0-or-later
"""The generator that represents the simulator's own."""

from __future__ import annotations

from typing import Any

import numpy as np
from pyNN import random


class NativeRNG(random.NativeRNG):
    """Draw where the simulator may choose the generator.

    Connections and parameters are drawn on this side of the link, by NumPy.
    """

    parallel_safe = True

    def __init__(self, seed: int | None = None) -> None:
        super().__init__(seed)
        self._generator = random.NumpyRNG(seed)

    def next(
        self,
        n: int | None = None,
        distribution: str | None = None,
        parameters: dict[str, Any] | None = None,
        mask: np.ndarray | None = None,
    ) -> Any:
        """Draw `n` numbers from a distribution."""
        return self._generator.next(n, distribution, parameters, mask)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self._generator, name)
