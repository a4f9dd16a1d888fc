# SPDX-License-Identifier: GPL-2.0-or-later
"""Run a network for several values of its parameters and several seeds."""

from __future__ import annotations

import csv
import json
import math
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import numpy as np

from spikeloom.link.errors import value_error
from spikeloom.plain_records import plain_record
from spikeloom.sweep_command import sweep_command
from spikeloom.units import is_scalar, split_unit

#: The path of a file, or a record with the structure of a network file.
Source = str | os.PathLike[str] | Mapping[str, Any]

#: Maximum length of one command argument in bytes.
_MOST_TEXT = 100_000


def sweep(
    source: Source,
    *,
    set: Mapping[str, Any] | None = None,
    seeds: int | Sequence[int] | None = None,
    zip: bool = False,
    out: str | os.PathLike[str] | None = None,
    runner: Literal["local", "ray"] = "local",
    workers: int = 1,
    since: str | None = None,
    overwrite: bool = False,
    parquet: bool = False,
    plots: bool = True,
    plugins: Sequence[str | os.PathLike[str]] = (),
    config: str | os.PathLike[str] | None = None,
    **options: Any,
) -> Sweep:
    """Run a network, or a list of jobs, for each value of its parameters and each seed.

    ``set`` has values by path, such as ``{"populations.E.parameters.tau_m": "linspace(10ms, 30ms, 5)"}``: a
    text as for ``spikeloom sweep --set``, a list, or numbers with a unit, ``(array, "ms")`` or ``{"values":
    array, "unit": "ms"}``. ``seeds`` is a number of seeds, or a list. Several parameters form a grid; with
    ``zip`` their values are paired. ``out`` is the file of all results, by default ``results/NAME-sweep.h5``;
    measures ignore data before ``since``.

    ``runner="local"`` runs ``workers`` jobs at a time on this machine; ``runner="ray"`` runs each job on a node
    of a Ray cluster, the connected one or one that Ray finds. The results are identical bit for bit. A stopped
    sweep continues when it is called again. Other options are those of the command: ``duration``, ``seed``,
    ``trial``, ``dt``, ``convention``, ``precision``, ``backend``, ``on_divergence`` and ``memory``.
    """
    if runner not in ("local", "ray"):
        raise value_error("runner", '"local" or "ray"', runner, 'Write runner="ray".')
    target = os.path.join("results", _stem_of(source) + ".h5") if out is None else os.fspath(out)
    words = [
        *_range_words(set or {}, seeds, zip),
        *([] if since is None else ["--from", since]),
        *(word for one in plugins for word in ("--plugin", os.fspath(one))),
        *([] if config is None else ["--config", os.fspath(config)]),
        *_option_words(options),
    ]
    # The PNG renderer is not part of this package.
    drawn = (["--svg"] if plots else ["--no-plots"]) + (["--parquet"] if parquet else [])
    fresh = ["--overwrite"] if overwrite else []
    with tempfile.TemporaryDirectory(prefix="spikeloom-sweep-") as folder:
        plan = os.path.join(folder, "sweep.plan.json")
        with _file_of(source) as file:
            sweep_command(file, *words, "--out", target, "--plan", plan)
        if runner == "ray":
            _run_on_ray(sweep_command(plan, "--out", target, "--begin", *fresh))
            fresh = []
        local = ["--workers", str(workers), *fresh]
        reply = sweep_command(plan, "--out", target, *local, *drawn)
    return Sweep(target, reply["written"])


class Sweep:
    """Files written by a sweep."""

    def __init__(self, results: str, written: Sequence[str]) -> None:
        """Store the paths."""
        #: The HDF5 file of all results: one group per run, ``/runs/17``.
        self.results = results
        #: The table in CSV: one row per run.
        self.table = os.path.splitext(results)[0] + ".csv"
        #: All files written by this call.
        self.written = list(written)

    def columns(self) -> dict[str, np.ndarray]:
        """Read the table: one array per column, suitable for ``pandas.DataFrame``.

        Missing measurements are NaN.
        """
        with open(self.table, newline="", encoding="utf-8") as file:
            head, *rows = csv.reader(file)
        return {name: _column([row[k] for row in rows]) for k, name in enumerate(head)}

    def __repr__(self) -> str:
        """Return the path of the results file."""
        return f"<spikeloom.Sweep {self.results}>"


def _run_on_ray(begun: Mapping[str, Any]) -> None:
    # Ray is an optional dependency.
    from spikeloom.ray_runner import run_on_ray

    run_on_ray(begun)


