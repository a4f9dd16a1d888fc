"""Synapses with stochastic release, many identical ones from one source, in NEST and here."""

from collections.abc import Callable
from dataclasses import dataclass

import nest
import numpy as np

from oracle.draws import SEEDS, STEP_MS, Chance
from oracle.nest_plasticity import HEARD, parrot
from oracle.ours import run_networks
from oracle.plastic_networks import given, relay

SYNAPSES = 800
SPIKES = 12
# Spikes arrive at multiples of this, which are sampled here.
EVERY_MS, LAST = 5, 80
WEIGHT = 2.0


@dataclass(frozen=True)
class Release:
    """A model by our name and NEST's, with its parameters in both."""

    ours: str
    nest: str
    draw: Callable
    translate: Callable


def _chances(chance):
    return {"p_transmit": chance.between(0.05, 0.95)}


def _one_site(chance):
    return {**_sites(chance), "n": 1}


def _sites(chance):
    use = chance.between(0.1, 0.7)
    tau_fac = chance.one_of([0.0, chance.between(30, 500)])
    return {
        "U": use,
        "u": use,
        "n": int(chance.generator.integers(1, 9)),
        "tau_rec": chance.between(30, 500),
        "tau_fac": tau_fac,
    }


def _resources(p):
    return {"u_0": p["U"], "tau_rec": f"{p['tau_rec']!r} ms", "tau_facil": f"{p['tau_fac']!r} ms"}


MODELS = {
    model.ours: model
    for model in [
        Release("simple-stochastic", "bernoulli_synapse", _chances, lambda p: {"p": p["p_transmit"]}),
        Release("multi-quantal", "quantal_stp_synapse", _sites, lambda p: {**_resources(p), "n": p["n"]}),
        Release("stochastic-tsodyks-markram", "quantal_stp_synapse", _one_site, _resources),
    ]
}


def draw_all(model):
    """Return parameters and arrivals, in steps, for each seed."""
    found = []
    for seed in SEEDS:
        chance = Chance(model.ours, seed)
        parameters = model.draw(chance)
        marks = chance.generator.choice(np.arange(1, LAST), SPIKES, replace=False)
        found.append((parameters, np.sort(marks) * round(EVERY_MS / STEP_MS)))
    return found


def run_in_nest(model, draws):
    """Return the quanta that each synapse releases at each spike, for each draw."""
    nest.verbosity = nest.VerbosityLevel.ERROR
    nest.ResetKernel()
    nest.set(resolution=STEP_MS, rng_seed=20)
    made = []
    for number, (parameters, arrivals) in enumerate(draws):
        weights = nest.Create("weight_recorder")
        name = f"{model.nest}_{number}"
        sites = {"a": parameters["n"]} if "n" in parameters else {}
        own = {**parameters, **sites, "weight": WEIGHT, "delay": STEP_MS}
        nest.CopyModel(model.nest, name, {**own, "weight_recorder": weights})
        targets = nest.Create("parrot_neuron", SYNAPSES)
        nest.Connect(
            parrot(arrivals - 1), targets, syn_spec={"synapse_model": name, "receptor_type": HEARD}
        )
        made.append((weights, targets[0].global_id))
    nest.Simulate(float(LAST * EVERY_MS + 1))
    return [
        _count(weights.get("events"), first, arrivals - 1)
        for (weights, first), (_, arrivals) in zip(made, draws, strict=True)
    ]


def _count(events, first, stamps):
    at = np.searchsorted(stamps, np.rint(np.asarray(events["times"]) / STEP_MS).astype(int))
    found = np.zeros((SPIKES, SYNAPSES))
    found[at, np.asarray(events["targets"]) - first] = np.asarray(events["weights"]) / WEIGHT
    return found


def run_in_ours(model, draws, folder):
    """Return the same for SpikeLoom."""
    network = {
        "dt": f"{STEP_MS} ms",
        "duration": f"{LAST * EVERY_MS + 1} ms",
        "convention": "nest",
        "seed": 20,
        "populations": {
            "sources": given([arrivals - 1 for _, arrivals in draws]),
            "targets": {"model": "relay", "size": SYNAPSES * len(draws)},
        },
        "projections": [
            {
                "from": "sources",
                "to": "targets",
                "fromNeurons": {"indices": [k]},
                "toNeurons": {"from": k * SYNAPSES, "until": (k + 1) * SYNAPSES},
                "receptor": "h",
                "connector": {"kind": "all-to-all"},
                "weight": f"{WEIGHT} pA",
                "delay": f"{STEP_MS} ms",
                "synapse": {"model": model.ours, "parameters": model.translate(parameters)},
            }
            for k, (parameters, _) in enumerate(draws)
        ],
        "record": [{"population": "targets", "variables": ["h"], "every": f"{EVERY_MS} ms"}],
    }
    [[recorder]] = run_networks([{"network": network, "equations": [relay("pA", "1*us")]}], folder)
    found = []
    for k, (_, arrivals) in enumerate(draws):
        rows = np.searchsorted(recorder.steps["h"], arrivals)
        assert recorder.steps["h"][rows].tolist() == arrivals.tolist()
        released = recorder.samples["h"][rows, k * SYNAPSES : (k + 1) * SYNAPSES] / WEIGHT
        found.append(np.round(released, 9))
    return found
