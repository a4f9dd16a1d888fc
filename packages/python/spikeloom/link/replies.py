# SPDX-License-Identifier: GPL-2.0-or-later
"""Convert replies to values: numbers in arrays owned by the caller."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from spikeloom.errors import SpikeLoomError
from spikeloom.link.arrays import Arrays
from spikeloom.link.errors import reply_error


class Spikes(NamedTuple):
    """Spikes in order of time: index within the population, and time in ms."""

    neurons: np.ndarray
    times: np.ndarray


class Signal(NamedTuple):
    """Samples: neurons, first time and interval in ms, and rows with one value per neuron."""

    neurons: np.ndarray
    start: float
    interval: float
    values: np.ndarray


class Progress(NamedTuple):
    """Progress of a call: its simulated time in ms, or synapses while a network is prepared."""

    time: float | None = None
    left: float | None = None
    phase: str | None = None
    synapses: float = 0.0
    expected: float = 0.0


class Reached(NamedTuple):
    """Time in ms that a run reached, whether it was interrupted, its warnings, and why it failed."""

    time: float
    interrupted: bool
    warnings: tuple[str, ...] = ()
    failure: SpikeLoomError | None = None


class Values(NamedTuple):
    """Numbers with a unit."""

    values: np.ndarray
    unit: str


class Synapses(NamedTuple):
    """Synapses in ascending order of source, then target, delay and creation; delays in ms."""

    sources: np.ndarray
    targets: np.ndarray
    delays: np.ndarray
    values: np.ndarray
    unit: str


class Samples(NamedTuple):
    """Samples of a variable: rows with one value per neuron, at times in ms."""

    population: str
    variable: str
    unit: str
    neurons: np.ndarray
    times: np.ndarray
    values: np.ndarray


class Chunk(NamedTuple):
    """Data recorded since the previous chunk, up to a time in ms: spikes by population."""

    time: float
    spikes: dict[str, Spikes]
    samples: list[Samples]


class Recording(NamedTuple):
    """Data of a recorder: spikes of its neurons if it records them, samples by variable."""

    population: str
    neurons: np.ndarray
    spikes: Spikes | None
    samples: dict[str, Samples]


class Snapshots(NamedTuple):
    """Values of synapses in rows, at times in ms."""

    unit: str
    times: np.ndarray
    values: np.ndarray


class SynapseSet(NamedTuple):
    """A set of synapses that did not change during a period, with its start in ms, and their values by variable."""

    since: float
    sources: np.ndarray
    targets: np.ndarray
    delays: np.ndarray
    snapshots: dict[str, Snapshots]


class Summary(NamedTuple):
    """State of a simulation: time in ms, counts, and a hash of all its spikes."""

    time: float
    step: int
    spike_hash: str
    spike_counts: dict[str, int]
    neurons: int
    synapses: int
    bytes: int
    notes: list[str]
    warnings: list[str]


class Loaded(NamedTuple):
    """Structure of a network: sizes of populations, names of projections, duration."""

    populations: dict[str, int]
    projections: list[str]
    duration: str | None


class Prepared(NamedTuple):
    """A prepared simulation: its step and time in ms, completed steps, warnings."""

    dt: float
    time: float
    step: int
    warnings: tuple[str, ...]


class Copy(NamedTuple):
    """What distinguishes a copy of a batch: values of parameters by path."""

    index: int
    seed: int
    trial: int
    parameters: dict[str, Any]


class Result(NamedTuple):
    """Result of a run: its copy, state at the end, recorded data, and whether it was interrupted."""

    copy: Copy
    summary: Summary
    recordings: list[Recording]
    synapse_recordings: list[tuple[str, list[SynapseSet]]]
    interrupted: bool


class CodeArrays(NamedTuple):
    """Arrays of a run of code objects: their layout as JSON, and their bytes."""

    layout: str
    data: bytes


class Stopped(NamedTuple):
    """State of a run of code objects: an object to run with the arrays so far, whether it goes on, and its time in s."""

    object: int | None
    arrays: CodeArrays
    more: bool
    time: float


class OperatorsStopped(NamedTuple):
    """State of a run of operators: an operator to run, completed steps, numbers of rows of probes as JSON, and bytes."""

    operator: int | None
    steps: int
    rows: str
    data: memoryview


def value_of(reply: Any, arrays: Arrays) -> Any:
    """Read a reply; numbers are in arrays owned by the caller."""
    kind = reply.WhichOneof("result")
    read = _READERS.get(kind)
    if read is None:
        raise reply_error(f"a reply of kind {kind}")
    return read(getattr(reply, kind), arrays)


def failure_of(failure: Any) -> SpikeLoomError:
    """Create the exception of a failure."""
    return SpikeLoomError(
        failure.code,
        failure.message,
        place=failure.place or None,
        expected=failure.expected or None,
        got=failure.got or None,
        next=failure.next or None,
        others=[failure_of(other) for other in failure.others],
    )


def progress_of(progress: Any) -> Progress:
    """Read the progress of a call."""
    if progress.WhichOneof("of") == "preparing":
        of = progress.preparing
        return Progress(phase=of.phase, synapses=of.synapses, expected=of.expected)
    of = progress.running
    return Progress(time=of.time, left=of.left if of.HasField("left") else None)


def _signal(signal: Any, arrays: Arrays) -> Signal:
    neurons = arrays.read(signal.neurons)
    values = arrays.read(signal.values)
    rows = values.reshape(-1, len(neurons)) if len(neurons) else values.reshape(0, 0)
    return Signal(neurons, signal.start, signal.interval, rows)


def _spikes(spikes: Any, arrays: Arrays) -> Spikes:
    return Spikes(arrays.read(spikes.neurons), arrays.read(spikes.times))


def _synapses(synapses: Any, arrays: Arrays) -> Synapses:
    return Synapses(*_ends(synapses, arrays), arrays.read(synapses.values), synapses.unit)


def _ends(of: Any, arrays: Arrays) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return arrays.read(of.sources), arrays.read(of.targets), arrays.read(of.delays)


def _samples(samples: Any, arrays: Arrays) -> Samples:
    neurons, times = arrays.read(samples.neurons), arrays.read(samples.times)
    rows = arrays.read(samples.values).reshape(len(times), len(neurons))
    names = (samples.population, samples.variable, samples.unit)
    return Samples(*names, neurons, times, rows)


def _chunk(chunk: Any, arrays: Arrays) -> Chunk:
    spikes = {one.population: _spikes(one.spikes, arrays) for one in chunk.spikes}
    return Chunk(chunk.time, spikes, [_samples(one, arrays) for one in chunk.samples])


def _recording(one: Any, arrays: Arrays) -> Recording:
    spikes = _spikes(one.spikes, arrays) if one.HasField("spikes") else None
    samples = {each.variable: _samples(each, arrays) for each in one.samples}
    return Recording(one.population, arrays.read(one.neurons), spikes, samples)


def _synapse_set(one: Any, arrays: Arrays) -> SynapseSet:
    ends = _ends(one, arrays)
    count = len(ends[0])
    snapshots = {}
    for each in one.snapshots:
        times = arrays.read(each.times)
        rows = arrays.read(each.values).reshape(len(times), count)
        snapshots[each.variable] = Snapshots(each.unit, times, rows)
    return SynapseSet(one.since, *ends, snapshots)


def _recordings(
    recordings: Any, arrays: Arrays
) -> tuple[list[Recording], list[tuple[str, list[SynapseSet]]]]:
    synapses = [
        (one.projection, [_synapse_set(each, arrays) for each in one.sets])
        for one in recordings.synapses
    ]
    return [_recording(one, arrays) for one in recordings.neurons], synapses


def _summary(summary: Any, _: Arrays) -> Summary:
    counts = {name: int(count) for name, count in summary.spike_counts.items()}
    numbers = (int(summary.neurons), int(summary.synapses), int(summary.bytes))
    texts = (list(summary.notes), list(summary.warnings))
    return Summary(summary.time, int(summary.step), summary.spike_hash, counts, *numbers, *texts)


def _result(one: Any, arrays: Arrays) -> Result:
    copy = Copy(one.index, int(one.seed), int(one.trial), json.loads(one.parameters))
    recordings = _recordings(one.recordings, arrays)
    return Result(copy, _summary(one.summary, arrays), *recordings, one.interrupted)


def _loaded(loaded: Any, _: Arrays) -> Loaded:
    sizes = {one.name: int(one.size) for one in loaded.populations}
    duration = loaded.duration if loaded.HasField("duration") else None
    return Loaded(sizes, list(loaded.projections), duration)


def _code_arrays(read: Any, arrays: Arrays) -> CodeArrays:
    return CodeArrays(read.layout, arrays.read(read.data).tobytes())


_READERS: dict[str, Callable[[Any, Arrays], Any]] = {
    "welcome": lambda welcome, _: (welcome.version, welcome.server),
    "done": lambda _, __: None,
    "made": lambda made, _: made.number,
    "values": lambda values, arrays: Values(arrays.read(values.values), values.unit),
    "spikes": _spikes,
    "signal": _signal,
    "written": lambda written, _: list(written.losses),
    "reached": lambda reached, _: Reached(
        reached.time,
        reached.interrupted,
        tuple(reached.warnings),
        failure_of(reached.failure) if reached.HasField("failure") else None,
    ),
    "chunk": _chunk,
    "loaded": _loaded,
    "checked": lambda checked, _: [failure_of(one) for one in checked.errors],
    "prepared": lambda prepared, _: Prepared(
        prepared.dt, prepared.time, int(prepared.step), tuple(prepared.warnings)
    ),
    "synapses": _synapses,
    "summary": _summary,
    "recordings": _recordings,
    "stopped": lambda stopped, arrays: Stopped(
        int(stopped.object) if stopped.HasField("object") else None,
        _code_arrays(stopped.arrays, arrays),
        stopped.more,
        stopped.time,
    ),
    "code_arrays": _code_arrays,
    "operators_begun": lambda begun, _: int(begun.run),
    "operators_stopped": lambda stopped, arrays: OperatorsStopped(
        int(stopped.operator) if stopped.HasField("operator") else None,
        int(stopped.steps),
        stopped.rows,
        memoryview(arrays.read(stopped.data)),
    ),
    "batch": lambda batch, arrays: [_result(one, arrays) for one in batch.copies],
    "saved": lambda saved, arrays: arrays.read(saved.checkpoint).tobytes(),
}
