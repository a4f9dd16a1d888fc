# SPDX-License-Identifier: GPL-2.0-or-later
"""Start SpikeLoom's process before it is needed, while Python imports its users."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from spikeloom.errors import SpikeLoomError
from spikeloom.link.command import find_command
from spikeloom.link.process import LinkProcess

_ahead: tuple[Sequence[str], LinkProcess] | None = None


def start_ahead() -> None:
    """Start the process for the next link.

    Errors are reported by the link, which then starts it again. The process exits with Python.
    """
    global _ahead
    if _ahead is not None and _ahead[1].is_ready:
        return
    with suppress(SpikeLoomError):
        command = find_command()
        _ahead = command, LinkProcess(command)


def process_for(command: Sequence[str]) -> LinkProcess:
    """Return the process already started with this command, or start one."""
    global _ahead
    if _ahead is None or list(_ahead[0]) != list(command):
        return LinkProcess(command)
    (_, process), _ahead = _ahead, None
    if process.is_ready:
        return process
    process.close()
    return LinkProcess(command)
