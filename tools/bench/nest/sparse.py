"""The network of run-sparse.ts on NEST's precise models: each neuron receives 50 synapses of sources and 50 of neurons.

Prints one JSON line: simulate_s of CPU time for a simulated second, build_s, arrivals and ns_per_arrival.
"""
import argparse
import json
import time

import nest

parser = argparse.ArgumentParser()
parser.add_argument("--neurons", type=int, default=100_000)
size = parser.parse_args().neurons
in_degree = 50

nest.verbosity = nest.VerbosityLevel.ERROR
nest.ResetKernel()
nest.set(resolution=0.1, rng_seed=3, local_num_threads=1, print_time=False)
began = time.process_time()
neuron = dict(
    C_m=250.0, tau_m=20.0, tau_syn_ex=2.0, tau_syn_in=2.0, E_L=-70.0, V_m=-70.0, V_reset=-70.0, V_th=-55.0, t_ref=2.0, I_e=0.0
)
neurons = nest.Create("iaf_psc_exp_ps", size, params=neuron)
# One generator sends a train of its own to each target.
trains = nest.Create("poisson_generator_ps", params=dict(rate=1.9))
sources = nest.Create("parrot_neuron_ps", size)
nest.Connect(trains, sources, "all_to_all", dict(delay=0.1))
rule = dict(rule="fixed_indegree", indegree=in_degree)
for one in (sources, neurons):
    nest.Connect(one, neurons, rule, dict(weight=300.0, delay=1.5))
recorder = nest.Create("spike_recorder", params=dict(record_to="memory"))
for one in (sources, neurons):
    nest.Connect(one, recorder, "all_to_all", dict(delay=0.1))
nest.Prepare()
built = time.process_time()
nest.Run(200.0)
before = recorder.n_events
running = time.process_time()
nest.Run(1000.0)
simulated = time.process_time() - running
nest.Cleanup()
arrivals = in_degree * (recorder.n_events - before)
line = dict(
    simulate_s=simulated,
    build_s=built - began,
    arrivals=arrivals,
    ns_per_arrival=1e9 * simulated / max(arrivals, 1),
)
print(json.dumps(line))
