"""Shared parts of the files that compare plasticity by random draws, whichever simulator they compare with."""

import numpy as np

from oracle.draws import SEEDS, by_seed
from oracle.plastic_networks import run_all


def learned_by_seed(models, draw, run):
    """Return a function of (name, seed) that gives a draw and the result of ``run(model, draws)`` for it."""

    def learn(name):
        pairings = draw(models[name])
        return pairings, run(models[name], pairings)

    return by_seed(learn)


def learned_by_ours(models, draw, folder, **options):
    """Return our results for all draws, from one process: a list of draws by name of the model."""
    found = run_all([(model, draw(model)) for model in models.values()], folder, **options)
    return dict(zip(models, found, strict=True))


def check_meeting(drawn, arrivals, greatest):
    """Require of (draw, learned) that most synapses have coincident spikes and end away from their bounds.

    ``arrivals(pairing, k)`` gives the stamps of source k and those of the target as they reach the synapse;
    ``greatest`` names the parameter that is the upper bound, if a draw has one.
    """
    moved = met = count = 0
    for pairing, learned in drawn:
        for k, final in enumerate(learned.weights):
            of_source, of_target = arrivals(pairing, k)
            met += len(of_source & of_target) >= 2
            away = abs(final - pairing.weights[k]) > 0.02 * pairing.weights[k]
            moved += away and 0 < final < pairing.parameters.get(greatest, np.inf)
            count += 1
    assert count >= len(SEEDS)
    assert moved >= 0.6 * count, moved
    assert met >= 0.8 * count, met
