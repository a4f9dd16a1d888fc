# SPDX-License-Identifier: GPL-2.0-or-later
"""Run a network from Python, and read and change it between runs."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from numbers import Integral
from typing import Any, Union

import numpy as np

from spikeloom.errors import SpikeLoomError
from spikeloom.link import Link, Progress, Spikes
from spikeloom.link.errors import value_error
from spikeloom.link.replies import (
    Chunk,
    Prepared,
    Reached,
    Recording,
    Summary,
    SynapseSet,
    Synapses,
    Values,
)
from spikeloom.progress import progress_line
from spikeloom.units import is_scalar, split_unit

#: A value to set: one quantity for all (``"-65 mV"``, or a number if there is no unit), a list of quantities,
#: numbers with a separate ``unit`` argument, or numbers with a unit: ``(x, "nA")`` or ``{"values": x, "unit": "nA"}``.
Setting = Union[
    str,
    float,
    Sequence[str],
    Sequence[float],
    np.ndarray,
    Values,
    tuple[Union[float, Sequence[float], np.ndarray], str],
    Mapping[str, Any],
]

_FORMS = 'Write "0.1 nA", (x, "nA") or {"values": x, "unit": "nA"}, with one number or one for each.'


class Simulation:
    """A network that is simulated step by step.

    Populations and projections are identified by name; a projection without one by its ends: ``"E->I"``.
    Changes take effect in the next step::

        with spikeloom.load("net.json") as network, network.prepare(seed=1) as sim:
            sim.advance("100 ms")
            print(sim.read("E", "v").mean(), len(sim.spikes("E").times))
    """

    def __init__(self, link: Link, prepared: Prepared) -> None:
        """Represent a simulation prepared over a link."""
        self._link = link
        self._is_over = False
        self._stand_at(prepared)

    def advance(
        self, duration: str | int, *, on_progress: Callable[[Progress], None] | None = None
    ) -> float:
        """Run for a duration such as ``"100 ms"``, or for a number of steps; return the time in ms.

        The number of steps is an integer: a float, which could be meant in ms, is refused. Ctrl-C stops the run
        immediately; the simulation then stays at ``time``, and can continue. Raises ``SL_DIVERGED`` if a value
        becomes non-finite. Progress is shown on a terminal, unless ``on_progress`` is given.
        """
        steps, length = self._length("advance", duration)
        with progress_line(self.time + length) as show:
            show = show if on_progress is None else on_progress
            try:
                self._stand(self._call("advance", on_progress=show, **steps))
            finally:
                self.time = self._link.time
        return self.time

    def stream(
        self,
        duration: str | int,
        *,
        spikes: Sequence[str] = (),
        samples: bool = False,
        ahead: int = 4,
    ) -> Iterator[Chunk]:
        """Run, and yield data as it is recorded: spikes of these populations, and samples.

        The run waits for the consumer of the chunks, with a lead of at most ``ahead`` chunks. Leaving the loop
        ends it.
        """
        steps, _ = self._length("stream", duration)
        self._call("stream", spikes=list(spikes), samples=samples, ahead=ahead)
        try:
            self._stand((yield from self._link.chunks("simulation.advance", **steps)))
        finally:
            self.time = self._link.time
            self._call("stream", ahead=0)

    def read(self, population: str, variable: str) -> np.ndarray:
        """Read a state variable, in the unit that ``unit`` returns."""
        return self.read_values(population, variable).values

    def read_values(self, population: str, variable: str) -> Values:
        """Read a state variable with its unit."""
        return self._call("read_state", population=population, variable=variable)

    def spikes(self, population: str) -> Spikes:
        """Return the spikes of a population since the last call."""
        return self._call("read_spikes", population=population)

    def synapses(self, projection: str, variable: str = "weight") -> Synapses:
        """Read weights, or another state of synapses, with sources and targets."""
        return self._call("read_synapses", projection=projection, variable=variable)

    def summary(self) -> Summary:
        """Return the state of the simulation, with the hash and the counts of its spikes."""
        return self._call("read_summary")

    def recordings(self) -> list[Recording]:
        """Return the recorded data of the network's recorders, in order."""
        return self._call("read_recordings")[0]

    def synapse_recordings(self) -> list[tuple[str, list[SynapseSet]]]:
        """Return the recorded data of synapses: a projection, and sets of its synapses."""
        return self._call("read_recordings")[1]

    def set(self, population: str, variable: str, value: Setting, unit: str = "") -> None:
        """Set a state variable; ``unit`` is that of an array of numbers."""
        fields = {"population": population, "variable": variable}
        self._call("set_state", **fields, value=_setting(value, unit, "simulation.set_state.value"))

    def set_input(
        self, population: str, value: Setting, unit: str = "", *, input: str | None = None
    ) -> None:
        """Set a value added to a continuous input, such as a current, until it is set again."""
        fields = {"population": population, "input": input}
        self._call("set_input", **fields, value=_setting(value, unit, "simulation.set_input.value"))

    def set_synapses(
        self, projection: str, value: Setting, unit: str = "", *, variable: str = "weight"
    ) -> None:
        """Set weights, or another state of synapses, in the order in which they are read."""
        fields = {"projection": projection, "variable": variable}
        self._call("set_synapses", **fields, value=_setting(value, unit, "simulation.set_synapses.value"))

    def set_modulator(self, projection: str, modulator: str, value: str | float) -> None:
        """Set a third factor of a plasticity rule."""
        text = _text(value, "simulation.set_modulator.value")
        self._call("set_modulator", projection=projection, modulator=modulator, value=text)

    def trigger(self, projection: str, event: str) -> None:
        """Send a named event to all synapses of a projection at the start of the next step."""
        self._call("trigger", projection=projection, event=event)

    def send_spikes(self, population: str, neurons: Sequence[int] | np.ndarray) -> None:
        """Emit spikes of source neurons in the next step, one for each occurrence in the list."""
        self._call("send_spikes", population=population, neurons=neurons)

    def save(self) -> bytes:
        """Return the complete state as the bytes of a checkpoint file."""
        return self._call("save")

    def restore(self, checkpoint: bytes) -> None:
        """Restore a checkpoint, earlier or later; data recorded so far is discarded."""
        self._stand_at(self._call("restore", checkpoint=checkpoint))

    def close(self) -> None:
        """End the simulation and free its memory; the network can be prepared again."""
        if not self._is_over:
            self._is_over = True
            self._link.call("simulation.close")

    def __enter__(self) -> Simulation:
        """Use the simulation in a block, and close it at the end."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the simulation."""
        self.close()

    def _call(self, name: str, **fields: Any) -> Any:
        if self._is_over:
            message = "The simulation has ended: it was closed, or its network was prepared again."
            raise SpikeLoomError("SL_LINK_ORDER", message, place=name, next="Prepare the network again.")
        return self._link.call(f"simulation.{name}", **fields)

    def _length(self, name: str, duration: str | int) -> tuple[dict[str, Any], float]:
        """Convert the length of a run to message fields, and to ms if known here."""
        if isinstance(duration, str):
            number, _, unit = duration.strip().partition(" ")
            try:
                return {"duration": duration}, float(number) * {"s": 1e3, "ms": 1.0}[unit.strip()]
            except (ValueError, KeyError):
                return {"duration": duration}, 0.0
        if isinstance(duration, Integral) and not isinstance(duration, bool):
            return {"steps": float(duration)}, duration * self.dt
        number = f"{duration:g}" if isinstance(duration, float) else "10"
        following = f'Write "{number} ms" for a time, or 10 for that many steps of {self.dt} ms.'
        expected = "a time with its unit, or an integer number of steps"
        raise value_error(f"simulation.{name}", expected, duration, following)

    def _stand_at(self, prepared: Prepared) -> None:
        #: Simulated time in ms.
        self.time = prepared.time
        #: Duration of a step in ms.
        self.dt = prepared.dt
        _warn(prepared.warnings)

    def _stand(self, reached: Reached) -> None:
        _warn(reached.warnings)
        if reached.failure is not None:
            raise reached.failure


def _warn(texts: Sequence[str]) -> None:
    for text in texts:
        warnings.warn(text, RuntimeWarning, stacklevel=4)


def _setting(value: Setting, unit: str, place: str) -> dict[str, Any]:
    pair = split_unit(value)
    if pair is not None:
        value, own = pair
        if unit not in ("", own):
            raise value_error(place, f"one unit, {own!r} or {unit!r}", (own, unit), _FORMS)
        unit = own
    if isinstance(value, (Mapping, set)) or value is None:
        raise value_error(place, "a quantity, or numbers with a unit", value, _FORMS)
    if isinstance(value, str) or is_scalar(value):
        return {"quantity": f"{_text(value, place)} {unit}".strip()}
    if any(isinstance(one, str) for one in value):
        return {"quantities": {"each": [_text(one, place) for one in value]}}
    return {"numbers": {"values": value, "unit": unit}}


def _text(value: Any, place: str) -> str:
    try:
        return value if isinstance(value, str) else repr(float(value))
    except (TypeError, ValueError) as error:
        raise value_error(place, "a quantity with its unit, or a number", value, _FORMS) from error
