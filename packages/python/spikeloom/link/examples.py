# SPDX-License-Identifier: GPL-2.0-or-later
"""Describe the type of a call's field, with an example."""

from __future__ import annotations

from difflib import get_close_matches
from numbers import Real
from typing import Any

from spikeloom.errors import SpikeLoomError
from spikeloom.link.errors import one_of, value_error

# Texts other than user-defined names.
_TEXTS = {
    "dt": "0.1 ms",
    "duration": "10 ms",
    "backend": "clock",
    "precision": "f64",
    "tier": "compact",
    "convention": "nest",
    "on_divergence": "warn",
    "population": "E",
    "projection": "E->I",
    "variable": "v",
    "unit": "mV",
}
_TIMES = ("dt", "duration")


def scalar_error(place: str, field: Any, got: object) -> SpikeLoomError:
    """Describe the type of a field with a single value or a list."""
    expected, example = _taken(field, got)
    return value_error(place, expected, got, f"Write {field.name}={example}.")


def field_error(place: str, known: Any, got: str) -> SpikeLoomError:
    """Report an unknown field of a call."""
    near = get_close_matches(got, known, 1)
    following = f"Write {near[0]} for {got}." if near else f"Remove {got}, or use one of these."
    return value_error(place, one_of(known), got, following)


def mapping_error(place: str, message: Any, got: object) -> SpikeLoomError:
    """Report a field that needs a mapping."""
    first = message.DESCRIPTOR.fields[0]
    inner = {} if first.message_type is not None else _taken(first, None)[1]
    example = f'{{"{first.name}": {inner or "{...}"}}}'
    expected = f"a mapping with {one_of(message.DESCRIPTOR.fields_by_name)}"
    return value_error(place, expected, got, f"Write {example}.")


def _taken(field: Any, got: object) -> tuple[str, str]:
    """Describe the type of a field, with an example in Python."""
    whole = {field.CPPTYPE_UINT32: 32, field.CPPTYPE_UINT64: 64}
    if field.cpp_type in whole:
        return f"an integer from 0 to {2 ** whole[field.cpp_type] - 1}", "1"
    if field.cpp_type == field.CPPTYPE_BOOL:
        return "True or False", "True"
    if field.cpp_type != field.CPPTYPE_STRING:
        return "a number", "1.0"
    text = _TEXTS.get(field.name, f"some {field.name}")
    if field.name in _TIMES:
        number = isinstance(got, Real) and not isinstance(got, bool)
        return "a time with its unit", f'"{got} ms"' if number else f'"{text}"'
    return "text", f'"{text}"'
