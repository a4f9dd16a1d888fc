"""NIX: spike trains and signals written by Neo are read into a result."""

import json

import neo
import numpy as np
import quantities as pq
from test_nwb import script

RNG = np.random.default_rng(5)


def block():
    segment = neo.Segment(name="first")
    for k in range(3):
        times = np.sort(np.round(RNG.uniform(0, 100, 20 * k), 1)) * pq.ms
        train = neo.SpikeTrain(times, t_stop=100 * pq.ms, name=f"t{k}")
        train.annotate(source_population="E", source_index=k)
        segment.spiketrains.append(train)
    segment.spiketrains.append(neo.SpikeTrain([0.004] * pq.s, t_stop=10 * pq.ms))
    v = np.arange(8.0).reshape(4, 2)
    segment.analogsignals.append(neo.AnalogSignal(v * pq.mV, sampling_rate=10 * pq.kHz, name="v", t_start=2 * pq.ms))
    at = [0.0, 1, 3] * pq.ms
    segment.irregularlysampledsignals.append(neo.IrregularlySampledSignal(at, [1.0, 2, 3] * pq.nA))
    segment.events.append(neo.Event([1, 2] * pq.ms, labels=["a", "b"]))
    made = neo.Block()
    made.segments.append(segment)
    return made


def test_a_neo_block_becomes_a_result(tmp_path):
    made = block()
    with neo.io.NixIO(str(tmp_path / "made.nix"), "ow") as io:
        io.write_block(made)
    read = json.loads(script("nix", tmp_path / "made.nix"))
    assert [loss["code"] for loss in read["losses"]] == ["unread"]
    result = read["thing"]["result"]
    assert (result["dt"], result["network"]["populations"]["E"]["size"]) == (0.1, 3)
    recordings = {one["population"]: one for one in result["recordings"]}
    spikes = recordings["E"]["spikes"]
    for k, train in enumerate(made.segments[0].spiketrains[:3]):
        own = [t for t, n in zip(spikes["times"], spikes["neurons"], strict=True) if n == k]
        np.testing.assert_allclose(own, train.rescale("ms").magnitude, rtol=1e-12)
    assert spikes["times"] == sorted(spikes["times"])
    assert recordings["trains"]["spikes"]["times"] == [4]
    v = recordings["v"]["samples"]["signal"]
    assert (v["unit"], v["values"]) == ("mV", list(range(8)))
    np.testing.assert_allclose(v["times"], [2, 2.1, 2.2, 2.3])
    current = recordings["signal"]["samples"]["signal"]
    assert (current["unit"], current["times"], current["values"]) == ("nA", [0, 1, 3], [1, 2, 3])
