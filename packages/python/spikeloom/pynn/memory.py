# SPDX-License-Identifier: GPL-2.0-or-later
"""Refuse populations that this machine has no memory for, before Python is ended for it."""

from __future__ import annotations

import os
import sys
from math import prod
from typing import Any

import numpy as np

from spikeloom.errors import SpikeLoomError

# What PyNN's identifier of a cell takes, with its dictionary and its place in the array; measured.
_BYTES = 330
# The share of the memory that identifiers may take: the simulation needs some, too.
_SHARE = 0.8
# Where a container tells its limit, in either version of Linux's control groups.
_LIMITS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")


def check_size(size: Any, label: str | None) -> None:
    """Refuse a population of no cells, and one of more cells than there is memory for."""
    if not _is_size(size):
        # PyNN says what is wrong with it.
        return
    sizes = size if isinstance(size, tuple) else (size,)
    place = label or "Population"
    if len(sizes) == 0 or any(number < 1 for number in sizes):
        raise SpikeLoomError(
            "SL_PYNN_SELECTION",
            "A population has cells.",
            place=place,
            expected="a size of 1 or more",
            got=str(size),
            next="Leave the population out where it would be empty.",
        )
    needed = prod(int(number) for number in sizes) * _BYTES
    free = available()
    if free is not None and needed > _SHARE * free:
        raise SpikeLoomError(
            "SL_PYNN_MEMORY",
            "PyNN keeps an object for each cell, and there is no memory for so many.",
            place=place,
            expected=f"at most {int(_SHARE * free / _BYTES)} cells: {_SHARE:.0%} of the "
            f"{_gigabytes(free)} available",
            got=f"{prod(sizes)} cells, which take about {_gigabytes(needed)}",
            next="Take fewer cells, or describe the network in TypeScript, which needs no such objects.",
        )


def _is_size(size: Any) -> bool:
    whole = (int, np.integer)
    if isinstance(size, tuple):
        return all(isinstance(number, whole) for number in size)
    return isinstance(size, whole)


def available() -> int | None:
    """Tell how many bytes of memory are available; None where the system does not tell."""
    told = [bytes_free for bytes_free in (_of_machine(), _of_container()) if bytes_free is not None]
    return min(told, default=None)


def _of_machine() -> int | None:
    """Read what the machine has left; all that it has where only that is told."""
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
    """Read the limit of a container; what it uses counts files that can be dropped, and tells little."""
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
