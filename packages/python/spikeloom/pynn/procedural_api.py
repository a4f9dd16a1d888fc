# SPDX-License-Identifier: GPL-2.0-or-later
"""PyNN's older procedural functions."""

from __future__ import annotations

from typing import Any

from pyNN import common
from pyNN.common import set  # noqa: A004 - the name is PyNN's

from . import simulator
from .connectors import FixedProbabilityConnector
from .populations import Population
from .projections import Projection
from .synapses import StaticSynapse

__all__ = ["connect", "create", "record", "record_gsyn", "record_v", "set"]

create = common.build_create(Population)
connect = common.build_connect(Projection, FixedProbabilityConnector, StaticSynapse)
record = common.build_record(simulator)


def record_v(source: Any, filename: str) -> None:
    """Record membrane potentials to a file."""
    record(["v"], source, filename)


def record_gsyn(source: Any, filename: str) -> None:
    """Record synaptic conductances to a file."""
    record(["gsyn_exc", "gsyn_inh"], source, filename)
