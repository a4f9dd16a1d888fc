"""Every model in a recurrent network, exported to every target: its spikes are the same, or the losses say
otherwise.

`--long` runs all models; otherwise a few of each target run.
"""

import json
import os
from dataclasses import dataclass

import numpy as np
import pytest

from oracle.jneuroml import jneuroml
from oracle.pynn_scripts import read_spikes, run_commands, run_script, simulate_script, spike_rows
from oracle.recurrent_networks import NEURONS, SYNAPSES, recurrent, synaptic

LONG = os.environ.get("SPIKELOOM_LONG") == "1"


@dataclass(frozen=True)
class Apart:
    """Spikes that NEST moves: counts differ by at most a fraction, and the first by at most some steps."""

    counts: float
    steps: int


@dataclass(frozen=True)
class Until:
    """Spikes that are the same up to a time in ms, after which rounding errors have grown to steps.

    The losses report this if the run is longer.
    """

    time: float


SAME = "the same spikes"
# The distribution is the same: counts lie within five standard deviations.
DRAWN = "redrawn"
# It is exported, and runs elsewhere.
EXTENSIONS = "needs NEST extensions"
# Maximum numbers of the losses, as in `nest-solver.ts`.
SOLVED, GATES, ADAPTING = Apart(0.03, 10), Apart(0.02, 10), Apart(0.03, 5)
LEARNT = Apart(0.05, 1)
# The projection is omitted: the spikes are those of the network without it.
LEFT_OUT = "without its projection"

NEST = {
    **dict.fromkeys(("lif", "lif-curr-exp", "lif-curr-alpha", "lif-delta", "mat2-curr-exp", "izhikevich"), SAME),
    **dict.fromkeys(("lif-cond-exp", "lif-cond-alpha", "lif-cond-beta", "lif-cond-exp-sfa-rr"), SOLVED),
    **dict.fromkeys(("adex", "adex-cond-exp", "adex-cond-alpha", "adex-cond-beta"), ADAPTING),
    "traub-miles-cond-exp": GATES,
    **dict.fromkeys(("static", "tsodyks-markram", "tsodyks-uziel-markram", "stdp-power-law"), SAME),
    **dict.fromkeys(("stdp-pair", "stdp-multiplicative", "stdp-additive-multiplicative", "stdp-guetig"), SAME),
    **dict.fromkeys(("stdp-nest", "stdp-presynaptic-centred", "stdp-triplet", "vogels-sprekeler"), SAME),
    "stdp-dopamine": SAME,
    **dict.fromkeys(("stdp-nearest-symmetric", "stdp-restricted-symmetric"), LEARNT),
    "simple-stochastic": DRAWN,
}
PYNN = {
    **dict.fromkeys(("lif-curr-exp", "lif-curr-alpha", "lif-delta", "izhikevich"), SAME),
    **dict.fromkeys(("lif-cond-exp", "lif-cond-alpha", "lif-cond-exp-sfa-rr"), SOLVED),
    **dict.fromkeys(("adex-cond-exp", "adex-cond-alpha"), ADAPTING),
    "traub-miles-cond-exp": GATES,
    "gif-cond-exp": DRAWN,
    **dict.fromkeys(("static", "tsodyks-uziel-markram", "stdp-pair", "stdp-multiplicative"), SAME),
    **dict.fromkeys(("stdp-additive-multiplicative", "stdp-guetig", "stdp-nest"), SAME),
    **dict.fromkeys(("simple-stochastic", "multi-quantal"), DRAWN),
    "stochastic-tsodyks-markram": EXTENSIONS,
}
# With the step order of jLEMS and its forward Euler.
LEMS = {
    **dict.fromkeys(NEURONS, SAME),
    **dict.fromkeys(SYNAPSES, LEFT_OUT),
    **dict.fromkeys(("adex", "adex-cond-exp", "adex-cond-alpha", "adex-cond-beta"), Apart(0.05, 10)),
    **dict.fromkeys(("gif-cond-exp", "spike-response-model"), DRAWN),
    # jLEMS computes in volts, like Brian2. In steps of 1 ms an error of 1e-16 grows tenfold every 40 ms.
    "izhikevich-2003-network": Until(400),
    "static": SAME,
}
# In Brian2's own order, the only one in which rules are exported.
BRIAN2 = {
    **dict.fromkeys(("lif", "lif-delta", "lif-curr-exp", "izhikevich", "izhikevich-2003", "eif", "qif"), SAME),
    "if-delta": SAME,
    "izhikevich-2003-network": Until(400),
    **dict.fromkeys(("lif-cond-exp", "lif-cond-beta", "lif-cond-exp-nmda", "lif-cond-exp-sfa-rr"), SAME),
    **dict.fromkeys(("mat2-curr-exp", "snntorch-leaky", "norse-lsnn"), SAME),
    **dict.fromkeys(("gif-cond-exp", "spike-response-model", "simple-stochastic"), DRAWN),
    **dict.fromkeys(("static", "tsodyks-markram", "varela", "stdp-pair", "stdp-nest", "stdp-triplet"), SAME),
    **dict.fromkeys(("stdp-presynaptic-centred", "stdp-restricted-symmetric"), SAME),
    **dict.fromkeys(("vogels", "vogels-sprekeler", "diehl-cook", "bcm", "oja"), SAME),
}
# Brian2 has no form for these.
NOT_IN_BRIAN2 = (
    *("gap-junction", "graded", "kinetic-ampa", "kinetic-gaba-a", "kinetic-gaba-b", "kinetic-nmda", "nmda"),
    *("saturating-alpha", "saturating-beta", "saturating-exp", "wang-ampa", "wang-gaba", "wang-nmda"),
    *("stochastic-tsodyks-markram", "multi-quantal", "univesicular-release", "stdp-dopamine", "clopath"),
    *("butz-van-ooyen", "deep-rewiring", "homeostatic-scaling", "synaptic-scaling", "dopamine", "dopamine-clocked"),
    *("mstdp", "mstdpet", "pes", "r-max", "r-stdp"),
)
# Forward Euler diverges at larger steps.
SMALL_STEPS = {"hodgkin-huxley": 0.02, "traub-miles-cobahh": 0.02, "traub-miles-cond-exp": 0.02}
TARGETS = {"nest": NEST, "pynn": PYNN, "brian2": BRIAN2}
FEW = {
    "nest": (
        *("lif-curr-exp", "lif-cond-exp", "adex-cond-beta", "traub-miles-cond-exp", "eif", "norse-lif"),
        *("tsodyks-markram", "vogels-sprekeler", "stdp-dopamine", "simple-stochastic", "gap-junction", "oja"),
    ),
    "brian2": ("if-delta", "lif-delta", "synaptic-scaling"),
    "pynn": ("lif-delta", "adex-cond-exp", "traub-miles-cond-exp", "qif", "stdp-pair", "multi-quantal", "nmda"),
}
MODELS = {**NEURONS, **SYNAPSES}
# Brian2 takes up to a minute to generate the code of a network: these were compared.
ALL = {"nest": MODELS, "pynn": MODELS, "brian2": (*BRIAN2, *NOT_IN_BRIAN2)}
CASES = [(to, name) for to in TARGETS for name in (ALL if LONG else FEW)[to]]
# jNeuroML takes ten seconds for each.
OF_LEMS = tuple(MODELS) if LONG else ("lif-cond-exp-nmda", "static")


