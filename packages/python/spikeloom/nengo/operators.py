# SPDX-License-Identifier: GPL-2.0-or-later
"""Describe operators of Nengo for SpikeLoom."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import nengo
import numpy as np
from nengo import processes
from nengo.builder.learning_rules import SimPES
from nengo.builder.neurons import SimNeurons
from nengo.builder.operator import BsrDotInc, Copy, DotInc, ElementwiseInc, Reset, TimeUpdate
from nengo.builder.processes import SimProcess
from nengo.synapses import LinearFilter

from spikeloom.nengo.views import Bases, together

#: What SpikeLoom computes for an operator; None if Python runs it.
Described = dict[str, Any] | None

#: Processes without an input: Python computes their values before the steps that use them.
AHEAD = (
    processes.BrownNoise,
    processes.FilteredNoise,
    processes.PresentInput,
    processes.WhiteNoise,
    processes.WhiteSignal,
)

#: Models of neurons: their name, parameters, and state variables.
NEURONS: dict[type, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    nengo.RectifiedLinear: ("rectified-linear", ("amplitude",), ()),
    nengo.SpikingRectifiedLinear: ("spiking-rectified-linear", ("amplitude",), ("voltage",)),
    nengo.Sigmoid: ("sigmoid", ("tau_ref",), ()),
    nengo.Tanh: ("tanh", ("tau_ref",), ()),
    nengo.LIFRate: ("lif-rate", ("tau_rc", "tau_ref", "amplitude"), ()),
    nengo.LIF: (
        "lif",
        ("tau_rc", "tau_ref", "amplitude", "min_voltage"),
        ("voltage", "refractory_time"),
    ),
    nengo.AdaptiveLIFRate: (
        "adaptive-lif-rate",
        ("tau_rc", "tau_ref", "amplitude", "tau_n", "inc_n"),
        ("adaptation",),
    ),
    nengo.AdaptiveLIF: (
        "adaptive-lif",
        ("tau_rc", "tau_ref", "amplitude", "min_voltage", "tau_n", "inc_n"),
        ("voltage", "refractory_time", "adaptation"),
    ),
    nengo.Izhikevich: (
        "izhikevich",
        ("tau_recovery", "coupling", "reset_voltage", "reset_recovery"),
        ("voltage", "recovery"),
    ),
    nengo.RegularSpiking: ("regular-spiking", ("amplitude",), ("voltage",)),
}


#: Models of neurons that need only additions, multiplications and comparisons.
_EXACT_NEURONS = frozenset({"rectified-linear", "spiking-rectified-linear", "regular-spiking", "izhikevich"})


def is_exact(described: dict[str, Any]) -> bool:
    """Test whether an operator gives Nengo's bits.

    NumPy's libraries add products in an order of their own, and round functions such as ``exp`` in their own way.
    """
    if described["kind"] in ("dot", "blocks"):
        return bool(described["columns"] == 1)
    return described["kind"] != "neurons" or described["model"] in _EXACT_NEURONS


def is_ahead(operator: Any) -> bool:
    """Test whether an operator's values are known before the steps that use them."""
    if type(operator) is not SimProcess or operator.input is not None:
        return False
    process = operator.process
    if type(process) is processes.Piecewise:
        return not any(callable(value) for value in process.data.values())
    return type(process) in AHEAD and (
        not isinstance(process, processes.FilteredNoise) or isinstance(process.synapse, LinearFilter)
    )


def describe(operator: Any, bases: Bases, dt: float) -> Described:
    """Describe an operator; None if SpikeLoom does not have it."""
    describe_one = _TABLE.get(type(operator))
    signals = operator.all_signals
    if describe_one is None or any(signal.sparse for signal in signals):
        return None
    if describe_one is not _time and any(signal.dtype != np.float64 for signal in signals):
        return None
    return describe_one(operator, bases, dt)


def _time(operator: TimeUpdate, bases: Bases, _: float) -> Described:
    step, time = operator.step, operator.time
    return {"kind": "time", "step": bases.elements(step).view(), "time": bases.elements(time).view()}


def _reset(operator: Reset, bases: Bases, _: float) -> Described:
    shape, [to] = together(bases.elements(operator.dst))
    return {"kind": "reset", "shape": shape, "to": to.view(), "value": operator.value}


def _copy(operator: Copy, bases: Bases, _: float) -> Described:
    source, target = bases.elements(operator.src), bases.elements(operator.dst)
    entry = "add" if operator.inc else "set"
    # Nengo's optimiser joins signals, which then are parts of one array.
    if source.base == target.base and np.intersect1d(source.numbers(), target.numbers()).size > 0:
        return None
    if operator.src_slice is None and operator.dst_slice is None:
        shape, [source, target] = together(source.to(target.shape), target)
        return {"kind": "copy", "shape": shape, "from": source.view(), "to": target.view(), "entry": entry}
    to = target.numbers()[... if operator.dst_slice is None else np.asarray(operator.dst_slice)]
    of = source.numbers()[... if operator.src_slice is None else np.asarray(operator.src_slice)]
    return {
        "kind": "gather",
        "from": source.base,
        "to": target.base,
        "fromElements": np.broadcast_to(of, to.shape).ravel().tolist(),
        "toElements": to.ravel().tolist(),
        "entry": entry,
    }


