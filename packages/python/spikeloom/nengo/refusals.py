# SPDX-License-Identifier: GPL-2.0-or-later
"""Create errors of features of Nengo that are not supported."""

from __future__ import annotations

from spikeloom.errors import SpikeLoomError


def type_error(signal: str, dtype: str) -> SpikeLoomError:
    """Report a signal whose elements have another type."""
    return SpikeLoomError(
        "SL_NENGO_TYPE",
        "SpikeLoom computes models of Nengo in 64 bits only.",
        place=signal,
        expected="float64 or int64",
        got=dtype,
        next="Set nengo.rc's option precision.bits to 64.",
    )
