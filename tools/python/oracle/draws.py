"""Random parameters and random input; every part of a draw follows from its seed."""

import os
from dataclasses import dataclass
from functools import cache

import numpy as np

STEP_MS = 0.1
SEEDS = range(20)


def seeds(*, ci, long):
    """Return the seeds of a randomised test: as many as given for CI, and for `test:python --long`.

    They start at that of all randomised tests (`tools/test/draws.ts`), or at `FAST_CHECK_SEED`.
    """
    first = int(os.environ.get("FAST_CHECK_SEED", "20261124"))
    return range(first, first + (long if os.environ.get("SPIKELOOM_LONG") == "1" else ci))


def by_seed(run):
    """Return a function of (name, seed) that runs all draws of a model once and returns those of one seed.

    ``run(name)`` returns lists with an entry for each seed: draws, and their results.
    """
    known = cache(run)

    def of(name, seed):
        return [values[seed] for values in known(name)]

    return of


@dataclass(frozen=True)
class Train:
    """Spikes onto one receptor: stamps and delay in steps, the weight in the unit of the receptor."""

    receptor: str
    steps: tuple
    weight: float
    delay: int


@dataclass(frozen=True)
class Draw:
    """One neuron with its input: parameters in ms, mV, pA, nS, pF and a current of (step, pA)."""

    seed: int
    parameters: dict
    trains: tuple
    current: tuple
    steps: int

    def __str__(self):
        shown = [
            f"{train.receptor}: weight {train.weight}, delay {train.delay} steps, "
            f"{len(train.steps)} spikes {list(train.steps[:12])}..."
            for train in self.trains
        ]
        parts = [f"seed {self.seed}, {self.steps} steps", f"parameters {self.parameters}"]
        return "\n".join([*parts, *shown, f"current {list(self.current)}"])


class Chance:
    """Random numbers of one draw, rounded so that they can be typed again."""

    def __init__(self, model, seed):
        key = [ord(letter) for letter in model]
        self.generator = np.random.default_rng([seed, *key])

    def between(self, low, high, digits=3):
        """Return a number from a range."""
        return round(float(self.generator.uniform(low, high)), digits)

    def steps_between(self, low, high):
        """Return a time in ms that is a whole number of steps."""
        return round(int(self.generator.integers(low, high + 1)) * STEP_MS, 4)

    def one_of(self, values):
        """Return one of the values."""
        return values[int(self.generator.integers(len(values)))]

    def train(self, receptor, weights, steps, rates=(30, 150)):
        """Return Poisson spikes at a random rate in Hz."""
        probability = self.between(*rates) * STEP_MS / 1000
        found = np.flatnonzero(self.generator.random(steps - 100) < probability) + 1
        delay = int(self.generator.integers(1, 60))
        weight = self.between(*weights, digits=4)
        return Train(receptor, tuple(int(step) for step in found), weight, delay)

    def current(self, low, high, steps, changes=4):
        """Return a current that changes at random steps."""
        at = np.sort(self.generator.choice(np.arange(20, steps), changes, replace=False))
        return tuple((int(step), self.between(low, high)) for step in at)
