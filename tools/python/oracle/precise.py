"""Neurons with exact spike times: random draws for NEST's precise models and for an event-driven backend."""

import contextlib
import json
from dataclasses import dataclass

import h5py
import nest
import numpy as np

DURATION_MS = 300.0
DELAY_MS = 1.0


@dataclass(frozen=True)
class PreciseModel:
    """One of NEST's precise models and ours."""

    nest: str
    ours: str
    receptors: dict
    """Receptor of ours, and the range of its weights in pA or mV."""
    has_one_tau: bool = False
    """Whether both synaptic time constants must be equal."""


CURRENT = {"excitatory": (150.0, 500.0), "inhibitory": (-450.0, -100.0)}
MODELS = {
    model.nest: model
    for model in (
        PreciseModel("iaf_psc_exp_ps", "lif-curr-exp", CURRENT),
        PreciseModel("iaf_psc_exp_ps_lossless", "lif-curr-exp", CURRENT, has_one_tau=True),
        PreciseModel("iaf_psc_alpha_ps", "lif-curr-alpha", CURRENT),
        PreciseModel("iaf_psc_delta_ps", "lif-delta", {"delta": (-1.5, 2.5)}),
    )
}


@dataclass(frozen=True)
class Draw:
    """Parameters of a neuron, in ms, mV, pF and pA, and its input: times and weights by receptor."""

    parameters: dict
    trains: dict


def draw_of(model, seed):
    """Draw a neuron and two trains of spikes for each receptor; times lie off any grid."""
    random = np.random.default_rng([seed, *model.nest.encode()])
    between = lambda low, high: float(random.uniform(low, high))
    rest = between(-75, -65)
    parameters = {
        "c_m": between(150, 350),
        "tau_m": between(8, 25),
        "v_rest": rest,
        "v_reset": rest + between(0, 4),
        "v_threshold": rest + between(8, 14),
        # NEST counts refractory periods in steps, from the exact time of the spike on.
        "tau_refrac": float(random.integers(1, 5)),
    }
    rheobase = parameters["c_m"] * (parameters["v_threshold"] - rest) / parameters["tau_m"]
    parameters["i_offset"] = rheobase * between(0.4, 1.0)
    if model.ours != "lif-delta":
        excitatory = between(0.5, 5)
        parameters["tau_syn_exc"] = excitatory
        parameters["tau_syn_inh"] = excitatory if model.has_one_tau else between(1, 10)
    trains = {}
    for receptor, (low, high) in model.receptors.items():
        for k in range(2):
            count = random.poisson(DURATION_MS * 0.4)
            times = np.sort(random.uniform(0.5, DURATION_MS - 5, count))
            trains[f"{receptor}{k}"] = (receptor, times, between(low, high))
    return Draw(parameters, trains)


NEST_NAMES = {
    "c_m": "C_m",
    "tau_m": "tau_m",
    "v_rest": "E_L",
    "v_reset": "V_reset",
    "v_threshold": "V_th",
    "tau_refrac": "t_ref",
    "i_offset": "I_e",
    "tau_syn_exc": "tau_syn_ex",
    "tau_syn_inh": "tau_syn_in",
}
UNITS = {"c": "pF", "t": "ms", "v": "mV", "i": "pA"}


def run_in_nest(model, draws, resolution):
    """Return the spike times of each draw at a resolution in ms, which divides all delays and refractory periods."""
    nest.verbosity = nest.VerbosityLevel.ERROR
    nest.ResetKernel()
    nest.resolution = resolution
    recorders = []
    for draw in draws:
        parameters = {NEST_NAMES[name]: value for name, value in draw.parameters.items()}
        neuron = nest.Create(model.nest, params={**parameters, "V_m": draw.parameters["v_rest"]})
        for _, times, weight in draw.trains.values():
            source = nest.Create("spike_generator", params={"precise_times": True, "spike_times": times})
            nest.Connect(source, neuron, syn_spec={"weight": weight, "delay": DELAY_MS})
        recorder = nest.Create("spike_recorder")
        nest.Connect(neuron, recorder)
        recorders.append(recorder)
    nest.Simulate(DURATION_MS)
    return [np.sort(recorder.events["times"]) for recorder in recorders]


def network_of(model, draws):
    """Return a network with a population for each draw and its trains."""
    unit = "mV" if model.ours == "lif-delta" else "pA"
    populations, projections = {}, []
    for k, draw in enumerate(draws):
        parameters = {name: f"{value!r} {UNITS[name[0]]}" for name, value in draw.parameters.items()}
        populations[f"n{k}"] = {"model": model.ours, "size": 1, "parameters": parameters}
        for name, (receptor, times, weight) in draw.trains.items():
            source = f"s{k} {name}"
            given = [[f"{time!r} ms" for time in map(float, times)]]
            populations[source] = {"model": "spike-array", "size": 1, "times": given}
            projections.append(
                {
                    "from": source,
                    "to": f"n{k}",
                    "receptor": receptor,
                    "connector": {"kind": "one-to-one"},
                    "weight": f"{weight!r} {unit}",
                    "delay": f"{DELAY_MS} ms",
                }
            )
    return {
        "format": "spikeloom-network",
        "version": 1,
        "dt": "0.1 ms",
        "duration": f"{DURATION_MS} ms",
        "populations": populations,
        "projections": projections,
        "record": [{"population": f"n{k}", "variables": ["spikes"]} for k in range(len(draws))],
    }


def run_ours(model, draws, folder, spikeloom):
    """Return the spike times of each draw on the event-driven backend."""
    network, result = folder / "precise.json", folder / "precise.h5"
    network.write_text(json.dumps(network_of(model, draws)))
    with contextlib.suppress(FileNotFoundError):
        result.unlink()
    spikeloom("run", network, "--backend", "event", "--out", result, "--no-plots")
    with h5py.File(result) as file:
        return [file[f"spikes/n{k}/times"][:] for k in range(len(draws))]


def paired(own, other, within):
    """Match two ascending lists of times; return differences of pairs and the numbers of times without a partner."""
    differences, alone = [], [0, 0]
    i = j = 0
    while i < len(own) and j < len(other):
        difference = own[i] - other[j]
        if abs(difference) <= within:
            differences.append(abs(difference))
            i, j = i + 1, j + 1
        elif difference < 0:
            alone[0] += 1
            i += 1
        else:
            alone[1] += 1
            j += 1
    alone[0] += len(own) - i
    alone[1] += len(other) - j
    return np.array(differences), tuple(alone)
