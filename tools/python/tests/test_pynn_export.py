"""Networks as PyNN scripts: on NEST they give SpikeLoom's spikes, to the step."""

import json

import numpy as np
import pytest

from oracle.exported_networks import (
    CELLS,
    CONNECTORS,
    RULES,
    STEP,
    drawn_network,
    driven,
    is_solved,
    of_both_signs,
    of_certain,
    of_chance,
    of_connector,
    of_currents,
    of_each_neuron,
    of_early,
    of_hostile,
    of_initial,
    of_last_step,
    of_parts,
    of_refused,
    of_rule,
    of_short_term,
)
from oracle.ours import run_plastic
from oracle.pynn_scripts import convert_files, run_script, spike_rows, write_scripts
from spikeloom.pynn.capture import capture

SAME = {
    **{model: driven(model) for model in CELLS},
    "each neuron": of_each_neuron(),
    **{kind: of_connector(kind) for kind in CONNECTORS},
    "parts": of_parts(),
    "both signs": of_both_signs(),
    "short-term": of_short_term("lif-curr-exp"),
    "short-term without facilitation": of_short_term("lif-curr-exp", tau_facil="0 ms"),
    "short-term of conductances": of_short_term("lif-cond-exp"),
    "short-term of conductances without facilitation": of_short_term("lif-cond-exp", tau_facil="0 ms"),
    "short-term of each synapse": of_short_term(
        "lif-curr-exp", u_0={"draw": "uniform", "low": 0.1, "high": 0.9}
    ),
    "certain": of_certain(),
    **{rule: of_rule(rule) for rule in RULES},
    "currents": of_currents(),
    "last step": of_last_step(),
    **{f"drawn {seed}": drawn_network(seed) for seed in range(12)},
}
AROUND = [f"drawn {seed}" for seed in range(4)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("export")


@pytest.fixture(scope="module")
def written(folder):
    """Run and convert all networks in one process."""
    others = {
        "early": of_early(),
        "chance": of_chance(),
        "initial": of_initial(),
        "hostile": of_hostile(folder / "ran"),
        "refused": of_refused(),
    }
    return write_scripts({**SAME, **others}, folder, STEP)


@pytest.fixture(scope="module")
def around(written, folder):
    """Capture some of the scripts, and run and convert their networks."""
    files = {name: folder / f"{name} captured" / "net.json" for name in AROUND}
    for name, file in files.items():
        file.parent.mkdir()
        assert capture(written[name].script, file) == []
    return convert_files(files, folder, STEP)


@pytest.mark.parametrize("name", SAME)
def test_spikes_are_in_the_same_steps(written, name):
    found = written[name]
    if isinstance(found, Exception):
        raise found
    assert [loss["code"] for loss in found.losses] == ["integration"] * is_solved(SAME[name])
    arrays = run_script(found.script)
    assert sum(map(len, found.spikes.values())) >= 25
    for population, spikes in found.spikes.items():
        assert spike_rows(arrays, population, STEP) == spikes, population


def test_nothing_of_the_last_step_is_dropped(written):
    """PyNN 0.13.0 cuts at 171.7 ms, when NEST's clock shows 171.70000000000002."""
    found = written["last step"]
    last = 1717
    assert found.spikes["cells"][-20:] == [(last, neuron) for neuron in range(20)]
    # One row for the start and one for the end of each step.
    assert run_script(found.script)["samples/cells/v"].shape == (last + 1, 20)


def test_jumps_of_both_signs_go_to_both_receptors(written):
    assert '"source->cells (inhibitory)"' in written["both signs"].script.read_text()


@pytest.fixture(scope="module")
def learned(folder):
    """Run all rules in one process, and return the final weights."""
    wanted = [{"projection": "learns", "variables": ["weight"]}]
    jobs = [{"network": SAME[rule], "synapses": wanted} for rule in RULES]
    found = [synapses for _, [synapses] in run_plastic(jobs, folder)]
    return dict(zip(RULES, found, strict=True))


@pytest.mark.parametrize("rule", RULES)
def test_plastic_synapses_learn_the_same(written, learned, rule):
    ours = learned[rule]
    rows = run_script(written[rule].script)["weights/learns"]
    theirs = {(int(source), int(target)): weight for source, target, weight, _ in rows}
    initial = max(theirs.values())
    for source, target, weight in zip(ours.sources, ours.targets, ours.values["weight"], strict=True):
        # Theirs in nA, ours in pA; a few hundred roundings of a number near one.
        assert theirs[source, target] == pytest.approx(weight / 1000, abs=1e-12 * initial)


def test_spikes_too_early_for_nest_are_reported(written):
    found = written["early"]
    places = [loss["place"] for loss in found.losses]
    assert places == ["populations.source.times", "stimuli[0]", "stimuli[1]"]
    source = spike_rows(run_script(found.script), "source", STEP)
    assert source == [(2, 1), (50, 0)]


def test_random_sources_keep_their_distribution(written):
    """Rates within five standard deviations of a count."""
    found = written["chance"]
    arrays = run_script(found.script)
    assert len(found.losses) == len(found.spikes)
    for name, spikes in found.spikes.items():
        counts = [len(spikes), len(spike_rows(arrays, name, STEP))]
        assert min(counts) > 400, name
        assert abs(np.diff(counts)[0]) < 5 * np.sqrt(2 * np.mean(counts)), name


def test_initial_values_that_nest_does_not_accept_are_reported(written):
    places = [loss["place"] for loss in written["initial"].losses if loss["code"] == "initial-value"]
    assert places == ["populations.cells.initial.g_exc"]


def test_hostile_names_remain_text(written, folder):
    """Names and texts of a file become literals: none of them is executed."""
    script = written["hostile"].script
    assert script.read_text().isascii()
    run_script(script)
    assert not (folder / "ran").exists()


def test_convert_states_what_it_refuses(written):
    error = json.loads(str(written["refused"]))["error"]
    assert error["code"] == "SL_EXPORT_NEURON"
    assert error["place"].endswith("populations.cells.model")
    assert error["got"] == "mat2-curr-exp"
    assert "IF_curr_exp" in error["next"]


@pytest.mark.parametrize("name", AROUND)
def test_a_round_trip_gives_the_same_spikes(written, around, name):
    """A network as a script, captured, run, and exported as a script again."""
    again = around[name]
    if isinstance(again, Exception):
        raise again
    assert [loss["code"] for loss in again.losses] == ["integration"] * is_solved(SAME[name])
    assert again.spikes == written[name].spikes
    arrays = run_script(again.script)
    for population, spikes in again.spikes.items():
        assert spike_rows(arrays, population, STEP) == spikes, population
