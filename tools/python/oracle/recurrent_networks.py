"""Recurrent networks of each model included in SpikeLoom: some tens of neurons that excite and inhibit one
another.
"""

from dataclasses import dataclass, field

import numpy as np

STEP = 0.1
SIZE = 30
# Neurons from this one on are inhibitory.
INHIBITORY = 24
SOURCES = 10


@dataclass(frozen=True)
class Neuron:
    """Settings with which neurons of a model fire at some tens of spikes per second in a network."""

    excite: tuple | None = None
    """Receptor and weight of the recurrent excitation; `None` if a model has no receptors."""
    inhibit: tuple | None = None
    drive: dict = field(default_factory=dict)
    """Parameter or input that makes neurons fire: unit, minimum and maximum."""
    parameters: dict = field(default_factory=dict)
    more: tuple = ()
    """Further projections onto other receptors: receptor and weight."""
    duration: float = 200
    step: float = STEP
    populations: dict = field(default_factory=dict)


CONDUCTANCES = {"excite": ("excitatory", "6 nS"), "inhibit": ("inhibitory", "12 nS")}
WEAKER = {"excite": ("excitatory", "3 nS"), "inhibit": ("inhibitory", "12 nS")}
CURRENTS = {"excite": ("excitatory", "90 pA"), "inhibit": ("inhibitory", "-180 pA")}
JUMPS = {"excite": ("delta", "1 mV"), "inhibit": ("delta", "-2 mV")}
PLAIN = {"excite": ("spikes", 0.2137), "inhibit": ("spikes", -0.3071), "step": 1.0}
LEAKY = {"drive": {"i_offset": ("nA", 0.36, 0.45)}}
ADAPTING = {"drive": {"i_offset": ("nA", 0.5, 0.9)}}
# Values of frameworks: one per step, in which a neuron accumulates some tenths of its threshold.
VALUES = {"drive": {"x_values": ("1", 0.0517, 0.3023)}}
STRONG = {"drive": {"x_values": ("1", 0.5017, 2.0023)}}

NEURONS = {
    "adex": Neuron(**ADAPTING),
    "adex-cond-exp": Neuron(**CONDUCTANCES, **ADAPTING),
    "adex-cond-alpha": Neuron(**WEAKER, **ADAPTING),
    "adex-cond-beta": Neuron(**CONDUCTANCES, **ADAPTING),
    "eif": Neuron(drive={"i_offset": ("nA", 0.2, 0.5)}),
    "gif-cond-exp": Neuron(**CONDUCTANCES, drive={"i_offset": ("nA", 0.6, 0.9)}),
    "hodgkin-huxley": Neuron(drive={"i_offset": ("uA/cm^2", 8, 14)}),
    "if-delta": Neuron(**JUMPS, drive={"i_offset": ("nA", 0.0517, 0.1203)}),
    "izhikevich": Neuron(**JUMPS, drive={"i_offset": ("pA", 4.5, 11)}),
    "izhikevich-2003": Neuron(**JUMPS, drive={"i_inj": ("pA", 4.5, 11)}),
    "izhikevich-2003-network": Neuron(
        excite=("pulse", "2 pA"), inhibit=("pulse", "-4 pA"), drive={"i_inj": ("pA", 4.5, 11)}, step=1.0
    ),
    "lif": Neuron(drive={"i_syn": ("nA", 1.6, 2.2)}, parameters={"r_m": "10 Mohm"}),
    "lif-cond-alpha": Neuron(**WEAKER, **LEAKY),
    "lif-cond-beta": Neuron(**WEAKER, **LEAKY),
    "lif-cond-exp": Neuron(**CONDUCTANCES, **LEAKY),
    "lif-cond-exp-adaptive-threshold": Neuron(
        excite=("excitatory", "1 nS"),
        inhibit=("inhibitory", "1 nS"),
        drive={"i_offset": ("nA", 0.018, 0.03)},
        parameters={"quiet_for": "5 ms"},
    ),
    "lif-cond-exp-nmda": Neuron(**WEAKER, **LEAKY, more=(("nmda", "0.2 nS"),)),
    "lif-cond-exp-sfa-rr": Neuron(**CONDUCTANCES, drive={"i_offset": ("nA", 0.5, 0.9)}),
    "lif-curr-alpha": Neuron(**CURRENTS, **LEAKY),
    "lif-curr-exp": Neuron(**CURRENTS, **LEAKY),
    "lif-delta": Neuron(**JUMPS, **LEAKY),
    "mat2-curr-exp": Neuron(**CURRENTS, drive={"i_offset": ("nA", 0.6, 0.9)}),
    "qif": Neuron(drive={"i_offset": ("nA", 0.2, 0.5)}),
    "spike-response-model": Neuron(
        excite=("psp", "1 mV"), inhibit=("psp", "-2 mV"), drive={"i_offset": ("nA", 0.3, 0.4)}
    ),
    "traub-miles-cobahh": Neuron(**CONDUCTANCES, drive={"i_offset": ("nA", 0, 0.2)}),
    "traub-miles-cond-exp": Neuron(**CONDUCTANCES, drive={"i_offset": ("nA", 0, 0.2)}),
    **{
        name: Neuron(**PLAIN, **VALUES)
        for name in (
            *("snntorch-leaky", "snntorch-leaky-zero", "snntorch-leaky-none", "snntorch-synaptic"),
            *("snntorch-synaptic-zero", "snntorch-synaptic-none", "snntorch-alpha", "norse-lif", "norse-iaf"),
            *("spikingjelly-if", "spikingjelly-if-soft", "sinabs-iaf", "sinabs-lif-full", "sinabs-lif-current"),
            *("spyx-if", "spyx-cubalif"),
        )
    },
    **{
        name: Neuron(**PLAIN, **STRONG)
        for name in (
            *("norse-lif-box", "norse-lsnn", "spikingjelly-lif", "spikingjelly-lif-soft", "spikingjelly-lif-full"),
            *("spikingjelly-lif-full-soft", "spikingjelly-plif", "spikingjelly-plif-soft", "sinabs-lif"),
            *("sinabs-alif", "spyx-lif", "spyx-alif", "lava-lif"),
        )
    },
}


