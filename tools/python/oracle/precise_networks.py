"""Recurrent networks of neurons with exact spike times: random draws, NEST's spikes and ours.

All weights, delays, currents and initial potentials are drawn one by one. Delays and refractory periods are multiples of
0.5 ms, NEST's coarsest step; external spikes lie off any grid.
"""

import contextlib
import json
from dataclasses import dataclass, replace

import h5py
import nest
import numpy as np

from oracle.precise import NEST_NAMES, UNITS

DURATION_MS = 200.0
COARSEST_MS = 0.5
SIZE, EXCITATORY = 40, 32
IN_DEGREE, EXTERNAL = 8, 2


@dataclass(frozen=True)
class RecurrentDraw:
    """A network, in ms, mV, pF and pA. Negative weights are those of inhibitory neurons."""

    parameters: dict
    """Parameters that all neurons share."""
    currents: np.ndarray
    potentials: np.ndarray
    sources: np.ndarray
    targets: np.ndarray
    weights: np.ndarray
    delays: np.ndarray
    trains: list
    """External spike times of each neuron."""
    external: np.ndarray
    """Weights of these spikes."""


def draw_network(model, seed):
    """Draw a network in which most neurons fire at some tens of spikes per second."""
    random = np.random.default_rng([seed, 2, *model.nest.encode()])
    between = lambda low, high: float(random.uniform(low, high))
    rest = between(-75, -65)
    parameters = {
        "c_m": between(150, 350),
        "tau_m": between(8, 25),
        "v_rest": rest,
        "v_reset": rest + between(0, 4),
        "v_threshold": rest + between(8, 14),
        "tau_refrac": COARSEST_MS * int(random.integers(2, 8)),
    }
    if model.ours != "lif-delta":
        excitatory = between(0.2, 2)
        parameters["tau_syn_exc"] = excitatory
        parameters["tau_syn_inh"] = excitatory if model.has_one_tau else between(0.5, 4)
    rheobase = parameters["c_m"] * (parameters["v_threshold"] - rest) / parameters["tau_m"]
    sources = np.concatenate([random.choice(SIZE, IN_DEGREE) for _ in range(SIZE)])
    count = len(sources)
    # Peak of a potential in mV, which the charge of a current gives to within the leak.
    jumps = random.uniform(0.3, 1.2, count) * np.where(sources < EXCITATORY, 1.0, -2.0)
    external = random.uniform(1.0, 2.5, SIZE)
    if model.ours == "lif-delta":
        weights = jumps
    else:
        tau = np.where(jumps > 0, parameters["tau_syn_exc"], parameters["tau_syn_inh"])
        charge = tau * (np.e if model.ours == "lif-curr-alpha" else 1.0)
        weights = jumps * parameters["c_m"] / charge
        external = external * parameters["c_m"] / charge[jumps > 0][0]
    return RecurrentDraw(
        parameters,
        rheobase * random.uniform(0.8, 1.15, SIZE),
        random.uniform(rest, parameters["v_threshold"] - 1, SIZE),
        sources,
        np.repeat(np.arange(SIZE), IN_DEGREE),
        weights,
        COARSEST_MS * random.integers(1, 12, count),
        [
            np.sort(random.uniform(0.5, DURATION_MS, random.poisson(DURATION_MS * 0.1)))
            for _ in range(SIZE)
        ],
        external,
    )


