"""Depression and facilitation as in NEST's test suite, in a membrane that they drive.

The protocols are those of figure 1 of Tsodyks, Pawelzik and Markram (1998): twenty spikes at 20 Hz.
"""

import nest
import numpy as np
import pytest

from oracle.draws import STEP_MS
from oracle.nest_plasticity import parrot
from oracle.ours import run_networks
from oracle.plastic_networks import given

STEPS, EVERY = 12000, 250
PROTOCOLS = {
    "depressing": {
        "neuron": {"tau_m": 40.0, "tau_syn": 3.0},
        "synapse": {"U": 0.5, "tau_rec": 800.0, "tau_fac": 0.0, "weight": 250.0},
        "stamps": np.arange(990, 10500, 500),
        # Potential in mV at a time in ms.
        "published": {
            **{100: 2.40135, 125: 5.30244, 150: 4.10833},
            **{500: 0.762688, 1050: 0.726578, 1075: 0.846346},
        },
    },
    "facilitating": {
        "neuron": {"tau_m": 60.0, "tau_syn": 1.5},
        "synapse": {"U": 0.03, "tau_rec": 130.0, "tau_fac": 530.0, "weight": 1540.0},
        "stamps": np.arange(991, 10520, 501),
        "published": {
            **{100: 0.473975, 125: 0.770603, 150: 1.29712},
            **{500: 3.68772, 1050: 4.78843, 1075: 7.32911},
        },
    },
}


def in_nest(protocol):
    nest.verbosity = nest.VerbosityLevel.ERROR
    nest.ResetKernel()
    nest.resolution = STEP_MS
    own, tau = protocol["neuron"], protocol["neuron"]["tau_syn"]
    neuron = nest.Create("iaf_psc_exp", params={
        "tau_m": own["tau_m"], "C_m": own["tau_m"], "tau_syn_ex": tau, "t_ref": 2.0,
        "E_L": 0.0, "V_m": 0.0, "V_reset": 0.0, "V_th": 15.0,
    })  # fmt: skip
    model = {"synapse_model": "tsodyks_synapse", "tau_psc": tau, "delay": STEP_MS}
    synapse = {**protocol["synapse"], **model}
    nest.Connect(parrot(protocol["stamps"]), neuron, syn_spec=synapse)
    meter = nest.Create("voltmeter", params={"interval": EVERY * STEP_MS})
    nest.Connect(meter, neuron)
    nest.Simulate(STEPS * STEP_MS)
    events = meter.get("events")
    return np.rint(np.asarray(events["times"]) / STEP_MS).astype(int), np.asarray(events["V_m"])


def in_ours(protocol, folder):
    own, synapse = protocol["neuron"], protocol["synapse"]
    network = {
        "dt": f"{STEP_MS} ms",
        "duration": f"{round(STEPS * STEP_MS)} ms",
        "convention": "nest",
        "populations": {
            "source": given([protocol["stamps"]]),
            "neuron": {
                "model": "lif-curr-exp",
                "size": 1,
                "parameters": {
                    **{name: "0 mV" for name in ("v_rest", "v_reset")},
                    "v_threshold": "15 mV",
                    "tau_m": f"{own['tau_m']} ms",
                    "c_m": f"{own['tau_m']} pF",
                    "tau_syn_exc": f"{own['tau_syn']} ms",
                    "tau_refrac": "2 ms",
                },
                "initial": {"v": "0 mV"},
            },
        },
        "projections": [
            {
                "from": "source",
                "to": "neuron",
                "receptor": "excitatory",
                "connector": {"kind": "all-to-all"},
                "weight": f"{synapse['weight']} pA",
                "delay": f"{STEP_MS} ms",
                "synapse": {
                    "model": "tsodyks-uziel-markram",
                    "parameters": {
                        "u_0": synapse["U"],
                        "tau_rec": f"{synapse['tau_rec']} ms",
                        "tau_facil": f"{synapse['tau_fac']} ms",
                        "tau_syn": f"{own['tau_syn']} ms",
                    },
                },
            }
        ],
        "record": [{"population": "neuron", "variables": ["v"]}],
    }
    [[recorder]] = run_networks([{"network": network}], folder)
    return recorder.steps["v"], recorder.samples["v"][:, 0]


@pytest.mark.parametrize("name", PROTOCOLS)
def test_potentials_are_those_published(tmp_path, name):
    protocol = PROTOCOLS[name]
    times, theirs = in_nest(protocol)
    steps, values = in_ours(protocol, tmp_path)
    ours = values[np.searchsorted(steps, times)]
    # Rounding of some hundred spikes and of the membrane's decay since.
    assert np.abs(ours - theirs).max() < 1e-11
    for time, value in protocol["published"].items():
        # Six digits are published: right to half of the last, which of a leading one is 5e-6.
        assert ours[times == round(time / STEP_MS)] == pytest.approx(value, rel=5e-6), time
