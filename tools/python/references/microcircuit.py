"""Runs a cortical microcircuit on NEST and writes its spikes: `python microcircuit.py network.json seed out.bin`.

The network is a SpikeLoom network file, so that both simulators get the same numbers; the output contains three
32-bit words per spike: population, neuron, and the step of its stamp.
"""

import json
import sys

import nest
import numpy as np

UNITS = {"ms": 1.0, "s": 1000.0, "mV": 1.0, "pA": 1.0, "pF": 1.0, "Hz": 1.0}
PARAMETERS = {
    "c_m": "C_m",
    "tau_m": "tau_m",
    "v_rest": "E_L",
    "v_reset": "V_reset",
    "v_threshold": "V_th",
    "tau_refrac": "t_ref",
    "tau_syn_exc": "tau_syn_ex",
    "tau_syn_inh": "tau_syn_in",
    "i_offset": "I_e",
}


def number(quantity):
    """The number of a quantity in NEST's unit."""
    value, unit = quantity.split(" ")
    return float(value) * UNITS[unit]


def normal(draw):
    """A normal draw; values outside its bounds are drawn again."""
    low = number(draw["min"]) if "min" in draw else -np.inf
    high = number(draw["max"]) if "max" in draw else np.inf
    value = nest.random.normal(number(draw["mean"]), number(draw["sd"]))
    return nest.math.redraw(value, min=low, max=high)


def make_population(record):
    parameters = {PARAMETERS[name]: number(value) for name, value in record["parameters"].items()}
    first = record["initial"]["v"]
    parameters["V_m"] = nest.random.normal(number(first["mean"]), number(first["sd"]))
    return nest.Create("iaf_psc_exp", record["size"], params=parameters)


def connect(populations, record):
    assert record["connector"]["kind"] == "fixed-total"
    rule = {
        "rule": "fixed_total_number",
        "N": record["connector"]["n"],
        "allow_autapses": True,
        "allow_multapses": True,
    }
    synapse = {"weight": normal(record["weight"]), "delay": normal(record["delay"])}
    nest.Connect(populations[record["from"]], populations[record["to"]], rule, synapse)


def drive(populations, record, dt):
    assert record["kind"] == "poisson"
    source = nest.Create("poisson_generator", params={"rate": number(record["rate"])})
    synapse = {"weight": number(record["weight"]), "delay": dt}
    nest.Connect(source, populations[record["into"]], "all_to_all", synapse)


def simulate(network, seed):
    """Spikes as rows of population, neuron, step."""
    dt = number(network["dt"])
    nest.verbosity = nest.VerbosityLevel.ERROR
    nest.ResetKernel()
    nest.set(resolution=dt, local_num_threads=1, rng_seed=seed, print_time=False)
    populations = {name: make_population(one) for name, one in network["populations"].items()}
    for record in network["projections"]:
        connect(populations, record)
    for record in network["stimuli"]:
        drive(populations, record, dt)
    recorders = [nest.Create("spike_recorder") for _ in populations]
    for population, recorder in zip(populations.values(), recorders):
        nest.Connect(population, recorder)
    nest.Simulate(number(network["duration"]))
    rows = []
    for k, (population, recorder) in enumerate(zip(populations.values(), recorders)):
        events = recorder.get("events")
        steps = np.round(events["times"] / dt).astype(np.uint32)
        neurons = (events["senders"] - population[0].global_id).astype(np.uint32)
        rows.append(np.stack([np.full_like(steps, k), neurons, steps], axis=1))
    return np.concatenate(rows)


if __name__ == "__main__":
    path, seed, out = sys.argv[1:]
    with open(path, encoding="utf-8") as file:
        simulate(json.load(file), int(seed)).astype("<u4").tofile(out)
