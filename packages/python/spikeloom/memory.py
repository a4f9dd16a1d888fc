# SPDX-License-Identifier: GPL-2.0-or-later
"""Read how much memory is available."""

from __future__ import annotations

import os
import sys

# Memory limit of a container, in both versions of Linux control groups.
_LIMITS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")


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


def gigabytes(count: float) -> str:
    """Write a number of bytes."""
    return f"{count / 1e9:.1f} GB"
