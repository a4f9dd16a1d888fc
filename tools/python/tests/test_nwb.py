"""NWB: our files pass pynwb's and the inspector's checks, and pynwb's files are read back unchanged."""

import datetime
import json
import os
import subprocess
from pathlib import Path

import numpy as np
import nwbinspector
import pynwb
import pytest
from pynwb.base import Images
from pynwb.epoch import TimeIntervals
from pynwb.icephys import CurrentClampSeries, CurrentClampStimulusSeries
from pynwb.image import GrayscaleImage, RGBImage

SCRIPT = Path(__file__).parents[1] / "nwb-files.ts"
ROOT = Path(__file__).parents[3]


def script(*arguments):
    node = os.environ.get("SPIKELOOM_NODE", "node")
    command = [node, "--conditions=@spikeloom/source", str(SCRIPT), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return done.stdout


def findings(path):
    """Messages more severe than suggestions."""
    levels = nwbinspector.Importance
    found = nwbinspector.inspect_nwbfile(nwbfile_path=path)
    return [(m.importance.name, m.message) for m in found if m.importance != levels.BEST_PRACTICE_SUGGESTION]


# What we write


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("written")
    script("write", folder)
    return folder


KINDS = [
    "everything-that-a-result-can-contain",
    "several-populations",
    "no-spikes-at-all",
    "one-neuron",
    "a-clamped-neuron",
    "one-sample",
    "synapses-alone",
    "nothing-recorded",
    "a-run-that-diverged",
]


def test_every_kind_of_result_is_tested(written):
    assert sorted(path.stem for path in written.iterdir()) == sorted(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_result_passes_every_check(written, kind):
    path = written / f"{kind}.nwb"
    assert pynwb.validate(path=str(path)) == []
    assert findings(path) == []


def test_pynwb_finds_the_numbers_of_a_result(written):
    with pynwb.NWBHDF5IO(written / "everything-that-a-result-can-contain.nwb", "r") as io:
        nwb = io.read()
        units = nwb.units.to_dataframe()
        assert list(units["population"]) == ["E"] * 2 + ["L23-exc"] * 3 + ["E"] * 5
        assert list(units["neuron"]) == [1, 2, 0, 1, 2, 0, 1, 2, 3, 4]
        np.testing.assert_allclose(units["spike_times"][0], [0.0007, 0.9999])
        np.testing.assert_allclose(units["spike_times"][1], [0.0003, 0.00072])
        assert [len(times) for times in units["spike_times"]] == [2, 2, 0, 0, 0, 0, 2, 2, 0, 0]
        v = nwb.acquisition["E_v"]
        assert (v.unit, v.conversion, v.rate, v.starting_time) == ("volts", 1e-3, 10_000, 0)
        np.testing.assert_array_equal(v.data[:], [[-70, -69.5], [-70, np.nan], [-68, 1 / 3]])
        weights = nwb.acquisition["a|b_0_weight"].to_dataframe()
        np.testing.assert_array_equal(weights["time"], [0, 0.01])
        np.testing.assert_array_equal(np.stack(weights["values"]), [[1, 2, 3], [1, 2, 1 / 3]])


def test_pynwb_finds_injected_and_recorded_data(written):
    with pynwb.NWBHDF5IO(written / "a-clamped-neuron.nwb", "r") as io:
        nwb = io.read()
        [electrode] = nwb.icephys_electrodes.values()
        assert (electrode.cell_id, electrode.device.name) == ("E[4]", "SpikeLoom")
        response = nwb.acquisition["E_v"]
        assert type(response) is CurrentClampSeries
        assert (response.unit, response.conversion, response.rate) == ("volts", 1e-3, 10_000)
        assert response.electrode is electrode
        np.testing.assert_allclose(response.data[:], -70 + np.sqrt(np.arange(1000) / 10), rtol=1e-12)
        [stimulus] = nwb.stimulus.values()
        assert type(stimulus) is CurrentClampStimulusSeries
        assert (stimulus.unit, stimulus.conversion, stimulus.rate) == ("amperes", 1e-9, 10_000)
        assert stimulus.electrode is electrode
        # The sum of two stimuli, which change at the ends of these steps.
        ends = [0, 200, 500, 600, 1000]
        current = np.repeat([0, 0.8, 0.9, 0.1], np.diff(ends))
        np.testing.assert_allclose(stimulus.data[:], current, atol=1e-12)


def test_a_written_clamp_is_restored(written):
    [own] = json.loads(script("read", written / "a-clamped-neuron.nwb"))
    found = {one["path"]: one["type"] for one in own["file"]["series"]}
    assert found["/acquisition/E_v"] == "CurrentClampSeries"
    assert found["/stimulus/presentation/E_4_i_inj"] == "CurrentClampStimulusSeries"


# What pynwb writes


def empty(**more):
    start = datetime.datetime(2025, 3, 1, 12, tzinfo=datetime.timezone.utc)
    return pynwb.NWBFile("a session", "an identifier", start, **more)


def series(nwb):
    data = np.arange(12, dtype="int16").reshape(6, 2)
    of = {"conversion": 1e-3, "offset": 0.5, "starting_time": 2.0, "rate": 100.0}
    nwb.add_acquisition(pynwb.TimeSeries(name="regular", data=data, unit="volts", description="two channels", **of))


def irregular(nwb):
    times = np.array([0.5, 0.75, 3])
    nwb.add_acquisition(pynwb.TimeSeries(name="irregular", data=np.array([1.5, np.nan, 2]), unit="amperes", timestamps=times))


def units(nwb):
    nwb.add_unit_column("quality", "how good it is")
    nwb.add_unit_column("layer", "which layer")
    nwb.add_unit(spike_times=[0.1, 0.25, 1.5], obs_intervals=[[0, 2]], quality="good", layer=4)
    nwb.add_unit(spike_times=[], obs_intervals=[[0, 1], [1.5, 2]], quality="poor", layer=5)
    nwb.add_unit(spike_times=[0.125], obs_intervals=[[0, 2]], quality="good", layer=6)


def electrode(nwb):
    device = nwb.create_device(name="amplifier", description="a device")
    return nwb.create_icephys_electrode(name="e0", description="sharp", device=device, location="CA1")


def clamp(nwb, number=0):
    e = nwb.icephys_electrodes["e0"] if nwb.icephys_electrodes else electrode(nwb)
    of = {"electrode": e, "starting_time": float(number), "rate": 1e4, "sweep_number": np.uint64(number)}
    current = np.linspace(0, 1e-9, 5) + number
    voltage = np.linspace(-70, -50, 5, dtype="float32") + number
    stimulus = CurrentClampStimulusSeries(name=f"i{number}", data=current, gain=0.5, **of)
    response = CurrentClampSeries(name=f"v{number}", data=voltage, conversion=1e-3, bias_current=2e-12, **of)
    nwb.add_stimulus(stimulus)
    nwb.add_acquisition(response)
    return {"electrode": e, "stimulus": stimulus, "response": response}


def sweeps(nwb):
    rows = []
    for number in range(2):
        rows.append(nwb.add_intracellular_recording(**clamp(nwb, number)))
    pair = nwb.add_icephys_simultaneous_recording(recordings=rows)
    nwb.add_icephys_sequential_recording(simultaneous_recordings=[pair], stimulus_type="ramp")


def intervals(nwb):
    trace = pynwb.TimeSeries(name="trace", data=np.arange(10.0), unit="volts", rate=10.0)
    nwb.add_acquisition(trace)
    nwb.add_trial_column("correct", "whether it was right")
    nwb.add_trial(start_time=0.0, stop_time=0.5, correct=True, tags=["a", "b"], timeseries=[trace])
    nwb.add_trial(start_time=0.5, stop_time=0.75, correct=False, tags=[], timeseries=[trace])
    nwb.add_epoch(0.0, 1.0, ["whole"])


def events(nwb):
    from pynwb.event import EventsTable

    table = EventsTable(name="licks", description="licks of the spout")
    table.add_row(timestamp=0.5)
    table.add_row(timestamp=0.625)
    nwb.add_events_table(table)


def images(nwb):
    grey = GrayscaleImage(name="grey", data=np.arange(6, dtype="uint8").reshape(2, 3), description="a ramp")
    colour = RGBImage(name="colour", data=np.arange(24, dtype="uint8").reshape(2, 4, 3), resolution=3.0)
    nwb.add_acquisition(Images(name="pictures", images=[grey, colour], description="two pictures"))


def metadata(nwb):
    nwb.subject = pynwb.file.Subject(age="P23W", description="a mouse", sex="F", species="Mus musculus", subject_id="m1")
    nwb.add_scratch(np.array([1.5, 2.5]), name="kept", description="some numbers")


def processing(nwb):
    module = nwb.create_processing_module("ecephys", "filtered data")
    low = pynwb.TimeSeries(name="low", data=np.ones((4, 3, 2)), unit="volts", timestamps=np.arange(4.0))
    module.add(low)
    module.add(TimeIntervals(name="bursts", description="intervals of bursts"))
    module["bursts"].add_interval(1.0, 2.0)


MADE = [series, irregular, units, clamp, sweeps, intervals, events, images, metadata, processing]


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made")
    paths = []
    for make in MADE:
        nwb = empty(experimenter=["Curie, Marie"], keywords=["a", "b"], institution="here")
        make(nwb)
        paths.append(folder / f"{make.__name__}.nwb")
        with pynwb.NWBHDF5IO(paths[-1], "w") as io:
            io.write(nwb)
    found = json.loads(script("read", *paths))
    return {make.__name__: one for make, one in zip(MADE, found, strict=True)}


def of(things, path):
    [found] = [one for one in things if one["path"] == path]
    return found


def test_ten_files_of_pynwb_are_read_without_a_loss(read):
    assert len(read) == 10
    for name, one in read.items():
        assert one["losses"] == [], name
        file = one["file"]
        assert (file["version"], file["identifier"]) == ("2.11.0", "an identifier")
        assert (file["description"], file["start"]) == ("a session", "2025-03-01T12:00:00+00:00")
        assert file["metadata"]["/general/institution"] == "here"
        assert file["metadata"]["/general/experimenter"] == ["Curie, Marie"]
        assert file["metadata"]["/general/keywords"] == ["a", "b"]


def test_series_have_their_scale_and_times(read):
    regular = of(read["series"]["file"]["series"], "/acquisition/regular")
    assert regular["data"] == {"kind": "numbers", "shape": [6, 2], "values": list(range(12))}
    assert (regular["unit"], regular["conversion"], regular["offset"]) == ("volts", 1e-3, 0.5)
    assert regular["timing"] == {"kind": "rate", "start": 2, "rate": 100}
    assert regular["fields"]["description"] == "two channels"
    other = of(read["irregular"]["file"]["series"], "/acquisition/irregular")
    assert other["data"]["values"] == [1.5, "NaN", 2]
    assert other["timing"] == {"kind": "times", "times": [0.5, 0.75, 3]}
    low = of(read["processing"]["file"]["series"], "/processing/ecephys/low")
    assert low["data"]["shape"] == [4, 3, 2]


def test_units_have_their_columns(read):
    table = of(read["units"]["file"]["tables"], "/units")
    columns = table["columns"]
    assert (table["type"], table["ids"]) == ("Units", [0, 1, 2])
    assert columns["spike_times"]["data"]["values"] == [0.1, 0.25, 1.5, 0.125]
    assert columns["spike_times"]["ends"] == [[3, 3, 4]]
    assert columns["obs_intervals"]["ends"] == [[1, 3, 4]]
    assert columns["obs_intervals"]["data"]["shape"] == [4, 2]
    assert columns["quality"]["data"]["values"] == ["good", "poor", "good"]
    assert columns["quality"]["fields"]["description"] == "how good it is"
    assert columns["layer"]["data"]["values"] == [4, 5, 6]


def test_current_clamp_has_stimulus_response_and_electrode(read):
    file = read["clamp"]["file"]
    stimulus = of(file["series"], "/stimulus/presentation/i0")
    assert stimulus["type"] == "CurrentClampStimulusSeries"
    assert (stimulus["unit"], stimulus["fields"]["gain"]) == ("amperes", 0.5)
    np.testing.assert_array_equal(stimulus["data"]["values"], np.linspace(0, 1e-9, 5))
    response = of(file["series"], "/acquisition/v0")
    assert response["type"] == "CurrentClampSeries"
    assert response["data"]["values"] == [-70, -65, -60, -55, -50]
    assert response["fields"]["sweep_number"] == 0
    assert response["fields"]["bias_current"] == 2e-12
    assert response["fields"]["electrode"] == "/general/intracellular_ephys/e0"
    e0 = of(file["objects"], "/general/intracellular_ephys/e0")
    assert (e0["type"], e0["fields"]["location"]) == ("IntracellularElectrode", "CA1")
    assert e0["fields"]["device"] == "/general/devices/amplifier"


def test_sweeps_refer_to_their_series(read):
    tables = read["sweeps"]["file"]["tables"]
    group = "/general/intracellular_ephys"
    responses = of(tables, f"{group}/intracellular_recordings/responses")["columns"]["response"]
    places = [{"start": 0, "count": 5, "series": f"/acquisition/v{k}"} for k in range(2)]
    assert responses["data"] == {"kind": "parts", "values": places}
    electrodes = of(tables, f"{group}/intracellular_recordings/electrodes")["columns"]["electrode"]
    assert electrodes["data"]["values"] == [f"{group}/e0"] * 2
    simultaneous = of(tables, f"{group}/simultaneous_recordings")["columns"]["recordings"]
    assert simultaneous["table"] == f"{group}/intracellular_recordings"
    assert (simultaneous["data"]["values"], simultaneous["ends"]) == ([0, 1], [[2]])
    sequential = of(tables, f"{group}/sequential_recordings")["columns"]
    assert sequential["stimulus_type"]["data"]["values"] == ["ramp"]


def test_intervals_have_tags_and_parts_of_series(read):
    file = read["intervals"]["file"]
    trials = of(file["tables"], "/intervals/trials")["columns"]
    assert trials["start_time"]["data"]["values"] == [0, 0.5]
    assert trials["stop_time"]["data"]["values"] == [0.5, 0.75]
    assert trials["correct"]["data"]["values"] == [True, False]
    assert (trials["tags"]["data"]["values"], trials["tags"]["ends"]) == (["a", "b"], [[2, 2]])
    parts = trials["timeseries"]["data"]["values"]
    assert parts == [
        {"start": 0, "count": 5, "series": "/acquisition/trace"},
        {"start": 5, "count": 2, "series": "/acquisition/trace"},
    ]
    assert of(file["tables"], "/intervals/epochs")["columns"]["tags"]["data"]["values"] == ["whole"]


def test_events_and_images_are_unchanged(read):
    licks = of(read["events"]["file"]["tables"], "/events/licks")
    assert (licks["type"], licks["fields"]["description"]) == ("EventsTable", "licks of the spout")
    assert licks["columns"]["timestamp"]["data"]["values"] == [0.5, 0.625]
    pictures = read["images"]["file"]["images"]
    grey = of(pictures, "/acquisition/pictures/grey")
    assert (grey["type"], grey["data"]["shape"]) == ("GrayscaleImage", [2, 3])
    assert (grey["data"]["values"], grey["fields"]["description"]) == (list(range(6)), "a ramp")
    colour = of(pictures, "/acquisition/pictures/colour")
    assert (colour["data"]["shape"], colour["fields"]["resolution"]) == ([2, 4, 3], 3)


def test_subjects_and_scratch_data_are_objects(read):
    file = read["metadata"]["file"]
    subject = of(file["objects"], "/general/subject")["fields"]
    assert (subject["species"], subject["age"], subject["sex"]) == ("Mus musculus", "P23W", "F")
    assert of(file["objects"], "/scratch/kept")["fields"]["value"] == [1.5, 2.5]
    assert of(read["processing"]["file"]["objects"], "/processing/ecephys")["type"] == "ProcessingModule"
    bursts = of(read["processing"]["file"]["tables"], "/processing/ecephys/bursts")
    assert bursts["columns"]["stop_time"]["data"]["values"] == [2]
