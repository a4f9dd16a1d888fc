import { timeOfStep } from "@spikeloom/simulate";
import {
  call,
  inUnit,
  type Numbers,
  numberOf,
  oneIfAlike,
  type Python,
  pythonText,
} from "@spikeloom/simulate/scripts";
import { fedInputs } from "../scripts/fed-inputs.ts";
import type { NestTask } from "./task.ts";

/** A population's stimuli as code. */
export interface WrittenStimuli {
  /** Constant current of each neuron in the first step, in internal units. */
  readonly offsets: Numbers;
  /** The same from the second step on, if different. */
  readonly second: Numbers | undefined;
  readonly code: readonly Python[];
}

/** First step in which a NEST generator can change a current. */
const first = 2;

/**
 * Write the input of a population, the sum of all stimuli.
 *
 * A generator acts from its third step on. Therefore the constant current is set to the value of each of the first two
 * steps, and the generator adds the difference from that of the second.
 */
export function writeStimuli(task: NestTask, name: string): WrittenStimuli {
  const { network, steps } = task;
  const size = network.populations[name]?.size ?? 0;
  const fed = [...fedInputs(network, name, task).values()].flatMap((input) =>
    input.fed.map(({ targets, value }) => ({
      neurons: Array.from({ length: targets.size }, (_, k) => targets.neuron(k)),
      value,
    })),
  );
  if (fed.length === 0) return { offsets: 0, second: undefined, code: [] };
  const sums = Array.from({ length: size }, () => new Float64Array(steps));
  for (const { neurons, value } of fed) {
    for (let step = 0; step < steps; step++) {
      const now = value(step);
      for (const [k, neuron] of neurons.entries()) {
        const sum = sums[neuron];
        if (sum !== undefined)
          sum[step] = (sum[step] ?? 0) + (typeof now === "number" ? now : (now[k] ?? 0));
      }
    }
  }
  return written(task, name, sums);
}

function written(task: NestTask, name: string, sums: readonly Float64Array[]): WrittenStimuli {
  const offsets = Float64Array.from(sums, ([start = 0]) => start);
  const seconds = Float64Array.from(sums, ([start = 0, second = start]) => second);
  const isChanged = seconds.some((second, k) => second !== offsets[k]);
  const groups = new Map<string, { readonly neurons: number[]; readonly sum: Float64Array }>();
  for (const [neuron, sum] of sums.entries()) {
    const key = sum.join(" ");
    const known = groups.get(key) ?? { neurons: [], sum };
    known.neurons.push(neuron);
    groups.set(key, known);
  }
  const code = [...groups.values()].flatMap(({ neurons, sum }, k): Python[] => {
    const { times, values } = changes(task, sum);
    if (times.length === 0) return [];
    const label = `${name}-current-${k}`;
    return [
      call(
        "inject",
        `nodes[${pythonText(name)}]`,
        task.keep(`${label}-neurons`, Float64Array.from(neurons)),
        task.keep(`${label}-times`, Float64Array.from(times)),
        task.keep(`${label}-values`, Float64Array.from(values)),
      ),
    ];
  });
  const second = isChanged ? oneIfAlike(seconds) : undefined;
  return { offsets: oneIfAlike(offsets), second, code };
}

/** Times of changes, one step ahead of their effect, and the new values in pA. */
function changes(
  { dt }: NestTask,
  sum: Float64Array,
): { readonly times: number[]; readonly values: number[] } {
  const times: number[] = [];
  const values: number[] = [];
  const start = sum[1] ?? numberOf(sum, 0);
  let last = start;
  for (let step = first; step < sum.length; step++) {
    const now = numberOf(sum, step);
    if (now === last) continue;
    last = now;
    times.push(timeOfStep(step - 1, dt));
    values.push(inUnit(now - start, "pA"));
  }
  return { times, values };
}
