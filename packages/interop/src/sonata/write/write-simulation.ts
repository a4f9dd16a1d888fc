import type { RecorderRecord, Selection } from "@spikeloom/kernel";
import { chooseNeurons, readTime } from "@spikeloom/network";
import { writeCurrents } from "./write-currents.ts";
import type { NodesByName, WriteTask, WrittenNodes } from "./write-task.ts";

/** Parts of a configuration by name. */
type Parts = Record<string, object>;

/** Inputs, reports and node sets of a simulation. */
export interface WrittenSimulation {
  readonly inputs: Parts;
  readonly reports: Parts;
  readonly sets: Parts;
}

/** Write stimuli as inputs and recorders as reports, with their node sets. */
export function writeSimulation(task: WriteTask, nodes: NodesByName): WrittenSimulation {
  const sets: Parts = {};
  const inputs: Parts = {};
  for (const { name, spikes } of nodes.values()) {
    sets[name] = { population: name };
    if (spikes === undefined) continue;
    const from = { module: "h5", input_file: `$INPUTS/${spikes}`, node_set: name };
    inputs[`spikes_${name}`] = { input_type: "spikes", ...from };
  }
  for (const [k, { into }] of (task.network.stimuli ?? []).entries()) {
    const target = nodes.get(into);
    if (target === undefined) continue;
    const currents = writeCurrents(task, k, target) ?? [];
    for (const [number, { neurons, input }] of currents.entries()) {
      const name = currents.length === 1 ? `current_${k}` : `current_${k}_${number}`;
      const place = currents.length === 1 ? `stimuli[${k}]` : `stimuli[${k}].${number}`;
      const set = chosenSet(sets, target, { selection: neurons, place });
      inputs[name] = { ...input, node_set: set };
    }
  }
  const reports: Parts = {};
  for (const [k, recorder] of (task.network.record ?? []).entries()) {
    const target = nodes.get(recorder.population);
    const place = `record[${k}]`;
    if (target === undefined) continue;
    const report = reportOf(task, recorder, target, place);
    if (report === undefined) continue;
    const cells = chosenSet(sets, target, { selection: recorder.neurons, place });
    reports[`report_${k}`] = { cells, ...report };
  }
  for (const k of (task.network.recordSynapses ?? []).keys()) {
    task.losses.add("report", `recordSynapses[${k}]`, "Synapses are not recorded.");
  }
  return { inputs, reports, sets };
}

/** The set of the selected nodes, stored with the others. */
function chosenSet(
  sets: Parts,
  { name, size }: WrittenNodes,
  { selection, place }: { readonly selection: Selection | undefined; readonly place: string },
): string {
  if (selection === undefined) return name;
  const chosen = chooseNeurons(selection, size, `${place}.neurons`);
  const set = `${name}_${place.replace(/\W+/g, "_").replace(/_$/, "")}`;
  const ids = Array.from({ length: chosen.size }, (_, k) => chosen.neuron(k));
  sets[set] = { population: name, node_id: ids };
  return set;
}

/** A report of the variables that the template names; undefined if it names none. */
function reportOf(
  { losses }: WriteTask,
  recorder: RecorderRecord,
  { template }: WrittenNodes,
  place: string,
): object | undefined {
  const { variables, every, from, until } = recorder;
  if (variables.includes("spikes")) {
    const message = spikesOtherwise(recorder, template === undefined);
    if (message !== undefined) losses.add("report", place, message);
  }
  const names = variables.flatMap((variable) => {
    if (variable === "spikes") return [];
    const row = template?.state.find(([, ours]) => ours === variable);
    if (row === undefined) losses.add("report", place, `${variable} is not recorded.`);
    return row === undefined ? [] : [row[0]];
  });
  if (names.length === 0) return undefined;
  const time = (text: string | undefined, key: string): number | undefined =>
    text === undefined ? undefined : readTime(text, `${place}.${key}`);
  return {
    variable_name: names.length === 1 ? names[0] : names,
    module: "multimeter_report",
    sections: "soma",
    dt: time(every, "every"),
    start_time: time(from, "from"),
    end_time: time(until, "until"),
  };
}

/** Losses of spike recorders: a configuration has one file for the spikes of all neurons. */
function spikesOtherwise(
  { neurons, from, until }: RecorderRecord,
  isVirtual: boolean,
): string | undefined {
  if (isVirtual) return "Spikes of virtual nodes are not recorded.";
  const isPart = [neurons, from, until].some((one) => one !== undefined);
  return isPart ? "Spikes of all its neurons are recorded for the whole run." : undefined;
}
