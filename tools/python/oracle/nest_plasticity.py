"""Run plastic synapses between given spike trains in NEST."""

import nest
import numpy as np

from oracle.draws import SEEDS, STEP_MS, Chance
from oracle.paired_trains import RUN_STEPS, Learned, draw_pairing
from oracle.plastic_rules import OF_TARGET

# Parrots send on what arrives at their first port; what arrives at the second they only receive.
HEARD = 1


def draw_pairings(rule, seeds=SEEDS):
    """Draw parameters and trains; in the last quarter a source sends twice in some steps."""
    found = []
    for seed in seeds:
        chance = Chance(rule.nest, seed)
        parameters = rule.draw(chance, seed)
        doubled = seed % 4 == 3
        found.append(draw_pairing(chance, seed, parameters, rule.weights, doubled))
    return found


def run_in_nest(rule, pairings):
    """Return what each draw learns; all run side by side in one kernel."""
    nest.verbosity = nest.VerbosityLevel.ERROR
    nest.ResetKernel()
    nest.resolution = STEP_MS
    made = [_connect(rule, pairing) for pairing in pairings]
    nest.Simulate(round(RUN_STEPS * STEP_MS, 1))
    return [_read(pairing, *one) for pairing, one in zip(pairings, made, strict=True)]


def _parrot(stamps, **parameters):
    """Make a neuron that sends at these stamps; the generator is a step ahead of it."""
    times = np.round((np.array(stamps) - 1) * STEP_MS, 1)
    generator = nest.Create("spike_generator", params={"spike_times": times})
    parrot = nest.Create("parrot_neuron", params=parameters)
    nest.Connect(generator, parrot, syn_spec={"delay": STEP_MS})
    return parrot


def _connect(rule, pairing):
    of_target = {key: pairing.parameters[key] for key in OF_TARGET if key in pairing.parameters}
    of_synapse = {key: pairing.parameters[key] for key in pairing.parameters.keys() - of_target}
    target = _parrot(pairing.target, **of_target)
    weights = nest.Create("weight_recorder")
    model = f"{rule.nest}_{pairing.seed}"
    nest.CopyModel(rule.nest, model, {**of_synapse, "weight_recorder": weights})
    sources = [_parrot(train) for train in pairing.sources]
    for source, weight, delay in zip(sources, pairing.weights, pairing.delays, strict=True):
        nest.Connect(source, target, syn_spec={
            "synapse_model": model,
            "weight": weight,
            "delay": round(delay * STEP_MS, 1),
            "receptor_type": HEARD,
        })  # fmt: skip
    spikes = nest.Create("spike_recorder")
    nest.Connect(target, spikes, syn_spec={"delay": STEP_MS})
    return sources, target, weights, spikes


def _read(pairing, sources, target, weights, spikes):
    ends = {source.global_id: k for k, source in enumerate(sources)}
    learned = np.array([nest.GetConnections(source, target).get("weight") for source in sources])
    events = weights.get("events")
    stamps = np.rint(np.asarray(events["times"]) / STEP_MS).astype(int)
    delays = np.array([pairing.delays[ends[sender]] for sender in events["senders"]])
    carried = np.zeros(RUN_STEPS)
    np.add.at(carried, stamps + delays, events["weights"])
    sent = np.rint(np.asarray(spikes.get("events")["times"]) / STEP_MS).astype(int)
    return Learned(learned, carried, sent)
