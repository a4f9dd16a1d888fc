import { layOut, type Python } from "@spikeloom/simulate/scripts";

/** Write the script of a network. */
export function writeScript(network: Python): string {
  return `${head}\n\nNETWORK = ${layOut(network, 0)}\n\n${functions}`;
}

const head = `"""A network as Lava processes for Loihi, written by SpikeLoom.

    python network.py                        run it in fixed point on the CPU
    python network.py --out recorded.npz     and keep what it recorded

It needs lava-nc 0.10. All numbers are integers of the chip. Arrays are in the folder "data" beside it.
"""

import argparse
from pathlib import Path

import numpy as np
from lava.magma.core.run_conditions import RunSteps
from lava.magma.core.run_configs import Loihi2SimCfg
from lava.proc import io
from lava.proc.dense.process import DelayDense, Dense
from lava.proc.graded.process import GradedVec
from lava.proc.lif.process import LIF, TernaryLIF
from lava.proc.monitor.process import Monitor
from lava.proc.sdn.process import ActivationMode, Delta, SigmaDelta
from lava.utils.weightutils import SignMode

HERE = Path(__file__).resolve().parent
PROCESSES = {
    "LIF": LIF,
    "TernaryLIF": TernaryLIF,
    "SigmaDelta": SigmaDelta,
    "Delta": Delta,
    "GradedVec": GradedVec,
}
# Recorded at the port: 1 for a spike, or its payload.
SENT = ["spikes", "payload"]


def load(name):
    """Read an array of integers."""
    return np.load(HERE / "data" / name).astype(int)
`;

const functions = `

def neurons(given):
    """Create the process of a population."""
    parameters = dict(given["parameters"])
    if "act_mode" in parameters:
        parameters["act_mode"] = [ActivationMode.UNIT, ActivationMode.RELU][parameters["act_mode"]]
    return PROCESSES[given["process"]](shape=(given["size"],), **parameters)


def sources(given, steps):
    """Create the process of sources: a row of spikes for each neuron."""
    data = np.zeros((given["size"], steps), int)
    neuron, step = given["spikes"].T
    data[neuron, step] = 1
    return io.source.RingBuffer(data=data)


def synapses(given):
    """Create the process of a projection."""
    weights = np.zeros(given["shape"], int)
    source, target, weight, delay = given["synapses"].T
    weights[target, source] = weight
    format = {
        "weights": weights,
        "weight_exp": given["exponent"],
        "num_weight_bits": given["bits"],
        "sign_mode": SignMode[given["sign"]],
        "num_message_bits": given["message_bits"],
    }
    if not delay.any():
        return Dense(**format)
    delays = np.zeros(given["shape"], int)
    delays[target, source] = delay
    return DelayDense(delays=delays, max_delay=int(delays.max()), **format)


def build(network):
    """Create all processes, connected, and the recorders."""
    steps, made = network["steps"], {}
    for name, given in network["populations"].items():
        made[name] = sources(given, steps) if "spikes" in given else neurons(given)
    for given in network["projections"]:
        synapse = synapses(given)
        made[given["from"]].s_out.connect(synapse.s_in)
        synapse.a_out.connect(made[given["to"]].a_in)
    recorders = []
    for population, variable in network["record"]:
        process = made[population]
        if variable in SENT:
            recorder = io.sink.RingBuffer(shape=process.s_out.shape, buffer=steps)
            process.s_out.connect(recorder.a_in)
        else:
            recorder = Monitor()
            recorder.probe(getattr(process, variable), steps)
        recorders.append((population, variable, process, recorder))
    return made, recorders


def recorded(population, variable, process, recorder):
    """Return what a recorder holds: a row for each step."""
    if variable in SENT:
        return recorder.data.get().T
    return np.asarray(recorder.get_data()[process.name][variable])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", help="file for what is recorded")
    out = parser.parse_args().out
    made, recorders = build(NETWORK)
    first = next(iter(made.values()))
    condition = RunSteps(num_steps=NETWORK["steps"])
    first.run(condition=condition, run_cfg=Loihi2SimCfg(select_tag="fixed_pt"))
    rows = {f"{one[0]}.{one[1]}": recorded(*one) for one in recorders}
    first.stop()
    for name, values in rows.items():
        print(f"{name}: {np.count_nonzero(values)} of {values.size} not 0")
    if out is not None:
        np.savez_compressed(out, **rows)


if __name__ == "__main__":
    main()
`;
