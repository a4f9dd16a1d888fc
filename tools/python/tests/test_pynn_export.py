"""Networks as PyNN scripts: on NEST they give the spikes that SpikeLoom gives, to the step."""

import json

import numpy as np
import pytest

from oracle.ours import run_networks, run_plastic
from oracle.pynn_scripts import convert, run_file, run_script, spike_rows, write_script
from spikeloom.pynn.capture import capture

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
# What each cell is driven with: weights onto both receptors, and currents around its threshold.
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
    """Return a network of one model with drives of all kinds."""
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




def both(network, folder):
    """Run a network with SpikeLoom, and as a script on NEST; return spikes of each and losses."""
    [recorders] = run_networks([{"network": network}], folder)
    script, losses = write_script(network, folder)
    arrays = run_script(script)
    names = [record["population"] for record in network["record"]]
    theirs = {name: spike_rows(arrays, name, STEP) for name in names}
    ours = {
        name: sorted(map(tuple, found.spikes.tolist()))
        for name, found in zip(names, recorders, strict=True)
    }
    return ours, theirs, losses, arrays


def assert_same(network, folder, least=10):
    ours, theirs, losses, arrays = both(network, folder)
    total = sum(map(len, ours.values()))
    assert total >= least, f"only {total} spikes"
    assert theirs == ours
    return losses, arrays


# NEST's adaptive solver of these leaves an error that grows from spike to spike.
TOLERANT = {"adex-cond-exp": 200, "adex-cond-alpha": 200}


@pytest.mark.parametrize("model", CELLS)
def test_cells_spike_in_the_same_steps(tmp_path, model):
    network = driven(model)
    if model in TOLERANT:
        network["duration"] = f"{TOLERANT[model]} ms"
    losses, _ = assert_same(network, tmp_path, least=25)
    assert len(losses) == (model in TOLERANT)


def test_values_of_each_neuron_and_initial_values(tmp_path):
    network = driven("lif-cond-exp")
    cells = network["populations"]["cells"]
    cells["parameters"]["tau_m"] = {"draw": "uniform", "low": "12 ms", "high": "25 ms"}
    cells["parameters"]["tau_refrac"] = ["1 ms", "2 ms", "3 ms", "1.5 ms", "0.3 ms"]
    cells["initial"] = {"v": {"formula": "v_rest + rand() * 14*mV"}}
    cells["positions"] = {"layout": "grid", "shape": [5], "spacing": ["10 um"]}
    network["seed"] = 5
    losses, _ = assert_same(network, tmp_path, least=30)
    assert losses == []


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


@pytest.mark.parametrize("kind", CONNECTORS)
def test_connectors_connect_the_same_neurons(tmp_path, kind):
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
    network["seed"] = 11
    losses, _ = assert_same(network, tmp_path)
    assert losses == []


def test_parts_of_populations(tmp_path):
    network = driven("lif-curr-exp")
    one, two = network["projections"]
    one["fromNeurons"] = {"indices": [2, 0]}
    one["toNeurons"] = {"from": 1, "until": 5, "every": 2}
    two["fromNeurons"] = {"until": 3}
    two["toNeurons"] = {"indices": [4, 0, 1]}
    two["connector"] = {"kind": "one-to-one"}
    network["record"][1]["neurons"] = {"indices": [1, 3, 4]}
    losses, _ = assert_same(network, tmp_path)
    assert losses == []


def test_jumps_of_both_signs_go_to_both_receptors(tmp_path):
    network = driven("lif-delta")
    network["projections"][0]["weight"] = {"formula": "(3 - 2 * i) * mV"}
    script, losses = write_script(network, tmp_path)
    assert losses == []
    assert '"source->cells (inhibitory)"' in script.read_text()
    again = tmp_path / "again"
    again.mkdir()
    assert_same(network, again)


SHORT_TERM = {"u_0": 0.3, "tau_rec": "120 ms", "tau_facil": "80 ms", "tau_syn": "3 ms"}


@pytest.mark.parametrize("model", ["lif-curr-exp", "lif-cond-exp"])
@pytest.mark.parametrize("facilitation", ["0 ms", "80 ms"])
def test_short_term_plasticity(tmp_path, model, facilitation):
    network = driven(model)
    network["projections"][0]["synapse"] = {
        "model": "tsodyks-uziel-markram",
        "parameters": {**SHORT_TERM, "tau_facil": facilitation},
    }
    losses, _ = assert_same(network, tmp_path)
    assert losses == []


def test_short_term_plasticity_of_each_synapse(tmp_path):
    network = driven("lif-curr-exp")
    uses = {"draw": "uniform", "low": 0.1, "high": 0.9}
    network["projections"][0]["synapse"] = {
        "model": "tsodyks-uziel-markram",
        "parameters": {**SHORT_TERM, "u_0": uses},
    }
    losses, _ = assert_same(network, tmp_path)
    assert losses == []


def test_transmission_for_certain_and_never(tmp_path):
    """A chance of one, and of none, draws nothing that matters."""
    network = driven("lif-curr-exp")
    for projection, chance in zip(network["projections"], (1, 0), strict=True):
        projection["synapse"] = {"model": "simple-stochastic", "parameters": {"p": chance}}
    losses, _ = assert_same(network, tmp_path)
    assert [loss["place"] for loss in losses] == ["projections[0]", "projections[1]"]


RULES = {
    "stdp-pair": {"a_plus": 0.02, "a_minus": 0.015, "w_max": "2 nA"},
    "stdp-multiplicative": {"a_plus": 0.05, "a_minus": 0.04, "tau_plus": "15 ms"},
    "stdp-additive-multiplicative": {"a_plus": 0.02, "a_minus": 0.06, "tau_minus": "30 ms"},
    "stdp-guetig": {"a_plus": 0.03, "mu_plus": 0.3, "mu_minus": 0.6},
    "stdp-nest": {"lambda_0": 0.03, "alpha": 1.2, "mu_plus": 0.4, "w_max": "1500 pA"},
}


