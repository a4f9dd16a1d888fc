# SPDX-License-Identifier: GPL-2.0-or-later
"""Tell how far a call has come, to who sits at a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from spikeloom.link import Progress

#: Goes back to the start of the line and clears it.
_CLEAR = "\r\x1b[K"


@contextmanager
def progress_line(until: float) -> Iterator[Callable[[Progress], None] | None]:
    """Give what writes a line to standard error while a call lasts, where that is a terminal.

    ``until`` is the time in ms that the call is to come to. Elsewhere gives nothing, and nothing is sent
    for it. What is over in a tenth of a second says nothing.
    """
    stderr = sys.stderr
    if stderr is None or not stderr.isatty():
        yield None
        return
    is_written = False

    def write(progress: Progress) -> None:
        nonlocal is_written
        is_written = True
        stderr.write(_CLEAR + text_of(progress, until))
        stderr.flush()

    try:
        yield write
    finally:
        if is_written:
            stderr.write(_CLEAR)
            stderr.flush()


def text_of(progress: Progress, until: float) -> str:
    """Say in a few words how far a call has come."""
    if progress.time is None:
        words = {"count": "counting", "fill": "drawing"}
        phase = words.get(progress.phase or "", "preparing")
        return f"{phase} synapses: {progress.synapses:,.0f} of about {progress.expected:,.0f}"
    left = "" if progress.left is None else f", {progress.left:,.0f} s left"
    return f"at {progress.time:,.0f} of {until:,.0f} ms{left}"
