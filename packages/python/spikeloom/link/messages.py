# SPDX-License-Identifier: GPL-2.0-or-later
"""Convert calls to messages, according to the specification's fields."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from numbers import Real
from typing import Any

import numpy as np
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

from spikeloom.link.arrays import Arrays
from spikeloom.link.errors import one_of, value_error
from spikeloom.link.examples import field_error, mapping_error, scalar_error
from spikeloom.link.generated.link_descriptor import DESCRIPTOR


def _classes() -> tuple[Any, Any]:
    # A separate pool: other programs in this process may register files of the same name.
    pool = descriptor_pool.DescriptorPool()
    for file in descriptor_pb2.FileDescriptorSet.FromString(base64.b64decode(DESCRIPTOR)).file:
        pool.Add(file)
    names = ("spikeloom.link.v1.Request", "spikeloom.link.v1.Reply")
    request, reply = (
        message_factory.GetMessageClass(pool.FindMessageTypeByName(name)) for name in names
    )
    return request, reply


Request, Reply = _classes()



def _calls() -> Mapping[str, Sequence[str]]:
    """List all call names, prefixed with their dialect."""
    calls: dict[str, Sequence[str]] = {}
    for field in Request.DESCRIPTOR.oneofs_by_name["call"].fields:
        dialect = field.message_type.oneofs_by_name.get("call")
        for inner in [None] if dialect is None else dialect.fields:
            path = [field.name] if inner is None else [field.name, inner.name]
            calls[".".join(path)] = path
    return calls


_CALLS = _calls()


@dataclass(frozen=True)
class Lists:
    """A list of numbers for each neuron: entry k is ``values[offsets[k]:offsets[k + 1]]``.

    With two offsets, all neurons have the same list.
    """

    values: np.ndarray
    offsets: np.ndarray

    @classmethod
    def of(cls, lists: Iterable[Any]) -> Lists:
        """Store the lists."""
        arrays = [np.asarray(one, dtype=float).ravel() for one in lists]
        offsets = np.concatenate([[0], np.cumsum([len(one) for one in arrays])])
        values = np.concatenate(arrays) if arrays else np.empty(0)
        return cls(values, offsets.astype("<u4"))


class Writer:
    """Creates requests, and keeps track of the files written for them."""

    def __init__(self, arrays: Arrays) -> None:
        """Write long arrays into these."""
        self._arrays = arrays
        self.files: list[str] = []

    def request(self, name: str, fields: Mapping[str, Any]) -> Any:
        """Create the request of a call; ``None`` means that a field is omitted."""
        if name not in _CALLS:
            following = 'Write call("simulation.load", path="net.json").'
            raise value_error("call", one_of(_CALLS), name, following)
        request = call = Request()
        for part in _CALLS[name]:
            call = getattr(call, part)
        call.SetInParent()
        self._fill(call, fields, name)
        return request

    def remove_files(self) -> None:
        """Remove the files of a request that was not sent."""
        for path in self.files:
            self._arrays.remove_file(path)

    def _fill(self, message: Any, fields: Mapping[str, Any], place: str) -> None:
        known = message.DESCRIPTOR.fields_by_name
        for name, value in fields.items():
            if name not in known:
                raise field_error(place, known, name)
            if value is not None:
                self._set(message, known[name], value, f"{place}.{name}")

    def _set(self, message: Any, field: Any, value: Any, place: str) -> None:
        held = getattr(message, field.name)
        if field.message_type is None:
            try:
                held.extend(value) if _is_repeated(field) else setattr(message, field.name, value)
            except (TypeError, ValueError) as error:
                raise scalar_error(place, field, value) from error
        elif field.message_type.GetOptions().map_entry:
            for key, one in value.items():
                self._fill_message(held[key], one, f"{place}.{key}")
        elif _is_repeated(field):
            for k, one in enumerate(value):
                self._fill_message(held.add(), one, f"{place}[{k}]")
        else:
            held.SetInParent()
            self._fill_message(held, value, place)

    def _fill_message(self, message: Any, value: Any, place: str) -> None:
        kind = message.DESCRIPTOR.name
        if kind in ("Doubles", "Indices", "Octets"):
            file = self._arrays.write(message, value, place)
            self.files.extend([] if file is None else [file])
        elif kind in ("Column", "Parameter"):
            self._fill_column(message, value, place)
        elif isinstance(value, Mapping):
            self._fill(message, value, place)
        else:
            raise mapping_error(place, message, value)

    def _fill_column(self, message: Any, value: Any, place: str) -> None:
        if isinstance(value, Real) or (np.ndim(value) == 0 and not isinstance(value, Lists)):
            try:
                message.all = float(value)
            except (TypeError, ValueError) as error:
                raise value_error(place, "a number", value, "Write a number, such as 1.0.") from error
        elif isinstance(value, Lists):
            if message.DESCRIPTOR.name == "Column":
                raise value_error(place, "one value or one per neuron", value, "Write 1.0, or [1.0, 2.0].")
            self._fill(message.lists, {"values": value.values, "offsets": value.offsets}, place)
        else:
            self._fill_message(message.each, value, place)


def _is_repeated(field: Any) -> bool:
    # `label` is deprecated in new runtimes, and old ones lack `is_repeated`.
    repeated = getattr(field, "is_repeated", None)
    return field.label == field.LABEL_REPEATED if repeated is None else bool(repeated)
