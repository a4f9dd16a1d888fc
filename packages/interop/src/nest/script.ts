import { layOut, type Python, pythonFloat, pythonText } from "@spikeloom/simulate/scripts";

/** Parts of a script. */
export interface ScriptParts {
  /** Description of the network. */
  readonly name: string | undefined;
  readonly about: string | undefined;
  readonly cite: readonly string[] | undefined;
  /** In ms. */
  readonly duration: number;
  readonly dt: number;
  readonly seed: number;
  readonly nodes: readonly Python[];
  readonly connections: readonly Python[];
  readonly records: readonly Python[];
  /** Changes at the second step, if it differs from the first. */
  readonly second: readonly Python[];
  /** Whether weights are reported. */
  readonly learns: boolean;
}

const head = `"""A network as a PyNEST script, written by SpikeLoom.

    python network.py                        run it
    python network.py --threads 4            on so many threads
    python network.py --out recorded.npz     and keep what it recorded

Times are in ms, potentials in mV, currents in pA, conductances in nS and capacitances in pF.
Arrays are in the folder "data" beside it.
"""

import argparse
from pathlib import Path

import nest
import numpy as np
`;

const load = `def load(name):
    """Read an array."""
    return np.load(DATA / name)
`;

/** Helper functions of a script, included if called. */
const functions: Readonly<Record<string, string>> = {
  send: `def send(neurons, times, ends):
    """Let each neuron send its part of a list of times, a step later: from there on they are its spikes."""
    for neuron, part in zip(neurons, np.split(times, ends[:-1].astype(int)), strict=True):
        generator = nest.Create("spike_generator", params={"spike_times": part})
        nest.Connect(generator, neuron, syn_spec={"delay": DT})
`,
  draw: `def draw(neurons, chosen, law, synapse=None):
    """Let a Poisson process of its own reach each neuron; the law is a rate in Hz, or rates from times on."""
    model = "poisson_generator" if "rate" in law else "inhomogeneous_poisson_generator"
    generator = nest.Create(model, params=law)
    targets = neurons[np.asarray(chosen, int).tolist()]
    weight = np.full((len(targets), 1), (synapse or {}).get("weight", 1.0))
    nest.Connect(generator, targets, "all_to_all", {"delay": DT, **(synapse or {}), "weight": weight})
`,
  connect: `def connect(sources, targets, i, j, synapse):
    """Connect neurons one by one; weights, delays and the like are one for all, or one each."""
    pre = np.array(sources.tolist())[i.astype(int)]
    post = np.array(targets.tolist())[j.astype(int)]
    fixed = {"synapse_model": "static_synapse"}
    fixed |= {key: synapse[key] for key in ("synapse_model", "receptor_type") if key in synapse}
    values = {key: np.full(len(pre), synapse[key], float) for key in synapse if key not in fixed}
    nest.Connect(pre, post, "one_to_one", {**values, **fixed})
`,
  transmitter: `def transmitter(neurons, chosen, delay):
    """Let spikes of neurons, of all where none are chosen, act on all synapses of a model."""
    made = nest.Create("volume_transmitter")
    nest.Connect(neurons if chosen is None else neurons[chosen], made, syn_spec={"delay": delay})
    return made
`,
  inject: `def inject(neurons, chosen, times, values):
    """Let a current into neurons, which acts a step after it changes."""
    current = {"amplitude_times": times, "amplitude_values": values}
    generator = nest.Create("step_current_generator", params=current)
    nest.Connect(generator, neurons[chosen.astype(int).tolist()], syn_spec={"delay": DT})
`,
};

const learned = `def weights_of(learned):
    """Give the weights of plastic synapses, by projection, as NEST knows them: up to the last spike of each."""
    arrays = {}
    for name, sources, targets, model, sign in learned:
        found = nest.GetConnections(synapse_model=model).get(["source", "target", "weight"])
        first = [np.array(nodes.tolist()) for nodes in (sources, targets)]
        # Of one connection NEST gives plain numbers.
        columns = {key: np.atleast_1d(values) for key, values in found.items()}
        i = np.searchsorted(first[0], columns["source"])
        j = np.searchsorted(first[1], columns["target"])
        weights = sign * columns["weight"]
        arrays[f"weights/{name}"] = np.column_stack([i, j, weights])[np.lexsort((j, i))]
    return arrays
`;

