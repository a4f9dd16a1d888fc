"""The PyNN backend without a run: names, parameters, views, connections as in PyNN's documentation."""

import warnings

import numpy as np
import pytest
from pyNN import errors
from pyNN.parameters import Sequence
from pyNN.random import NumpyRNG, RandomDistribution

import spikeloom
import spikeloom.pynn as sim

# Specific to NEST, or not meant for scripts but not hidden either.
OF_NEST = {
    "DefaultCSAConnector", "Multimeter", "NESTConnectorMixin", "NESTSynapseMixin",
    "NativeElectrodeType", "NativeSynapseType", "NestCurrentSource", "NestStandardCurrentSource",
    "Recorder", "RecordingDevice", "SpikeDetector", "StandardCurrentSource",
    "adjust_spike_times_backward", "adjust_spike_times_forward", "build_translations", "conversion", "csa",
    "defaultdict", "haveCSA", "logger", "logging", "make_sli_compatible", "native_cell_type",
    "native_electrode_type", "native_synapse_type", "nest", "nestml", "np", "receptors",
    "standardmodels", "tables", "unsupported", "warn",
}  # fmt: skip


@pytest.fixture(autouse=True)
def network():
    sim.setup(timestep=0.1)


def test_all_names_of_a_simulator_exist():
    import pyNN.nest as theirs

    named = {name for name in dir(theirs) if not name.startswith("_")}
    assert named - OF_NEST - set(dir(sim)) == set()


def test_standard_models_are_listed():
    models = sim.list_standard_models()
    assert len(models) == 18
    assert "IF_cond_exp_gsfa_grr" in models
    assert "MultiCompartmentNeuron" not in models


def test_multiple_compartments_are_refused():
    with pytest.raises(spikeloom.SpikeLoomError) as caught:
        sim.MultiCompartmentNeuron(morphology=None)
    assert caught.value.code == "SL_PYNN_COMPARTMENTS"


def test_parameters_are_one_for_all_or_one_for_each():
    cells = sim.Population(3, sim.IF_curr_exp(tau_m=[10.0, 20.0, 30.0], cm=0.5))
    assert cells.get("cm") == 0.5
    assert cells.get("tau_m").tolist() == [10, 20, 30]
    cells[1].tau_m = 7
    cells[0:2].set(cm=2.0)
    assert cells.get(["tau_m", "cm"], simplify=False)[0].tolist() == [10, 7, 30]
    assert cells.get("cm").tolist() == [2, 2, 0.5]
    assert cells[2].get_parameters()["tau_m"] == 30


def test_views_of_views_set_the_same_rows():
    cells = sim.Population(10, sim.IF_curr_exp())
    cells[2:9][np.array([1, 3])].set(tau_m=[11.0, 12.0])
    assert np.flatnonzero(cells.get("tau_m") != 20).tolist() == [3, 5]
    assert cells[3:6].get("tau_m").tolist() == [11, 20, 12]


def test_values_come_from_functions_and_distributions():
    drawn = RandomDistribution("normal", (20.0, 1.0), rng=NumpyRNG(5))
    cells = sim.Population(4, sim.IF_curr_exp(tau_m=drawn, cm=lambda i: 1 + 0.1 * i))
    assert cells.get("cm").tolist() == [1.0, 1.1, 1.2, 1.3]
    assert cells.get("tau_m").tolist() == NumpyRNG(5).next(4, "normal", {"mu": 20, "sigma": 1}).tolist()


def test_unknown_parameters_are_refused():
    cells = sim.Population(2, sim.IF_curr_exp())
    with pytest.raises(errors.NonExistentParameterError):
        cells.set(tau_membrane=3.0)
    with pytest.raises(errors.NonExistentParameterError):
        cells.get("tau_membrane")
    with pytest.raises(errors.NonExistentParameterError):
        sim.IF_curr_exp(foo=1)


