"""Compare plastic synapses onto neurons with exact spike times with NEST's `stdp_synapse` and precise models.

NEST's synapse uses the exact times of its target's spikes, but for those of its source the end of the step in which they lie. So sources
on the grid give equal weights at any of NEST's steps, and for others the difference shrinks in first order of the step.
"""

import math

import numpy as np
import pytest

from oracle import precise
from oracle.draws import seeds
from oracle.precise_plasticity import draw_plastic, run_in_nest, run_ours

STEPS_MS = (0.5, 0.1, 0.02, 0.005)
DRAWS = seeds(ci=10, long=50)
MODELS = ("iaf_psc_exp_ps", "iaf_psc_exp_ps_lossless", "iaf_psc_alpha_ps")


def compared(model, step, draws, ours):
    """Return the differences of spike times, and of the weights that spikes carry."""
    times, weights = [], []
    for draw, (spikes, own) in zip(draws, ours, strict=True):
        theirs, carried = run_in_nest(model, draw, step)
        assert len(spikes) >= 5
        assert abs(len(spikes) - len(theirs)) <= 1
        # NEST's recorder lags by its delay of 1 ms.
        count = min(len(spikes), len(theirs))
        times.append(np.abs(spikes[:count] - theirs[:count]))
        for mine, other in zip(own, carried, strict=True):
            weights.append(np.abs(mine[: len(other)] - other))
    weights = np.concatenate(weights)
    assert np.isfinite(weights).mean() > 0.9
    return np.concatenate(times), weights[np.isfinite(weights)]


@pytest.mark.parametrize("name", MODELS)
def test_sources_on_the_grid_give_the_weights_of_nest_at_any_of_its_steps(name, tmp_path, spikeloom):
    model = precise.MODELS[name]
    draws = [draw_plastic(model, seed, grid=True) for seed in DRAWS]
    ours = run_ours(model, draws, tmp_path, spikeloom)
    changes = [abs(own[0][-1] - draw.weights[0]) for draw, (_, own) in zip(draws, ours, strict=True)]
    assert np.nanmedian(changes) > 2
    for step in STEPS_MS:
        times, weights = compared(model, step, draws, ours)
        # One rounding of the potential in each of NEST's steps, as for neurons without plasticity, at up to ten times the angle.
        assert times.max() <= 10 * (3e-12 + 2e-13 / step), step
        # A weight of at most 120 pA changes by this over a time constant of at least 8 ms, for each of some hundred pairs.
        assert weights.max() <= 1e-9, step


@pytest.mark.parametrize("name", MODELS)
def test_other_sources_differ_in_first_order_of_the_step_of_nest(name, tmp_path, spikeloom):
    model = precise.MODELS[name]
    draws = [draw_plastic(model, seed, grid=False) for seed in DRAWS]
    ours = run_ours(model, draws, tmp_path, spikeloom)
    found = [compared(model, step, draws, ours)[1] for step in STEPS_MS]
    # The median leaves out pairs whose order the end of a step changes.
    medians = [np.median(one) for one in found]
    order = math.log(medians[0] / medians[-1]) / math.log(STEPS_MS[0] / STEPS_MS[-1])
    assert 0.85 <= order <= 1.15
    assert medians == sorted(medians, reverse=True)
