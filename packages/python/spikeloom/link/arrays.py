# SPDX-License-Identifier: GPL-2.0-or-later
"""Transfer arrays: short ones inside messages, long ones in files visible to both processes."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import Any

import numpy as np

from spikeloom.link.errors import array_error, value_error

#: Minimum size in bytes of an array that is transferred in a file.
LEAST_FILE_BYTES = 2**17

_DTYPES: dict[str, np.dtype[Any]] = {
    "Doubles": np.dtype("<f8"),
    "Indices": np.dtype("<u4"),
    "Octets": np.dtype("u1"),
}


class Arrays:
    """Write the arrays of requests and read those of replies."""

    def __init__(self, folder: str, least_file_bytes: int = LEAST_FILE_BYTES) -> None:
        """Use an existing folder for arrays of at least this many bytes."""
        self.folder = folder
        self.least_file_bytes = least_file_bytes
        self._written = 0

    def write(self, message: Any, values: Any, place: str) -> str | None:
        """Put values into a message; return the file if one was written."""
        kind = message.DESCRIPTOR.name
        array = _AS[kind](values, place)
        if array.nbytes < self.least_file_bytes:
            message.bytes = array.tobytes()
            return None
        self._written += 1
        message.file = f"request-{self._written}"
        path = os.path.join(self.folder, message.file)
        try:
            array.tofile(path)
        except OSError as error:
            self.remove_file(path)
            raise array_error(place, f"room for {array.nbytes} bytes", str(error)) from error
        return path

    def read(self, message: Any) -> np.ndarray:
        """Take values out of a message, and remove its file, if any."""
        dtype = _DTYPES[message.DESCRIPTOR.name]
        if message.WhichOneof("where") != "file":
            return np.frombuffer(message.bytes, dtype).copy()
        path = os.path.join(self.folder, os.path.basename(message.file))
        try:
            return np.fromfile(path, dtype)
        except (OSError, MemoryError) as error:
            raise array_error(message.file, "a readable file", str(error)) from error
        finally:
            self.remove_file(path)

    def remove_file(self, path: str) -> None:
        """Remove a file if it exists."""
        with suppress(OSError):
            os.unlink(path)


def _as_doubles(values: Any, place: str) -> np.ndarray:
    try:
        return np.ascontiguousarray(values, dtype="<f8").ravel()
    except (TypeError, ValueError) as error:
        raise value_error(place, "numbers", values, "Write [1.0, 2.0], or a numpy array.") from error


def _as_indices(values: Any, place: str) -> np.ndarray:
    array = np.asarray(values)
    if array.size == 0:
        return np.empty(0, "<u4")
    is_right = array.dtype.kind in "iu"
    if is_right and array.dtype != np.dtype("<u4"):
        is_right = array.min() >= 0 and array.max() <= 0xFFFFFFFF
    if not is_right:
        following = "Write [0, 1, 2], or a numpy array of integers."
        raise value_error(place, "integers from 0 to 4294967295", values, following)
    return np.ascontiguousarray(array, dtype="<u4").ravel()


def _as_octets(values: Any, place: str) -> np.ndarray:
    try:
        return np.frombuffer(values, "u1")
    except (TypeError, ValueError) as error:
        raise value_error(place, "bytes", values, "Pass the bytes that save() returned.") from error


_AS = {"Doubles": _as_doubles, "Indices": _as_indices, "Octets": _as_octets}