def run_in_nest(model, draw, resolution):
    """Return times and neurons of the spikes of a network, by time, at a resolution in ms.

    Returns `None` if NEST stops because its search finds no change of sign in a step in which it has detected a crossing.
    """
    nest.verbosity = nest.VerbosityLevel.ERROR
    nest.ResetKernel()
    nest.resolution = resolution
    parameters = {NEST_NAMES[name]: value for name, value in draw.parameters.items()}
    neurons = nest.Create(model.nest, SIZE, params=parameters)
    neurons.set(I_e=list(draw.currents))
    neurons.set(V_m=list(draw.potentials))
    first = neurons[0].global_id
    nest.Connect(
        draw.sources + first,
        draw.targets + first,
        conn_spec="one_to_one",
        syn_spec={"weight": draw.weights, "delay": draw.delays},
    )
    for n, times in enumerate(draw.trains):
        source = nest.Create("spike_generator", params={"precise_times": True, "spike_times": times})
        nest.Connect(source, neurons[n], syn_spec={"weight": draw.external[n], "delay": COARSEST_MS})
    recorder = nest.Create("spike_recorder")
    nest.Connect(neurons, recorder)
    # The recorder lags by its delay of 1 ms.
    try:
        nest.Simulate(DURATION_MS + 2)
    except nest.NESTErrors.NumericalInstability:
        return None
    return in_order(np.asarray(recorder.events["times"]), np.asarray(recorder.events["senders"]) - first)


def in_order(times, neurons):
    """Return the spikes within the duration by time, then by neuron."""
    within = times < DURATION_MS
    times, neurons = times[within], neurons[within]
    order = np.lexsort((neurons, times))
    return times[order], neurons[order]


def network_of(model, draws):
    """Return a network with two populations for each draw, neurons and sources."""
    unit = "mV" if model.ours == "lif-delta" else "pA"
    receptors = list(model.receptors)
    populations, projections = {}, []
    for k, draw in enumerate(draws):
        parameters = {name: f"{value!r} {UNITS[name[0]]}" for name, value in draw.parameters.items()}
        parameters["i_offset"] = {"values": draw.currents.tolist(), "unit": "pA"}
        populations[f"n{k}"] = {
            "model": model.ours,
            "size": SIZE,
            "parameters": parameters,
            "initial": {"v": {"values": draw.potentials.tolist(), "unit": "mV"}},
        }
        populations[f"s{k}"] = {
            "model": "spike-array",
            "size": SIZE,
            "times": [[f"{time!r} ms" for time in map(float, times)] for times in draw.trains],
        }
        for receptor, chosen in ((receptors[0], draw.weights > 0), (receptors[-1], draw.weights < 0)):
            pairs = np.stack([draw.sources[chosen], draw.targets[chosen]], axis=1)
            projections.append(
                {
                    "from": f"n{k}",
                    "to": f"n{k}",
                    "receptor": receptor,
                    "connector": {"kind": "pairs", "pairs": pairs.tolist()},
                    "weight": {"values": draw.weights[chosen].tolist(), "unit": unit},
                    "delay": {"values": draw.delays[chosen].tolist(), "unit": "ms"},
                }
            )
        projections.append(
            {
                "from": f"s{k}",
                "to": f"n{k}",
                "receptor": receptors[0],
                "connector": {"kind": "one-to-one"},
                "weight": {"values": draw.external.tolist(), "unit": unit},
                "delay": f"{COARSEST_MS} ms",
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
    """Return times and neurons of the spikes of each network on the event-driven backend."""
    network, result = folder / "precise.json", folder / "precise.h5"
    network.write_text(json.dumps(network_of(model, draws)))
    with contextlib.suppress(FileNotFoundError):
        result.unlink()
    spikeloom("run", network, "--backend", "event", "--out", result, "--no-plots")
    with h5py.File(result) as file:
        return [
            in_order(file[f"spikes/n{k}/times"][:], file[f"spikes/n{k}/neurons"][:].astype(int))
            for k in range(len(draws))
        ]


def shifted(draw, by, seed):
    """Return a draw whose external spikes come earlier or later by a time, each by itself."""
    random = np.random.default_rng([seed, 3])
    return replace(
        draw, trains=[np.sort(times + by * random.choice([-1.0, 1.0], len(times))) for times in draw.trains]
    )


def equal_spikes(own, other, within):
    """Return the number of leading spikes of the same neurons whose times differ by at most a bound."""
    count = min(len(own[0]), len(other[0]))
    same = (own[1][:count] == other[1][:count]) & (np.abs(own[0][:count] - other[0][:count]) <= within)
    return count if same.all() else int(np.argmin(same))
