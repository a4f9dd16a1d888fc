# SPDX-License-Identifier: GPL-2.0-or-later
"""Set up, run and end simulations."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Sequence
from typing import Any, Union

from pyNN import common
from pyNN.common.control import DEFAULT_MAX_DELAY, DEFAULT_MIN_DELAY, DEFAULT_TIMESTEP
from pyNN.recording import get_io

from . import simulator
from .times import check_end, check_setup

_CONVENTIONS = ("nest", "neuron", "brian2")
_Callbacks = Union[Sequence[Callable[[float], float]], None]


def setup(
    timestep: float = DEFAULT_TIMESTEP,
    min_delay: float | str = DEFAULT_MIN_DELAY,
    *,
    max_delay: float | str = DEFAULT_MAX_DELAY,
    convention: str = "nest",
    rng_seed: int = 42,
    threads: int | None = None,
    on_divergence: str = "stop",
    capture: str | None = None,
    **extra_params: Any,
) -> int:
    """Start a new simulation, discarding the previous one.

    `convention` selects a simulator's step convention: that of `pyNN.nest` on grid, `pyNN.neuron` or
    `pyNN.brian2`. If a value becomes non-finite, a run stops with a `SpikeLoomError` and keeps the recorded
    data; with `on_divergence="warn"` it continues with a warning. With `capture`, nothing is run: `run` and
    `end` write the network to that file, and there is no data. Options of other simulators are accepted without
    effect; for `spike_precision="off_grid"`, a warning states that it only affects the recorded times of
    sources, because neurons spike on the grid.
    """
    check_setup(timestep, min_delay, max_delay)
    common.setup(timestep, min_delay, max_delay=max_delay, **extra_params)
    if convention not in _CONVENTIONS:
        raise ValueError(f"convention must be one of {', '.join(_CONVENTIONS)}, got {convention!r}.")
    if on_divergence not in ("stop", "warn"):
        raise ValueError(f"on_divergence must be 'stop' or 'warn', got {on_divergence!r}.")
    off_grid = extra_params.get("spike_precision") == "off_grid"
    if off_grid:
        message = (
            "Neurons spike on the grid of steps: spike_precision='off_grid' only keeps the given "
            "times of sources."
        )
        warnings.warn(message, stacklevel=2)
    state = simulator.state
    state.clear()
    state.dt = timestep
    state.delays = (min_delay, max_delay)
    # The process may have a different working directory, because it may have started before the script changed it.
    state.capture = state.always_capture if capture is None else os.path.abspath(capture)
    state.losses = []
    state.options = {
        "convention": convention,
        "seed": rng_seed,
        "workers": threads,
        "record_given": off_grid,
        "on_divergence": on_divergence,
    }
    return state.mpi_rank


def end(compatible_output: bool = True) -> None:
    """Write the files passed to `record`, or the captured network.

    Recorded data stays readable until the next `setup`. A captured network has none.
    """
    state = simulator.state
    if state.capture is not None:
        state.write_capture()
        return
    for population, variables, file in state.write_on_end:
        io = get_io(file) if isinstance(file, str) else file
        population.write_data(io, variables)
    state.write_on_end = []


def losses() -> list[str]:
    """Report the losses of the captured network."""
    return list(simulator.state.losses)


_run_until = common.build_run(simulator)[1]


def run_until(time_point: float, callbacks: _Callbacks = None) -> float:
    """Run to a time in ms, a multiple of the time step, and return the time reached.

    Each callback receives the time, and returns the time of its next call. It is called at the nearest step,
    but always later than the current one.
    """
    state = simulator.state
    if not time_point - state.t < -state.dt / 2:
        check_end(time_point, state.dt)
    return _run_until(time_point, callbacks and [_ahead(callback) for callback in callbacks])


def run(simtime: float, callbacks: _Callbacks = None) -> float:
    """Run for a time in ms, a multiple of the time step; callbacks as for `run_until`."""
    return run_until(simulator.state.t + simtime, callbacks)


def _ahead(callback: Callable[[float], float]) -> Callable[[float], float]:
    """Schedule a callback at least one step later, so that time advances."""
    return lambda time: max(callback(time), time + simulator.state.dt)


run_for = run
reset = common.build_reset(simulator)
initialize = common.initialize
(
    get_current_time,
    get_time_step,
    get_min_delay,
    get_max_delay,
    num_processes,
    rank,
) = common.build_state_queries(simulator)