def network_of(name):
    """Return the recurrent network of a model."""
    return synaptic(name, SYNAPSES[name]) if name in SYNAPSES else recurrent(name, NEURONS[name])


def step_of(name):
    """Return the step of its network, in ms."""
    return NEURONS[SYNAPSES[name].neuron if name in SYNAPSES else name].step


def convert(networks, folder, to, step=None):
    """Convert networks, and run the exported ones; return answers and spikes by name."""
    files = {}
    for name, network in networks.items():
        files[name] = folder / to / name / "net.json"
        files[name].parent.mkdir(parents=True)
        files[name].write_text(json.dumps({"format": "spikeloom-network", "version": 1, **network}))
    words = [["convert", file, "--to", to, "--out", file.parent / "out", "--json"] for file in files.values()]
    answers = dict(zip(files, run_commands(words, folder / to), strict=True))
    written = {name: files[name] for name in files if answers[name]["code"] in (0, 3)}
    runs = [["run", file, "--out", file.with_suffix(".h5"), "--no-plots", "--quiet"] for file in written.values()]
    for name, ran in zip(written, run_commands(runs, folder / to), strict=True):
        assert ran["code"] == 0, (name, ran["complained"])
    spikes = {name: read_spikes(file.with_suffix(".h5"), step or step_of(name)) for name, file in written.items()}
    return answers, spikes


@pytest.fixture(scope="module")
def converted(tmp_path_factory):
    """Convert the models of each target in one process."""
    folder = tmp_path_factory.mktemp("models")
    found = {}
    for to in TARGETS:
        networks = {name: network_of(name) for target, name in CASES if target == to}
        if to == "brian2":
            networks = {name: {**network, "convention": "brian2"} for name, network in networks.items()}
        found[to] = (folder / to, *convert(networks, folder, to))
    return found


def test_the_tables_contain_every_model(tmp_path):
    """Only models without spikes, sources and models of chips, which other tests compare, are omitted."""
    listed = run_commands([["list", kind, "--json"] for kind in ("neurons", "synapses", "plasticity")], tmp_path)
    names = {one["name"] for answer in listed for rows in json.loads(answer["printed"]).values() for one in rows}
    quiet = {name for name in names if name.startswith("analog-")}
    sources = {"gamma", "inhomogeneous-gamma", "poisson", "poisson-refractory", "poisson-sine", "spike-array"}
    # A rule for conductances has the equations of the one for currents, in another unit.
    again = {name for name in names if name.endswith("-cond") and name.removesuffix("-cond") in names}
    # Integers of a chip, in its own order of phases, are compared with other models of the chip instead.
    chips = {name for name in names if name.startswith(("loihi-", "spinnaker-", "truenorth"))}
    assert names - quiet - sources - again - chips == set(MODELS)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("to", "name"), CASES)
