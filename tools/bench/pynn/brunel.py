"""Brunel's state C (doi:10.1023/A:1008925309027, figure 8C) as a PyNN user writes it.

    python brunel.py pyNN.nest
    python brunel.py spikeloom.pynn

Prints one line of JSON: the rate of the excitatory neurons and the seconds that each part took.
"""

import importlib
import json
import sys
import time

started = time.perf_counter()
sim = importlib.import_module(sys.argv[1])
duration = float(sys.argv[2]) if len(sys.argv) > 2 else 1000.0

sim.setup(timestep=0.1, min_delay=0.1, max_delay=1.5, spike_precision="on_grid")
imported = time.perf_counter()

excitatory, inhibitory = 10_000, 2_500
weight, g, delay = 0.1, 5.0, 1.5  # mV, ratio, ms
threshold_rate = 10.0  # Hz of 1000 sources of 0.1 mV that bring the mean potential to 20 mV

cell = sim.IF_curr_delta(
    v_rest=0.0, v_reset=10.0, v_thresh=20.0, tau_m=20.0, tau_refrac=2.0, cm=1.0, i_offset=0.0
)
v = sim.RandomDistribution("uniform", low=0.0, high=20.0, rng=sim.NumpyRNG(seed=1))
E = sim.Population(excitatory, cell, initial_values={"v": v}, label="E")
I = sim.Population(inhibitory, cell, initial_values={"v": v}, label="I")  # noqa: E741
everyone = E + I
drive = sim.Population(
    excitatory + inhibitory, sim.SpikeSourcePoisson(rate=2 * threshold_rate * 1000), label="drive"
)

rng = sim.NumpyRNG(seed=2)
from_E = sim.FixedNumberPreConnector(1000, rng=rng)
from_I = sim.FixedNumberPreConnector(250, rng=rng)
excite = sim.StaticSynapse(weight=weight, delay=delay)
inhibit = sim.StaticSynapse(weight=-g * weight, delay=delay)
for target in (E, I):
    sim.Projection(E, target, from_E, excite, receptor_type="excitatory")
    sim.Projection(I, target, from_I, inhibit, receptor_type="inhibitory")
one_to_one = sim.OneToOneConnector()
sim.Projection(drive[:excitatory], E, one_to_one, excite, receptor_type="excitatory")
sim.Projection(drive[excitatory:], I, one_to_one, excite, receptor_type="excitatory")
E[:1000].record("spikes")
built = time.perf_counter()

sim.run(duration)
ran = time.perf_counter()
counts = E[:1000].get_spike_counts()
rate = sum(counts.values()) / len(counts) / (duration / 1000)
sim.end()
read = time.perf_counter()

seconds = {
    "import": imported - started,
    "build": built - imported,
    "run": ran - built,
    "read": read - ran,
}
print(json.dumps({"rate": rate, **{name: round(value, 3) for name, value in seconds.items()}}))