@pytest.mark.parametrize(
    ("make", "wrong", "expected"),
    [
        (lambda: sim.IF_curr_exp(), {"tau_m": -5}, "tau_m of IF_curr_exp: .* above 0, got -5"),
        (lambda: sim.IF_cond_exp(), {"tau_refrac": -0.1}, "at least 0, got -0.1"),
        (lambda: sim.IF_curr_exp(), {"cm": [1, 0, 1]}, "above 0, got 0 for number 1"),
        # Parameters without an equivalent name in our models are above 0 as well.
        (lambda: sim.EIF_cond_exp_isfa_ista(), {"tau_m": 0}, "tau_m .* above 0"),
        (lambda: sim.GIF_cond_exp(), {"tau_eta": Sequence([1, -1, 1])}, "tau_eta .* above 0"),
        (lambda: sim.SpikeSourcePoisson(), {"rate": -3}, "rate .* at least 0"),
        (
            lambda: sim.PointNeuron(sim.LIF(), AMPA=sim.AlphaPSR()),
            {"AMPA.tau_syn": 0},
            "AMPA.tau_syn of PointNeuron: .* above 0",
        ),
    ],
)
def test_values_outside_of_bounds_are_refused_when_they_are_set(make, wrong, expected):
    cells = sim.Population(3, make())
    (name,) = wrong
    before = cells.get(name)
    with pytest.raises(errors.InvalidParameterValueError, match=expected):
        cells.set(**wrong)
    assert np.array_equal(cells.get(name), before)
    if "." not in name and not isinstance(wrong[name], (list, Sequence)):
        with pytest.raises(errors.InvalidParameterValueError, match=expected):
            setattr(cells[1], name, wrong[name])
        with pytest.raises(errors.InvalidParameterValueError, match=expected):
            sim.Population(1, type(make())(**wrong))


def test_lists_of_neurons_are_independent():
    sources = sim.Population(2, sim.SpikeSourceArray(spike_times=[Sequence([1, 2]), Sequence([])]))
    assert [s.value.tolist() for s in sources.get("spike_times")] == [[1, 2], []]
    sources.set(spike_times=[5.0, 6.0])
    assert sources.get("spike_times").value.tolist() == [5, 6]
    with pytest.raises(errors.InvalidParameterValueError):
        sources.set(spike_times=[5.0, 4.0])


def test_a_fractional_shape_is_preserved():
    assert sim.Population(1, sim.SpikeSourceGamma(alpha=2.5)).get("alpha") == 2.5


def test_gif_lists_can_be_read():
    cells = sim.Population(2, sim.GIF_cond_exp(tau_eta=[1.0, 2.0, 3.0]))
    assert cells.get("tau_eta").value.tolist() == [1, 2, 3]


def test_point_neurons_have_named_receptors():
    cells = sim.Population(
        2,
        sim.PointNeuron(
            sim.AdExp(tau_m=10.0),
            AMPA=sim.AlphaPSR(tau_syn=1.0),
            GABA=sim.AlphaPSR(tau_syn=8.0, e_syn=-80.0),
        ),
    )
    assert cells.receptor_types == ["AMPA", "GABA"]
    assert cells.get(["tau_m", "GABA.e_syn"]) == [10, -80]
    cells.set(**{"AMPA.tau_syn": 2.0, "tau_m": 11.0})
    assert cells.get(["AMPA.tau_syn", "tau_m"]) == [2, 11]
    assert "GABA.gsyn" in cells.celltype.recordable


def test_initial_values_of_views():
    cells = sim.Population(3, sim.IF_curr_exp(), initial_values={"v": -60.0})
    cells[1:2].initialize(v=-70.0)
    assert cells._initial["v"].tolist() == [-60, -70, -60]
    assert cells[1:3].initial_values["v"].evaluate().tolist() == [-70, -60]


def test_the_default_receptor_of_an_assembly_is_the_first():
    cells = sim.Population(2, sim.IF_curr_exp()) + sim.Population(2, sim.IF_cond_exp())
    source = sim.Population(2, sim.SpikeSourcePoisson())
    same = sim.Population(2, sim.IF_curr_exp()) + sim.Population(2, sim.IF_curr_alpha())
    assert same.receptor_types == cells.receptor_types == ["excitatory", "inhibitory"]
    prj = sim.Projection(source, same, sim.AllToAllConnector(), sim.StaticSynapse(weight=0.1))
    assert prj.receptor_type == "excitatory"
    assert sim.Projection(
        source, same, sim.AllToAllConnector(), sim.StaticSynapse(weight=-0.1)
    ).receptor_type == "inhibitory"


def test_one_cell_can_be_connected_one_to_one():
    cells = sim.Population(1, sim.IF_curr_exp())
    prj = sim.Projection(cells, cells, sim.OneToOneConnector(), sim.StaticSynapse(weight=0.1))
    assert prj.get("weight", "list") == [(0, 0, 0.1)]


