"""Networks as Brian2 scripts: they give the spikes that SpikeLoom gives, to the step."""

import os

import pytest

from oracle.exported_networks import (
    CELLS,
    RULES,
    STEP,
    drawn_network,
    driven,
    of_both_signs,
    of_connector,
    of_currents,
    of_each_neuron,
    of_early,
    of_parts,
    of_rule,
    of_short_term,
)
from oracle.pynn_scripts import simulate_script, spike_rows, write_scripts

# A threshold that is looked for within a step moves spikes by a step, and so does the last bit here.
APART = ("adex-cond-exp", "adex-cond-alpha", "izhikevich")
SAME = {
    **{model: driven(model) for model in CELLS if model not in APART},
    "each neuron": of_each_neuron(),
    **{kind: of_connector(kind) for kind in ("pairs", "matrix", "small-world")},
    "parts": of_parts(),
    "both signs": of_both_signs(),
    "currents": of_currents(),
    "early": of_early(),
    **{f"drawn {seed}": drawn_network(seed) for seed in (0, 1)},
}
OTHERS = {
    f"{model} by {convention}": {**driven(model), "convention": convention}
    for model in ("lif-curr-exp", "lif-delta", "lif-cond-exp")
    for convention in ("brian2",)
}




def of_tsodyks_markram(**parameters):
    network = driven("lif-curr-exp")
    values = {"u_0": 0.3, "tau_rec": "120 ms", "tau_facil": "80 ms", **parameters}
    network["projections"][0]["synapse"] = {"model": "tsodyks-markram", "parameters": values}
    return network


def by_brian2(network):
    """Let it go by the order in which Brian2 lets spikes act on plastic synapses."""
    return {**network, "convention": "brian2"}


SYNAPSES = {
    "short-term": of_short_term("lif-curr-exp"),
    "short-term of two states": of_tsodyks_markram(),
    "short-term without facilitation": of_tsodyks_markram(tau_facil="0 ms"),
    "short-term of each synapse": of_tsodyks_markram(
        u_0={"draw": "uniform", "low": 0.1, "high": 0.9}
    ),
    **{f"{rule} by brian2": by_brian2(of_rule(rule)) for rule in RULES},
}


ALL = {**SAME, **OTHERS, **SYNAPSES}
# A scheme in ten parts takes Brian2 a minute to work out, and each rule some seconds.
FEW = (
    *("lif-curr-exp", "lif-curr-alpha", "lif-delta", "each neuron", "pairs", "currents", "early"),
    *("lif-delta by brian2", "short-term of two states", "stdp-pair by brian2"),
)
CHOSEN = ALL if os.environ.get("SPIKELOOM_LONG") == "1" else {name: ALL[name] for name in FEW}


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """Run and convert all networks in one process."""
    folder = tmp_path_factory.mktemp("scripts")
    return write_scripts(CHOSEN, folder, STEP, to="brian2")


@pytest.mark.parametrize("name", CHOSEN)
def test_spikes_come_in_the_same_steps(written, name):
    found = written[name]
    if isinstance(found, Exception):
        raise found
    assert {loss["code"] for loss in found.losses} <= {"positions", "recording"}
    arrays = simulate_script(found.script)
    assert sum(map(len, found.spikes.values())) >= 20
    for population, spikes in found.spikes.items():
        assert spike_rows(arrays, population, STEP) == spikes, population
