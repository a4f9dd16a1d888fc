"""Networks that are written as PyNN scripts and run on NEST: each drives neurons of one model."""

import numpy as np

STEP = 0.1
DURATION = 300

STANDARD = {
    "v_rest": "-65 mV",
    "v_reset": "-68 mV",
    "v_threshold": "-50 mV",
    "c_m": "0.9 nF",
    "tau_m": "18 ms",
    "tau_refrac": "1.5 ms",
}
DECAYS = {"tau_syn_exc": "3 ms", "tau_syn_inh": "6 ms"}
ADEX = {
    "c_m": "281 pF",
    "g_l": "30 nS",
    "v_spike": "-40 mV",
    "tau_refrac": "1 ms",
    **DECAYS,
}
# NEST solves models of these names to a tolerance, which is listed as a loss of integration.
SOLVED = ("adex", "adexp", "lif-cond-exp", "lif-cond-alpha", "lif-cond-beta", "traub-miles")


def is_solved(network):
    """Test whether NEST solves a model of a network to a tolerance."""
    models = [population["model"] for population in network["populations"].values()]
    names = [model if isinstance(model, str) else str(model) for model in models]
    return any(solved in name for name in names for solved in SOLVED)


# Input of each cell: weights onto both receptors, and currents around its threshold.
CELLS = {
    "lif-curr-exp": ({**STANDARD, **DECAYS}, ("0.9 nA", "-0.5 nA"), "nA", (0.68, 0.95)),
    "lif-curr-alpha": ({**STANDARD, **DECAYS}, ("0.6 nA", "-0.3 nA"), "nA", (0.68, 0.95)),
    "lif-delta": (STANDARD, ("3 mV", "-2 mV"), "nA", (0.68, 0.95)),
    "lif-cond-exp": ({**STANDARD, **DECAYS}, ("20 nS", "12 nS"), "nA", (0.68, 0.95)),
    "lif-cond-alpha": ({**STANDARD, **DECAYS}, ("12 nS", "8 nS"), "nA", (0.68, 0.95)),
    "lif-cond-exp-sfa-rr": ({**STANDARD, **DECAYS}, ("20 nS", "12 nS"), "nA", (1.5, 2.5)),
    "adex-cond-exp": (ADEX, ("10 nS", "8 nS"), "nA", (0.6, 1.0)),
    "adex-cond-alpha": (ADEX, ("6 nS", "4 nS"), "nA", (0.6, 1.0)),
    "traub-miles-cond-exp": (
        {"e_rev_leak": "-65 mV", **DECAYS},
        ("40 nS", "20 nS"),
        "nA",
        (0.5, 0.9),
    ),
    "izhikevich": ({"a": 0.03}, ("4 mV", "-3 mV"), "pA", (4.5, 11)),
}
TRAINS = [[5, 12.3, 40.1, 41.2, 90, 150.7, 151, 260], [], [8.8, 33, 34, 35, 120.4, 200]]


def driven(model, **projections):
    """Return a network of one model with input of all kinds."""
    parameters, (excitatory, inhibitory), unit, currents = CELLS[model]
    receptors = ("delta", "delta") if excitatory.endswith("mV") else ("excitatory", "inhibitory")
    shared = {"from": "source", "to": "cells", **projections}
    offsets = np.round(np.linspace(*currents, 5), 4)
    return {
        "dt": f"{STEP} ms",
        "duration": f"{DURATION} ms",
        "populations": {
            "source": {"model": "spike-array", "size": 3, "times": TRAINS},
            "cells": {
                "model": model,
                "size": 5,
                "parameters": {
                    **parameters,
                    "i_offset": {"values": offsets.tolist(), "unit": unit},
                },
            },
        },
        "projections": [
            {
                **shared,
                "receptor": receptors[0],
                "connector": {"kind": "all-to-all"},
                "weight": excitatory,
                "delay": "1.3 ms",
            },
            {
                **shared,
                "from": "cells",
                "receptor": receptors[1],
                "connector": {"kind": "all-to-all", "autapses": False},
                "weight": inhibitory,
                "delay": "0.4 ms",
            },
        ],
        "record": [{"population": name, "variables": ["spikes"]} for name in ("source", "cells")],
    }


