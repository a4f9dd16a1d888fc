"""Plastic synapses onto neurons with exact spike times: random draws, NEST's weights and ours.

NEST's synapses use the exact times of postsynaptic spikes, but stamps in steps of presynaptic ones.
"""

import contextlib
import json
from dataclasses import dataclass

import h5py
import nest
import numpy as np

from oracle.draws import Chance
from oracle.plastic_rules import OF_TARGET, as_nest, pair
from oracle.precise import NEST_NAMES, UNITS

DURATION_MS = 300.0
GRID_MS = 0.5
SOURCES = 3
SNAPSHOT_MS = 0.1
DRAW_RULE = pair()


@dataclass(frozen=True)
class PlasticDraw:
    """A neuron that fires by a current, and its plastic inputs."""

    parameters: dict
    rule: dict
    """Parameters of `stdp_synapse`."""
    trains: list
    weights: list
    delays: list


def draw_plastic(model, seed, grid):
    """Draw a neuron and its inputs, whose spikes lie on a grid of 0.5 ms or off any."""
    random = np.random.default_rng([seed, 5, *model.nest.encode()])
    between = lambda low, high: float(random.uniform(low, high))
    parameters = {
        "c_m": between(150, 350),
        "tau_m": between(8, 25),
        "v_rest": -70.0,
        "v_reset": -70.0,
        "v_threshold": -55.0,
        "tau_refrac": 2.0,
    }
    taus = between(0.5, 3)
    parameters |= {"tau_syn_exc": taus, "tau_syn_inh": taus}
    rheobase = parameters["c_m"] * 15 / parameters["tau_m"]
    parameters["i_offset"] = rheobase * between(1.1, 1.8)
    steps = np.arange(2, round(DURATION_MS / GRID_MS) - 20)
    trains = []
    for _ in range(SOURCES):
        if grid:
            times = GRID_MS * np.sort(random.choice(steps, 15, replace=False))
        else:
            times = np.sort(random.uniform(1, DURATION_MS - 10, 15))
        trains.append(times)
    return PlasticDraw(
        parameters,
        DRAW_RULE(Chance("precise stdp", seed)),
        trains,
        [between(20, 80) for _ in range(SOURCES)],
        [GRID_MS * int(random.integers(1, 10)) for _ in range(SOURCES)],
    )


def run_in_nest(model, draw, resolution):
    """Return spike times of the neuron, and for each source the weights that its spikes carry."""
    nest.verbosity = nest.VerbosityLevel.ERROR
    nest.ResetKernel()
    nest.resolution = resolution
    of_target = {key: draw.rule[key] for key in OF_TARGET if key in draw.rule}
    parameters = {NEST_NAMES[name]: value for name, value in draw.parameters.items()}
    neuron = nest.Create(model.nest, params={**parameters, **of_target, "V_m": draw.parameters["v_rest"]})
    carried = nest.Create("weight_recorder")
    rule = {key: value for key, value in draw.rule.items() if key not in of_target}
    nest.CopyModel("stdp_synapse", "plastic", {**rule, "weight_recorder": carried})
    sources = []
    for times, weight, delay in zip(draw.trains, draw.weights, draw.delays, strict=True):
        generator = nest.Create("spike_generator", params={"precise_times": True, "spike_times": times - GRID_MS})
        source = nest.Create("parrot_neuron_ps")
        nest.Connect(generator, source, syn_spec={"delay": GRID_MS})
        nest.Connect(
            source, neuron, syn_spec={"synapse_model": "plastic", "weight": weight, "delay": delay}
        )
        sources.append(source.global_id)
    recorder = nest.Create("spike_recorder")
    nest.Connect(neuron, recorder)
    nest.Simulate(DURATION_MS)
    senders, weights = (np.asarray(carried.events[key]) for key in ("senders", "weights"))
    return np.sort(recorder.events["times"]), [weights[senders == source] for source in sources]


def network_of(model, draws):
    """Return a network with a neuron and sources for each draw."""
    populations, projections = {}, []
    for k, draw in enumerate(draws):
        parameters = {name: f"{value!r} {UNITS[name[0]]}" for name, value in draw.parameters.items()}
        populations[f"n{k}"] = {"model": model.ours, "size": 1, "parameters": parameters}
        times = [[f"{time!r} ms" for time in map(float, train)] for train in draw.trains]
        populations[f"s{k}"] = {"model": "spike-array", "size": SOURCES, "times": times}
        projections.append(
            {
                "name": f"w{k}",
                "from": f"s{k}",
                "to": f"n{k}",
                "receptor": "excitatory",
                "connector": {"kind": "all-to-all"},
                "weight": {"values": draw.weights, "unit": "pA"},
                "delay": {"values": draw.delays, "unit": "ms"},
                "plasticity": {"model": "stdp-nest", "parameters": as_nest(draw.rule)},
            }
        )
    count = range(len(draws))
    return {
        "format": "spikeloom-network",
        "version": 1,
        "dt": f"{SNAPSHOT_MS} ms",
        "duration": f"{DURATION_MS} ms",
        "convention": "nest",
        "populations": populations,
        "projections": projections,
        "record": [{"population": f"n{k}", "variables": ["spikes"]} for k in count],
        "recordSynapses": [{"projection": f"w{k}", "every": f"{SNAPSHOT_MS} ms"} for k in count],
    }


def run_ours(model, draws, folder, spikeloom):
    """Return for each draw the spike times, and for each source the weights after its spikes.

    A weight is NaN if a later spike of either neuron has changed it before the snapshot.
    """
    network, result = folder / "precise.json", folder / "precise.h5"
    network.write_text(json.dumps(network_of(model, draws)))
    with contextlib.suppress(FileNotFoundError):
        result.unlink()
    spikeloom("run", network, "--backend", "event", "--out", result, "--no-plots")
    found = []
    with h5py.File(result) as file:
        for k, draw in enumerate(draws):
            spikes = file[f"spikes/n{k}/times"][:]
            own = file[f"synapses/w{k}/0"]
            order = np.argsort(own["sources"][:])
            values = own["weight/values"][:][:, order]
            times = own["weight/times"][:]
            found.append((spikes, [_after(draw, j, spikes, times, values[:, j]) for j in range(SOURCES)]))
    return found


def _after(draw, source, spikes, times, values):
    """Return the weight after each spike of a source, from the first snapshot that contains it."""
    delay = draw.delays[source]
    weights = []
    for time in draw.trains[source]:
        # A snapshot at T has the weight of the time T - delay, just before it.
        row = int(np.searchsorted(times, time + delay + 1e-6))
        later = np.concatenate([spikes + delay, draw.trains[source][draw.trains[source] > time]])
        changes = ((later >= time) & (later <= times[row] - delay)).any()
        weights.append(np.nan if changes else values[row])
    return np.array(weights)
