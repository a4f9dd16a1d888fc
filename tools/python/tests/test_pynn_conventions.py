"""The conventions of PyNN's other backends: the spikes of NEURON and Brian2, step for step."""

import dataclasses

import numpy as np
import pytest

from oracle.pynn_backends import BACKENDS
from oracle.pynn_cells import CASES, DRAWS, STEP, drawn, run_on

import spikeloom.pynn as ours

SEED = 1
# PyNN's Brian2 backend uses those of the first neuron for all.
OF_THE_FIRST = ("tau_refrac", "v_reset")
CELLS = {
    "neuron": (
        "IF_curr_exp",
        "IF_curr_alpha",
        "IF_cond_exp",
        "IF_cond_alpha",
        "IF_cond_exp_gsfa_grr",
        "IF_facets_hardware1",
    ),
    "brian2": ("IF_curr_exp", "IF_curr_alpha", "IF_cond_exp", "IF_cond_alpha"),
}


def drawn_for(convention, cell):
    draw = drawn(CASES[cell], SEED)
    if convention != "brian2":
        return draw
    values = dict(draw.parameters)
    for name in OF_THE_FIRST:
        values[name] = np.full(DRAWS, values[name][0])
    if cell == "IF_curr_alpha":
        # That backend uses the excitatory time constant for both receptors.
        values["tau_syn_I"] = values["tau_syn_E"]
    return dataclasses.replace(draw, parameters=values)


@pytest.mark.parametrize(
    ("convention", "cell"), [(name, cell) for name, cells in CELLS.items() for cell in cells]
)
def test_spikes_are_those_of_the_backend(convention, cell):
    draw = drawn_for(convention, cell)
    wanted = run_on(BACKENDS[convention](), CASES[cell], draw)[0]
    found = run_on(ours, CASES[cell], draw, convention=convention)[0]
    assert sum(map(len, wanted)) > 100
    for one, other in zip(found, wanted, strict=True):
        assert np.rint(one / STEP).tolist() == np.rint(other / STEP).tolist()
