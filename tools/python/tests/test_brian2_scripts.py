"""Networks as Brian2 scripts: they give the spikes that SpikeLoom gives, to the step."""

import pytest

from oracle.exported_networks import (
    CELLS,
    STEP,
    drawn_network,
    driven,
    of_both_signs,
    of_connector,
    of_currents,
    of_each_neuron,
    of_early,
    of_parts,
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


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """Run and convert all networks in one process."""
    folder = tmp_path_factory.mktemp("scripts")
    return write_scripts({**SAME, **OTHERS}, folder, STEP, to="brian2")


@pytest.mark.parametrize("name", [*SAME, *OTHERS])
def test_spikes_come_in_the_same_steps(written, name):
    found = written[name]
    if isinstance(found, Exception):
        raise found
    assert {loss["code"] for loss in found.losses} <= {"positions"}
    arrays = simulate_script(found.script)
    assert sum(map(len, found.spikes.values())) >= 20
    for population, spikes in found.spikes.items():
        assert spike_rows(arrays, population, STEP) == spikes, population
