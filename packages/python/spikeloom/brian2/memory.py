# SPDX-License-Identifier: GPL-2.0-or-later
"""Refuse runs too large for memory, before arrays are copied."""

from __future__ import annotations

from typing import Any

from brian2.monitors import StateMonitor

from spikeloom.brian2.definition import RunDefinition
from spikeloom.brian2.refusals import memory_error
from spikeloom.memory import available

#: Bytes that the addresses of a run reach; codes of `timed` arrays and lists are small beside the arrays.
_ADDRESSED = 2**32 - 2**16

#: Copies of a recorded value at the end of a run: a list that doubles, its message, and the array in Python.
_COPIES = 4


def check_memory(definition: RunDefinition) -> None:
    """Refuse arrays that SpikeLoom cannot address, and records that do not fit in memory."""
    sizes = definition.array_bytes()
    total = sum(count for _, count in sizes)
    if total > _ADDRESSED:
        owner, count = max(sizes, key=lambda one: one[1])
        raise memory_error(owner, "arrays", total, _ADDRESSED)
    records = [(one, recorded_bytes(one)) for one in definition.objects if isinstance(one, StateMonitor)]
    needed = _COPIES * sum(count for _, count in records) + 2 * total
    free = available()
    if free is not None and needed > free:
        largest = max([*sizes, *records], key=lambda one: one[1])
        raise memory_error(largest[0], "arrays and recorded values", needed, free)


def recorded_bytes(monitor: Any) -> int:
    """Return the size of what a monitor records in the coming run."""
    clock = monitor.clock
    steps = int(clock._i_end) - int(clock.variables["timestep"].get_value()[0])
    columns = 1 + len(monitor.record_variables) * len(monitor.variables["_indices"].get_value())
    return 8 * steps * columns
