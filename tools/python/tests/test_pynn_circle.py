"""PyNN scripts full circle: captured, run, exported as scripts and run on NEST, they spike in the same steps."""

import json

import numpy as np
import pytest

import spikeloom.pynn as ours
from oracle.circle_cells import DURATION, LENGTHS, LOSSES, drive, driven
from oracle.circle_scripts import SCRIPTS
from oracle.exported_networks import is_solved
from oracle.pynn_circle import GRID, STEP, close_circle, halves
from oracle.pynn_scripts import convert_files


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """Run, capture and convert all scripts at once."""
    return halves(SCRIPTS, tmp_path_factory.mktemp("circle"))


@pytest.mark.filterwarnings("ignore:Can't check weight")
@pytest.mark.parametrize("name", SCRIPTS)
def test_spikes_are_in_the_same_steps(name, found):
    half = found[name]
    circle = close_circle(SCRIPTS[name], half)
    cells = {label: spikes for label, spikes in circle.nest.items() if not label.startswith("source")}
    assert sum(map(len, cells.values())) > 15
    assert half.live == circle.nest
    assert half.written.spikes == circle.nest
    assert circle.again == circle.nest
    codes = [loss["code"] for loss in half.written.losses]
    assert ("integration" in codes) == is_solved(half.captured)
    assert len(codes) - codes.count("integration") == LOSSES.get(name, 0), half.written.losses


def test_networks_contain_their_duration(found):
    for name, half in found.items():
        duration = 250 if name.startswith("drawn") else LENGTHS.get(name, 300)
        assert half.captured["duration"] == f"{duration:g} ms", name


def by_chance(sim, **options):
    """Drive cells with separate sources, which a run here draws at its targets."""
    sim.setup(**GRID, **options)
    cells = sim.Population(100, sim.IF_curr_exp(tau_refrac=2.0), label="cells")
    noise = sim.Population(100, sim.SpikeSourcePoisson(rate=2000.0), label="noise")
    synapse_type = sim.StaticSynapse(weight=0.2, delay=0.1)
    sim.Projection(noise, cells, sim.OneToOneConnector(), synapse_type)
    cells.record("spikes")
    sim.run(1000.0)
    return (cells,)


def test_random_sources_remain_populations(tmp_path):
    """The distribution is preserved: counts lie within five standard deviations."""
    half = halves({"chance": by_chance}, tmp_path)["chance"]
    assert half.captured["populations"]["noise"]["model"] == "poisson"
    assert "stimuli" not in half.captured
    assert [loss["place"] for loss in half.written.losses] == ["populations.noise"]
    circle = close_circle(by_chance, half)
    counts = [len(rows["cells"]) for rows in (half.live, half.written.spikes, circle.nest, circle.again)]
    assert min(counts) > 500
    assert np.ptp(counts) < 5 * np.sqrt(2 * np.mean(counts))


def plastic_jumps(sim, **options):
    """Let jumps learn; their maximum is 6 mV."""
    sim.setup(**GRID, **options)
    source, cells = driven(sim, "IF_curr_delta")
    synapse_type = sim.STDPMechanism(
        timing_dependence=sim.SpikePairRule(A_plus=0.05, A_minus=0.04),
        weight_dependence=sim.MultiplicativeWeightDependence(w_max=6.0),
        weight=2.0,
        delay=0.8,
    )
    drive(sim, source, cells, synapse_type)
    cells.record("spikes")
    sim.run(DURATION)
    return (cells,)


def test_limits_of_jumps_reach_nest_in_a_written_script(tmp_path):
    """PyNN 0.13.0 makes them a thousand times as large: exported scripts compensate."""
    half = halves({"jumps": plastic_jumps}, tmp_path)["jumps"]
    circle = close_circle(plastic_jumps, half)
    assert half.written.losses == []
    assert half.written.spikes == half.live
    assert circle.again == half.live
    assert circle.nest != half.live


def vogels(sim):
    rule = sim.STDPMechanism(
        timing_dependence=sim.Vogels2011Rule(eta=0.01),
        weight_dependence=sim.AdditiveWeightDependence(w_max=1.0),
        dendritic_delay_fraction=0,
        weight=0.1,
        delay=1.0,
    )
    return rule, "inhibitory"


def coupled(sim):
    return sim.ElectricalSynapse(weight=0.01), "source_section.gap"


@pytest.mark.parametrize("rule", [vogels, coupled])
def test_features_that_nest_lacks_are_refused(tmp_path, rule):
    file = tmp_path / "net.json"
    ours.setup(**GRID, capture=file)
    cell = ours.HH_cond_exp() if rule is coupled else ours.IF_cond_exp()
    cells = ours.Population(2, cell, label="cells")
    synapse_type, receptor = rule(ours)
    ours.Projection(cells, cells, ours.AllToAllConnector(), synapse_type, receptor_type=receptor)
    ours.run(10.0)
    ours.end()
    refused = convert_files({"net": file}, tmp_path, STEP)["net"]
    assert json.loads(str(refused))["error"]["code"] == "SL_EXPORT_SYNAPSE"