def test_spikes_are_equal_unless_a_loss_is_reported(converted, to, name):
    folder, answers, spikes = converted[to]
    expected = TARGETS[to].get(name)
    answer = answers[name]
    if expected is None:
        assert answer["code"] == 1
        error = json.loads(answer["printed"] or answer["complained"])["error"]
        assert error["code"] in ("SL_EXPORT_NEURON", "SL_EXPORT_SYNAPSE")
        return
    losses = {loss["code"] for loss in json.loads(answer["printed"])["losses"]}
    if expected == EXTENSIONS:
        assert "extensions" in losses
        return
    run = run_script if to == "pynn" else simulate_script
    arrays = run(folder / name / "out" / "network.py")
    assert spike_rows(arrays, "source", step_of(name)) == spikes[name].get("source", [])
    compare(spikes[name]["cells"], spike_rows(arrays, "cells", step_of(name)), expected, losses, step_of(name))


def compare(ours, theirs, expected, losses, step):
    """Compare spikes with the expectation, and require the losses to state it."""
    assert len(ours) >= 15
    if expected == DRAWN:
        assert losses == {"drawn-anew"}
        assert abs(len(ours) - len(theirs)) < 5 * np.sqrt(2 * len(ours))
    elif isinstance(expected, Until):
        assert losses == {"integration"}
        assert abs(len(ours) - len(theirs)) <= 0.02 * len(ours)
        last = expected.time / step
        assert [row for row in theirs if row[0] <= last] == [row for row in ours if row[0] <= last]
    elif expected == SAME:
        assert losses == set()
        assert theirs == ours
    else:
        assert losses == {"integration"}
        assert abs(len(ours) - len(theirs)) <= max(1, expected.counts * len(ours))
        different = sorted(set(ours) ^ set(theirs))
        if different:
            # All are the same until then; the first one moves by a few steps.
            step, neuron = different[0]
            other = [at for at, one in different[1:] if one == neuron]
            assert other[0] - step <= expected.steps


@pytest.mark.parametrize("name", OF_LEMS)
def test_jneuroml_reproduces_the_spikes_of_a_recurrent_network(tmp_path, name, monkeypatch):
    expected = LEMS[name]
    step = SMALL_STEPS.get(name, step_of(name))
    network = of_jlems(network_of(name))
    if name in SMALL_STEPS:
        network.update(dt=f"{step} ms", duration="60 ms")
    answers, spikes = convert({name: network}, tmp_path, "lems", step)
    losses = {loss["code"] for loss in json.loads(answers[name]["printed"])["losses"]}
    ours = spikes[name]["cells"]
    if expected == LEFT_OUT:
        assert losses == {SYNAPSES[name].kind}
        without = [one for one in network["projections"] if one.get("name") != "changes"]
        _, spikes = convert({name: {**network, "projections": without}}, tmp_path / "without", "lems", step)
        ours, expected, losses = spikes[name]["cells"], SAME, set()
    folder = tmp_path / "lems" / name / "out"
    [file] = folder.glob("LEMS_*.xml")
    jneuroml(folder, file.name)
    rows = [line.split() for line in (folder / "cells_spikes.spikes").read_text().splitlines()]
    theirs = sorted((round(1000 * float(time) / step), int(neuron)) for neuron, time in rows)
    compare(ours, theirs, expected, losses, step)
    # Our own LEMS reader accepts the file like jNeuroML.
    out = tmp_path / "again.h5"
    # The file's own outputs go to the working directory.
    monkeypatch.chdir(tmp_path)
    [ran] = run_commands([["run", folder / file.name, "--out", out, "--no-plots", "--quiet"]], tmp_path)
    assert ran["code"] == 0, ran["complained"]
    again = read_spikes(out, step)["cells"]
    steps = round(float(network["duration"].split()[0]) / step)
    again = [row for row in again if row[0] < steps]
    if not isinstance(expected, Until) and expected != DRAWN:
        assert again == [row for row in theirs if row[0] < steps]


def of_jlems(network):
    """Use the order of jLEMS in a step, and its forward Euler if a model does not specify the scheme."""
    cells = network["populations"]["cells"]
    steps = {"izhikevich", "izhikevich-2003", "izhikevich-2003-network"}
    if cells["model"] not in steps and STEPPED.isdisjoint({cells["model"].split("-")[0]}):
        cells["integrator"] = "euler"
    return {**network, "convention": "neuron"}


# Neurons of these frameworks have their own steps.
STEPPED = {"snntorch", "norse", "spikingjelly", "sinabs", "spyx", "lava"}