CONNECTORS = {
    "all-to-all": {},
    "one-to-one": {},
    "fixed-probability": {"p": 0.4},
    "fixed-indegree": {"n": 3},
    "fixed-outdegree": {"n": 3},
    "fixed-total": {"n": 20},
    "pairs": {"pairs": [[0, 1], [0, 1], [4, 2], [3, 3], [1, 0]]},
    "matrix": {"matrix": [[(i + j) % 3 == 0 for j in range(5)] for i in range(5)]},
    "distance-probability": {"p": "exp(-d / (20*um))"},
    "index-probability": {"p": "0.8 * int(i != j)"},
    "small-world": {"degree": 2, "rewiring": 0.3},
}


SHORT_TERM = {"u_0": 0.3, "tau_rec": "120 ms", "tau_facil": "80 ms", "tau_syn": "3 ms"}
RULES = {
    "stdp-pair": {"a_plus": 0.02, "a_minus": 0.015, "w_max": "2 nA"},
    "stdp-multiplicative": {"a_plus": 0.05, "a_minus": 0.04, "tau_plus": "15 ms"},
    "stdp-additive-multiplicative": {"a_plus": 0.02, "a_minus": 0.06, "tau_minus": "30 ms"},
    "stdp-guetig": {"a_plus": 0.03, "mu_plus": 0.3, "mu_minus": 0.6},
    "stdp-nest": {"lambda_0": 0.03, "alpha": 1.2, "mu_plus": 0.4, "w_max": "1500 pA"},
}


def of_each_neuron():
    """Give each neuron individual values and initial values."""
    network = driven("lif-cond-exp")
    cells = network["populations"]["cells"]
    cells["parameters"]["tau_m"] = {"draw": "uniform", "low": "12 ms", "high": "25 ms"}
    cells["parameters"]["tau_refrac"] = ["1 ms", "2 ms", "3 ms", "1.5 ms", "0.3 ms"]
    cells["initial"] = {"v": {"formula": "v_rest + rand() * 14*mV"}}
    cells["positions"] = {"layout": "grid", "shape": [5], "spacing": ["10 um"]}
    return {**network, "seed": 5}


def of_connector(kind):
    network = driven("lif-curr-exp")
    cells = network["populations"]["cells"]
    cells["positions"] = {"layout": "grid", "shape": [5], "spacing": ["10 um"]}
    network["projections"][1].update(
        connector={"kind": kind, **CONNECTORS[kind]},
        weight={"draw": "uniform", "low": "-0.9 nA", "high": "-0.2 nA"}
        if kind != "pairs"
        else ["-0.9 nA", "-0.3 nA", "-0.4 nA", "-0.5 nA", "-0.6 nA"],
        delay={"draw": "uniform", "low": "0.1 ms", "high": "4 ms"},
    )
    return {**network, "seed": 11}


def of_parts():
    network = driven("lif-curr-exp")
    one, two = network["projections"]
    one["fromNeurons"] = {"indices": [2, 0]}
    one["toNeurons"] = {"from": 1, "until": 5, "every": 2}
    two["fromNeurons"] = {"until": 3}
    two["toNeurons"] = {"indices": [4, 0, 1]}
    two["connector"] = {"kind": "one-to-one"}
    network["record"][1]["neurons"] = {"indices": [1, 3, 4]}
    return network


def of_both_signs():
    network = driven("lif-delta")
    network["projections"][0]["weight"] = {"formula": "(3 - 2 * i) * mV"}
    return network


def of_short_term(model, **parameters):
    synapse = {"model": "tsodyks-uziel-markram", "parameters": {**SHORT_TERM, **parameters}}
    network = driven(model)
    network["projections"][0]["synapse"] = synapse
    return network


def of_certain():
    """Draw with probability one, and zero: nothing is random."""
    network = driven("lif-curr-exp")
    for projection, chance in zip(network["projections"], (1, 0), strict=True):
        projection["synapse"] = {"model": "simple-stochastic", "parameters": {"p": chance}}
    return network


