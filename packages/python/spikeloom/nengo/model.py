# SPDX-License-Identifier: GPL-2.0-or-later
"""Describe a built model of Nengo."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

import numpy as np
from nengo.builder.operator import SimPyFunc
from nengo.builder.probe import SimProbe

from spikeloom.nengo.operators import describe, is_ahead, is_exact
from spikeloom.nengo.views import Bases, Elements

#: Limits on the steps of a call: their number, and the numbers that tapes and probes hold.
_MOST_STEPS = 1000
_MOST_NUMBERS = 2**22


class ClientOperator(NamedTuple):
    """An operator that Python runs: what it reads and what it writes."""

    operator: Any
    reads: list[Any]
    writes: list[Any]


class ModelDefinition:
    """Operators in order, and the arrays of their signals."""

    def __init__(self, model: Any, operators: list[Any]) -> None:
        """Describe the operators of a model."""
        self.bases = Bases()
        self.dt = model.dt
        #: Operators that Python runs, by their number.
        self.clients: dict[int, ClientOperator] = {}
        #: Operators whose values Python computes ahead.
        self.tapes: list[Any] = []
        #: Operators that Nengo's users did not write, but that SpikeLoom does not have.
        self.slow: list[Any] = []
        #: Operators whose results may differ from Nengo's in the last bits.
        self.inexact: list[Any] = []
        self._changed = {
            signal.base
            for one in operators
            for signal in [*one.sets, *one.incs, *one.updates]
        }
        self._described: list[dict[str, Any]] = []
        for operator in operators:
            if not isinstance(operator, SimProbe):
                self._add(operator)
        self.probes = list(model.probes)
        self._listed_probes = [self._probe(model.sig[probe]["in"], probe) for probe in self.probes]
        #: Shapes of the rows of probes.
        self.shapes = [tuple(one["shape"]) for one in self._listed_probes]
        sizes = [operator.output.size for operator in self.tapes]
        each = sum(sizes) + sum(int(np.prod(one["shape"])) for one in self._listed_probes)
        #: Maximum number of steps in a call.
        self.most = max(1, min(_MOST_STEPS, _MOST_NUMBERS // max(1, each)))

    def message(self) -> str:
        """Return the definition as text."""
        return json.dumps(
            {
                "version": 1,
                "dt": self.dt,
                "bases": self.bases.definitions(),
                "operators": self._described,
                "probes": self._listed_probes,
                "tapes": [operator.output.size for operator in self.tapes],
                "most": self.most,
            }
        )

    def _add(self, operator: Any) -> None:
        if is_ahead(operator):
            output = self.bases.elements(operator.output)
            entry = "add" if operator.mode == "inc" else "set"
            tape = len(self.tapes)
            self.tapes.append(operator)
            shape = list(output.shape)
            self._described.append(
                {"kind": "tape", "tape": tape, "shape": shape, "to": output.view(), "entry": entry}
            )
            return
        described = describe(operator, self.bases, self.dt)
        if described is None:
            described = self._client(operator)
        elif not is_exact(described):
            self.inexact.append(operator)
        self._described.append(described)

    def _client(self, operator: Any) -> dict[str, Any]:
        if not isinstance(operator, SimPyFunc):
            self.slow.append(operator)
        changing = [one for one in [*operator.incs, *operator.updates] if not one.sparse]
        reads = [one for one in operator.reads if not one.sparse and one.base in self._changed]
        reads += [one for one in changing if one not in reads]
        # An operator such as neurons updates some of the signals that it sets.
        reads += [one for one in operator.sets if one not in reads]
        writes = [*operator.sets, *changing]
        self.clients[len(self._described)] = ClientOperator(operator, reads, writes)
        return {
            "kind": "client",
            "reads": [self._elements(one).listed() for one in reads],
            "writes": [self._elements(one).listed() for one in writes],
        }

    def _elements(self, signal: Any) -> Elements:
        return self.bases.elements(signal)

    def _probe(self, signal: Any, probe: Any) -> dict[str, Any]:
        period = 1 if probe.sample_every is None else probe.sample_every / self.dt
        return {**self._elements(signal).listed(), "period": period}
