"""PyNN scripts with each cell that NEST has, with deterministic input."""

import numpy as np
from pyNN.parameters import Sequence

from .pynn_circle import GRID

DURATION = 300.0
TRAINS = [[5.0, 12.3, 40.1, 41.2, 90.0, 150.7, 151.0, 260.0], [], [8.8, 33.0, 34.0, 35.0, 120.4, 200.0]]

LIF = {
    "v_rest": -65.0,
    "v_reset": -68.0,
    "v_thresh": -50.0,
    "cm": 0.9,
    "tau_m": 18.0,
    "tau_refrac": 1.55,
}
DECAYS = {"tau_syn_E": 3.0, "tau_syn_I": 6.0}
REVERSALS = {"e_rev_E": 1.0, "e_rev_I": -75.0}
ADEX = {"tau_refrac": 1.0, "v_reset": -60.0, **DECAYS}
# A steep threshold is deterministic.
GIF = {
    **{"cm": 0.9, "v_reset": -68.0, **DECAYS, **REVERSALS},
    **{"delta_v": 1e-7, "v_t_star": -50.0, "lambda0": 1e4},
    **{"tau_eta": [1.0, 10.0, 100.0], "a_eta": [0.1, 0.1, 0.1]},
    **{"tau_gamma": [1.0, 10.0, 100.0], "a_gamma": [1.0, 0.5, 2.0]},
}
# Parameters, weights onto both receptors, and currents around the threshold.
CELLS = {
    "IF_curr_exp": ({**LIF, **DECAYS}, (0.9, -0.5), (0.68, 0.95)),
    "IF_curr_alpha": ({**LIF, **DECAYS}, (0.6, -0.3), (0.68, 0.95)),
    "IF_curr_delta": (LIF, (3.0, -2.0), (0.68, 0.95)),
    "IF_cond_exp": ({**LIF, **DECAYS, **REVERSALS}, (0.02, 0.012), (0.68, 0.95)),
    "IF_cond_alpha": ({**LIF, **DECAYS, **REVERSALS}, (0.012, 0.008), (0.68, 0.95)),
    "IF_cond_exp_gsfa_grr": ({**LIF, **DECAYS, **REVERSALS}, (0.02, 0.012), (1.5, 2.5)),
    "IF_facets_hardware1": ({"v_reset": -75.0, "g_leak": 45.0, **DECAYS}, (0.03, 0.006), None),
    "HH_cond_exp": (DECAYS, (0.04, 0.02), (0.5, 0.9)),
    "EIF_cond_exp_isfa_ista": (ADEX, (0.01, 0.008), (0.6, 1.0)),
    "EIF_cond_alpha_isfa_ista": (ADEX, (0.006, 0.004), (0.6, 1.0)),
    "Izhikevich": ({"a": 0.03}, (4.0, -3.0), (0.0045, 0.011)),
    "GIF_cond_exp": (GIF, (0.02, 0.012), (0.8, 1.4)),
}
# NEST's solver moves a spike of this one by a step, after this time.
LENGTHS = {"EIF_cond_exp_isfa_ista": 150.0}
# Cells with a random part.
LOSSES = dict.fromkeys(("GIF_cond_exp", "GIF_cond_exp of two terms"), 1)
RECEPTORS = ("AMPA", "slow", "GABAA")


def sources(sim, trains=TRAINS, label="source"):
    """Create sources of given spikes."""
    times = [Sequence(train) for train in trains]
    return sim.Population(len(trains), sim.SpikeSourceArray(spike_times=times), label=label)


