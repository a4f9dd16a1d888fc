"""Gradients of e-prop in NEST and here: a recurrent layer with a readout, one sample, one update.

NEST's models follow Bellec et al. 2020 (doi:10.1038/s41467-020-17236-y), and learn at the end of an interval.
Parameters compensate for the differences:

- NEST subtracts the threshold a step after the spike, when the potential has leaked: our neuron subtracts
  ``V_th / alpha`` immediately, which leaks to ``V_th``.
- NEST also adds one to the adaptation a step after the spike: our ``beta`` is NEST's divided by ``rho``.
- NEST filters eligibility traces with the factor ``1 - kappa``: weights of the error feedback are the readout's
  divided by it. The readout receives whole spikes (``regular_spike_arrival``), and so has no such factor.
- NEST's error is ``y - target``, summed over steps and outputs: our gradient is of their mean square, and is
  multiplied by half of steps times outputs.
- Each of NEST's models begins its interval when the first spikes of the previous model can arrive. Step t of
  our readout is step t of the readout's interval; step t of our layer is step t + 1 of the layer's. Our
  input of step t, which arrives at t + 1, is that of step t + 2.
"""

import json
import os
import subprocess
from pathlib import Path

import nest
import numpy as np

SCRIPT = Path(__file__).parents[1] / "run-eprop.ts"
# The step in which the layer's interval begins: spikes take one step to the parrots, and one to the layer.
BEGIN = 2
NAMES = ("input", "hidden", "output")


def run_in_ours(cases, timeout=120):
    """Learn for each of ``{"beta", "off", "seed"}``; return the common settings, and a list of results."""
    node = os.environ.get("SPIKELOOM_NODE", "node")
    command = [node, "--conditions=@spikeloom/source", str(SCRIPT), json.dumps(cases)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=timeout, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"e-prop did not run:\n{done.stderr}")
    return json.loads(done.stdout)


def as_nest_sums(shared, one):
    """Return our gradients of the three projections, of the sum of errors that NEST minimises."""
    scale = shared["steps"] * shared["sizes"]["output"] / 2
    return [scale * np.array(values) for values in one["gradients"]]


def run_in_nest(neuron, beta, shared, one):
    """Return gradients of the three projections, and the number of spikes of the layer in the interval."""
    steps, sizes, constants = shared["steps"], shared["sizes"], shared["constants"]
    n_in, n_rec, n_out = (sizes[name] for name in NAMES)
    ends = ((n_in, n_rec), (n_rec, n_rec), (n_rec, n_out))
    weights = [np.reshape(w, end) for w, end in zip(one["weights"], ends, strict=True)]
    _reset(steps)
    generators = nest.Create("spike_generator", n_in, _trains(one["input"], n_in, steps))
    parrots = nest.Create("parrot_neuron", n_in)
    layer = nest.Create(neuron, n_rec, _layer(neuron, beta, constants))
    readout = nest.Create(
        "eprop_readout_bsshslm_2020",
        n_out,
        {
            "C_m": 1.0, "E_L": 0.0, "V_m": 0.0, "tau_m": float(constants["tau_out"]),
            "loss": "mean_squared_error", "regular_spike_arrival": True,
        },  # fmt: skip
    )
    nest.Connect(generators, parrots, "one_to_one", {"delay": 1.0})
    pairs = ((parrots, layer), (layer, layer), (layer, readout))
    for (source, target), matrix in zip(pairs, weights, strict=True):
        synapse = {"synapse_model": "eprop_synapse_bsshslm_2020", "delay": 1.0}
        synapse |= {"tau_m_readout": float(constants["tau_out"]), "weight": matrix.T}
        nest.Connect(source, target, "all_to_all", synapse)
    _bring_back(readout, layer, weights[2] / (1 - np.exp(-1 / constants["tau_out"])))
    _teach(readout, np.reshape(one["targets"], (steps, n_out)))
    recorder = nest.Create("spike_recorder", params={"stop": float(steps + BEGIN)})
    nest.Connect(layer, recorder)
    # A synapse learns when it transmits a spike: one is forced on all when the interval ends.
    last = nest.Create("spike_generator", 1, {"spike_times": [float(steps + BEGIN + 1)]})
    nest.Connect(last, parrots + layer, "all_to_all", {"weight": 1e6, "delay": 1.0})
    nest.Simulate(float(steps + BEGIN + 4))
    gradients = [
        (matrix - _weights(*pair)).ravel() for pair, matrix in zip(pairs, weights, strict=True)
    ]
    return gradients, recorder.n_events


def _reset(steps):
    nest.verbosity = nest.VerbosityLevel.ERROR
    nest.ResetKernel()
    nest.set(
        resolution=1.0,
        eprop_update_interval=float(steps),
        eprop_learning_window=float(steps),
        eprop_reset_neurons_on_update=True,
    )
    optimizer = {"type": "gradient_descent", "batch_size": 1, "eta": 1.0}
    optimizer |= {"Wmin": -1e6, "Wmax": 1e6}
    nest.SetDefaults(
        "eprop_synapse_bsshslm_2020", {"optimizer": optimizer, "average_gradient": False}
    )


def _trains(spikes, size, steps):
    at, neurons = np.array(spikes["steps"]), np.array(spikes["neurons"])
    # Spikes of the last two steps change nothing here, and belong to NEST's next interval.
    arrives = at < steps - 2
    times = [at[arrives & (neurons == n)] for n in range(size)]
    # A generator with time t sends in the step that begins at t - 1.
    return [{"spike_times": one + float(BEGIN + 1)} for one in times]


def _layer(neuron, beta, constants):
    parameters = {
        "C_m": 1.0, "E_L": 0.0, "V_m": 0.0, "t_ref": 0.0, "c_reg": 0.0,
        "tau_m": float(constants["tau_m"]), "V_th": float(constants["v_threshold"]),
        "regular_spike_arrival": True, "surrogate_gradient_function": "piecewise_linear",
        "surrogate_gradient_height": 0.3, "surrogate_gradient_width": 1.0,
    }  # fmt: skip
    if neuron == "eprop_iaf_adapt_bsshslm_2020":
        parameters |= {"adapt_tau": float(constants["tau_a"]), "adapt_beta": beta}
    return parameters


def _bring_back(readout, layer, weights):
    synapse = {"synapse_model": "eprop_learning_signal_connection_bsshslm_2020", "delay": 1.0}
    nest.Connect(readout, layer, "all_to_all", synapse | {"weight": weights})


def _teach(readout, targets):
    steps, size = targets.shape
    times = np.arange(steps) + float(BEGIN + 2)
    rates = [{"amplitude_times": times, "amplitude_values": targets[:, k]} for k in range(size)]
    generators = nest.Create("step_rate_generator", size, rates)
    synapse = {"synapse_model": "rate_connection_delayed", "delay": 1.0, "receptor_type": 2}
    nest.Connect(generators, readout, "one_to_one", synapse)


def _weights(sources, targets):
    found = nest.GetConnections(sources, targets, synapse_model="eprop_synapse_bsshslm_2020")
    found = found.get(["source", "target", "weight"])
    matrix = np.full((len(sources), len(targets)), np.nan)
    rows = np.array(found["source"]) - min(sources.tolist())
    columns = np.array(found["target"]) - min(targets.tolist())
    matrix[rows, columns] = found["weight"]
    return matrix
