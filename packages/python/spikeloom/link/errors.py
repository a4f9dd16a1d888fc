# SPDX-License-Identifier: GPL-2.0-or-later
"""Create the errors of this end of the link."""

from __future__ import annotations

from collections.abc import Iterable

from spikeloom.errors import SpikeLoomError


def start_error(got: str, following: str) -> SpikeLoomError:
    """Report that Node cannot be started."""
    return SpikeLoomError(
        "SL_LINK_START",
        "SpikeLoom's process cannot be started.",
        place="link",
        got=got,
        next=following,
    )


def ended_error(status: int | None, tail: str) -> SpikeLoomError:
    """Report that Node has exited, how, and its last output on standard error."""
    how = "it closed the link" if status is None else _status_text(status)
    said = f"; it wrote: {tail}" if tail else ""
    return SpikeLoomError(
        "SL_LINK_ENDED",
        "SpikeLoom's process has ended.",
        place="link",
        got=f"{how}{said}",
        next="Set the simulation up again; its state in memory is lost.",
    )


def _status_text(status: int) -> str:
    return f"signal {-status}" if status < 0 else f"exit status {status}"


def closed_error(why: str) -> SpikeLoomError:
    """Report a link that was closed or belongs to another process."""
    return SpikeLoomError(
        "SL_LINK_CLOSED",
        f"The link cannot be used: {why}.",
        place="link",
        next="Create a separate link.",
    )


def callback_error() -> SpikeLoomError:
    """Report that a callback uses the link that is waiting for it."""
    return SpikeLoomError(
        "SL_LINK_ORDER",
        "A callback of a run cannot use the link of that run.",
        place="on_progress",
        next="Split the run into parts, and make the call between them.",
    )


def reply_error(got: str) -> SpikeLoomError:
    """Report that the received bytes are not a reply of the protocol."""
    return SpikeLoomError(
        "SL_LINK_REPLY",
        "The bytes received over the link are not a reply to the request.",
        place="link",
        got=got,
        next="Check that nothing else writes to standard output, and that both ends have the same version.",
    )


def value_error(place: str, expected: str, got: object, following: str) -> SpikeLoomError:
    """Report an invalid value, with an example of a valid one."""
    return SpikeLoomError(
        "SL_LINK_VALUE",
        "A value of the request is missing or out of range.",
        place=place,
        expected=expected,
        got=repr(got)[:200],
        next=following,
    )


def length_error(length: int, most: int) -> SpikeLoomError:
    """Report a message that exceeds the size limit."""
    return SpikeLoomError(
        "SL_LINK_LENGTH",
        "A message of the link is too long.",
        place="link",
        expected=f"at most {most} bytes",
        got=str(length),
        next="Transfer large arrays in files, and check that both ends use this protocol.",
    )


def array_error(place: str, expected: str, got: str) -> SpikeLoomError:
    """Report that an array cannot be written or read."""
    return SpikeLoomError(
        "SL_LINK_ARRAY",
        "An array of the link cannot be transferred.",
        place=place,
        expected=expected,
        got=got,
        next="Free memory or disk space; other programs must not change the folder of the link.",
    )


def one_of(names: Iterable[str]) -> str:
    """List names for an error."""
    return "one of " + ", ".join(sorted(names))
