"""Gap junctions compared with NEST's, which iterates: the difference shrinks with the step, as the guide says.

SpikeLoom holds the current of a gap junction over a step, from the potentials at its start. NEST's waveform
relaxation lets both potentials move within the step, so no step gives exactly NEST's spikes: spikes differ by a
time in proportion to the step. Two fast-spiking neurons of NEST's `hh_psc_alpha_gap` start apart, attract each
other and eventually fire together.
"""

import nest
import numpy as np
import pytest

from oracle.ours import run_networks

# In ms; NEST's own, with relaxation to 1e-6 mV.
THEIRS = 0.01
LENGTH = 60.0
STEPS = (0.05, 0.025, 0.0125)
SUB_STEP = 0.00625
CONDUCTANCE = 3.0  # nS
CURRENT = 150.0  # pA
BEGIN = (-69.6, -50.0)  # mV
GATES = {"m": "Act_m", "h": "Inact_h", "n": "Act_n", "p": "Inact_p"}

# Mancilla and others 2007, as in NEST.
EQUATIONS = """
dv/dt = (i_inj + 150*pA - (4500*nS*m**3*h*(v - 74*mV) + (9*nS*n**4 + 9000*nS*p**2)*(v + 90*mV) + 10*nS*(v + 70*mV))) / (40*pF) : volt
dm/dt = alpha_m*(1 - m) - beta_m*m : 1
dh/dt = alpha_h*(1 - h) - beta_h*h : 1
dn/dt = alpha_n*(1 - n) - beta_n*n : 1
dp/dt = alpha_p*(1 - p) - beta_p*p : 1
alpha_m = 40*13.5/exprel((75.5*mV - v)/(13.5*mV))/ms : Hz
beta_m = 1.2262*exp(-v/(42.248*mV))/ms : Hz
alpha_h = 0.0035*exp(-v/(24.186*mV))/ms : Hz
beta_h = 0.017*5.2/exprel((-51.25*mV - v)/(5.2*mV))/ms : Hz
alpha_n = 0.014*2.3/exprel((-44*mV - v)/(2.3*mV))/ms : Hz
beta_n = 0.0043*exp((-44*mV - v)/(34*mV))/ms : Hz
alpha_p = 11.8/exprel((95*mV - v)/(11.8*mV))/ms : Hz
beta_p = 0.025*exp(-v/(22.222*mV))/ms : Hz
i_inj : amp
"""


def crossings(times, v):
    """Times in ms at which a potential rises through 0 mV, by linear interpolation between two samples."""
    at = np.flatnonzero((v[:-1] < 0) & (v[1:] >= 0))
    return times[at] + (times[at + 1] - times[at]) * v[at] / (v[at] - v[at + 1])


def run_in_nest(conductance):
    """Return the crossings of both neurons, and their initial gates."""
    nest.verbosity = nest.VerbosityLevel.ERROR
    nest.ResetKernel()
    nest.set(resolution=THEIRS, use_wfr=True, wfr_tol=1e-6, wfr_comm_interval=1.0)
    neurons = nest.Create("hh_psc_alpha_gap", 2, {"I_e": CURRENT})
    gates = {ours: float(neurons[0].get(theirs)) for ours, theirs in GATES.items()}
    neurons.V_m = list(BEGIN)
    nest.Connect(
        neurons,
        neurons,
        {"rule": "all_to_all", "allow_autapses": False},
        {"synapse_model": "gap_junction", "weight": conductance},
    )
    meter = nest.Create("multimeter", params={"interval": THEIRS, "record_from": ["V_m"]})
    nest.Connect(meter, neurons, syn_spec={"delay": THEIRS})
    nest.Simulate(LENGTH)
    events = meter.events
    found = []
    for neuron in neurons:
        own = events["senders"] == neuron.global_id
        found.append(crossings(events["times"][own], events["V_m"][own]))
    return found, gates


def run_in_ours(gates, folder):
    """Return the crossings of both neurons for each step."""
    neuron = {
        "name": "fast-spiking",
        "equations": EQUATIONS,
        "method": "rk4",
        "threshold": "v > 1000*mV",
        "reset": "v = v",
        "inputs": ["i_inj"],
        "initial": {"v": "-70*mV", "m": 0, "h": 0, "n": 0, "p": 0},
    }
    jobs = [{"network": network_of(gates, step), "equations": [neuron]} for step in STEPS]
    found = []
    for step, [recorder] in zip(STEPS, run_networks(jobs, folder), strict=True):
        v = recorder.samples["v"]
        found.append([crossings(recorder.steps["v"] * step, v[:, k]) for k in range(2)])
    return found


def network_of(gates, step):
    return {
        "dt": f"{step} ms",
        "duration": f"{LENGTH} ms",
        "convention": "nest",
        "populations": {
            "n": {
                "model": "fast-spiking",
                "size": 2,
                "initial": {"v": [f"{v} mV" for v in BEGIN], **gates},
                # So fine that the remaining difference comes only from the coupling, which is held over a step.
                "integrator": {"name": "rk4", "subSteps": round(step / SUB_STEP)},
            }
        },
        "projections": [
            {
                "from": "n",
                "to": "n",
                "connector": {"kind": "pairs", "pairs": [[0, 1], [1, 0]]},
                "synapse": "gap-junction",
                "weight": f"{CONDUCTANCE} nS",
                "delay": f"{step} ms",
            }
        ],
        "record": [{"population": "n", "variables": ["v"]}],
    }


@pytest.fixture(scope="module")
def coupled():
    return run_in_nest(CONDUCTANCE)


def apart(found, wanted):
    assert [len(one) for one in found] == [len(one) for one in wanted]
    return max(np.abs(one - other).max() for one, other in zip(found, wanted, strict=True))


def test_the_coupling_has_a_large_effect(coupled):
    wanted, _ = coupled
    alone, _ = run_in_nest(0.0)
    assert min(map(len, wanted)) > 2
    assert apart(alone, wanted) > 1


def test_spikes_converge_to_nests_with_the_step(coupled, tmp_path):
    wanted, gates = coupled
    errors = [apart(found, wanted) for found in run_in_ours(gates, tmp_path)]
    # First order: halving the step halves the difference.
    for coarse, fine in zip(errors, errors[1:], strict=False):
        assert 1.7 < coarse / fine < 2.3, errors
    assert errors[-1] < 0.05
