# SPDX-License-Identifier: GPL-2.0-or-later
"""Create errors of features of Brian2 that are not supported."""

from __future__ import annotations

from spikeloom.errors import SpikeLoomError


def template_error(place: str, template: str) -> SpikeLoomError:
    """Report an object whose kind of code is not supported."""
    return SpikeLoomError(
        "SL_BRIAN2_OBJECT",
        "SpikeLoom does not run objects of this kind.",
        place=place,
        got=f"the template {template!r}",
        next="Run the script with Brian2's own device.",
    )


def type_error(place: str, variable: str, dtype: str) -> SpikeLoomError:
    """Report a variable whose elements have another type."""
    return SpikeLoomError(
        "SL_BRIAN2_TYPE",
        f"The variable {variable!r} has a type that SpikeLoom does not store.",
        place=place,
        expected="float64, float32, int64, int32 or bool",
        got=dtype,
        next="Set the dtype of the variable.",
    )