def of_rule(rule):
    network = driven("lif-curr-exp")
    network["projections"][0].update(
        plasticity={"model": rule, "parameters": RULES[rule]},
        weight={"draw": "uniform", "low": "0.3 nA", "high": "0.9 nA"},
        name="learns",
    )
    # NEST changes weights at presynaptic spikes: the last of each source comes after all others.
    network["populations"]["source"]["times"] = [[*times[:7], 280] for times in TRAINS]
    quiet = {"kind": "steps", "into": "cells", "times": ["240 ms"], "values": ["-9 nA"]}
    network["stimuli"] = [quiet]
    network["recordSynapses"] = [{"projection": "learns"}]
    return network


def of_currents():
    """Inject one current of each deterministic kind, into parts of a population."""
    network = driven("lif-curr-exp")
    into = {"into": "cells"}
    network["stimuli"] = [
        {**into, "kind": "steps", "times": ["10 ms", "80 ms"], "values": ["0.2 nA", "0 nA"]},
        {
            **into,
            "kind": "steps",
            "neurons": {"from": 2},
            "times": ["20 ms", "20.02 ms", "90 ms", "120 ms"],
            "values": ["1 nA", "-0.2 nA", "0.1 nA", "0 nA"],
        },
        {
            **into,
            "kind": "sine",
            "neurons": {"indices": [3, 1]},
            "amplitude": "0.3 nA",
            "offset": "0.1 nA",
            "frequency": "40 Hz",
            "phase": 30,
            "start": "30.04 ms",
            "stop": "200 ms",
        },
        {**into, "kind": "formula", "value": "0.1*nA * exp(-t / (50*ms))", "start": "1 ms"},
        {
            **into,
            "kind": "formula",
            "value": "0.05*nA * (i + 1) * sin(2*pi*t*20*Hz)",
            "neurons": {"indices": [4, 0, 2]},
            "start": "100 ms",
            "stop": "180 ms",
        },
        {
            **into,
            "kind": "time-array",
            "values": {"values": [0.1, -0.1, 0.3, 0], "unit": "nA"},
            "every": "7 ms",
            "start": "210 ms",
        },
    ]
    return network


def of_early():
    """Let spikes and currents arrive in the first two steps."""
    network = driven("lif-curr-exp")
    network["populations"]["source"]["times"] = [[0.1, 5], [0.2], []]
    network["stimuli"] = [
        {"kind": "sine", "into": "cells", "amplitude": "0.1 nA", "frequency": "30 Hz"},
        {"kind": "steps", "into": "cells", "times": ["0 ms"], "values": ["0.1 nA"]},
    ]
    return network


def of_chance():
    """Use sources of each random kind, and neurons driven by Poisson stimuli."""
    size, rate, seconds = 50, 40, 2
    window = {"start": "200 ms", "duration": "1500 ms"}
    sources = {
        "poisson": {"rate": f"{rate} Hz", **window},
        "poisson-refractory": {"rate": f"{rate} Hz", "tau_refrac": "5 ms"},
        "gamma": {"alpha": 3, "beta": f"{3 * rate} Hz"},
    }
    return {
        "dt": f"{STEP} ms",
        "duration": f"{seconds} s",
        "populations": {
            name: {"model": name, "size": size, "parameters": parameters}
            for name, parameters in sources.items()
        }
        | {"driven": {"model": "lif-curr-exp", "size": size}},
        "stimuli": [
            {
                "kind": "poisson",
                "into": "driven",
                "receptor": "excitatory",
                "rate": "8 Hz",
                "count": 1000,
                "weight": "0.07 nA",
            }
        ],
        "record": [{"population": name, "variables": ["spikes"]} for name in [*sources, "driven"]],
    }


def of_initial():
    network = driven("lif-cond-exp")
    network["populations"]["cells"]["initial"] = {"g_exc": "0.01 uS"}
    return network


def of_last_step():
    """Let all neurons spike together in the last step, at a time that NEST counts as a rounding error later."""
    parameters = {"c_m": "1 nF", "tau_m": "20 ms", "tau_refrac": "2 ms", "i_offset": "1.3 nA"}
    return {
        "dt": f"{STEP} ms",
        "duration": "171.7 ms",
        "populations": {"cells": {"model": "lif-curr-exp", "size": 20, "parameters": parameters}},
        "record": [{"population": "cells", "variables": ["spikes", "v"]}],
    }


