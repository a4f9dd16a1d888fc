"""Draw parameters and input for each standard cell of PyNN, and run them on a simulator of PyNN."""

from dataclasses import dataclass, field

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
    # So steep that the threshold is one: equal trains ask for equal chances.
    "delta_v": (1e-7, 2e-7),
}

CASES = {
    case.cell: case
    for case in [
        Case("IF_curr_exp", {**MEMBRANE, **SYNAPSES}, (0.2, 1.5), (-1.5, -0.2)),
        Case("IF_curr_alpha", {**MEMBRANE, **SYNAPSES}, (0.2, 1.5), (-1.5, -0.2)),
        # PyNN cannot set the first potential of this one in NEST, where it is -70 mV.
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


@dataclass(frozen=True)
class Drawn:
    """The parameters of all neurons of a case, and the spikes that reach them."""

    parameters: dict
    # For each neuron and sign: times of spikes; a weight and a delay for each neuron.
    times: list
    weights: list
    delays: list


def drawn(case, seed):
    """Draw parameters and input for `DRAWS` neurons."""
    rng = np.random.default_rng(seed)
    parameters = {name: rng.uniform(*ends, size=DRAWS) for name, ends in case.ranges.items()}
    steps = round(LENGTH / STEP)
    times, weights, delays = [], [], []
    for ends in (case.excitatory, case.inhibitory):
        chosen = [np.sort(rng.choice(np.arange(10, steps), 40, replace=False)) for _ in range(DRAWS)]
        times.append([steps_chosen * STEP - BEFORE for steps_chosen in chosen])
        weights.append(rng.uniform(*ends, size=DRAWS))
        delays.append(rng.integers(1, 40, size=DRAWS) * STEP)
    return Drawn(parameters, times, weights, delays)


def run_on(sim, case, draw, record=("spikes", "v"), tolerance=None, **options):
    """
    Run a case on a simulator of PyNN; return spike times and membrane potentials by neuron.

    A tolerance is that of NEST's adaptive solver.
    """
    from pyNN.parameters import ArrayParameter, Sequence

    sim.setup(timestep=STEP, min_delay=STEP, max_delay=10.0, **options)
    lists = {name: ArrayParameter(values) for name, values in case.lists.items()}
    celltype = getattr(sim, case.cell)(**draw.parameters, **lists)
    cells = sim.Population(DRAWS, celltype, initial_values=case.initial)
    for times, weights, delays, receptor in zip(
        draw.times, draw.weights, draw.delays, ("excitatory", "inhibitory")
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


def run_gsfa_in_nest(draw):
    """Run the cell with adaptation and relative refractoriness in NEST, where PyNN cannot make it."""
    import nest

    nest.ResetKernel()
    nest.resolution = STEP
    p = draw.parameters
    cells = nest.Create(
        "iaf_cond_exp_sfa_rr",
        DRAWS,
        {
            "E_L": p["v_rest"],
            "V_m": np.full(DRAWS, -65.0),
            "V_reset": p["v_reset"],
            "V_th": p["v_thresh"],
            "C_m": 1000 * p["cm"],
            "g_L": 1000 * p["cm"] / p["tau_m"],
            "t_ref": p["tau_refrac"],
            "I_e": 1000 * p["i_offset"],
            "tau_syn_ex": p["tau_syn_E"],
            "tau_syn_in": p["tau_syn_I"],
            "E_ex": p["e_rev_E"],
            "E_in": p["e_rev_I"],
            "tau_sfa": p["tau_sfa"],
            "E_sfa": p["e_rev_sfa"],
            "q_sfa": p["q_sfa"],
            "tau_rr": p["tau_rr"],
            "E_rr": p["e_rev_rr"],
            "q_rr": p["q_rr"],
        },
    )
    recorder = nest.Create("spike_recorder")
    nest.Connect(cells, recorder)
    for times, weights, delays, sign in zip(draw.times, draw.weights, draw.delays, (1, -1)):
        for k in range(DRAWS):
            source = nest.Create("spike_generator", params={"spike_times": times[k]})
            weight = 1000 * sign * weights[k]
            synapse = {"weight": weight, "delay": delays[k] + STEP}
            nest.Connect(source, cells[k], syn_spec=synapse)
    nest.Simulate(LENGTH)
    events = recorder.events
    return [np.sort(events["times"][events["senders"] == cell.global_id]) for cell in cells]
