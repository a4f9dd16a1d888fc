"""Run plastic synapses between given spike trains in NEST."""

from dataclasses import replace

import nest
import numpy as np

from oracle.draws import SEEDS, STEP_MS, Chance
from oracle.paired_trains import RUN_STEPS, Learned, draw_pairing, draw_pool
from oracle.plastic_rules import OF_TARGET

# Parrots relay what arrives at their first port; at the second they only receive.
HEARD = 1


def draw_pairings(rule, seeds=SEEDS):
    """Draw parameters and trains; in the last quarter a source sends twice in some steps."""
    found = []
    for seed in seeds:
        chance = Chance(f"{rule.ours}, {rule.nest}", seed)
        parameters = rule.draw(chance)
        pairing = draw_pairing(
            chance,
            seed,
            parameters,
            rule.weights,
            # Without facilitation NEST's spikes of one step do not affect each other.
            doubled=seed % 4 == 3 and parameters.get("tau_fac") != 0,
            begin=rule.begin,
        )
        if rule.has_pool:
            pairing = replace(pairing, pool=draw_pool(chance, pairing))
        found.append(pairing)
    return found


def run_in_nest(rule, pairings):
    """Return the learning results of each draw; all run in parallel in one kernel."""
    nest.verbosity = nest.VerbosityLevel.ERROR
    nest.ResetKernel()
    nest.resolution = STEP_MS
    made = [_connect(rule, pairing) for pairing in pairings]
    nest.Simulate(round(RUN_STEPS * STEP_MS, 1))
    return [_read(rule, pairing, *one) for pairing, one in zip(pairings, made, strict=True)]


def parrot(stamps, **parameters):
    """Create a neuron that sends at these stamps; the generator is a step ahead of it."""
    times = np.round((np.array(stamps) - 1) * STEP_MS, 1)
    generator = nest.Create("spike_generator", params={"spike_times": times})
    made = nest.Create("parrot_neuron", params=parameters)
    nest.Connect(generator, made, syn_spec={"delay": STEP_MS})
    return made


def _transmitter(pool):
    """Let a pool of neurons act on synapses; spikes are given as they arrive."""
    transmitter = nest.Create("volume_transmitter")
    nest.Connect(parrot(np.array(pool) - 1), transmitter, syn_spec={"delay": STEP_MS})
    return transmitter


def _connect(rule, pairing):
    of_target = {key: pairing.parameters[key] for key in OF_TARGET if key in pairing.parameters}
    of_synapse = {key: pairing.parameters[key] for key in pairing.parameters.keys() - of_target}
    target = parrot(pairing.target, **of_target)
    weights = nest.Create("weight_recorder")
    model = f"{rule.nest}_{pairing.seed}"
    if rule.shares_weight:
        of_synapse["weight"] = pairing.weights[0]
    if pairing.pool:
        of_synapse["volume_transmitter"] = _transmitter(pairing.pool)
    nest.CopyModel(rule.nest, model, {**of_synapse, "weight_recorder": weights})
    sources = [parrot(train) for train in pairing.sources]
    for source, weight, delay in zip(sources, pairing.weights, pairing.delays, strict=True):
        synapse = {"synapse_model": model, "delay": round(delay * STEP_MS, 1)}
        own = {} if rule.shares_weight else {"weight": weight}
        nest.Connect(source, target, syn_spec={**synapse, **own, "receptor_type": HEARD})
    spikes = nest.Create("spike_recorder")
    nest.Connect(target, spikes, syn_spec={"delay": STEP_MS})
    return sources, target, weights, spikes


def _read(rule, pairing, sources, target, weights, spikes):
    ends = {source.global_id: k for k, source in enumerate(sources)}
    learned = np.array(pairing.weights)
    if not rule.shares_weight:
        made = [nest.GetConnections(source, target) for source in sources]
        learned = np.array([one.get("weight") for one in made])
    events = weights.get("events")
    stamps = np.rint(np.asarray(events["times"]) / STEP_MS).astype(int)
    delays = np.array([pairing.delays[ends[sender]] for sender in events["senders"]])
    carried = np.zeros(RUN_STEPS)
    np.add.at(carried, stamps + delays, events["weights"])
    sent = np.rint(np.asarray(spikes.get("events")["times"]) / STEP_MS).astype(int)
    return Learned(learned, carried, sent)
