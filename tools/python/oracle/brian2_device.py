"""Run functions that use Brian2 on NumPy and on SpikeLoom's device."""

import brian2
import numpy as np
from brian2.devices.device import reset_device

import spikeloom.brian2  # noqa: F401


def on_numpy(script):
    """Run a script with Brian2's NumPy target, from a fixed seed."""
    brian2.set_device("runtime")
    brian2.prefs.codegen.target = "numpy"
    try:
        return run_seeded(script)
    finally:
        brian2.prefs.codegen.target = "auto"
        reset_device()


def on_spikeloom(script):
    """Run a script with SpikeLoom's device, from a fixed seed; asserts that the device made its runs."""
    brian2.set_device("spikeloom")
    before = brian2.get_device().runs
    try:
        result = run_seeded(script)
        assert brian2.get_device().runs > before
        return result
    finally:
        reset_device()


def run_seeded(script):
    """Run a script from a fixed seed, and return its values as arrays."""
    brian2.start_scope()
    brian2.defaultclock.dt = 0.1 * brian2.ms
    brian2.seed(20261)
    return {name: np.array(values) for name, values in script().items()}


def spikes_of(monitor, name="spikes"):
    """Return the spikes of a monitor, and its counts."""
    return {
        f"{name} i": monitor.i[:],
        f"{name} t": monitor.t_[:],
        f"{name} count": monitor.count[:],
    }
