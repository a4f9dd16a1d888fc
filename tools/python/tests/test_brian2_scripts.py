"""Networks as Brian2 scripts: they give SpikeLoom's spikes, to the step."""

import json
import os

import h5py
import numpy as np
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
from oracle.pynn_scripts import run_commands, simulate_script, spike_rows, write_scripts

# A threshold that is located within a step moves spikes by a step, and so does the last bit here.
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
    """Use the order in which Brian2 lets spikes act on plastic synapses."""
    return {**network, "convention": "brian2"}


def of_squid():
    """Let the squid's axon fire: crossings of a potential, and units of areas."""
    current = {"kind": "steps", "into": "cells", "times": ["5 ms"], "values": ["9 uA/cm^2"]}
    cells = {"model": "hodgkin-huxley", "size": 6, "integrator": {"name": "exponential-euler"}}
    return {
        **{"dt": f"{STEP} ms", "duration": "80 ms", "convention": "brian2", "populations": {"cells": cells}},
        **{"stimuli": [current], "record": [{"population": "cells", "variables": ["spikes"]}]},
    }


OTHERS["squid by brian2"] = of_squid()
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
# A scheme in ten parts takes Brian2 a minute to generate, and each rule some seconds.
FEW = (
    *("lif-curr-exp", "lif-curr-alpha", "lif-delta", "each neuron", "pairs", "currents", "early"),
    *("squid by brian2", "lif-delta by brian2", "short-term of two states", "stdp-pair by brian2"),
)
CHOSEN = ALL if os.environ.get("SPIKELOOM_LONG") == "1" else {name: ALL[name] for name in FEW}


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """Run and convert all networks in one process."""
    folder = tmp_path_factory.mktemp("scripts")
    return write_scripts(CHOSEN, folder, STEP, to="brian2")


@pytest.mark.parametrize("name", CHOSEN)
def test_spikes_are_in_the_same_steps(written, name):
    found = written[name]
    if isinstance(found, Exception):
        raise found
    assert {loss["code"] for loss in found.losses} <= {"positions", "recording"}
    arrays = simulate_script(found.script)
    assert sum(map(len, found.spikes.values())) >= 20
    for population, spikes in found.spikes.items():
        assert spike_rows(arrays, population, STEP) == spikes, population


def of_events(models):
    """Count by an event the steps that end above a potential; the model's own event changes nothing else."""
    lif = dict(models["lif-curr-exp"], name="counting")
    lif["state"] = {**lif["state"], "high": {"initial": 0, "unit": "1", "about": "steps above"}}
    lif["events"] = {"above": {"when": "v > -52*mV", "do": {"high": "high + 1"}, "about": "it is high"}}
    network = driven("lif-curr-exp")
    network["models"] = {"counting": lif}
    network["populations"]["cells"]["model"] = "counting"
    network["record"] = [{"population": "cells", "variables": ["spikes", "high"]}]
    return network


def test_further_events_occur_when_their_condition_holds(tmp_path):
    [shown] = run_commands([["show", "lif-curr-exp", "--json"]], tmp_path)
    models = {"lif-curr-exp": json.loads(shown["printed"])}
    plain = driven("lif-curr-exp")
    plain["record"] = [{"population": "cells", "variables": ["spikes", "v"]}]
    [ours] = write_scripts({"plain": plain}, tmp_path, STEP, to="brian2").values()
    (tmp_path / "events.json").write_text(
        json.dumps({"format": "spikeloom-network", "version": 1, **of_events(models)})
    )
    [made] = run_commands([["convert", tmp_path / "events.json", "--to", "brian2", "--out", tmp_path / "events"]], tmp_path)
    assert made["code"] == 0, made["complained"]
    arrays = simulate_script(tmp_path / "events" / "network.py")
    assert spike_rows(arrays, "cells", STEP) == ours.spikes["cells"]
    with h5py.File(tmp_path / "plain" / "net.h5") as file:
        v = file["state/cells/v/values"][:]
    # A step that ends with a spike is above, too; the sample then shows the state after the spike.
    spikes = np.bincount([neuron for _, neuron in ours.spikes["cells"]], minlength=v.shape[1])
    counted = arrays["samples/cells/high"][-1]
    assert counted.min() > 0
    np.testing.assert_array_equal(counted, (v > -52).sum(axis=0) + spikes)


def of_stimuli():
    """Drive neurons that never spike by Poisson stimuli: by one rate, by at most one spike per step, by a window."""
    neuron = {"model": "lif-curr-exp", "size": 1000, "parameters": {"tau_syn_exc": "5 ms", "v_threshold": "1 V"}}
    drive = {"kind": "poisson", "receptor": "excitatory", "weight": "0.01 nA", "count": 100}
    drives = {
        "one": {"rate": "80 Hz"},
        "binomial": {"rate": "80 Hz", "counts": "binomial"},
        "part": {"rate": {"formula": "40 Hz * (1 + i / 500)"}, "neurons": {"from": 500}, "start": "5 ms"},
    }
    return {
        **{"dt": f"{STEP} ms", "duration": "60 ms", "seed": 3, "populations": dict.fromkeys(drives, neuron)},
        "stimuli": [{**drive, "into": name, **one} for name, one in drives.items()],
        "record": [{"population": name, "variables": ["i_syn_exc"]} for name in drives],
    }


def test_poisson_stimuli_have_the_same_distribution(tmp_path):
    """Compare the current of many neurons with Campbell's theorem, for counts that decay by exp(-dt / tau) per
    step.
    """
    [found] = write_scripts({"drives": of_stimuli()}, tmp_path, STEP, to="brian2").values()
    if isinstance(found, Exception):
        raise found
    assert {(loss["code"], loss["place"]) for loss in found.losses} == {
        ("drawn-anew", f"stimuli[{k}]") for k in range(3)
    }
    arrays = simulate_script(found.script)
    step, tau, weight = 0.1, 5.0, 0.01
    kept = np.exp(-step / tau)

    def check(current, rates, least=0.0):
        # 100 sources of this rate in Hz each; a source that sends at most one spike varies less by 1 - p.
        count = 100 * rates / 1000 * step
        # The part that has not decayed since it was switched on, 11 time constants ago.
        assert abs(current.mean() / (weight * count / (1 - kept)).mean() - 1) < 5 * 0.11 / np.sqrt(current.size)
        spread = weight**2 * count * (1 - least) / (1 - kept**2)
        drift = current - weight * count / (1 - kept)
        # The variance of a thousand draws of a Gaussian is known to sqrt(2 / 1000).
        assert abs((drift**2 / spread).mean() - 1) < 5 * np.sqrt(2 / current.size)

    last = {name: arrays[f"samples/{name}/i_syn_exc"][-1] for name in ("one", "binomial", "part")}
    check(last["one"], np.full(1000, 80.0))
    check(last["binomial"], np.full(1000, 80.0), least=0.08 * step)
    assert not last["part"][:500].any()
    check(last["part"][500:], 40 * (1 + np.arange(500, 1000) / 500))


def test_recorded_weights_are_reported(written):
    found = written["stdp-pair by brian2"]
    learned = simulate_script(found.script)["weights/learns"]
    with h5py.File(found.script.parents[1] / "net.h5") as opened:
        own = opened["synapses/learns/0"]
        ends, last = (own["sources"][:], own["targets"][:]), own["weight/values"][-1]
    rows = np.column_stack([*ends, last])[np.lexsort(ends[::-1])]
    # In nA; some tens of updates, each with a dozen roundings.
    np.testing.assert_allclose(learned, rows, rtol=1e-9)
