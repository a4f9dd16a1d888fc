"""Make the file beside this script with Neo 0.14: python make-file.py FOLDER, then gzip -9 -n."""

import sys
from pathlib import Path

import neo
import numpy as np
import quantities as pq

segment = neo.Segment(name="first")
for k, times in enumerate([[2.5, 8.0], [1.0, 2.5, 7.0]]):
    train = neo.SpikeTrain(times * pq.ms, t_stop=10 * pq.ms)
    train.annotate(source_population="E", source_index=k)
    segment.spiketrains.append(train)
segment.spiketrains.append(neo.SpikeTrain([0.004] * pq.s, t_stop=10 * pq.ms))
v = np.arange(8.0).reshape(4, 2) * pq.mV
segment.analogsignals.append(neo.AnalogSignal(v, sampling_rate=10 * pq.kHz, name="v"))
segment.events.append(neo.Event([1, 2] * pq.ms, labels=["a", "b"]))
block = neo.Block()
block.segments.append(segment)
with neo.io.NixIO(str(Path(sys.argv[1]) / "made.nix"), "ow") as io:
    io.write_block(block)
