import { type ResolvedPopulation, spikeStep } from "@spikeloom/network";
import { lowerSource } from "@spikeloom/program";
import { timeOfStep } from "@spikeloom/simulate";
import {
  call,
  EXPORT_NEURON,
  EXPORT_VALUE,
  type Python,
  pythonText,
} from "@spikeloom/simulate/scripts";
import { sourceRates } from "../scripts/step-rates.ts";
import { drawCode } from "./draw-code.ts";
import type { NestTask } from "./task.ts";

/**
 * Write a population of sources.
 *
 * They are represented by parrot neurons that repeat a generator's spikes: these can be recorded and have any synapses.
 * The generator is one step ahead.
 */
export function sourceCode(
  task: NestTask,
  name: string,
  resolved: ResolvedPopulation,
): readonly Python[] {
  const { model, size } = resolved;
  const made = call(
    `nodes[${pythonText(name)}] = nest.Create`,
    pythonText("parrot_neuron"),
    String(size),
  );
  if (resolved.times !== undefined) {
    const times = sentTimes(task, name, resolved.times);
    const ends = new Float64Array(times.length);
    times.reduce((at, list, k) => {
      ends[k] = at + list.length;
      return at + list.length;
    }, 0);
    const all = Float64Array.from(times.flatMap((list) => [...list]));
    const columns = [task.keep(`${name}-spike-times`, all), task.keep(`${name}-ends`, ends)];
    return [made, call("send", `nodes[${pythonText(name)}]`, ...columns)];
  }
  const rates = sourceRates(lowerSource({ ...resolved, name }), {
    dt: task.dt,
    steps: task.steps,
    size,
  });
  if (rates === undefined) {
    throw EXPORT_NEURON({
      message: `NEST scripts do not support the source of population "${name}".`,
      place: `populations.${name}.model`,
      got: model.name,
      next: "Use a Poisson source or given spike times.",
    });
  }
  task.lose(
    "drawn-anew",
    `populations.${name}`,
    "Its spikes are redrawn: same distribution, different values.",
  );
  return [
    made,
    ...rates.flatMap((row, k) => drawCode(task, row, { name, label: `${name}-draws-${k}` })),
  ];
}

/** Move spikes one step earlier, which they take from the generator. */
function sentTimes(
  { dt, convention }: NestTask,
  name: string,
  lists: readonly Float64Array[],
): readonly Float64Array[] {
  return lists.map((list) => {
    const steps = Array.from(list, (time) => spikeStep(time, { dt, convention }) - 1);
    const early = steps.findIndex((step) => step < 1);
    if (early < 0) return Float64Array.from(steps, (step) => timeOfStep(step, dt));
    throw EXPORT_VALUE({
      message: "A source in NEST cannot emit a spike before its second step.",
      place: `populations.${name}.times`,
      expected: `at least ${timeOfStep(2, dt)} ms`,
      got: `${list[early]} ms`,
      next: "Move the spike, or run the network with SpikeLoom.",
    });
  });
}