def driven(sim, name):
    """Create cells that are driven by spikes and a current, and inhibit each other."""
    parameters, (excitatory, inhibitory), currents = CELLS[name]
    if currents is not None:
        parameters = {**parameters, "i_offset": np.round(np.linspace(*currents, 5), 5)}
    source = sources(sim)
    cells = sim.Population(5, getattr(sim, name)(**parameters), label="cells")
    sim.Projection(
        source,
        cells,
        sim.AllToAllConnector(),
        sim.StaticSynapse(weight=excitatory, delay=1.3),
        receptor_type="excitatory",
    )
    sim.Projection(
        cells,
        cells,
        sim.AllToAllConnector(allow_self_connections=False),
        sim.StaticSynapse(weight=inhibitory, delay=0.4),
        receptor_type="inhibitory",
    )
    return source, cells


def script_of_cell(name):
    def script(sim, **options):
        sim.setup(**GRID, **options)
        populations = driven(sim, name)
        for population in populations:
            population.record("spikes")
        sim.run(LENGTHS.get(name, DURATION))
        return populations

    return script


def drive(sim, source, cells, synapse_type=None):
    """Let sources excite cells."""
    synapse_type = synapse_type or sim.StaticSynapse(weight=0.9, delay=1.3)
    connector = sim.AllToAllConnector()
    return sim.Projection(source, cells, connector, synapse_type, receptor_type="excitatory")


# Parts of NEST's PointNeurons, and weights onto the receptors.
POINTS = {
    "PointNeuron of LIF": ("LIF", "CurrExpPostSynapticResponse", (0.9, 0.5, -0.5)),
    "PointNeuron of AdExp, alpha": ("AdExp", "CondAlphaPostSynapticResponse", (0.006, 0.003, 0.004)),
    "PointNeuron of AdExp, beta": ("AdExp", "CondBetaPostSynapticResponse", (0.006, 0.003, 0.004)),
}


def script_of_point(name):
    membrane, response, weights = POINTS[name]
    own = {**LIF, "i_offset": np.linspace(0.68, 0.95, 5)}
    if membrane == "AdExp":
        own = {"tau_refrac": 1.0, "v_reset": -60.0, "i_offset": np.linspace(0.6, 1.0, 5)}

    def script(sim, **options):
        sim.setup(**GRID, **options)
        source = sources(sim)
        kinetics = getattr(sim, response)
        decay = "tau_decay" if "Beta" in response else "tau_syn"
        reversals = [{"e_syn": e} if "Cond" in response else {} for e in (1.0, 0.0, -75.0)]
        receptors = {
            receptor: kinetics(**{decay: tau}, **reversal)
            for receptor, tau, reversal in zip(RECEPTORS, (2.0, 9.0, 6.0), reversals, strict=True)
        }
        cell = sim.PointNeuron(getattr(sim, membrane)(**own), **receptors)
        cells = sim.Population(5, cell, label="cells")
        for receptor, weight in zip(RECEPTORS, weights, strict=True):
            pre = cells if receptor == "GABAA" else source
            synapse_type = sim.StaticSynapse(weight=weight, delay=0.7)
            connector = sim.AllToAllConnector()
            sim.Projection(pre, cells, connector, synapse_type, receptor_type=receptor)
        for population in (source, cells):
            population.record("spikes")
        sim.run(LENGTHS.get(name, DURATION))
        return source, cells

    return script


def terms(sim, **options):
    """A current of two terms, and a threshold of one."""
    sim.setup(**GRID, **options)
    source = sources(sim)
    own = {"tau_eta": [2.0, 30.0], "a_eta": [0.2, 0.1], "tau_gamma": [40.0], "a_gamma": [2.0]}
    cell = sim.GIF_cond_exp(**{**GIF, **own}, i_offset=np.linspace(0.8, 1.4, 5))
    cells = sim.Population(5, cell, label="cells")
    drive(sim, source, cells, sim.StaticSynapse(weight=0.02, delay=1.3))
    for population in (source, cells):
        population.record("spikes")
    sim.run(DURATION)
    return source, cells


CELL_SCRIPTS = {
    **{name: script_of_cell(name) for name in CELLS},
    **{name: script_of_point(name) for name in POINTS},
    "GIF_cond_exp of two terms": terms,
}
