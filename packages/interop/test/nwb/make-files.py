"""Make the files beside this script with pynwb 4.2: python make-files.py FOLDER, then gzip -9 -n."""

import datetime
import sys
from pathlib import Path

import numpy as np
import pynwb
from pynwb.icephys import CurrentClampSeries, CurrentClampStimulusSeries


def units(nwb):
    nwb.add_unit_column("quality", "how good it is")
    nwb.add_unit(spike_times=[0.1, 0.25, 1.5], obs_intervals=[[0.0, 2.0]], quality="good")
    nwb.add_unit(spike_times=[], obs_intervals=[[0.0, 1.0], [1.5, 2.0]], quality="poor")
    trace = pynwb.TimeSeries(name="trace", data=np.arange(10.0), unit="volts", rate=10.0)
    nwb.add_acquisition(trace)
    nwb.add_trial(start_time=0.0, stop_time=0.5, tags=["a", "b"], timeseries=[trace])


def sweeps(nwb):
    device = nwb.create_device(name="amplifier")
    e = nwb.create_icephys_electrode(name="e0", description="sharp", device=device)
    rows = []
    for k in range(2):
        of = {"electrode": e, "starting_time": float(k), "rate": 1e4}
        i = CurrentClampStimulusSeries(name=f"i{k}", data=np.linspace(0, 1e-9, 5), **of)
        v = CurrentClampSeries(name=f"v{k}", data=np.linspace(-70, -50, 5), conversion=1e-3, **of)
        rows.append(nwb.add_intracellular_recording(electrode=e, stimulus=i, response=v))
    nwb.add_icephys_simultaneous_recording(recordings=rows)


for make in [units, sweeps]:
    start = datetime.datetime(2025, 3, 1, tzinfo=datetime.timezone.utc)
    made = pynwb.NWBFile("a session", make.__name__, start)
    make(made)
    with pynwb.NWBHDF5IO(Path(sys.argv[1]) / f"{make.__name__}.nwb", "w") as io:
        io.write(made, cache_spec=False)
