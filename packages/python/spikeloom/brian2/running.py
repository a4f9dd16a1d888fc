# SPDX-License-Identifier: GPL-2.0-or-later
"""Exchange the arrays of a run with SpikeLoom's process."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from spikeloom.brian2.definition import RunDefinition, padded_bytes, random_state
from spikeloom.brian2.refusals import size_error
from spikeloom.link import Link
from spikeloom.link.replies import CodeArrays, Stopped


class Running:
    """A run in SpikeLoom's process."""

    def __init__(self, link: Link, definition: RunDefinition) -> None:
        """Send the definition of a run and its arrays."""
        self._link = link
        self._definition = definition
        self._is_ours = False
        text, data = definition.message()
        link.call("brian2.begin", definition=text, data=data)

    def advance(self, milliseconds: float, *, finish_step: bool = False) -> Stopped:
        """Run until an object of Python is due, which then sees all arrays, or for a time."""
        fields: dict[str, Any] = {"milliseconds": milliseconds, "finish_step": finish_step}
        if self._is_ours:
            variables = self._definition.variables
            numbers = [k for k, one in enumerate(variables) if one is not None]
            words, state = random_state()
            fields["arrays"] = json.dumps({"arrays": numbers, **state})
            fields["data"] = b"".join([*map(self._bytes_of, numbers), padded_bytes(words)])
        stopped = self._link.call("brian2.advance", **fields)
        # Python may change any array before the run goes on.
        self._is_ours = stopped.object is not None
        if self._is_ours:
            self._store(stopped.arrays)
        return stopped

    def _bytes_of(self, number: int) -> bytes:
        variable = self._definition.variables[number]
        array = np.asarray(variable.get_value())
        if array.size != self._definition.length(number):
            raise size_error(variable.owner, variable.name, self._definition.length(number), array.size)
        return padded_bytes(array)

    def bring_back(self) -> None:
        """Copy everything that the run has changed into Brian2's arrays."""
        self._store(self._link.call("brian2.read"))

    def _store(self, read: CodeArrays) -> None:
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
        if definition.profile is not None:
            for k, seconds in enumerate(layout["seconds"]):
                definition.profile[k] += seconds
        words = data.take(np.uint32, 624)
        spare = layout["spare"]
        state = ("MT19937", words, layout["position"], int(spare is not None), spare or 0.0)
        np.random.set_state(state)


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


