"""Draw parameters and input for each standard cell of PyNN, and run them on a simulator of PyNN."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

DRAWS = 20
STEP = 0.1  # ms
LENGTH = 500.0  # ms
# pyNN.nest subtracts the least delay from times of spikes, and NEST rounds up what is left: of the times on
# the grid, some come a step late. A little before the grid none does.
BEFORE = 1e-9  # ms


@dataclass(frozen=True)
class Case:
    """A cell, the ranges of its parameters, and those of the weights that reach it."""

    cell: str
    ranges: dict
    excitatory: tuple
    inhibitory: tuple
    initial: dict = field(default_factory=dict)
    # Values that are lists, the same for all neurons.
    lists: dict = field(default_factory=dict)
    # Ranges of values that are drawn once, because NEST has one for all neurons.
    single: dict = field(default_factory=dict)
    # Creates the cell type of a simulator from parameters, if that takes more than a call.
    make: Callable[[Any, dict], Any] | None = None
    receptors: tuple = ("excitatory", "inhibitory")

    def celltype(self, sim, parameters):
        """Create the cell type on a simulator."""
        return self.make(sim, parameters) if self.make else getattr(sim, self.cell)(**parameters)


MEMBRANE = {
    "v_rest": (-68, -62),
    "cm": (0.5, 1.5),
    "tau_m": (10, 30),
    "tau_refrac": (0.2, 5),
    "i_offset": (0.2, 0.9),
    "v_reset": (-75, -62),
    "v_thresh": (-56, -50),
}
SYNAPSES = {"tau_syn_E": (0.5, 8), "tau_syn_I": (0.5, 8)}
CONDUCTANCES = {"e_rev_E": (-5, 5), "e_rev_I": (-85, -70)}
COND = {**MEMBRANE, **SYNAPSES, **CONDUCTANCES}
ADEX = {
    "cm": (0.15, 0.35),
    "tau_refrac": (0.2, 4),
    "v_reset": (-72, -55),
    "v_rest": (-72, -68),
    "tau_m": (8, 12),
    "i_offset": (0.3, 1.0),
    "a": (1, 6),
    "b": (0.02, 0.1),
    "delta_T": (1, 3),
    "tau_w": (80, 160),
    "v_thresh": (-52, -48),
    "v_spike": (-42, -20),
}
FACETS = {
    "g_leak": (30, 50),
    "tau_syn_E": (5, 30),
    "tau_syn_I": (5, 30),
    "v_reset": (-80, -70),
    "e_rev_I": (-85, -78),
    "v_rest": (-67, -63),
    "v_thresh": (-58, -54),
}
HH = {
    "gbar_Na": (18, 22),
    "gbar_K": (5, 7),
    "g_leak": (0.008, 0.012),
    "cm": (0.18, 0.22),
    "v_offset": (-65, -60),
    "i_offset": (0.2, 0.8),
    "tau_syn_E": (1, 5),
    "tau_syn_I": (1, 8),
    "e_rev_E": (-5, 5),
    "e_rev_I": (-85, -75),
}
GSFA = {
    "tau_sfa": (80, 120),
    "e_rev_sfa": (-80, -72),
    "q_sfa": (5, 20),
    "tau_rr": (1.5, 3),
    "e_rev_rr": (-78, -72),
    "q_rr": (1000, 3000),
}
IZHIKEVICH = {
    "a": (0.02, 0.1),
    "b": (0.2, 0.26),
    "c": (-65, -50),
    "d": (2, 8),
    "i_offset": (0.004, 0.02),
}
GIF = {
    **{name: COND[name] for name in COND if name != "v_thresh"},
    "v_t_star": (-56, -50),
    # So steep that the threshold is deterministic: equal trains need equal probabilities.
    "delta_v": (1e-7, 2e-7),
}



def point(neuron, response):
    """Create a `PointNeuron` of a neuron and two receptors, whose parameters start with their names."""

    def make(sim, parameters):
        own = {name: value for name, value in parameters.items() if "." not in name}
        receptors = {
            receptor: getattr(sim, response)(
                **{
                    name.removeprefix(f"{receptor}."): value
                    for name, value in parameters.items()
                    if name.startswith(f"{receptor}.")
                }
            )
            for receptor in RECEPTORS
        }
        return sim.PointNeuron(getattr(sim, neuron)(**own), **receptors)

    return make


RECEPTORS = ("AMPA", "GABAA")
OF_POINTS = {
    "PointNeuron of LIF": Case(
        "PointNeuron",
        MEMBRANE,
        (0.2, 1.5),
        (-1.5, -0.2),
        single={f"{name}.tau_syn": (0.5, 8) for name in RECEPTORS},
        make=point("LIF", "CurrExpPostSynapticResponse"),
        receptors=RECEPTORS,
    ),
    "PointNeuron of AdExp": Case(
        "PointNeuron",
        ADEX,
        (0.005, 0.03),
        (0.005, 0.03),
        single={
            **{f"{name}.tau_syn": (0.5, 8) for name in RECEPTORS},
            "AMPA.e_syn": (-5, 5),
            "GABAA.e_syn": (-85, -70),
        },
        make=point("AdExp", "CondAlphaPostSynapticResponse"),
        receptors=RECEPTORS,
    ),
}

CASES = {
    case.cell: case
    for case in [
        Case("IF_curr_exp", {**MEMBRANE, **SYNAPSES}, (0.2, 1.5), (-1.5, -0.2)),
        Case("IF_curr_alpha", {**MEMBRANE, **SYNAPSES}, (0.2, 1.5), (-1.5, -0.2)),
        # PyNN cannot set the initial potential of this one in NEST, where it is -70 mV.
        Case("IF_curr_delta", MEMBRANE, (0.5, 5), (-5, -0.5), {"v": -70.0}),
        Case("IF_cond_exp", COND, (0.005, 0.04), (0.005, 0.04)),
        Case("IF_cond_alpha", COND, (0.005, 0.04), (0.005, 0.04)),
        Case("IF_cond_exp_gsfa_grr", {**COND, **GSFA}, (0.01, 0.06), (0.005, 0.02)),
        Case("IF_facets_hardware1", FACETS, (0.003, 0.01), (0.002, 0.008)),
        Case("EIF_cond_exp_isfa_ista", {**ADEX, **SYNAPSES}, (0.005, 0.03), (0.005, 0.03)),
        Case("EIF_cond_alpha_isfa_ista", {**ADEX, **SYNAPSES}, (0.005, 0.03), (0.005, 0.03)),
        Case("HH_cond_exp", HH, (0.005, 0.03), (0.005, 0.03)),
        Case("Izhikevich", IZHIKEVICH, (1, 8), (-8, -1)),
        Case(
            "GIF_cond_exp",
            GIF,
            (0.005, 0.04),
            (0.005, 0.04),
            lists={
                "tau_eta": [2.0, 20.0, 90.0],
                "tau_gamma": [3.0, 30.0, 80.0],
                "a_eta": [0.05, 0.02, 0.01],
                "a_gamma": [2.0, 1.0, 0.5],
            },
        ),
    ]
}
# The standard cells of neurons, and the possible `PointNeuron`s in NEST.
ALL = {**CASES, **OF_POINTS}


@dataclass(frozen=True)
class Drawn:
    """The parameters of all neurons of a case, and their input spikes."""

    parameters: dict
    # For each receptor and neuron: times of spikes; a weight and a delay.
    times: list
    weights: list
    delays: list


def drawn(case, seed, *, off_grid=False):
    """Draw parameters and input for `DRAWS` neurons; spikes and delays lie on the grid, or anywhere."""
    rng = np.random.default_rng(seed)
    parameters = {name: rng.uniform(*ends, size=DRAWS) for name, ends in case.ranges.items()}
    parameters |= {name: float(rng.uniform(*ends)) for name, ends in case.single.items()}
    times, weights, delays = [], [], []
    for ends in (case.excitatory, case.inhibitory):
        times.append([times_of(rng, off_grid) for _ in range(DRAWS)])
        weights.append(kept_by_pynn(rng.uniform(*ends, size=DRAWS)))
        steps = rng.uniform(1, 40, size=DRAWS) if off_grid else rng.integers(1, 40, size=DRAWS)
        delays.append(steps * STEP)
    return Drawn(parameters, times, weights, delays)


def kept_by_pynn(weights):
    """Return the nearest weights that survive PyNN's factors for jumps in NEST, 1000 and then 0.001.

    The last bit of a jump moves spikes of Izhikevich's neuron within half a second.
    """
    while (lossy := weights * 1000 * 0.001 != weights).any():
        weights = np.where(lossy, np.nextafter(weights, np.inf), weights)
    return weights


def times_of(rng, off_grid):
    """Draw the times of 40 spikes, some of which may share a step if they lie off the grid."""
    if off_grid:
        return np.sort(rng.uniform(10 * STEP, LENGTH, 40))
    steps = rng.choice(np.arange(10, round(LENGTH / STEP)), 40, replace=False)
    return np.sort(steps) * STEP - BEFORE


def run_on(sim, case, draw, record=("spikes", "v"), tolerance=None, **options):
    """
    Run a case on a simulator of PyNN; return spike times and membrane potentials by neuron.

    A tolerance is that of NEST's adaptive solver.
    """
    from pyNN.parameters import ArrayParameter, Sequence

    sim.setup(timestep=STEP, min_delay=STEP, max_delay=10.0, **options)
    lists = {name: ArrayParameter(values) for name, values in case.lists.items()}
    celltype = case.celltype(sim, {**draw.parameters, **lists})
    cells = sim.Population(DRAWS, celltype, initial_values=case.initial)
    for times, weights, delays, receptor in zip(
        draw.times, draw.weights, draw.delays, case.receptors, strict=True
    ):
        source = sim.Population(
            DRAWS, sim.SpikeSourceArray(spike_times=[Sequence(train) for train in times])
        )
        synapse = sim.StaticSynapse(weight=np.diag(weights), delay=np.diag(delays) + STEP)
        sim.Projection(source, cells, sim.OneToOneConnector(), synapse, receptor_type=receptor)
    cells.record(list(record))
    if tolerance is not None:
        cells.node_collection.set(gsl_error_tol=tolerance)
    sim.run(LENGTH)
    segment = cells.get_data().segments[0]
    trains = [np.asarray(train.magnitude) for train in segment.spiketrains]
    v = segment.filter(name="v")
    return trains, np.asarray(v[0].magnitude) if v else None
