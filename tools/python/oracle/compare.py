"""Compare the recordings of two simulators; a failure shows the draw with which it can be repeated."""

import numpy as np


def check_spikes(draw, ours, theirs, late=0):
    """Require the same number of spikes, each at most ``late`` steps from its partner."""
    context = f"{draw}\nours   {ours.tolist()}\ntheirs {theirs.tolist()}"
    assert len(ours) == len(theirs), f"{len(ours)} spikes and {len(theirs)} of the peer\n{context}"
    if len(ours) == 0:
        return
    apart = np.abs(ours - theirs)
    first = int(np.argmax(apart > late))
    assert apart.max() <= late, (
        f"spike {first} is {apart[first]} steps away, {late} are allowed\n{context}"
    )


def check_values(draw, name, values, bound, where=None):
    """Require that two rows of samples differ by at most ``bound`` wherever ``where`` holds."""
    ours, theirs = values
    slack = np.broadcast_to(bound, theirs.shape)
    check_between(draw, name, ours, (theirs - slack, theirs + slack), where)


def check_between(draw, name, values, limits, where=None):
    """Require that samples lie between two rows wherever ``where`` holds."""
    low, high = limits
    assert values.shape == low.shape, f"{name}: {values.shape} and {low.shape}\n{draw}"
    assert np.isfinite(values).all(), f"{name} is not finite\n{draw}"
    outside = np.maximum(low - values, values - high)
    if where is not None:
        outside = np.where(where, outside, -1.0)
    worst = int(np.argmax(outside))
    assert outside[worst] <= 0, (
        f"{name} is {values[worst]!r} at sample {worst}, allowed is {low[worst]!r} to "
        f"{high[worst]!r}\n{draw}"
    )


def shifted_by_a_step(samples, tolerance):
    """Return the range of a trace that is early or late by up to a step.

    It lies between the minimum and maximum of a sample and its neighbours, apart from the curve between
    samples: with a second derivative of at most M this is M dt^2 / 8 beyond the chord, and M dt^2 is the second
    difference of nearby samples.
    """
    padded = np.pad(samples, 1, mode="edge")
    rows = np.stack([padded[:-2], padded[1:-1], padded[2:]])
    bend = np.abs(rows[0] - 2 * rows[1] + rows[2])
    bend = np.pad(bend, 2, mode="edge")
    nearby = np.max([bend[k : k + len(samples)] for k in range(5)], axis=0)
    return (
        rows.min(axis=0) - nearby / 8 - tolerance,
        rows.max(axis=0) + nearby / 8 + tolerance,
    )


def before_parting(ours, theirs, length):
    """Return which samples lie before the first spike that is not in the same step for both."""
    both = min(len(ours), len(theirs))
    parted = np.flatnonzero(ours[:both] != theirs[:both])
    if len(parted) == 0:
        return np.ones(length, bool)
    return np.arange(1, length + 1) < min(ours[parted[0]], theirs[parted[0]])


def check_learned(pairing, ours, theirs, tolerance):
    """Require the same final weights and the same transmitted weights, relative to their size.

    If a pool releases a third factor, weights continue to change after the last spike, which transmits the last
    compared weight.
    """
    assert ours.spikes.tolist() == theirs.spikes.tolist() == list(pairing.target), pairing
    for name in ["carried"] if pairing.pool else ["weights", "carried"]:
        values, wanted = getattr(ours, name), getattr(theirs, name)
        assert values.shape == wanted.shape, f"{name}: {values.shape}, {wanted.shape}\n{pairing}"
        apart = np.abs(values - wanted)
        # A weight that is now zero has no size of its own, but its earlier value had one.
        allowed = tolerance * np.maximum(np.abs(wanted), min(pairing.weights) * 1e-3)
        worst = int(np.argmax(apart / allowed))
        assert apart[worst] <= allowed[worst], (
            f"{name} at {worst}: {values[worst]!r}, wanted {wanted[worst]!r}\n{pairing}"
        )
