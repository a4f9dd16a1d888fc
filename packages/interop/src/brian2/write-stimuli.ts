import { behind, call, keyword, type Python } from "@spikeloom/simulate/scripts";
import { fromInternal, parseUnit } from "@spikeloom/units";
import { type Fed, fedInputs } from "../scripts/fed-inputs.ts";
import type { Brian2Task } from "./task.ts";
import { writtenUnit } from "./units.ts";

/** Stimulus as an expression in equations and a value in the namespace. */
export interface WrittenStimulus {
  readonly text: string;
  readonly array: Python;
}

/** Write the stimuli of a population by input: the sum of all, one value per step. */
export function writeStimuli(task: Brian2Task, name: string): ReadonlyMap<string, WrittenStimulus> {
  const { network } = task;
  const size = network.populations[name]?.size ?? 0;
  return new Map(
    [...fedInputs(network, name, task)].map(([input, { unit, fed }]) => [
      input,
      written(task, { name, input, size, unit }, fed),
    ]),
  );
}

interface Place {
  readonly name: string;
  readonly input: string;
  readonly size: number;
  readonly unit: string;
}

function written(
  task: Brian2Task,
  { name, input, size, unit }: Place,
  all: readonly Fed[],
): WrittenStimulus {
  const isOne = all.every(
    ({ targets, value }) => targets.isAll === true && isOneNumber(value, task.steps),
  );
  const width = isOne ? 1 : size;
  const values = new Float64Array(width * task.steps);
  for (let step = 0; step < task.steps; step++) {
    for (const { targets, value } of all) {
      const now = value(step);
      const count = isOne ? 1 : targets.size;
      for (let k = 0; k < count; k++) {
        const at = step * width + (isOne ? 0 : targets.neuron(k));
        values[at] = (values[at] ?? 0) + (typeof now === "number" ? now : (now[k] ?? 0));
      }
    }
  }
  const text = writtenUnit(unit);
  const { dimension } = parseUnit(unit);
  const given = values.map((value) => fromInternal(value, dimension, text.ours).value);
  const kept = isOne
    ? task.keep(`${name}-${input}`, given)
    : task.keep(`${name}-${input}`, given, width);
  const numbers = text.theirs === "1" ? kept : behind(kept, `*${text.theirs}`);
  const variable = `stimulus_of_${input}`;
  return {
    text: isOne ? `${variable}(t)` : `${variable}(t, i)`,
    array: call("b.TimedArray", numbers, keyword("dt", "DT")),
  };
}

/** Whether a stimulus is equal for all neurons in each step, except possibly before it starts. */
function isOneNumber(value: Fed["value"], steps: number): boolean {
  for (let step = 0; step < steps; step++) if (typeof value(step) !== "number") return false;
  return true;
}
