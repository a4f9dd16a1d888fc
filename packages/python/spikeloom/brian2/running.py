# SPDX-License-Identifier: GPL-2.0-or-later
"""Exchange the arrays of a run with SpikeLoom's process."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from spikeloom.brian2.definition import RunDefinition, padded_bytes
from spikeloom.link import Link


class Running:
    """A run in SpikeLoom's process."""

    def __init__(self, link: Link, definition: RunDefinition) -> None:
        """Send the definition of a run and its arrays."""
        self._link = link
        self._definition = definition
        text, data = definition.message()
        link.call("brian2.begin", definition=text, data=data)

    def advance(self, finish_step: bool) -> int | None:
        """Run until an object of Python is due, and return its number; None at the end, or at that of the step."""
        stopped = self._link.call("brian2.advance", finish_step=finish_step)
        return stopped.object

    def bring_back(self) -> None:
        """Copy everything that the run has changed into Brian2's arrays."""
        read = self._link.call("brian2.read")
        layout = json.loads(read.layout)
        data = _Reader(read.data)
        definition = self._definition
        for number in layout["arrays"]:
            variable = definition.variables[number]
            array = variable.get_value()
            array[...] = data.take(array.dtype, array.size).reshape(array.shape)
        for (monitor, columns), lengths in zip(definition.records, layout["records"]):
            _extend(monitor, columns, [data.take(np.float64, length) for length in lengths])
        for pathway, count in zip(definition.queues, layout["queues"]):
            steps = data.take(np.int32, count)
            pathway.queue.set(steps, data.take(np.int32, count))
        words = data.take(np.uint32, 624)
        spare = layout["spare"]
        state = ("MT19937", words, layout["position"], int(spare is not None), spare or 0.0)
        np.random.set_state(state)

    def send(self) -> None:
        """Send all arrays of Brian2 that Python may have changed."""
        variables = self._definition.variables
        numbers = [k for k, one in enumerate(variables) if one is not None]
        data = b"".join(padded_bytes(np.asarray(variables[k].get_value())) for k in numbers)
        self._link.call("brian2.write", arrays=json.dumps(numbers), data=data)


class _Reader:
    """Reads arrays in order, each padded to a multiple of 8 bytes."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def take(self, dtype: Any, length: int) -> np.ndarray:
        """Return the next array."""
        dtype = np.dtype(dtype)
        array = np.frombuffer(self._data, dtype, length, self._at)
        self._at += array.nbytes + (-array.nbytes % 8)
        return array


def _extend(monitor: Any, columns: list[str], values: list[np.ndarray]) -> None:
    """Add rows to the arrays of a monitor."""
    variables = monitor.variables
    if not columns:
        variables["N"].get_value()[0] = variables["count"].get_value().sum()
        return
    rows = len(values[0])
    before = int(variables["N"].get_value()[0])
    monitor.resize(before + rows)
    variables["N"].get_value()[0] = before + rows
    for column, numbers in zip(columns, values):
        array = variables[column].get_value()
        array[before:] = numbers.reshape(array[before:].shape)