def _stem_of(source: Source) -> str:
    if isinstance(source, Mapping):
        return "network-sweep"
    stem = Path(source).stem.removesuffix(".plan")
    return stem if stem.endswith("-sweep") else f"{stem}-sweep"


@contextmanager
def _file_of(source: Source) -> Iterator[str]:
    """Return the path of a source; a record is in a temporary file while it is read."""
    if not isinstance(source, Mapping):
        yield os.fspath(source)
        return
    text = json.dumps(plain_record(source, "network"))
    # In the working folder, because a record's data files and configuration are searched there.
    handle, path = tempfile.mkstemp(prefix=".network-", suffix=".json", dir=os.curdir)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        yield path
    finally:
        os.unlink(path)


def _range_words(
    set: Mapping[str, Any], seeds: int | Sequence[int] | None, zip: bool
) -> list[str]:
    words = ["--zip"] if zip else []
    for path, values in set.items():
        text = _values_text(path, values)
        if len(text) > _MOST_TEXT:
            following = 'Write a series, such as "linspace(10ms, 30ms, 5)".'
            expected = f"values of at most {_MOST_TEXT} characters"
            raise value_error(f"set: {path}", expected, len(text), following)
        words += ["--set", f"{path}={text}"]
    if seeds is not None:
        words += _seed_words(seeds)
    return words


def _seed_words(seeds: int | Sequence[int]) -> list[str]:
    if isinstance(seeds, (int, np.integer)):
        return ["--seeds", str(seeds)]
    listed = [str(int(one)) for one in seeds]
    # A single number would mean the number of values.
    return ["--seed", *listed, "--seeds", "1"] if len(listed) == 1 else ["--seeds", ",".join(listed)]


def _values_text(path: str, values: Any) -> str:
    """Format values as the command reads them."""
    if isinstance(values, str):
        return values
    unit = ""
    pair = split_unit(values)
    if pair is not None and not is_scalar(pair[0]):
        values, unit = pair
    if isinstance(values, np.ndarray):
        values = values.tolist()
    if not isinstance(values, (list, tuple)):
        following = f'Write set={{"{path}": ["10 ms", "20 ms"]}} or set={{"{path}": (array, "ms")}}.'
        raise value_error(f"set: {path}", "a string, a list, or numbers with a unit", values, following)
    listed = [f"{_number_text(one)} {unit}" if unit else one for one in values]
    return ",".join(json.dumps(plain_record(one, path)) for one in listed)


def _number_text(value: Any) -> str:
    """Format a number as JavaScript does, so that equal values give the same list of jobs."""
    number = plain_record(value, "set")
    if not isinstance(number, float) or not math.isfinite(number):
        return str(number)
    # Both write the shortest digits that give the number again, but place the decimal point differently.
    sign, parts, power = Decimal(repr(number)).normalize().as_tuple()
    digits = "".join(map(str, parts))
    point = len(digits) + int(power)
    if digits == "0":
        return "0"
    if 0 < point <= 21:
        text = digits.ljust(point, "0")
        text = text[:point] + ("." + text[point:] if text[point:] else "")
    elif -6 < point <= 0:
        text = "0." + "0" * -point + digits
    else:
        text = digits[0] + ("." + digits[1:] if digits[1:] else "") + f"e{point - 1:+d}"
    return ("-" if sign else "") + text


_FLAGS = {
    "duration": "--for",
    "seed": "--seed",
    "trial": "--trial",
    "dt": "--dt",
    "convention": "--convention",
    "precision": "--precision",
    "backend": "--backend",
    "on_divergence": "--on-divergence",
    "memory": "--memory",
}


def _option_words(options: Mapping[str, Any]) -> list[str]:
    words: list[str] = []
    for name, value in options.items():
        flag = _FLAGS.get(name)
        if flag is None:
            following = f"Write one of {', '.join(sorted(_FLAGS))}."
            raise value_error("sweep", "an option of sweep", name, following)
        words += [flag, str(value)]
    return words


def _column(texts: Sequence[str]) -> np.ndarray:
    """Read a column: integers, numbers with gaps, booleans, otherwise texts."""
    truths = {"true": True, "false": False}
    for read in (int, lambda text: float(text or "nan"), truths.__getitem__):
        try:
            return np.array([read(text) for text in texts])
        except (ValueError, KeyError, OverflowError):
            continue
    return np.array(texts, dtype=object)