def _multiply(operator: Any, bases: Bases, _: float) -> Described:
    y = bases.elements(operator.Y)
    a, x = bases.elements(operator.A), bases.elements(operator.X)
    if np.broadcast_shapes(a.shape, x.shape) != y.shape:
        return None
    shape, [a, x, y] = together(a.to(y.shape), x.to(y.shape), y)
    return {"kind": "multiply", "shape": shape, "a": a.view(), "x": x.view(), "y": y.view()}


def _dot(operator: DotInc, bases: Bases, dt: float) -> Described:
    a, x, y = (bases.elements(one) for one in (operator.A, operator.X, operator.Y))
    if not a.shape or not x.shape:
        return _multiply(operator, bases, dt)
    rows, columns = (1, *a.shape)[-2:]
    inner = max(x.shape)
    if len(a.shape) > 2 or len(x.shape) > 2 or np.prod(x.shape) != inner or inner != columns:
        return None
    x_stride = next((s for n, s in zip(x.shape, x.strides) if n == inner), 0)
    y_stride = next((s for n, s in zip(y.shape, y.strides) if n == rows and n > 1), 0)
    a_strides = [0, a.strides[0]] if len(a.shape) == 1 else list(a.strides)
    return {
        "kind": "dot",
        "rows": rows,
        "columns": columns,
        "a": {"base": a.base, "offset": a.offset, "strides": a_strides},
        "x": {"base": x.base, "offset": x.offset, "strides": [x_stride]},
        "y": {"base": y.base, "offset": y.offset, "strides": [y_stride]},
    }


def _pes(operator: SimPES, bases: Bases, dt: float) -> Described:
    error, given, delta = operator.error, operator.pre_filtered, operator.delta
    if len(error.shape) != 1 or len(given.shape) != 1 or delta.shape != (*error.shape, *given.shape):
        return None
    return {
        "kind": "outer",
        "shape": list(delta.shape),
        "factor": -operator.learning_rate * dt / given.shape[0],
        "a": bases.elements(error).view(),
        "x": bases.elements(given).view(),
        "to": bases.elements(delta).view(),
    }


def _blocks(operator: BsrDotInc, bases: Bases, _: float) -> Described:
    a, x, y = (bases.elements(one) for one in (operator.A, operator.X, operator.Y))
    _blocks_count, rows, columns = a.shape
    x_stride = next((s for n, s in zip(x.shape, x.strides) if n == x.shape[0]), 0)
    y_stride = next((s for n, s in zip(y.shape, y.strides) if n == y.shape[0]), 0)
    if a.strides != (rows * columns, columns, 1):
        return None
    return {
        "kind": "blocks",
        "rows": rows,
        "columns": columns,
        "indices": np.asarray(operator.indices).tolist(),
        "starts": np.asarray(operator.indptr).tolist(),
        "a": a.view(),
        "x": {"base": x.base, "offset": x.offset, "strides": [x_stride]},
        "y": {"base": y.base, "offset": y.offset, "strides": [y_stride]},
    }


def _neurons(operator: SimNeurons, bases: Bases, dt: float) -> Described:
    known = NEURONS.get(type(operator.neurons))
    if known is None:
        return None
    model, parameters, state = known
    values = {name: float(getattr(operator.neurons, name)) for name in parameters}
    if "min_voltage" in values:
        values["full_decay"] = float(np.expm1(-np.full(1, dt) / values["tau_rc"])[0])
        values["min_voltage"] = max(values["min_voltage"], -np.finfo(np.float64).max)
    signals = [operator.J, operator.output, *(operator.state[name] for name in state)]
    size = operator.J.size
    if any(len(signal.shape) != 1 or signal.size != size for signal in signals):
        return None
    given, output, *rest = (bases.elements(signal).view() for signal in signals)
    return {
        "kind": "neurons",
        "model": model,
        "parameters": values,
        "size": size,
        "input": given,
        "output": output,
        "state": dict(zip(state, rest)),
    }


def _process(operator: SimProcess, bases: Bases, dt: float) -> Described:
    process = operator.process
    if not isinstance(process, LinearFilter) or operator.input is None:
        return None
    if type(process).make_step is not LinearFilter.make_step:
        return None
    a, b, c, d = process._get_ss(dt)
    shape = operator.output.shape
    if operator.input.shape != shape or len(shape) > 1:
        return None
    views = [bases.elements(operator.input), bases.elements(operator.output)]
    described: dict[str, Any] = {"kind": "filter", "entry": "add" if operator.mode == "inc" else "set"}
    if a.size == 0:
        described["b"] = d.item()
    elif len(a) == 1 and (d == 0).all():
        described["a"] = a.item()
        described["b"] = c.item() * b.item()
        state = bases.elements(operator.state["X"])
        views.append(state._replace(shape=state.shape[1:], strides=state.strides[1:]))
    else:
        return None
    common, views = together(*(one.to(shape) for one in views))
    names = ("input", "output", "state")
    described.update({name: one.view() for name, one in zip(names, views)})
    return {**described, "shape": common}


_TABLE: dict[type, Callable[[Any, Bases, float], Described]] = {
    TimeUpdate: _time,
    Reset: _reset,
    Copy: _copy,
    ElementwiseInc: _multiply,
    DotInc: _dot,
    BsrDotInc: _blocks,
    SimNeurons: _neurons,
    SimPES: _pes,
    SimProcess: _process,
}
