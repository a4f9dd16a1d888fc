"""Compare what two simulators recorded; what fails shows the draw that it can be repeated with."""

import numpy as np


def check_spikes(draw, ours, theirs, late=0):
    """Demand the same number of spikes, each at most ``late`` steps from its partner."""
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
    """Demand that two rows of samples differ by at most ``bound`` wherever ``where`` holds."""
    ours, theirs = values
    assert ours.shape == theirs.shape, f"{name}: {ours.shape} and {theirs.shape}\n{draw}"
    assert np.isfinite(ours).all(), f"{name} is not finite\n{draw}"
    apart = np.abs(ours - theirs)
    if where is not None:
        apart = np.where(where, apart, 0.0)
    worst = int(np.argmax(apart - bound))
    limit = np.broadcast_to(bound, apart.shape)[worst]
    assert apart[worst] <= limit, (
        f"{name} differs by {apart[worst]:.3e} at sample {worst} ({ours[worst]!r} and "
        f"{theirs[worst]!r}), {limit:.3e} is allowed\n{draw}"
    )