def test_progress_is_reported_for_assemblies():
    progress = []
    cells = sim.Population(3, sim.IF_curr_exp()) + sim.Population(2, sim.IF_curr_exp())
    sim.Projection(cells, cells, sim.FixedProbabilityConnector(0.5, callback=progress.append))
    sim.Projection(cells, cells, sim.FixedNumberPreConnector(2, callback=progress.append))
    assert progress[-1] == 1.0
    assert all(0 <= value <= 1 for value in progress)


def test_flags_of_a_total_number_are_respected():
    cells = sim.Population(6, sim.IF_curr_exp())
    for seed in range(10):
        connector = sim.FixedTotalNumberConnector(
            20, allow_self_connections=False, with_replacement=False, rng=NumpyRNG(seed)
        )
        pairs = sim.Projection(cells, cells, connector).get("weight", "list")
        assert len({(i, j) for i, j, _ in pairs}) == 20
        assert all(i != j for i, j, _ in pairs)
    with pytest.raises(errors.ConnectionError):
        sim.Projection(
            cells, cells,
            sim.FixedTotalNumberConnector(31, allow_self_connections=False, with_replacement=False),
        )  # fmt: skip


def test_attributes_of_connections_are_set_and_read():
    cells = sim.Population(3, sim.IF_curr_exp())
    prj = sim.Projection(cells, cells, sim.AllToAllConnector(), sim.StaticSynapse(weight=0.1))
    prj.set(weight=np.arange(9.0).reshape(3, 3))
    assert prj.get("weight", "array").tolist() == np.arange(9.0).reshape(3, 3).tolist()
    prj.set(weight=list(range(9, 18)), delay=0.5)
    assert prj.get("weight", "array")[1].tolist() == [12, 13, 14]
    prj[1].weight = 7.0
    assert prj[1].as_tuple("presynaptic_index", "postsynaptic_index", "weight") == (1, 0, 7)
    assert prj.get(["weight", "delay"], "list")[1] == (1, 0, 7, 0.5)
    assert prj.get("delay", "list", with_address=False) == [0.5] * 9
    with pytest.raises(IndexError):
        prj[9]


@pytest.mark.parametrize(
    ("merge", "wanted"), [("sum", 6), ("min", 1), ("max", 3), ("first", 3), ("last", 1)]
)
def test_several_connections_of_a_pair_are_merged(merge, wanted):
    cells = sim.Population(2, sim.IF_curr_exp())
    rows = [(0, 1, weight, 1.0) for weight in (3.0, 2.0, 1.0)]
    prj = sim.Projection(cells, cells, sim.FromListConnector(rows))
    assert prj.get("weight", "array", multiple_synapses=merge)[0, 1] == wanted
    assert np.isnan(prj.get("weight", "array")[1, 0])


def test_weights_of_the_wrong_sign_are_refused():
    cells = sim.Population(2, sim.IF_cond_exp())
    with pytest.raises(errors.ConnectionError):
        sim.Projection(
            cells, cells, sim.AllToAllConnector(), sim.StaticSynapse(weight=-0.1),
            receptor_type="inhibitory",
        )  # fmt: skip


def test_mechanisms_do_not_share_names():
    rule = sim.SpikePairRule()
    first = sim.STDPMechanism(rule, sim.GutigWeightDependence())
    second = sim.STDPMechanism(rule, sim.AdditiveWeightDependence())
    assert "mu_plus" in first.translations
    assert "mu_plus" not in second.translations
    for fraction in (0.0, 0.5, 1.0):
        made = sim.STDPMechanism(
            rule, sim.AdditiveWeightDependence(), dendritic_delay_fraction=fraction
        )
        assert made.wire()["stdp"]["dendritic_delay_fraction"] == fraction


def test_models_of_the_simulator_are_cell_types():
    adex = sim.native("adex")
    assert adex.default_parameters["c_m"] == 281
    assert adex.units["c_m"] == "pF"
    cells = sim.Population(2, adex(tau_w=[100.0, 120.0]))
    assert cells.get("tau_w").tolist() == [100, 120]
    with pytest.raises(spikeloom.SpikeLoomError) as caught:
        sim.native("adexx")
    assert caught.value.code == "SL_PYNN_MODEL"


def test_a_state_that_cells_do_not_have_is_refused_at_once():
    cells = sim.Population(2, sim.IF_curr_exp())
    for group in (cells, cells[:1], cells + cells[1:]):
        with pytest.raises(KeyError) as caught:
            group.initialize(u=3)
        assert isinstance(caught.value, spikeloom.SpikeLoomError)
        assert (caught.value.code, caught.value.place) == ("SL_PYNN_VARIABLE", "IF_curr_exp.u")
    assert "u" not in cells.initial_values
    sim.Population(1, sim.Izhikevich()).initialize(u=3)