@dataclass(frozen=True)
class Synapse:
    """A synapse model or rule in the recurrent excitation of a network of a model's neurons."""

    kind: str
    neuron: str = "lif-curr-exp"
    weight: str | None = None
    receptor: str | None = None
    parameters: dict = field(default_factory=dict)
    more: dict = field(default_factory=dict)


COUPLING = {"kind": "synapse", "neuron": "lif-cond-exp", "weight": "0.4 nS"}
RULE = {"kind": "plasticity"}
OF_CONDUCTANCES = {**RULE, "neuron": "lif-cond-exp"}
REWARDED = {**RULE, "more": {"events": {"reward": {"every": "20 ms"}}}}
SHORT = {"u_0": 0.3, "tau_rec": "120 ms", "tau_facil": "80 ms"}

SYNAPSES = {
    **{
        name: Synapse(**COUPLING)
        for name in (
            *("gap-junction", "graded", "kinetic-ampa", "kinetic-gaba-a", "kinetic-gaba-b", "kinetic-nmda", "nmda"),
            *("saturating-alpha", "saturating-beta", "saturating-exp", "wang-ampa", "wang-gaba", "wang-nmda"),
        )
    },
    "static": Synapse("synapse"),
    "simple-stochastic": Synapse("synapse", parameters={"p": 0.6}),
    "stochastic-tsodyks-markram": Synapse("synapse", parameters=SHORT),
    "multi-quantal": Synapse("synapse", parameters={**SHORT, "n": 4}),
    "tsodyks-markram": Synapse("synapse", parameters=SHORT),
    "tsodyks-uziel-markram": Synapse("synapse", parameters={**SHORT, "tau_syn": "2 ms"}),
    "univesicular-release": Synapse("synapse"),
    "varela": Synapse("synapse"),
    **{
        name: Synapse(**RULE, parameters={"a_plus": 0.02, "a_minus": 0.017, "w_max": "0.3 nA"})
        for name in ("stdp-pair", "stdp-multiplicative", "stdp-additive-multiplicative", "stdp-guetig")
    },
    **{
        name: Synapse(**RULE, parameters={"lambda_0": 0.03, "alpha": 1.1, "w_max": "300 pA"})
        for name in (
            *("stdp-nest", "stdp-nearest-symmetric", "stdp-presynaptic-centred", "stdp-restricted-symmetric"),
        )
    },
    "stdp-power-law": Synapse(**RULE, parameters={"lambda_0": 0.02, "alpha": 0.9, "w_ref": "90 pA"}),
    **{
        name: Synapse(**RULE, parameters={"a2_plus": "4 pA", "a2_minus": "3 pA", "a3_plus": "2 pA", "w_max": "300 pA"})
        for name in ("stdp-triplet", "stdp-triplet-nearest")
    },
    "stdp-dopamine": Synapse(
        **RULE,
        parameters={"a_plus": "9 pA", "a_minus": "7 pA", "baseline": "0.001 1/ms", "w_max": "300 pA"},
        more={"events": {"dopamine": {"from": "source"}}},
    ),
    "stdp-van-rossum": Synapse(**OF_CONDUCTANCES),
    "vogels": Synapse(**OF_CONDUCTANCES),
    "diehl-cook": Synapse(**OF_CONDUCTANCES, parameters={"w_max": "20 nS"}),
    "diehl-cook-power-law": Synapse(**OF_CONDUCTANCES, parameters={"w_max": "20 nS"}),
    # Inhibition that learns: all its weights are negative.
    "vogels-sprekeler": Synapse(
        **RULE,
        weight="-90 pA",
        receptor="inhibitory",
        parameters={"eta": "9 pA", "alpha": 0.3, "w_max": "-400 pA"},
    ),
    "bcm": Synapse(**RULE, parameters={"eta": "1e-5 nA/Hz^2"}),
    "oja": Synapse(**RULE),
    "clopath": Synapse(**RULE, parameters={"w_max": "300 pA"}),
    "butz-van-ooyen": Synapse(**RULE, more={"delay": "1.5 ms"}),
    "deep-rewiring": Synapse(**RULE),
    "homeostatic-scaling": Synapse(**RULE),
    "synaptic-scaling": Synapse(**RULE),
    **{name: Synapse(**RULE, parameters={"w_max": "300 pA"}) for name in ("dopamine", "dopamine-clocked")},
    **{name: Synapse(**RULE, parameters={"w_max": "300 pA"}) for name in ("mstdp", "mstdpet")},
    "pes": Synapse(**RULE),
    **{name: Synapse(**REWARDED, parameters={"w_max": "300 pA"}) for name in ("r-max", "r-stdp")},
}



