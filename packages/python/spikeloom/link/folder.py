# SPDX-License-Identifier: GPL-2.0-or-later
"""Keep a folder for files that both processes see, and nothing of those that are gone."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from contextlib import suppress

PREFIX = "spikeloom-link-"

#: A file system in memory is taken where it has as much room: containers often have 64 MiB.
_LEAST_ROOM = 2**30

#: A folder that is younger may not be held yet.
_YOUNG_S = 60.0


class SharedFolder:
    """A folder that only this user can read, in memory where there is room.

    The folder is locked as long as its link lives. One without a lock is left of two processes that
    were killed at once, and is removed by the next link.
    """

    def __init__(self) -> None:
        """Make the folder."""
        place = _place()
        _sweep(place)
        self.path = tempfile.mkdtemp(prefix=PREFIX, dir=place)
        self._hold = _lock(self.path)

    def remove(self) -> None:
        """Remove the folder and what is in it."""
        shutil.rmtree(self.path, ignore_errors=True)
        if self._hold is not None:
            os.close(self._hold)
            self._hold = None


def _place() -> str:
    memory = "/dev/shm"
    if sys.platform != "win32":
        with suppress(OSError):
            state = os.statvfs(memory)
            if state.f_bavail * state.f_frsize >= _LEAST_ROOM and os.access(memory, os.W_OK):
                return memory
    return tempfile.gettempdir()


def _lock(path: str) -> int | None:
    """Lock a folder; return what holds the lock, or nothing where another process does."""
    if sys.platform == "win32":
        return None
    import fcntl

    held = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(held)
        return None
    return held


def _sweep(place: str) -> None:
    """Remove folders of this user that nobody holds."""
    if sys.platform == "win32":
        return
    with suppress(OSError), os.scandir(place) as entries:
        for entry in entries:
            if entry.name.startswith(PREFIX):
                with suppress(OSError):
                    _sweep_one(entry)


def _sweep_one(entry: os.DirEntry[str]) -> None:
    state = entry.stat(follow_symlinks=False)
    is_ours = entry.is_dir(follow_symlinks=False) and state.st_uid == os.getuid()
    if not is_ours or time.time() - state.st_mtime < _YOUNG_S:
        return
    held = _lock(entry.path)
    if held is not None:
        shutil.rmtree(entry.path, ignore_errors=True)
        os.close(held)
