# SPDX-License-Identifier: GPL-2.0-or-later
"""Convert networks and results to other formats, and list the formats."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from spikeloom.errors import SpikeLoomError
from spikeloom.link.command import find_command
from spikeloom.link.errors import start_error
from spikeloom.sweep_command import error_of

_Path = str | os.PathLike[str]


@dataclass(frozen=True)
class Loss:
    """Information that a format cannot store, or that could not be read."""

    code: str
    #: Place in the file: ``populations.E.integrator``.
    place: str
    #: One sentence.
    message: str


@dataclass(frozen=True)
class Converted:
    """Files written by a conversion, and its losses."""

    #: Paths; the first one is the main file, which refers to the others.
    written: list[str]
    losses: list[Loss]


def convert(
    source: _Path,
    to: str,
    *,
    out: _Path | None = None,
    source_format: str | None = None,
    source_options: Mapping[str, Any] | None = None,
    options: Mapping[str, Any] | None = None,
    convention: str | None = None,
    dt: str | None = None,
    strict: bool = False,
    allow_outside: bool = False,
    plugins: Sequence[_Path] = (),
    config: _Path | None = None,
) -> Converted:
    """Convert a file to another format, such as ``"nir"``, ``"csv"`` or ``"pynn"``.

    The input format is detected from the contents unless ``source_format`` names it. ``out`` is a folder, or
    the single output file; by default ``NAME-FORMAT`` in the working folder. ``convention`` and ``dt`` convert
    a network to another step convention, such as ``"nest"``, or step. With ``strict``, nothing is written if
    information would be lost, and a ``SpikeLoomError`` with the code ``SL_CONVERT_LOSES`` is raised.
    ``formats`` lists the formats with their options.
    """
    words = ["convert", os.fspath(source), "--to", to]
    words += [] if out is None else ["--out", os.fspath(out)]
    words += [] if source_format is None else ["--from", source_format]
    words += _option_words("--from-option", source_options)
    words += _option_words("--option", options)
    words += [] if convention is None else ["--convention", convention]
    words += [] if dt is None else ["--dt", dt]
    words += ["--strict"] if strict else []
    words += ["--allow-outside"] if allow_outside else []
    reply = _reply_of([*words, *_plugin_words(plugins, config)])
    return Converted(reply["written"], [Loss(**one) for one in reply["losses"]])


def formats(
    *, plugins: Sequence[_Path] = (), config: _Path | None = None
) -> list[dict[str, Any]]:
    """List the formats that can be read and written, with their options and losses."""
    listed: list[dict[str, Any]] = _reply_of(["formats", *_plugin_words(plugins, config)])["formats"]
    return listed


def _option_words(flag: str, options: Mapping[str, Any] | None) -> list[str]:
    words: list[str] = []
    for name, value in (options or {}).items():
        text = str(value).lower() if isinstance(value, bool) else str(value)
        words += [flag, f"{name}={text}"]
    return words


def _plugin_words(plugins: Sequence[_Path], config: _Path | None) -> list[str]:
    words = [word for one in plugins for word in ("--plugin", os.fspath(one))]
    return words if config is None else [*words, "--config", os.fspath(config)]


def _reply_of(words: Sequence[str]) -> dict[str, Any]:
    """Run the command and parse its JSON output; raises its errors with their codes."""
    # The command of the link, with different final arguments.
    command = [*find_command()[:-1], *words, "--json"]
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, encoding="utf-8", check=False)
    except OSError as fault:
        raise start_error(str(fault), "Set SPIKELOOM_COMMAND to the command.") from fault
    try:
        reply: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        raise SpikeLoomError(
            "SL_COMMAND_ENDED",
            "The command exited without a result.",
            place=words[0],
            got=f"exit status {done.returncode}",
            next="Run it manually to see its output: " + " ".join(command),
        ) from None
    if "error" in reply:
        raise error_of(reply["error"])
    return reply
