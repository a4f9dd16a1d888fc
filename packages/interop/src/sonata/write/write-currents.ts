import type { NeuronRecord, Selection, StimulusRecord } from "@spikeloom/kernel";
import { chooseInput, chooseNeurons, readTime } from "@spikeloom/network";
import { currentValue, heldValue, lowerStimulus } from "@spikeloom/program";
import { timeOfStep } from "@spikeloom/simulate";
import type { WriteTask, WrittenNodes } from "./write-task.ts";

/** A current into some neurons of a population, as in a configuration. */
export interface WrittenCurrent {
  /** Its neurons; undefined for those of the stimulus. */
  readonly neurons: Selection | undefined;
  readonly input: object;
}

/** A step in which a current changes, and the new current in pA. */
type Change = readonly [step: number, amplitude: number];

/**
 * The first step in which BMTK's generators can act.
 *
 * NEST's generators act one step after their time, and BMTK ignores those that begin at its first step or before.
 */
const firstStep = 3;

/** Maximum number of changes of the currents of one stimulus; each is a line of a table. */
const mostChanges = 1_000_000;

/**
 * Write a stimulus as currents, each held from one change to the next.
 *
 * A current that differs between neurons becomes one current per neuron. Undefined if it cannot be
 * written, which is reported.
 */
export function writeCurrents(
  task: WriteTask,
  index: number,
  target: WrittenNodes,
): readonly WrittenCurrent[] | undefined {
  const { network, stack, losses } = task;
  const stimulus = network.stimuli?.[index];
  const place = `stimuli[${index}]`;
  if (stimulus === undefined || target.template === undefined) return undefined;
  const lose = (message: string): undefined => {
    losses.add("stimulus", place, message);
    return undefined;
  };
  if (stimulus.kind === "poisson") return lose("A stimulus of kind poisson is omitted.");
  const model = stack.get("neuron", target.template.model, place);
  const unit = unitOf(model, stimulus, place);
  if (unit !== "nA") return lose(`A stimulus that is no current is omitted: its unit is ${unit}.`);
  const steps = stepsOf(task, stimulus);
  if (steps === undefined) {
    return lose("A stimulus that does not end is omitted, as the network states no duration.");
  }
  const chosen = chooseNeurons(stimulus.neurons, target.size, `${place}.neurons`);
  const all = changesOf(task, index, { model, size: target.size, steps });
  if (all === undefined) {
    const message = `A stimulus of more than ${mostChanges} changes is omitted.`;
    return lose(message);
  }
  loseEarly(task, place, all);
  return all.flatMap((changes, k): WrittenCurrent[] => {
    const neurons = all.length === 1 ? stimulus.neurons : { indices: [chosen.neuron(k)] };
    const name = all.length === 1 ? `current_${index}` : `current_${index}_${k}`;
    const input = inputOf(task, name, { changes: fromFirst(changes), steps });
    return input === undefined ? [] : [{ neurons, input }];
  });
}

function unitOf(model: NeuronRecord, stimulus: StimulusRecord, place: string): string {
  const input = "input" in stimulus ? stimulus.input : undefined;
  return model.inputs?.[chooseInput(model, input, place)]?.unit ?? "1";
}

/** Number of steps for which a stimulus is written; undefined if it has no end. */
function stepsOf({ dt, duration }: WriteTask, stimulus: StimulusRecord): number | undefined {
  if (duration !== undefined) return Math.round(duration / dt);
  if (stimulus.kind !== "steps" || Number.parseFloat(String(stimulus.values.at(-1) ?? 0)) !== 0) {
    return undefined;
  }
  const last = stimulus.times.at(-1);
  return last === undefined ? 0 : Math.round(readTime(last, "times") / dt) + 1;
}

interface Span {
  readonly model: NeuronRecord;
  readonly size: number;
  readonly steps: number;
}

/** Changes of the current of all neurons, or of each if they differ; undefined if there are too many. */
function changesOf(
  task: WriteTask,
  index: number,
  { model, size, steps }: Span,
): readonly (readonly Change[])[] | undefined {
  const { network, dt, seed, convention } = task;
  const stimulus = network.stimuli?.[index];
  if (stimulus === undefined || stimulus.kind === "poisson") return undefined;
  const population = { name: stimulus.into, model, size };
  const lowered = lowerStimulus(stimulus, { index, population, dt, seed });
  if (lowered.kind !== "current") return undefined;
  const given = currentValue(lowered, { dt, seed, trial: network.trial ?? 0 });
  const value = heldValue(given, convention);
  const lists: [number, number][][] = [];
  let count = 0;
  for (let step = 0; step < steps; step++) {
    const now = value(step);
    const width = typeof now === "number" ? 1 : now.length;
    while (lists.length < width) lists.push(lists.length === 0 ? [] : [...(lists[0] ?? [])]);
    for (const [k, list] of lists.entries()) {
      const amplitude = typeof now === "number" ? now : (now[k] ?? 0);
      if (amplitude === (list.at(-1)?.[1] ?? 0)) continue;
      list.push([step, amplitude]);
      if (++count > mostChanges) return undefined;
    }
  }
  return lists;
}

/** Report a current that begins too early for circuit simulators. */
function loseEarly(
  { dt, losses }: WriteTask,
  place: string,
  all: readonly (readonly Change[])[],
): void {
  const early = all.flat().filter(([step]) => step < firstStep);
  const largest = early.reduce((most, [, value]) => Math.max(most, Math.abs(value)), 0);
  if (largest === 0) return;
  const time = timeOfStep(firstStep, dt);
  const message = `Generators of NEST act from ${time} ms on in BMTK: up to ${largest} pA before that are omitted.`;
  losses.add("stimulus", place, message);
}

/** Changes from the first step on in which a generator acts; the first one sets the value reached by then. */
function fromFirst(changes: readonly Change[]): readonly Change[] {
  const later = changes.filter(([step]) => step > firstStep);
  const start = changes.findLast(([step]) => step <= firstStep);
  return start === undefined ? later : [[Math.max(start[0], firstStep), start[1]], ...later];
}

/** A single pulse is written to the configuration, others to a table next to it. */
function inputOf(
  task: WriteTask,
  name: string,
  { changes, steps }: { readonly changes: readonly Change[]; readonly steps: number },
): object | undefined {
  const { dt } = task;
  const held = changes[0]?.[1] === 0 ? changes.slice(1) : changes;
  const [first, second] = held;
  if (first === undefined) return undefined;
  const timeOf = ([step]: Change): number => timeOfStep(step - 1, dt);
  const isPulse = held.length === 1 || (held.length === 2 && second?.[1] === 0);
  if (isPulse) {
    const end = second?.[0] ?? steps;
    return {
      input_type: "current_clamp",
      module: "IClamp",
      amp: first[1],
      delay: timeOf(first),
      duration: timeOfStep(end - first[0], dt),
    };
  }
  const rows = held.map((change) => `${timeOf(change)} ${change[1]}\n`);
  task.keep(`inputs/${name}.csv`, `timestamps amps\n${rows.join("")}`);
  return { input_type: "csv", module: "IClamp", file: `$INPUTS/${name}.csv` };
}
