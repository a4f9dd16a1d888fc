# SPDX-License-Identifier: GPL-2.0-or-later
"""Write networks and results in other formats, and list which there are."""

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
    """Something that a format cannot say, or that could not be read."""

    code: str
    #: In the file: ``populations.E.integrator``.
    place: str
    #: One sentence.
    message: str


@dataclass(frozen=True)
class Converted:
    """What a conversion wrote, and what was lost in it."""

    #: Paths; the first one is what is read again, with the others beside it.
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
    """Write what a file holds in another format, such as ``"nir"``, ``"csv"`` or ``"pynn"``.

    The format of the file is seen by what is in it unless ``source_format`` names it. ``out`` is a folder, or the
    one file that is written; ``NAME-FORMAT`` in the working folder unless told. ``convention`` and ``dt`` let a network
    take other steps than its file says, such as those of ``"nest"``. With ``strict`` nothing is written
    where something would be lost, and a ``SpikeLoomError`` with the code ``SL_CONVERT_LOSES`` is raised.
    ``formats`` says which there are, and with which options.
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
    """List the formats that files are read from and written in, with their options and losses."""
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
    """Run the command and take what it prints as JSON; its errors are raised as they are coded."""
    # The command of the link, with other last words.
    command = [*find_command()[:-1], *words, "--json"]
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, encoding="utf-8", check=False)
    except OSError as fault:
        raise start_error(str(fault), "Give the command in SPIKELOOM_COMMAND.") from fault
    try:
        reply: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        raise SpikeLoomError(
            "SL_COMMAND_ENDED",
            "The command has ended before its time.",
            place=words[0],
            got=f"exit status {done.returncode}",
            next="Call it by hand to see what it prints: " + " ".join(command),
        ) from None
    if "error" in reply:
        raise error_of(reply["error"])
    return reply
