# SPDX-License-Identifier: GPL-2.0-or-later
"""Check steps, delays and end times of runs before they are used."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from spikeloom.errors import SpikeLoomError

# Tolerance in steps for rounding errors in users' sums of decimal fractions.
_OFF = 1e-6


def check_setup(timestep: float, min_delay: float | str, max_delay: float | str) -> None:
    """Refuse an invalid step and invalid delay bounds."""
    if not 0 < timestep < math.inf:
        raise SpikeLoomError(
            "SL_PYNN_TIME",
            "The step must be a duration.",
            place="setup(timestep)",
            expected="a time above 0 ms",
            got=f"{timestep} ms",
        )
    for name, delay in (("min_delay", min_delay), ("max_delay", max_delay)):
        if delay != "auto" and not timestep * (1 - _OFF) <= delay < math.inf:
            raise SpikeLoomError(
                "SL_PYNN_TIME",
                "Delays must be at least one step.",
                place=f"setup({name})",
                expected=f"'auto', or a time of at least {timestep} ms",
                got=f"{delay} ms",
            )


def check_delays(
    delays: Any, bounds: tuple[float | str, float | str], dt: float, label: str
) -> None:
    """Refuse delays whose number of steps is outside the bounds set up as numbers."""
    steps = np.rint(np.asarray(delays, dtype=np.float64) / dt)
    low, high = (sign * math.inf if b == "auto" else round(b / dt) for b, sign in zip(bounds, (-1, 1)))
    outside = np.atleast_1d((steps < low) | (steps > high))
    if not outside.any():
        return
    got = np.atleast_1d(delays)[outside][0]
    names = zip(("min_delay", "max_delay"), bounds)
    raise SpikeLoomError(
        "SL_PYNN_CONNECTION",
        "A delay is outside the bounds passed to setup().",
        place=label,
        expected=" and ".join(f"{name} = {bound} ms" for name, bound in names if bound != "auto"),
        got=f"{got:.12g} ms",
        next="Change the delay or the bounds in setup(); 'auto' sets none.",
    )


def used_delays(delays: Any, dt: float, convention: str) -> Any:
    """Return delays as the simulator of a convention uses them: in whole steps, except in NEURON."""
    if convention == "neuron":
        return delays
    given = np.asarray(delays, dtype=np.float64)
    if convention == "brian2":
        steps = np.trunc(given * 1e-3 / (dt * 1e-3) + 0.5)
    else:
        steps = np.floor(given / dt + 0.5 + _OFF)
    # Delays on the grid keep their digits; those below one step are refused later.
    kept = (np.abs(given / dt - steps) < _OFF) | (steps < 1)
    used = np.where(kept, given, np.round(steps * dt, 9))
    return float(used) if used.ndim == 0 else used


def check_end(time: float, dt: float) -> None:
    """Refuse to run to a time that is not on the grid."""
    if not math.isfinite(time):
        raise SpikeLoomError(
            "SL_PYNN_TIME",
            "The end time of the run is invalid.",
            place="run",
            expected="a finite time in ms",
            got=str(time),
        )
    steps = time / dt
    if abs(steps - round(steps)) > _OFF:
        below, above = (f"{step * dt:.12g}" for step in (math.floor(steps), math.ceil(steps)))
        raise SpikeLoomError(
            "SL_PYNN_TIME",
            "A run must end on the grid of steps.",
            place="run",
            expected=f"an end time that is a multiple of the step of {dt} ms",
            got=f"{time:.12g} ms",
            next=f"Run to {below} ms or to {above} ms, or set up a shorter step.",
        )


def on_grid(time: float, dt: float) -> float:
    """Round a time to the grid; a time on it keeps its digits."""
    step = round(time / dt) * dt
    return time if abs(step - time) < 1e-8 * dt else step
