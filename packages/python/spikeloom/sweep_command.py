# SPDX-License-Identifier: GPL-2.0-or-later
"""Run ``spikeloom sweep`` as a separate process."""

from __future__ import annotations

import json
import signal
import subprocess
from collections.abc import Mapping, Sequence
from typing import Any

from spikeloom.errors import SpikeLoomError
from spikeloom.link.command import find_command
from spikeloom.link.errors import start_error


def sweep_command(*words: str) -> dict[str, Any]:
    """Run the command with these arguments, and parse its JSON output.

    It ends with this process in any case. Raises its errors with their codes; on Ctrl-C it keeps its finished
    runs.
    """
    # The command of the link, with a different last argument.
    command = [*find_command()[:-1], "sweep", *words, "--tied", "--json"]
    try:
        child = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # Progress goes to this process's standard error; errors are received as JSON.
            stderr=None,
            text=True,
            encoding="utf-8",
        )
    except OSError as fault:
        raise start_error(str(fault), "Set SPIKELOOM_COMMAND to the command.") from fault
    with child:
        printed = _output_of(child)
    return _reply(printed, child.returncode)


def _output_of(child: subprocess.Popen[str]) -> str:
    assert child.stdout is not None
    try:
        return child.stdout.read()
    except KeyboardInterrupt:
        # In a notebook only this process receives the interrupt; at a terminal the command has received it already.
        child.send_signal(signal.SIGINT)
        child.stdout.read()
        raise
    except BaseException:
        child.kill()
        raise


def _reply(printed: str, status: int) -> dict[str, Any]:
    if printed.strip() == "" and status == 0:
        return {}
    try:
        reply = json.loads(printed)
    except ValueError:
        raise _ended_error(status, printed[-500:]) from None
    if "error" in reply:
        raise error_of(reply["error"])
    return reply


def _ended_error(status: int, tail: str) -> SpikeLoomError:
    how = f"signal {-status}" if status < 0 else f"exit status {status}"
    return SpikeLoomError(
        "SL_SWEEP_ENDED",
        "The command of the sweep exited early.",
        place="sweep",
        got=how + (f"; it wrote: {tail}" if tail else ""),
        next="Call sweep again with the same arguments to complete the remaining runs.",
    )


def error_of(parts: Mapping[str, Any]) -> SpikeLoomError:
    """Create an error from the command's output."""
    names: Sequence[str] = ("code", "message", "place", "expected", "got", "next")
    others = [error_of(one) for one in parts.get("others", ())]
    return SpikeLoomError(**{name: parts.get(name) for name in names}, others=others)
