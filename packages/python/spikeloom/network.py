# SPDX-License-Identifier: GPL-2.0-or-later
"""Load networks from files or Python records."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping, Sequence
from numbers import Integral
from typing import Any

from spikeloom.link.ahead import start_ahead

# The imports below take longer than starting the process.
start_ahead()

import numpy as np

from spikeloom.errors import SpikeLoomError
from spikeloom.link import Link
from spikeloom.link.command import find_command
from spikeloom.link.errors import value_error
from spikeloom.link.replies import Loaded
from spikeloom.plain_records import plain_record
from spikeloom.progress import progress_line
from spikeloom.simulation import Simulation
from spikeloom.units import record_of_pair


def load(
    source: str | os.PathLike[str] | Mapping[str, Any],
    *,
    plugins: Sequence[str | os.PathLike[str]] = (),
    config: str | os.PathLike[str] | None = None,
    options: Mapping[str, Any] | None = None,
) -> Network:
    """Load a network: a file by its path, or a record with the structure of a network file.

    ``plugins`` are names of installed packages, or paths of files. A configuration ``spikeloom.config.ts`` (or
    ``.js``, ``.json``) next to the file (for a record, in the working folder) or in a parent folder of the
    project is used unless ``config`` names another.

    ``options`` are those of the file's format, as ``spikeloom show FORMAT`` lists them. For a NIR graph,
    ``{"profile": "snntorch", "align": True}`` makes ``recordings`` those of snnTorch's forward pass.

    A record may contain numpy arrays: ``(array, "nA")`` or ``{"values": array, "unit": "nA"}`` as a value, and
    ``{"kind": "pairs", "pairs": array}`` with a row of source and target for each connection. Raises a
    ``SpikeLoomError`` with a code and a place if the record is invalid.
    """
    chosen = [word for one in plugins for word in ("--plugin", os.fspath(one))]
    if config is not None:
        chosen += ["--config", os.fspath(config)]
    if options is not None:
        if isinstance(source, Mapping):
            following = "Leave options out: only a file has a format."
            raise value_error("load", "no options for a record", dict(options), following)
        for name, value in options.items():
            text = str(value).lower() if isinstance(value, bool) else str(value)
            chosen += ["--from-option", f"{name}={text}"]
    command = [*find_command(), *chosen]
    if isinstance(source, Mapping):
        return Network(Link(command), source)
    if not isinstance(source, (str, os.PathLike)):
        raise _source_error("load", source)
    path = os.path.abspath(source)
    return Network(Link(command, networks=os.path.dirname(path)), path)


class Network:
    """A network in a separate process, which ends with ``close`` or with the last reference to it."""

    def __init__(self, link: Link, source: str | Mapping[str, Any]) -> None:
        """Send a network, or its path, over a link that it owns from now on."""
        self._link = link
        self._simulation: Simulation | None = None
        try:
            self._describe(self._load(source))
        except BaseException:
            link.close()
            raise

    def check(self, **options: Any) -> list[SpikeLoomError]:
        """List all errors that would prevent preparing the network with these options."""
        return self._link.call("simulation.check", options=_options(options))

    def prepare(self, *, start: bytes | None = None, **options: Any) -> Simulation:
        """Prepare the network for a run; an earlier simulation of it is ended.

        ``start`` is a checkpoint to continue from. Options override the network's settings: ``backend``,
        ``seed``, ``trial``, ``precision``, ``tier``, ``dt``, ``convention``, ``workers``, ``shards``,
        ``memory`` (``"24GiB"``, or bytes), ``on_divergence`` (``"stop"`` or ``"warn"``), ``keep`` (whether
        ``recordings`` are kept) and ``revisable``. Ctrl-C stops the preparation.
        """
        if self._simulation is not None:
            self._simulation._is_over = True
        fields = {"options": _options(options), "from": start}
        with progress_line(0.0) as on_progress:
            prepared = self._link.call("simulation.prepare", on_progress=on_progress, **fields)
        self._simulation = Simulation(self._link, prepared)
        return self._simulation

    def run(
        self,
        duration: str | None = None,
        *,
        batch: int | Sequence[Mapping[str, Any]] | None = None,
        **options: Any,
    ) -> Any:
        """Run the network from its start; return a ``Result``, or a list of them for a batch.

        ``duration`` is a time such as ``"1 s"``, by default the network's. ``batch`` is a number of copies with
        consecutive seeds, the first with the network's own, or a list of copies such as ``{"seed": 7, "trial":
        1, "parameters": {"stimuli[0].rate": "2 kHz"}}``. They run at once, ``workers`` of them, and each has the
        result of its own run; ``result.copy`` identifies it. Other options are those of ``prepare`` without
        ``start`` and ``revisable``. A simulation that was prepared before stays as it is.
        """
        copies = _copies(batch)
        fields = {"options": _options(options), "duration": duration, **copies}
        results = self._link.call("simulation.run_batch", **fields)
        return results[0] if batch is None else results

    def revise(self, source: Mapping[str, Any]) -> None:
        """Continue the simulation, which was prepared with ``revisable``, with a changed network."""
        if not isinstance(source, Mapping):
            raise _source_error("revise", source)
        loaded = self._load(source)
        with progress_line(0.0) as on_progress:
            prepared = self._link.call("simulation.revise", on_progress=on_progress)
        # Until here the previous network was current, and stays so if this one is refused.
        self._describe(loaded)
        if self._simulation is not None:
            self._simulation._stand_at(prepared)

    def close(self) -> None:
        """End the process; the network and its simulation are discarded."""
        self._link.close()

    def __enter__(self) -> Network:
        """Use the network in a block, and close it at the end."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the network."""
        self.close()

    def _load(self, source: str | Mapping[str, Any]) -> Loaded:
        if isinstance(source, str):
            return self._link.call("simulation.load", path=source)
        arrays: dict[str, Any] = {}
        text = json.dumps(_without_arrays(source, arrays, "network"))
        return self._link.call("simulation.load", json=text, arrays=arrays)

    def _describe(self, loaded: Loaded) -> None:
        #: Sizes of the populations by name.
        self.populations: dict[str, int] = loaded.populations
        #: Names of the projections, in order.
        self.projections: list[str] = loaded.projections
        #: Duration stated by the network, such as ``"1 s"``.
        self.duration: str | None = loaded.duration


