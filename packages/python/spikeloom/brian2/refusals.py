# SPDX-License-Identifier: GPL-2.0-or-later
"""Create errors of features of Brian2 that are not supported."""

from __future__ import annotations

from collections.abc import Iterable

from spikeloom.errors import SpikeLoomError


def option_error(name: str, known: Iterable[str]) -> SpikeLoomError:
    """Report an unknown option of the device."""
    return SpikeLoomError(
        "SL_BRIAN2_OPTION",
        "The device has no such option.",
        place=f"set_device.{name}",
        expected="one of " + ", ".join(sorted(known)),
        next="Remove the option.",
    )


def template_error(place: str, template: str) -> SpikeLoomError:
    """Report an object whose kind of code is not supported."""
    return SpikeLoomError(
        "SL_BRIAN2_OBJECT",
        "SpikeLoom does not run objects of this kind.",
        place=place,
        got=f"the template {template!r}",
        next="Run the script with Brian2's own device.",
    )


def size_error(place: str, expected: int, got: int) -> SpikeLoomError:
    """Report an array that Python resized during a run."""
    return SpikeLoomError(
        "SL_BRIAN2_SIZE",
        "The number of elements changed during a run.",
        place=place,
        expected=str(expected),
        got=str(got),
        next="Create synapses between two runs.",
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
