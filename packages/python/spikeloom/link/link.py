# SPDX-License-Identifier: GPL-2.0-or-later
"""Communicate with SpikeLoom's process."""

from __future__ import annotations

import os
import queue
import threading
import weakref
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from spikeloom import errors
from spikeloom.link.ahead import process_for
from spikeloom.link.arrays import LEAST_FILE_BYTES, Arrays
from spikeloom.link.command import find_command
from spikeloom.link.errors import callback_error, closed_error, reply_error, start_error
from spikeloom.link.folder import SharedFolder
from spikeloom.link.messages import Reply, Request, Writer
from spikeloom.link.replies import Chunk, Progress, failure_of, progress_of, value_of

VERSIONS = (1,)

_START_S = 120.0

#: Long calls, which report progress and can be interrupted.
_LONG = (
    "brian2.advance",
    "nengo.advance",
    "pynn.run",
    "simulation.advance",
    "simulation.prepare",
    "simulation.revise",
    "simulation.restore",
)


class _Sent(NamedTuple):
    id: int
    files: Sequence[str]


class Link:
    """A simulation in a process of its own, driven by calls.

    ``call`` waits for the reply and returns it. ``send`` does not wait: what fails shows as an
    exception of the next ``call`` or ``send``, and nothing that was sent after what failed is acted
    upon. Names and fields are those of ``specs/link/1``, a name with its dialect before it::

        with Link() as link:
            link.call("pynn.setup", timestep=0.1)
            p = link.call("pynn.add_population", label="p", size=2,
                          cell={"standard": "IF_curr_exp"},
                          parameters={"i_offset": np.array([0.5, 1.0]), "tau_m": 20.0})
            link.send("pynn.record", population=p, variable="spikes", neurons=np.arange(2))
            link.call("pynn.run", until=100.0, on_progress=print)
            neurons, times = link.call("pynn.get_spikes", population=p)

    Doubles and Indices are numpy arrays (or lists), Octets are bytes; a Column is a number or an
    array; a Parameter may also be ``Lists``; other messages are dictionaries. Fields that are
    ``None`` are left out.
    """

    def __init__(
        self,
        command: Sequence[str] | None = None,
        *,
        least_file_bytes: int = LEAST_FILE_BYTES,
        networks: str | None = None,
    ) -> None:
        """Start the process, optionally with a different command.

        Arrays of at least ``least_file_bytes`` are transferred in files in memory instead of through the pipe.
        Networks may be loaded by path from inside the folder ``networks``.
        """
        self._lock = threading.RLock()
        self._owner = os.getpid()
        self._why_closed: Exception | None = None
        self._is_watched = False
        self._id = 0
        self._seen = 0
        self._taken = 0
        self._sent: deque[_Sent] = deque()
        self._failure: errors.SpikeLoomError | None = None
        #: Simulated time in ms that the last run reached, even if it was interrupted.
        self.time = 0.0
        arguments = find_command() if command is None else list(command)
        folder = SharedFolder()
        self._arrays = Arrays(folder.path, least_file_bytes)
        self._remove = weakref.finalize(self, _remove, folder, self._owner)
        try:
            self._process = process_for(arguments)
            self._process.listen()
            self.version, self.server = self._greet(networks)
        except BaseException:
            self.close()
            raise

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    def call(
        self, name: str, /, *, on_progress: Callable[[Progress], None] | None = None, **fields: Any
    ) -> Any:
        """Send a request, wait for its reply and return it.

        ``on_progress`` receives the progress of a run or a preparation. Ctrl-C, or an exception of
        ``on_progress``, interrupts it; the simulation then stops at ``time``.

        Returns what the specification states, as tuples of ``spikeloom.link.replies`` or simpler types.
        """
        with self._ready():
            if on_progress is not None:
                fields["progress"] = True
            number = self._request(name, fields)
            try:
                return self._result(number, on_progress)
            except (KeyboardInterrupt, Exception):
                if name in _LONG:
                    self._interrupt(number)
                raise

    def chunks(self, name: str, /, **fields: Any) -> Iterator[Chunk]:
        """Send a request, yield the streamed chunks, and return the final reply.

        Later chunks are recorded only after earlier ones have been processed, with a small lead. No other call
        is allowed meanwhile; leaving the loop interrupts the run.
        """
        with self._ready():
            number = self._request(name, fields)
            self._is_watched = True
        is_over = False
        try:
            while True:
                reply = self._read(self._process.replies.get())
                value = self._hear(reply)
                kind = reply.WhichOneof("result")
                if kind == "chunk":
                    yield value
                    self._take()
                elif kind != "progress" and reply.id == number:
                    is_over = True
                    self._raise_failure()
                    return value
        finally:
            self._is_watched = False
            if not is_over:
                self._interrupt(number)

    def send(self, name: str, /, **fields: Any) -> None:
        """Send a request without waiting for its reply."""
        with self._ready():
            self._hear_what_came()
            self._raise_failure()
            self._request(name, fields)

    def close(self) -> None:
        """End the process and release the link's resources; a closed link stays closed."""
        if self._owner != os.getpid():
            return
        if self._why_closed is None:
            self._why_closed = closed_error("it is closed")
        process = getattr(self, "_process", None)
        if process is not None:
            process.close()
        self._remove()

    def __enter__(self) -> Link:
        """Use the link in a block, and close it at the end."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the link."""
        self.close()

    def _greet(self, networks: str | None) -> tuple[int, str]:
        fields = {
            "versions": VERSIONS,
            "client": "python",
            "folder": self._arrays.folder,
            "least_file_bytes": self._arrays.least_file_bytes,
            "networks": networks,
        }
        number = self._request("hello", fields)
        try:
            version, server = self._result(number, None, timeout=_START_S)
        except queue.Empty:
            got = f"no answer within {_START_S:.0f} s"
            raise start_error(got, "Check SPIKELOOM_NODE and SPIKELOOM_COMMAND.") from None
        if version not in VERSIONS:
            raise reply_error(f"version {version} of the link")
        return version, server

    @contextmanager
    def _ready(self) -> Iterator[None]:
        # Checked first, because another thread may have held the lock when the process was forked.
        if self._owner != os.getpid():
            raise closed_error("it belongs to the process that this one was forked from")
        with self._lock:
            if self._why_closed is not None:
                raise self._why_closed
            if self._is_watched:
                raise callback_error()
            yield

    def _request(self, name: str, fields: dict[str, Any]) -> int:
        writer = Writer(self._arrays)
        try:
            request = writer.request(name, fields)
            request.id = self._id + 1
            request.seen = self._seen
            self._process.write(request.SerializeToString())
        except BaseException:
            writer.remove_files()
            raise
        if name in ("pynn.setup", "pynn.reset"):
            self.time = 0.0
        self._id += 1
        self._sent.append(_Sent(self._id, writer.files))
        return self._id

    def _result(
        self,
        number: int,
        on_progress: Callable[[Progress], None] | None,
        timeout: float | None = None,
    ) -> Any:
        """Receive all replies up to that of one request, and return its contents."""
        while True:
            reply = self._read(self._process.replies.get(timeout=timeout))
            value = self._hear(reply, on_progress)
            kind = reply.WhichOneof("result")
            if kind == "chunk":
                self._take()
            elif kind != "progress" and reply.id == number:
                self._raise_failure()
                return value

    def _read(self, came: bytes | Exception | None) -> Any:
        """Read a reply; if there are no more, close the link and report why."""
        if not isinstance(came, bytes):
            raise self._lost(came)
        try:
            return Reply.FromString(came)
        except Exception as error:  # Exceptions of the protobuf runtime have no common type.
            raise self._lost(reply_error(str(error))) from error

    def _hear(self, reply: Any, on_progress: Callable[[Progress], None] | None = None) -> Any:
        """Record a reply; keep the first failure, which caused the later ones."""
        kind = reply.WhichOneof("result")
        if kind == "failure" and reply.id == 0:
            raise self._lost(failure_of(reply.failure))
        if kind == "progress":
            if on_progress is not None:
                self._is_watched = True
                try:
                    on_progress(progress_of(reply.progress))
                finally:
                    self._is_watched = False
            return None
        if kind == "chunk":
            return value_of(reply, self._arrays)
        if not self._sent or self._sent[0].id != reply.id:
            raise self._lost(reply_error(f"a reply to {reply.id}, which is not waiting for one"))
        for path in self._sent.popleft().files:
            self._arrays.remove_file(path)
        self._seen = reply.id
        if kind in ("reached", "prepared"):
            self.time = getattr(reply, kind).time
        if kind != "failure":
            return value_of(reply, self._arrays)
        if self._failure is None and reply.failure.code != "SL_LINK_SKIPPED":
            self._failure = failure_of(reply.failure)
        return None

    def _take(self) -> None:
        """Acknowledge a chunk of a stream, so that the run continues."""
        self._taken += 1
        request = Request()
        request.taken.chunks = self._taken
        self._process.write(request.SerializeToString())

    def _hear_what_came(self) -> None:
        while True:
            try:
                came = self._process.replies.get_nowait()
            except queue.Empty:
                return
            self._hear(self._read(came))

    def _raise_failure(self) -> None:
        failure, self._failure = self._failure, None
        if failure is not None:
            raise failure

    def _interrupt(self, number: int) -> None:
        """Interrupt a run in progress, and wait until it has stopped."""
        if self._why_closed is not None or not self._sent or self._sent[-1].id != number:
            return
        try:
            self._result(self._request("interrupt", {}), None)
        except errors.SpikeLoomError:
            # The run itself failed; the caller receives the exception that interrupted it.
            pass
        except KeyboardInterrupt:
            self.close()
            raise

    def _lost(self, why: Exception | None) -> Exception:
        """Close a link whose process sends nothing more."""
        error = self._process.ended() if why is None else why
        self._why_closed = error
        self.close()
        return error


def _remove(folder: SharedFolder, owner: int) -> None:
    if os.getpid() == owner:
        folder.remove()
