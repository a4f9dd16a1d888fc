# SPDX-License-Identifier: GPL-2.0-or-later
"""Manage a folder for files visible to both processes, and remove folders of dead ones."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from contextlib import suppress

PREFIX = "spikeloom-link-"

#: The in-memory file system is used if it has this much room: in containers it often has only 64 MiB.
_LEAST_ROOM = 2**30

#: A folder younger than this may not be locked yet.
_YOUNG_S = 60.0


class SharedFolder:
    """A folder that only this user can read, in memory if there is room.

    The folder is locked while its link exists. An unlocked folder was left by two processes that were killed
    simultaneously; the next link removes it.
    """

    def __init__(self) -> None:
        """Create the folder."""
        place = _place()
        _sweep(place)
        self.path = tempfile.mkdtemp(prefix=PREFIX, dir=place)
        self._hold = _lock(self.path)

    def remove(self) -> None:
        """Remove the folder and its contents."""
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
    """Lock a folder; return the lock, or None if another process holds it."""
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
    """Remove unlocked folders of this user."""
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
