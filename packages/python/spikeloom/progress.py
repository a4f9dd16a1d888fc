# SPDX-License-Identifier: GPL-2.0-or-later
"""Report the progress of a call on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from spikeloom.link import Progress

#: Returns to the start of the line and clears it.
_CLEAR = "\r\x1b[K"


@contextmanager
def progress_line(until: float) -> Iterator[Callable[[Progress], None] | None]:
    """Return a function that writes progress to standard error, if that is a terminal.

    ``until`` is the time in ms that the call should reach. If standard error is not a terminal, returns None,
    and no progress is requested. Calls shorter than a tenth of a second report nothing.
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
    """Describe the progress of a call in a few words."""
    if progress.time is None:
        words = {"count": "counting", "fill": "drawing"}
        phase = words.get(progress.phase or "", "preparing")
        return f"{phase} synapses: {progress.synapses:,.0f} of about {progress.expected:,.0f}"
    left = "" if progress.left is None else f", {progress.left:,.0f} s left"
    return f"at {progress.time:,.0f} of {until:,.0f} ms{left}"