def test_models_of_nest_are_refused_and_ours_are_suggested():
    for name, ours in (("native_cell_type", "native("), ("native_synapse_type", "native_synapse(")):
        with pytest.raises(spikeloom.SpikeLoomError) as caught:
            getattr(sim, name)("iaf_psc_exp")
        assert caught.value.code == "SL_PYNN_NATIVE"
        assert ours in caught.value.next


def test_lists_of_connections_are_in_the_order_of_their_creation():
    cells = sim.Population(2, sim.IF_curr_exp())
    made = sim.Projection(cells, cells, sim.AllToAllConnector(), sim.StaticSynapse(weight=1.0))
    assert [row[:2] for row in made.get("weight", format="list")] == [
        (one.presynaptic_index, one.postsynaptic_index) for one in made.connections
    ] == [(0, 0), (1, 0), (0, 1), (1, 1)]


def test_bad_setups_are_refused():
    with pytest.raises(ValueError, match="convention"):
        sim.setup(convention="brian")
    with pytest.raises(Exception, match="dt is not a valid argument"):
        sim.setup(dt=0.1)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert sim.setup(timestep=0.1, verbosity="error", spike_precision="on_grid") == 0
        assert sim.setup(timestep=0.1, t_flush=10.0, an_option_of_others=1) == 0
    with pytest.warns(UserWarning, match="on the grid"):
        assert sim.setup(timestep=0.1, spike_precision="off_grid") == 0


def test_step_currents_are_checked():
    with pytest.raises(ValueError, match="negative"):
        sim.StepCurrentSource(times=[-1.0, 2.0], amplitudes=[1.0, 2.0])
    with pytest.raises(ValueError, match="increasing"):
        sim.StepCurrentSource(times=[3.0, 2.0], amplitudes=[1.0, 2.0])
    step = sim.StepCurrentSource(times=[1.01, 1.03, 2.0], amplitudes=[1.0, 2.0, 3.0])
    assert np.allclose(step.times, [1.0, 2.0])
    assert step.amplitudes.tolist() == [2, 3]
    with pytest.raises(TypeError, match="spike source"):
        sim.DCSource().inject_into(sim.Population(1, sim.SpikeSourcePoisson()))


@pytest.mark.parametrize("time", [0.05, 0.1 + 1e-6, float("nan"), float("inf")])
def test_runs_end_on_the_grid(time):
    sim.setup(timestep=0.1)
    for run in (sim.run, sim.run_for, sim.run_until):
        with pytest.raises(spikeloom.SpikeLoomError) as caught:
            run(time)
        assert caught.value.code == "SL_PYNN_TIME"
        assert sim.get_current_time() == 0


@pytest.mark.parametrize(
    "times", [{"timestep": 0}, {"timestep": -0.1}, {"timestep": float("nan")},
              {"min_delay": float("nan")}, {"max_delay": 0.0}, {"max_delay": float("inf")}],
)  # fmt: skip
def test_steps_and_delays_are_times(times):
    with pytest.raises(spikeloom.SpikeLoomError) as caught:
        sim.setup(**times)
    assert caught.value.code == "SL_PYNN_TIME"


@pytest.mark.parametrize("size", [0, -3, (4, 0), ()])
def test_populations_have_cells(size):
    with pytest.raises(spikeloom.SpikeLoomError) as caught:
        sim.Population(size, sim.IF_curr_exp())
    assert caught.value.code == "SL_PYNN_SELECTION"


@pytest.mark.parametrize("size", [10**12, (10**6, 10**6)])
def test_populations_without_memory_are_refused(size):
    with pytest.raises(spikeloom.SpikeLoomError) as caught:
        sim.Population(size, sim.IF_curr_exp(), label="many")
    assert caught.value.code == "SL_PYNN_MEMORY"
    assert caught.value.place == "many"
    assert "330000.0 GB" in caught.value.got


def test_memory_is_that_of_the_machine(monkeypatch):
    from spikeloom.pynn import memory

    assert 2**20 < memory.available() < 2**50
    monkeypatch.setattr(memory, "available", lambda: 330 * 1000)
    assert sim.Population(800, sim.IF_curr_exp()).size == 800
    with pytest.raises(spikeloom.SpikeLoomError, match="at most 800 cells"):
        sim.Population(801, sim.IF_curr_exp())
