"""Check that the environment can compare at all: each peer runs and gives a value known in advance.

A constant current of 1000 pA into 250 pF and 10 ms raises V by 40 mV (1 - exp(-t / 10 ms)) and so crosses 15 mV
at -10 ln(1 - 15 / 40) = 4.70004 ms. At 4.7 ms V is still 0.09 uV below threshold: on a grid of 0.1 ms the first
step at or above it is the one that ends at 4.8 ms.
"""

import h5py
import numpy as np
import pytest

STEP_MS = 0.1
RISE_MV = 40.0
TAU_MS = 10.0


def exact_rise(steps):
    """Return V above rest in mV after each number of steps."""
    return RISE_MV * -np.expm1(-steps * STEP_MS / TAU_MS)


def test_nest_fires_at_the_step_after_the_crossing():
    import nest

    nest.verbosity = nest.VerbosityLevel.ERROR
    nest.ResetKernel()
    nest.resolution = STEP_MS
    neuron = nest.Create("iaf_psc_exp", params={"I_e": 1000.0})
    spikes = nest.Create("spike_recorder")
    meter = nest.Create("voltmeter", params={"interval": STEP_MS})
    nest.Connect(neuron, spikes)
    nest.Connect(meter, neuron)
    nest.Simulate(6.0)
    assert spikes.get("events")["times"][0] == pytest.approx(4.8, abs=1e-9)
    events = meter.get("events")
    steps = np.rint(events["times"] / STEP_MS).astype(int)
    before = steps < 48
    assert np.count_nonzero(before) == 47
    # The propagator is exact: only rounding remains, 47 steps of at most one ulp of 70 mV.
    error = events["V_m"][before] + 70.0 - exact_rise(steps[before])
    assert np.max(np.abs(error)) < 47 * np.spacing(70.0)


def test_brian2_follows_the_exact_solution():
    import brian2 as b

    b.prefs.codegen.target = "numpy"
    b.start_scope()
    b.defaultclock.dt = STEP_MS * b.ms
    neuron = b.NeuronGroup(
        1,
        "dv/dt = (40*mV - v) / (10*ms) : volt",
        threshold="v > 15*mV",
        reset="v = 0*mV",
        method="exact",
    )
    spikes = b.SpikeMonitor(neuron)
    b.run(6 * b.ms)
    # The step from 4.7 to 4.8 ms crosses; Brian2 stamps a spike with the start of its step.
    assert np.rint(spikes.t / b.ms / STEP_MS).astype(int).tolist() == [47]


def test_h5py_keeps_every_bit(tmp_path):
    values = np.array([0.1, -0.0, 5e-324, np.inf, np.pi])
    with h5py.File(tmp_path / "values.h5", "w") as file:
        file.create_dataset("values", data=values, chunks=True, compression="gzip")
    with h5py.File(tmp_path / "values.h5") as file:
        assert file["values"][:].tobytes() == values.tobytes()


def test_numpy_is_the_pinned_one():
    from pathlib import Path

    lock = Path(__file__).parents[1] / "requirements.lock.txt"
    assert f"numpy=={np.__version__}" in lock.read_text().split()
