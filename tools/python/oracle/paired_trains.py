"""Spike trains for both ends of plastic synapses: three sources, one target, everything from a seed.

Each train has Poisson stretches, bursts with several spikes within a delay, and a silence. Target spikes are
placed where they meet those of a source: in the step in which the source sends, one step before or after it,
and where both reach the synapse together after the delay of one of them.
"""

from dataclasses import dataclass

import numpy as np

STEPS = 3000
SOURCES = 3
LONGEST_DELAY = 30
SILENCE = (1300, 1900)
# The last spike of each source reads all effects of the target before it; nothing follows.
LAST_TARGET, LAST_SOURCE = STEPS - 80, STEPS - 40
RUN_STEPS = STEPS + LONGEST_DELAY + 1


@dataclass(frozen=True)
class Pairing:
    """One target with its sources: stamps and delays in steps, parameters with NEST's names."""

    seed: int
    parameters: dict
    weights: tuple
    delays: tuple
    sources: tuple
    target: tuple
    pool: tuple = ()
    """Spikes that release a third factor, as they reach the synapses."""

    def __str__(self):
        trains = [
            f"source {k}: weight {weight}, delay {delay}, at {list(train)}"
            for k, (weight, delay, train) in enumerate(
                zip(self.weights, self.delays, self.sources, strict=True)
            )
        ]
        rest = [f"target at {list(self.target)}", f"pool at {list(self.pool)}"]
        return "\n".join([f"seed {self.seed}: {self.parameters}", *trains, *rest])


@dataclass(frozen=True)
class Learned:
    """Final weights, input of the target in each step (a sum), and the target's spikes."""

    weights: np.ndarray
    carried: np.ndarray
    spikes: np.ndarray


def draw_pairing(chance, seed, parameters, weights, dendritic=True, doubled=False, begin=None):
    """Draw trains and delays for the sources of one target.

    Spikes of the target are ``dendritic``: they are delayed on the way to a synapse; otherwise the sources'
    are. With ``doubled`` the first source sends twice in some steps; all send in the step ``begin``.
    """
    always = {LAST_SOURCE} if begin is None else {begin, LAST_SOURCE}
    sources = [_train(chance, rate=(20, 100)) | always for _ in range(SOURCES)]
    least = 1 if dendritic else 0
    delays = [int(chance.generator.integers(least, LONGEST_DELAY + 1)) for _ in range(SOURCES)]
    target = _train(chance, rate=(20, 80))
    for train, delay in zip(sources, delays, strict=True):
        late = -delay if dendritic else delay
        for meets in (0, -1, late, late, late + 1):
            target.add(chance.one_of(sorted(train)) + meets)
    stamps = sorted(step for step in target if 2 <= step <= LAST_TARGET)
    trains = [sorted(train) for train in sources]
    if doubled:
        trains[0] = sorted(trains[0] + trains[0][2::9])
    return Pairing(
        seed,
        parameters,
        tuple(chance.between(*weights) for _ in range(SOURCES)),
        tuple(delays),
        tuple(tuple(train) for train in trains),
        tuple(stamps),
    )


def draw_pool(chance, pairing):
    """Draw spikes that release a third factor; some simultaneous, some when a source sends."""
    spikes = [*_train(chance, rate=(20, 60)), chance.one_of(pairing.sources[0][:-1])]
    return tuple(sorted([*spikes, *spikes[::4]]))


def _train(chance, rate):
    def stretch(start, stop, factor):
        probability = factor * chance.between(*rate) / 10000
        return np.flatnonzero(chance.generator.random(stop - start) < probability) + start

    burst = chance.between(950, 1100) + np.cumsum(chance.generator.integers(1, 9, 8))
    parts = [stretch(2, 900, 1), burst.astype(int), stretch(SILENCE[1], LAST_TARGET, 1.5)]
    return {int(step) for step in np.concatenate(parts)}
