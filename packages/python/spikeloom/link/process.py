# SPDX-License-Identifier: GPL-2.0-or-later
"""Run SpikeLoom's process so that it never outlives its link."""

from __future__ import annotations

import os
import queue
import subprocess
import threading
import weakref
from collections.abc import Sequence
from typing import IO, Any

from spikeloom.errors import SpikeLoomError
from spikeloom.link.errors import ended_error, length_error, start_error

#: Maximum length of a message in bytes.
MOST_BYTES = 2**28

_TAIL_BYTES = 4000
_GRACE_S = 2.0


class LinkProcess:
    """A Node process: takes the bytes of requests, and puts those of replies into a queue.

    The queue ends with an exception that states why there are no more replies, or with None if the process has
    exited.
    """

    def __init__(self, command: Sequence[str]) -> None:
        """Start the command; its output is not read until ``listen``."""
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                bufsize=0,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            raise start_error(str(error), "Check SPIKELOOM_NODE and SPIKELOOM_COMMAND.") from error
        self.replies: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._tail = bytearray()
        self._owner = os.getpid()
        self._threads: list[threading.Thread] = []
        self._end = weakref.finalize(self, _end, self._process, self._threads, self._owner)
        _alive.add(self)

    def listen(self) -> None:
        """Start reading: from here on the process has threads, which a fork does not copy."""
        # The threads only refer to the pipes, so that an unused process can be garbage-collected.
        self._threads += [
            _thread(_keep_tail, self._process.stderr, self._tail),
            _thread(_read_replies, self._process.stdout, self.replies),
        ]

    @property
    def is_ready(self) -> bool:
        """Whether it is running, and belongs to this process rather than to its parent before a fork."""
        return self._owner == os.getpid() and self._process.poll() is None

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    def write(self, data: bytes) -> None:
        """Send the bytes of a message; a dead process is reported through the queue."""
        if len(data) > MOST_BYTES:
            raise length_error(len(data), MOST_BYTES)
        view = memoryview(len(data).to_bytes(4, "little") + data)
        stdin: Any = self._process.stdin
        try:
            while view:
                view = view[stdin.write(view) :]
        except (BrokenPipeError, ValueError):
            pass
        except BaseException:
            # Half a message has been sent, so later bytes would be misinterpreted.
            self.close()
            raise

    def ended(self) -> Exception:
        """Wait for the process to exit, and return how it did."""
        try:
            status: int | None = self._process.wait(_GRACE_S)
        except subprocess.TimeoutExpired:
            status = None
        for thread in self._threads[:1]:
            thread.join(_GRACE_S)
        return ended_error(status, bytes(self._tail).decode("utf-8", "replace").strip())

    def close(self) -> None:
        """End the process: by closing its input, or else by force."""
        self._end()
        _alive.discard(self)

    def forget(self) -> None:
        """Release the pipes inherited by a forked process, which must not keep them open."""
        self._end.detach()
        null = os.open(os.devnull, os.O_RDWR)
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            # The file descriptor stays in use, so that nothing else closes it after it is reassigned.
            os.dup2(null, pipe.fileno(), inheritable=False)  # type: ignore[union-attr]
        os.close(null)


def _thread(target: Any, *arguments: Any) -> threading.Thread:
    thread = threading.Thread(target=target, args=arguments, daemon=True, name="spikeloom-link")
    thread.start()
    return thread


def _keep_tail(stderr: IO[bytes], tail: bytearray) -> None:
    try:
        while chunk := stderr.read(65_536):
            tail += chunk
            del tail[:-_TAIL_BYTES]
    except (OSError, ValueError):
        pass


def _read_replies(stdout: IO[bytes], replies: queue.SimpleQueue[Any]) -> None:
    try:
        while header := _read_exactly(stdout, 4):
            length = int.from_bytes(header, "little")
            if length > MOST_BYTES:
                raise length_error(length, MOST_BYTES)
            message = _read_exactly(stdout, length)
            if len(message) < length:
                break
            replies.put(bytes(message))
        replies.put(None)
    except SpikeLoomError as error:
        replies.put(error)
    except (OSError, ValueError):
        replies.put(None)


def _read_exactly(stdout: Any, count: int) -> bytes | bytearray:
    """Read this many bytes, or none if the stream ends before."""
    data = bytearray(count)
    view = memoryview(data)
    while view:
        got = stdout.readinto(view)
        if not got:
            return b""
        view = view[got:]
    return data


def _end(process: subprocess.Popen[bytes], threads: Sequence[threading.Thread], owner: int) -> None:
    if os.getpid() != owner:
        return
    try:
        process.stdin.close()  # type: ignore[union-attr]
        process.wait(_GRACE_S)
    except BaseException as error:
        # Also if Ctrl-C ends the wait: nothing else would end the process.
        process.kill()
        process.wait()
        if not isinstance(error, (OSError, subprocess.TimeoutExpired)):
            raise
    for thread in threads:
        thread.join(_GRACE_S)
    for pipe in (process.stdout, process.stderr):
        pipe.close()  # type: ignore[union-attr]


_alive: weakref.WeakSet[LinkProcess] = weakref.WeakSet()


def _forget_all() -> None:
    for process in list(_alive):
        process.forget()
    _alive.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_all)