def trains(chance, count, duration):
    """Return regular spike times with a jitter, none in the first steps."""
    found = []
    for _ in range(count):
        gaps = chance.uniform(20, 60, int(duration / 20))
        times = np.round(2 + np.cumsum(gaps), 1)
        found.append(times[times < duration].tolist())
    return found


def recurrent(name, row):
    """Return a network of a model whose neurons interact, with draws of the run."""
    chance = np.random.default_rng([ord(letter) for letter in name])
    duration = row.duration if row.step == STEP else 10 * row.duration
    cells = {"model": name, "size": SIZE, "parameters": dict(row.parameters)}
    stimuli = []
    for parameter, (unit, least, most) in row.drive.items():
        values = np.round(chance.permutation(np.linspace(least, most, SIZE)), 6).tolist()
        if parameter in ("i_inj", "x_values", "i_syn"):
            for k, value in enumerate(values):
                amount = value if unit == "1" else f"{value} {unit}"
                stimuli.append(
                    {
                        **{"kind": "steps", "into": "cells", "input": parameter, "neurons": {"indices": [k]}},
                        **{"times": [f"{2 * row.step} ms"], "values": [amount]},
                    }
                )
        else:
            cells["parameters"][parameter] = {"values": values, "unit": unit}
    populations = {"cells": cells}
    projections = []
    if row.excite is not None:
        populations["source"] = {
            **{"model": "spike-array", "size": SOURCES},
            "times": trains(chance, SOURCES, duration),
        }
        delay = {"draw": "uniform", "low": f"{5 * row.step} ms", "high": f"{40 * row.step} ms"}
        shared = {"to": "cells", "delay": delay}
        among = {**shared, "from": "cells"}
        excited = [row.excite, *row.more]
        projections = [
            {**shared, "from": "source", "receptor": row.excite[0], "weight": row.excite[1], **indegree(3)},
            *(
                {**among, "fromNeurons": {"until": INHIBITORY}, "receptor": receptor, "weight": weight, **indegree(4)}
                for receptor, weight in excited
            ),
            {
                **{**among, "fromNeurons": {"from": INHIBITORY}, "receptor": row.inhibit[0]},
                **{"weight": row.inhibit[1], **indegree(2)},
            },
        ]
    return {
        **{"dt": f"{row.step} ms", "duration": f"{duration} ms", "seed": 11, "populations": populations},
        **{"projections": projections, "stimuli": stimuli},
        "record": [{"population": one, "variables": ["spikes"]} for one in populations],
    }


def indegree(count):
    """Return a connector with the given number of random sources for each target."""
    return {"connector": {"kind": "fixed-indegree", "n": count}}


def synaptic(name, row):
    """Return a network whose recurrent projection, onto the receptor for which it is meant, has a synapse model or
    a rule.
    """
    network = recurrent(row.neuron, NEURONS[row.neuron])
    projection = network["projections"][2 if row.receptor == "inhibitory" else 1]
    projection[row.kind] = {"model": name, "parameters": dict(row.parameters)}
    projection["name"] = "changes"
    projection.update(row.more)
    if row.weight is not None:
        projection["weight"] = row.weight
    if row.kind == "synapse" and row.neuron == "lif-cond-exp":
        del projection["receptor"]
        if name in ("gap-junction", "graded"):
            del projection["delay"]
    return network
