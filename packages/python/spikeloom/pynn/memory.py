# SPDX-License-Identifier: GPL-2.0-or-later
"""Refuse populations too large for memory, before the system kills Python."""

from __future__ import annotations

import os
import sys
from math import prod
from typing import Any

import numpy as np

from spikeloom.errors import SpikeLoomError

# Size of PyNN's cell identifier, with its dictionary and array element; measured.
_BYTES = 330
# Fraction of the memory available to identifiers: the simulation needs some, too.
_SHARE = 0.8
# Memory limit of a container, in both versions of Linux control groups.
_LIMITS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")


def check_size(size: Any, label: str | None) -> None:
    """Refuse an empty population, and one too large for memory."""
    if not _is_size(size):
        # PyNN reports the error.
        return
    sizes = size if isinstance(size, tuple) else (size,)
    place = label or "Population"
    if len(sizes) == 0 or any(number < 1 for number in sizes):
        raise SpikeLoomError(
            "SL_PYNN_SELECTION",
            "A population must have cells.",
            place=place,
            expected="a size of at least 1",
            got=str(size),
            next="Omit the population if it would be empty.",
        )
    needed = prod(int(number) for number in sizes) * _BYTES
    free = available()
    if free is not None and needed > _SHARE * free:
        raise SpikeLoomError(
            "SL_PYNN_MEMORY",
            "PyNN creates an object for each cell, and there is not enough memory for so many.",
            place=place,
            expected=f"at most {int(_SHARE * free / _BYTES)} cells: {_SHARE:.0%} of the "
            f"{_gigabytes(free)} available",
            got=f"{prod(sizes)} cells, which need about {_gigabytes(needed)}",
            next="Use fewer cells, or describe the network in TypeScript, which needs no such objects.",
        )


def _is_size(size: Any) -> bool:
    whole = (int, np.integer)
    if isinstance(size, tuple):
        return all(isinstance(number, whole) for number in size)
    return isinstance(size, whole)


def available() -> int | None:
    """Return the available memory in bytes; None if the system does not report it."""
    reported = [bytes_free for bytes_free in (_of_machine(), _of_container()) if bytes_free is not None]
    return min(reported, default=None)


def _of_machine() -> int | None:
    """Read the free memory of the machine, or the total if only that is reported."""
    try:
        with open("/proc/meminfo", encoding="ascii") as lines:
            for line in lines:
                if line.startswith("MemAvailable:"):
                    return int(line.split()[1]) * 1024
    except OSError:
        pass
    if sys.platform == "win32":
        return _of_windows()
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return None


def _of_container() -> int | None:
    """Read the limit of a container; its usage includes droppable file caches and is not meaningful."""
    for limit in _LIMITS:
        try:
            with open(limit, encoding="ascii") as file:
                return int(file.read())
        except (OSError, ValueError):
            # There is no container, or no limit: "max".
            continue
    return None


def _of_windows() -> int | None:
    import ctypes

    class Status(ctypes.Structure):
        _fields_ = (
            ("length", ctypes.c_uint32),
            ("load", ctypes.c_uint32),
            *((name, ctypes.c_uint64) for name in ("total", "free", "3", "4", "5", "6", "7")),
        )

    status = Status()
    status.length = ctypes.sizeof(status)
    found = ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status))
    return int(status.free) if found else None


def _gigabytes(count: float) -> str:
    return f"{count / 1e9:.1f} GB"