@pytest.mark.parametrize("rule", RULES)
def test_plastic_synapses_learn_the_same(tmp_path, rule):
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
    [found] = run_plastic(
        [{"network": network, "synapses": [{"projection": "learns", "variables": ["weight"]}]}],
        tmp_path,
    )
    _, [ours] = found
    losses, arrays = assert_same(network, tmp_path)
    assert losses == []
    rows = arrays["weights/learns"]
    theirs = {(int(source), int(target)): weight for source, target, weight, _ in rows}
    learned = zip(ours.sources, ours.targets, ours.values["weight"], strict=True)
    initial = max(theirs.values())
    for source, target, weight in learned:
        # Theirs in nA, ours in pA; a few hundred roundings of a number near one.
        assert theirs[source, target] == pytest.approx(weight / 1000, abs=1e-12 * initial)


def test_currents(tmp_path):
    """One of each kind that draws nothing, into parts of a population."""
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
    losses, _ = assert_same(network, tmp_path)
    assert losses == []


def test_what_comes_too_early_for_nest_is_told(tmp_path):
    network = driven("lif-curr-exp")
    network["populations"]["source"]["times"] = [[0.1, 5], [0.2], []]
    network["stimuli"] = [
        {"kind": "sine", "into": "cells", "amplitude": "0.1 nA", "frequency": "30 Hz"},
        {"kind": "steps", "into": "cells", "times": ["0 ms"], "values": ["0.1 nA"]},
    ]
    script, losses = write_script(network, tmp_path)
    places = [loss["place"] for loss in losses]
    assert places == ["populations.source.times", "stimuli[0]", "stimuli[1]"]
    source = spike_rows(run_script(script), "source", STEP)
    assert source == [(2, 1), (50, 0)]


def test_random_sources_keep_their_law(tmp_path):
    """Rates within five standard deviations of a count."""
    size, rate, seconds = 50, 40, 2
    window = {"start": "200 ms", "duration": "1500 ms"}
    sources = {
        "poisson": {"rate": f"{rate} Hz", **window},
        "poisson-refractory": {"rate": f"{rate} Hz", "tau_refrac": "5 ms"},
        "gamma": {"alpha": 3, "beta": f"{3 * rate} Hz"},
    }
    network = {
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
    ours, theirs, losses, _ = both(network, tmp_path)
    assert len(losses) == len(sources) + 1
    for name in [*sources, "driven"]:
        mean = (len(ours[name]) + len(theirs[name])) / 2
        assert mean > 500, name
        assert abs(len(ours[name]) - len(theirs[name])) < 5 * np.sqrt(2 * mean), name


def test_initial_values_that_nest_does_not_take_are_told(tmp_path):
    network = driven("lif-cond-exp")
    network["populations"]["cells"]["initial"] = {"g_exc": "0.01 uS"}
    _, losses = write_script(network, tmp_path)
    assert [loss["place"] for loss in losses] == ["populations.cells.initial.g_exc"]


def test_hostile_names_stay_texts(tmp_path):
    """Names and texts of a file become literals: nothing in them runs."""
    network = driven("lif-curr-exp")
    marker = tmp_path / "ran"
    attack = f'"""\n"); open({str(marker)!r}, "w"); ("\\'
    network["name"] = network["about"] = attack
    network["projections"][0]["name"] = f"{attack}\u202e\u2028{chr(0x1F600)}"
    script, _ = write_script(network, tmp_path)
    assert script.read_text().isascii()
    run_script(script)
    assert not marker.exists()


def test_convert_says_what_it_refuses(tmp_path):
    network = driven("lif-curr-exp")
    network["populations"]["cells"]["model"] = "mat2-curr-exp"
    network["populations"]["cells"]["parameters"] = {}
    with pytest.raises(RuntimeError, match="SL_EXPORT_NEURON") as refusal:
        write_script(network, tmp_path)
    error = json.loads(str(refusal.value))["error"]
    assert error["place"].endswith("populations.cells.model")
    assert error["got"] == "mat2-curr-exp"
    assert "IF_curr_exp" in error["next"]


def some(chance, values):
    """Choose one of some values."""
    return values[chance.integers(len(values))]


def drawn_projection(chance, kind, size):
    """Draw who is connected to whom, with which weights, delays and dynamics."""
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
    """Draw a network of which nothing is left to chance but what is drawn here."""
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


@pytest.mark.parametrize("seed", range(12))
def test_drawn_networks(tmp_path, seed):
    """The same spikes in the same steps, whatever the network."""
    assert_same(drawn_network(seed), tmp_path, least=90)


@pytest.mark.parametrize("seed", range(100, 104))
def test_full_circle(tmp_path, seed):
    """A script on NEST, its network captured, that network run, and written as a script for NEST."""
    network = drawn_network(seed)
    script, _ = write_script(network, tmp_path)
    arrays = run_script(script)
    file = tmp_path / "captured.json"
    assert capture(script, file) == []
    captured = {**json.loads(file.read_text()), "duration": network["duration"]}
    file.write_text(json.dumps(captured))
    ours = run_file(file, STEP)
    again, losses = convert(file, tmp_path / "again")
    assert losses == []
    arrays_again = run_script(again)
    for name in ("source", "cells"):
        given = spike_rows(arrays, name, STEP)
        assert ours[name] == given, name
        assert spike_rows(arrays_again, name, STEP) == given, name