def _copies(batch: int | Sequence[Mapping[str, Any]] | None) -> dict[str, Any]:
    """Convert a batch to the fields of its message."""
    if batch is None:
        return {"count": 1}
    if isinstance(batch, Integral) and not isinstance(batch, bool):
        if batch < 1:
            raise _batch_error(batch)
        return {"count": int(batch)}
    if isinstance(batch, (str, bytes, Mapping)) or not isinstance(batch, Sequence) or not batch:
        raise _batch_error(batch)
    return {"copies": [_copy(one, f"batch[{k}]") for k, one in enumerate(batch)]}


def _copy(copy: Any, place: str) -> dict[str, Any]:
    if not isinstance(copy, Mapping) or not set(copy) <= {"seed", "trial", "parameters"}:
        raise _batch_error(copy, place)
    parameters = copy.get("parameters", {})
    if not isinstance(parameters, Mapping):
        raise _batch_error(parameters, f"{place}.parameters")
    plain = {path: plain_record(value, f"{place}.parameters") for path, value in parameters.items()}
    return {"seed": copy.get("seed"), "trial": copy.get("trial"), "parameters": json.dumps(plain)}


def _batch_error(got: object, place: str = "batch") -> SpikeLoomError:
    following = 'Write batch=64, or batch=[{"seed": 1}, {"seed": 2, "trial": 1, "parameters": {...}}].'
    return value_error(place, "a number of copies from 1, or a list of copies", got, following)


def _source_error(name: str, got: object) -> SpikeLoomError:
    record = '{"format": "spikeloom-network", "version": 1, "populations": {...}}'
    path = ', or load("net.json")' if name == "load" else ""
    expected = "a mapping, as in a network file" + (path and ", or the path of a file")
    return value_error(name, expected, got, f"Write {name}({record}){path}.")


_SIZE = re.compile(r"(\d+(?:\.\d+)?) ?(?:([KMGT])(I?)B)?", re.IGNORECASE)


def _options(options: dict[str, Any]) -> dict[str, Any]:
    """Convert a size such as ``"24GiB"`` to bytes, as the command does."""
    memory = options.get("memory")
    if not isinstance(memory, str):
        return options
    found = _SIZE.fullmatch(memory)
    if found is None:
        following = 'Write memory="24GiB", "500 MB", or a number of bytes.'
        raise value_error("memory", "a size", memory, following)
    number, prefix, binary = found.groups()
    power = "KMGT".index(prefix.upper()) + 1 if prefix else 0
    return {**options, "memory": float(int(float(number) * (1024 if binary else 1000) ** power))}


def _without_arrays(part: Any, arrays: dict[str, Any], place: str) -> Any:
    """Move arrays out of the record, leaving their names."""
    part = record_of_pair(part)
    if isinstance(part, Mapping):
        for key, kind in (("values", "doubles"), ("pairs", "indices")):
            if isinstance(part.get(key), np.ndarray):
                name = f"array-{len(arrays) + 1}"
                arrays[name] = {kind: part[key].ravel()}
                rest = {other: value for other, value in part.items() if other != key}
                return {**_without_arrays(rest, arrays, place), "file": name, "path": ""}
        return {key: _without_arrays(one, arrays, f"{place}.{key}") for key, one in part.items()}
    if isinstance(part, (list, tuple)):
        return [_without_arrays(one, arrays, f"{place}[{k}]") for k, one in enumerate(part)]
    return plain_record(part, place)

