# SPDX-License-Identifier: GPL-2.0-or-later
"""Create errors of features of Brian2 that are not supported."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from spikeloom.errors import SpikeLoomError
from spikeloom.memory import gigabytes


_LINE = re.compile(r"File '(?P<file>.*)', line (?P<line>\d+)")


def place_of(one: Any) -> str:
    """Return the name of an object of Brian2, and where the script creates it."""
    found = _LINE.search(getattr(one, "_creation_stack", ""))
    line = f" ({found['file']}, line {found['line']})" if found else ""
    return f"{getattr(one, 'name', 'temporary')}{line}"


def option_error(name: str, known: Iterable[str]) -> SpikeLoomError:
    """Report an unknown option of the device."""
    return SpikeLoomError(
        "SL_BRIAN2_OPTION",
        "The device has no such option.",
        place=f"set_device.{name}",
        expected="one of " + ", ".join(sorted(known)),
        next="Remove the option.",
    )


def project_error() -> SpikeLoomError:
    """Report a call of ``device.run``."""
    return SpikeLoomError(
        "SL_BRIAN2_PROJECT",
        "There is no compiled project that could be run again.",
        place="device.run",
        next="Set values between calls of run, for example in a loop with store and restore.",
    )


def method_error(one: Any) -> SpikeLoomError:
    """Report equations that the library GSL integrates."""
    return SpikeLoomError(
        "SL_BRIAN2_METHOD",
        "SpikeLoom does not contain the integrators of GSL.",
        place=place_of(getattr(one, "group", one)),
        expected="a method such as 'rk4' or 'exponential_euler'",
        got=repr(one.method_choice),
        next="Select another method, or run the script with Brian2's own device.",
    )


def template_error(one: Any, template: str) -> SpikeLoomError:
    """Report an object whose kind of code is not supported."""
    return SpikeLoomError(
        "SL_BRIAN2_OBJECT",
        "SpikeLoom does not run objects of this kind.",
        place=place_of(one),
        got=f"the template {template!r}",
        next="Run the script with Brian2's own device.",
    )


def size_error(one: Any, variable: str, expected: int, got: int) -> SpikeLoomError:
    """Report an array that Python resized during a run."""
    return SpikeLoomError(
        "SL_BRIAN2_SIZE",
        "The number of elements changed during a run.",
        place=f"{place_of(one)}.{variable}",
        expected=str(expected),
        got=str(got),
        next="Create synapses between two runs.",
    )


def type_error(one: Any, variable: str, dtype: str) -> SpikeLoomError:
    """Report a variable whose elements have another type."""
    return SpikeLoomError(
        "SL_BRIAN2_TYPE",
        f"The variable {variable!r} has a type that SpikeLoom does not store.",
        place=place_of(one),
        expected="float64, float32, int64, int32 or bool",
        got=dtype,
        next="Set the dtype of the variable.",
    )


def capture_error(one: Any, what: str) -> SpikeLoomError:
    """Report an object, or a change between two runs, that a network file cannot express."""
    return SpikeLoomError(
        "SL_BRIAN2_CAPTURE",
        "A network file cannot express a part of the script.",
        place=place_of(one),
        got=what,
        next="Remove it, or run the script without capture.",
    )


def other_file_error(path: Any) -> SpikeLoomError:
    """Report a file that a captured network must not replace."""
    return SpikeLoomError(
        "SL_OUTPUT_OTHER",
        "The file is not a network that could be replaced.",
        place=str(path),
        expected="a network file, or no file",
        next="Name another file.",
    )


def memory_error(one: Any, what: str, needed: int, most: int) -> SpikeLoomError:
    """Report a run that does not fit in memory."""
    return SpikeLoomError(
        "SL_BRIAN2_MEMORY",
        f"The {what} of the run do not fit in memory.",
        place=place_of(one),
        expected=f"at most {gigabytes(most)}",
        got=gigabytes(needed),
        next="Use fewer elements, or record fewer of them, or less often.",
    )


def located_error(fault: SpikeLoomError, objects: Iterable[Any]) -> SpikeLoomError:
    """Add the object of the script to an error of the network file that was made from it."""
    words = set(re.findall(r"[\w-]+", fault.place or ""))
    for one in objects:
        name = one.name
        if words & {name, name.lower().replace("_", "-")}:
            place = f"{place_of(one)}: {fault.place}"
            return SpikeLoomError(
                fault.code, fault.message, place=place, expected=fault.expected, got=fault.got, next=fault.next
            )
    return fault