def of_hostile(marker):
    """Use names and texts that try to become code, which would leave a file behind."""
    network = driven("lif-curr-exp")
    # Control characters, including line breaks, are refused earlier.
    attack = f'"""); open({str(marker)!r}, "w"); ("\\'
    network["name"] = network["about"] = attack
    network["projections"][0]["name"] = f"{attack}\u2028{chr(0x1F600)}"
    return network


def of_refused():
    network = driven("lif-curr-exp")
    network["populations"]["cells"]["model"] = "mat2-curr-exp"
    network["populations"]["cells"]["parameters"] = {}
    return network


def some(chance, values):
    """Choose one of some values."""
    return values[chance.integers(len(values))]


def drawn_projection(chance, kind, size):
    """Draw connections, with weights, delays and dynamics."""
    strong, unit = {"curr": (0.6, "nA"), "cond": (0.012, "uS"), "delt": (2.0, "mV")}[kind]
    negative = chance.random() < 0.4
    sign = -1 if negative and unit != "uS" else 1
    low, high = sorted(np.round(sign * strong * chance.uniform(0.3, 1.2, 2), 5).tolist())
    named = "inhibitory" if negative else "excitatory"
    connector = some(chance, sorted(set(CONNECTORS) - {"pairs", "matrix", "small-world"}))
    autapses = {} if connector == "one-to-one" else {"autapses": bool(chance.random() < 0.5)}
    projection = {
        "from": some(chance, ["source", "cells"]),
        "to": "cells",
        "receptor": "delta" if unit == "mV" else named,
        "connector": {"kind": connector, **CONNECTORS[connector], **autapses},
        "weight": some(
            chance,
            [f"{low} {unit}", {"draw": "uniform", "low": f"{low} {unit}", "high": f"{high} {unit}"}],
        ),
        "delay": some(chance, ["0.1 ms", "1.7 ms", {"draw": "uniform", "low": "0.1 ms", "high": "5 ms"}]),
    }
    if chance.random() < 0.3 and unit != "mV":
        projection["synapse"] = {"model": "tsodyks-uziel-markram", "parameters": {**SHORT_TERM}}
    elif chance.random() < 0.4 and unit == "nA" and sign > 0:
        rule = some(chance, sorted(RULES))
        projection["plasticity"] = {"model": rule, "parameters": {**RULES[rule], "w_max": "1 nA"}}
        projection["plasticity"]["parameters"].pop("tau_minus", None)
    if "synapse" in projection and negative:
        projection["synapse"]["parameters"]["tau_syn"] = DECAYS["tau_syn_inh"]
    if connector == "one-to-one" and projection["from"] == "source":
        projection["toNeurons"] = {"until": size}
    return projection


def drawn_network(seed):
    """Draw a network without any randomness except the values drawn here."""
    chance = np.random.default_rng([seed, 41])
    model = some(chance, ["lif-curr-exp", "lif-curr-alpha", "lif-delta", "lif-cond-exp", "lif-cond-alpha"])
    size = 8
    trains = [np.sort(np.round(chance.uniform(1, 290, 12), 1)).tolist() for _ in range(size)]
    place = {"layout": "grid", "shape": [size], "spacing": ["10 um"]}
    network = driven(model)
    network["seed"] = int(chance.integers(2**40))
    network["populations"]["source"] = {
        **{"model": "spike-array", "size": size, "times": trains, "positions": place}
    }
    low, high = CELLS[model][3]
    network["populations"]["cells"].update(size=size, positions=place)
    parameters = network["populations"]["cells"]["parameters"]
    parameters["i_offset"] = {"draw": "uniform", "low": f"{low} nA", "high": f"{high} nA"}
    parameters["tau_refrac"] = {"draw": "uniform", "low": "0.1 ms", "high": "4 ms"}
    network["projections"] = [
        {**drawn_projection(chance, model[4:8], size), "name": f"p{k}"} for k in range(4)
    ]
    amplitude = round(chance.uniform(0.05, 0.4), 3)
    network["stimuli"] = [
        {
            "kind": "sine",
            "into": "cells",
            "amplitude": f"{amplitude} nA",
            "frequency": f"{round(chance.uniform(2, 60), 2)} Hz",
            "start": f"{round(chance.uniform(1, 90), 2)} ms",
        }
    ]
    return network
