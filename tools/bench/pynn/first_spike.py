"""From `import` to the first spike of a small network, as a PyNN user writes it.

    python first_spike.py pyNN.nest
    python first_spike.py spikeloom.pynn

Prints one line of JSON: the first spike and the seconds from the import to having it.
"""

import importlib
import json
import sys
import time

started = time.perf_counter()
sim = importlib.import_module(sys.argv[1])
sim.setup(timestep=0.1, min_delay=0.1, spike_precision="on_grid")
neurons = sim.Population(10, sim.IF_curr_exp(i_offset=1.0))
neurons.record("spikes")
sim.run(30.0)
(train, *_) = neurons.get_data().segments[0].spiketrains
first = float(train[0])
ready = time.perf_counter() - started
sim.end()
print(json.dumps({"spike_ms": first, "ready_s": round(ready, 3)}))
