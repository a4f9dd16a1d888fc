"""Voltage-based plasticity: the weights that NEST's own test suite publishes for its pairing protocol.

Six protocols of five or six pairs, 10 to 50 Hz, onto either neuron that NEST's synapse supports. Neuron and
rule are models of a network file; only parameters are taken from NEST.
"""

import numpy as np
import pytest

from oracle.clopath import PROTOCOLS, TARGETS, percent, run_in_nest, run_in_ours, weights_from_traces

# Regression values of NEST 3.10 (testsuite/pytests/synapses/test_clopath_synapse.py): percent of the first
# weight after fifteen times as many pairs.
PUBLISHED = {
    "aeif_psc_delta_clopath": [
        57.82638722, 72.16730112, 149.43359357, 103.30408341, 124.03640668, 157.02882555,
    ],
    "hh_psc_alpha_clopath": [
        70.14343863, 99.49206222, 178.1028757, 119.63314118, 167.37750688, 178.83111685,
    ],
}  # fmt: skip
# What is asked for. Measured: 3e-9 for the first, whose upstroke NEST cuts into other parts, and 1e-14 for
# the second, which both integrate by the same rules.
TOLERANCE = 1e-7


@pytest.fixture(scope="module")
def theirs():
    """Return NEST's results for a target and a protocol."""
    return {
        (name, number): run_in_nest(target, protocol)
        for name, target in TARGETS.items()
        for number, protocol in enumerate(PROTOCOLS)
    }


@pytest.fixture(scope="module")
def ours(tmp_path_factory):
    """Return the weights that our synapses transmit, by target and protocol."""
    return run_in_ours(tmp_path_factory.mktemp("clopath"))


@pytest.mark.parametrize("number", range(len(PROTOCOLS)))
@pytest.mark.parametrize("name", TARGETS)
def test_nest_reproduces_its_published_values(theirs, name, number):
    weights, traces = theirs[name, number]
    # Eight decimals are published.
    assert percent(weights[-1]) == pytest.approx(PUBLISHED[name][number], abs=1e-8)
    sums = weights_from_traces(TARGETS[name], PROTOCOLS[number], traces)
    assert np.abs(sums - weights).max() < 1e-14


@pytest.mark.parametrize("number", range(len(PROTOCOLS)))
@pytest.mark.parametrize("name", TARGETS)
def test_weights_are_those_published(theirs, ours, name, number):
    weights, _ = theirs[name, number]
    assert len(weights) == len(ours[name, number])
    apart = np.abs(percent(ours[name, number]) / percent(weights) - 1)
    assert apart.max() < TOLERANCE, apart
    last = percent(ours[name, number][-1])
    assert last == pytest.approx(PUBLISHED[name][number], rel=TOLERANCE)
