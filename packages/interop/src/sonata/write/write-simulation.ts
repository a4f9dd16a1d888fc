import type { RecorderRecord, Selection, StimulusRecord } from "@spikeloom/kernel";
import { chooseInput, chooseNeurons, readScalar, readTime } from "@spikeloom/network";
import { timeOfStep } from "@spikeloom/simulate";
import { parseUnit } from "@spikeloom/units";
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
  for (const [k, stimulus] of (task.network.stimuli ?? []).entries()) {
    const target = nodes.get(stimulus.into);
    if (target === undefined) continue;
    const place = `stimuli[${k}]`;
    const clamp = currentClamp(task, stimulus, target, place);
    if (clamp === undefined) {
      const message = `A stimulus of kind ${stimulus.kind} is omitted.`;
      task.losses.add("stimulus", place, message);
      continue;
    }
    const set = chosenSet(sets, target, { selection: stimulus.neurons, place });
    inputs[`current_${k}`] = {
      input_type: "current_clamp",
      module: "IClamp",
      node_set: set,
      ...clamp,
    };
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

/** Current steps, each from its time to the next; undefined for other stimuli. */
function currentClamp(
  task: WriteTask,
  stimulus: StimulusRecord,
  { template }: WrittenNodes,
  place: string,
): object | undefined {
  if (stimulus.kind !== "steps" || template === undefined) return undefined;
  const { dt, duration, stack } = task;
  const model = stack.get("neuron", template.model, place);
  const { dimension } = parseUnit("pA");
  if (model.inputs?.[chooseInput(model, stimulus.input, place)]?.unit !== "nA") return undefined;
  // NEST's generators act one step after their time, ours immediately.
  const steps = stimulus.times.map((time) => {
    const ms = typeof time === "number" ? time : readTime(time, `${place}.times`);
    return Math.round(ms / dt) - 1;
  });
  if (steps.some((step) => step < 0)) return undefined;
  const currents = stimulus.values.map((value) =>
    readScalar(value, { dimension, place: `${place}.values` }),
  );
  const end = duration === undefined ? undefined : Math.round(duration / dt);
  const held = currents.flatMap((amp, k): { amp: number; delay: number; duration: number }[] => {
    const [start, until] = [steps[k] as number, steps[k + 1] ?? end];
    if (amp === 0 || until === undefined || until <= start) return [];
    return [{ amp, delay: timeOfStep(start, dt), duration: timeOfStep(until - start, dt) }];
  });
  const isOpen = end === undefined && currents.at(-1) !== 0;
  if (held.length === 0 || isOpen) return undefined;
  const [first, ...others] = held;
  if (others.length === 0) return first;
  const list = (key: "amp" | "delay" | "duration"): number[] => held.map((one) => one[key]);
  return { amp: list("amp"), delay: list("delay"), duration: list("duration") };
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