const recording = `def record_spikes(neurons, chosen):
    """Record the spikes of neurons, of all where none are chosen."""
    recorder = nest.Create("spike_recorder")
    nest.Connect(neurons if chosen is None else neurons[chosen], recorder, syn_spec={"delay": DT})
    return recorder, neurons


def record_samples(neurons, chosen, variables, interval):
    """Sample variables of neurons, of all where none are chosen."""
    names = {"interval": interval, "record_from": list(variables.values())}
    meter = nest.Create("multimeter", params=names)
    nest.Connect(meter, neurons if chosen is None else neurons[chosen], syn_spec={"delay": DT})
    return meter, neurons, variables


def results(spikes, samples, duration):
    """Collect what was recorded, as arrays by name: spikes as neurons and times (ms), samples."""
    arrays = {}
    for name, (recorder, neurons) in spikes:
        events = recorder.get("events")
        kept = np.rint(events["times"] / DT) <= round(duration / DT)
        first = np.array(neurons.tolist())
        arrays[f"spikes/{name}/neurons"] = np.searchsorted(first, events["senders"])[kept]
        arrays[f"spikes/{name}/times"] = events["times"][kept]
    for name, (meter, neurons, variables) in samples:
        events = meter.get("events")
        order = np.lexsort((events["senders"], events["times"]))
        order = order[np.rint(events["times"][order] / DT) <= round(duration / DT)]
        senders = np.unique(events["senders"])
        for own, theirs in variables.items():
            path = f"samples/{name}/{own}"
            arrays[path] = events[theirs][order].reshape(-1, len(senders))
            arrays[f"{path}/neurons"] = np.searchsorted(np.array(neurons.tolist()), senders)
    return arrays
`;

function simulate({ second, learns }: ScriptParts): string {
  const made = `nodes, spikes, samples${learns ? ", learned" : ""}`;
  const found = learns
    ? "results(spikes, samples, duration) | weights_of(learned)"
    : "results(spikes, samples, duration)";
  const isChanged = second.length > 0;
  const begin = isChanged ? "\n    nest.Simulate(DT)\n    change(nodes)" : "";
  return `def simulate(duration=DURATION, threads=1):
    """Run the network for so many ms; give what it recorded, and its nodes."""
    nest.verbosity = nest.VerbosityLevel.ERROR
    nest.ResetKernel()
    nest.local_num_threads = threads
    nest.resolution = DT
    nest.rng_seed = SEED
    ${made} = build()${begin}
    # What happens in the last steps reaches the devices a little later.
    nest.Simulate(round((round(duration / DT) + ${isChanged ? 1 : 2}) * DT, 6))
    return ${found}, nodes
`;
}

function change(second: readonly Python[]): string {
  const lines = second.map((one) => layOut(one, 4));
  return `def change(nodes):
    """Let the currents of the second step in; NEST's generators act from the third one on."""
${lines.join("\n")}
`;
}

const main = `def main():
    """Run the network and say what came of it."""
    parser = argparse.ArgumentParser(description="Run the network with NEST.")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--duration", type=float, default=DURATION, help="in ms")
    parser.add_argument("--out", help="file of what was recorded (.npz)")
    chosen = parser.parse_args()
    arrays, nodes = simulate(chosen.duration, chosen.threads)
    for name, neurons in nodes.items():
        times = arrays.get(f"spikes/{name}/times")
        said = "" if times is None else f", {len(times)} spikes"
        print(f"{name}: {len(neurons)} neuron{'' if len(neurons) == 1 else 's'}{said}")
    if chosen.out:
        np.savez(chosen.out, **arrays)


if __name__ == "__main__":
    main()
`;

/** Assemble the script. */
export function writeScript(given: ScriptParts): string {
  const body = build(given);
  const called = Object.entries(functions).filter(([name]) =>
    new RegExp(`[ (]${name}\\(`).test(body),
  );
  return [
    `${head}\n${constants(given)}`,
    load,
    ...called.map(([, code]) => code),
    body,
    ...(given.second.length === 0 ? [] : [change(given.second)]),
    recording,
    ...(given.learns ? [learned] : []),
    simulate(given),
    main,
  ].join("\n\n");
}

function constants({ name, about, cite, duration, dt, seed }: ScriptParts): string {
  const lines = [
    ...(name === undefined ? [] : [`NAME = ${pythonText(name)}`]),
    ...(about === undefined ? [] : [`ABOUT = ${pythonText(about)}`]),
    ...(cite === undefined
      ? []
      : [layOut({ head: "CITE = [", items: cite.map(pythonText), tail: "]" }, 0)]),
    'DATA = Path(__file__).parent / "data"',
    `DURATION = ${pythonFloat(duration)}  # ms`,
    `DT = ${pythonFloat(dt)}  # ms`,
    `SEED = ${seed}`,
  ];
  return `${lines.join("\n")}\n`;
}

function build({ nodes, connections, records, learns }: ScriptParts): string {
  const lines = (code: readonly Python[]): string[] => code.map((one) => layOut(one, 4));
  const all = [
    "def build():",
    '    """Create the network; return its nodes by name, and recorders."""',
    "    nodes = {}",
    ...lines(nodes),
    ...(learns ? ["    learned = []"] : []),
    "",
    ...lines(connections),
    "",
    "    spikes, samples = [], []",
    ...lines(records),
    `    return nodes, spikes, samples${learns ? ", learned" : ""}`,
  ];
  return `${all.join("\n")}\n`;
}
