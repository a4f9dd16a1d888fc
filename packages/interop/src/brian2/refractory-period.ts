import { evaluate, freeNames, parseNeuronModel } from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import type { ResolvedPopulation } from "@spikeloom/network";
import { timeOfStep } from "@spikeloom/simulate";
import { EXPORT_NEURON, type Numbers, numberOf, oneIfAlike } from "@spikeloom/simulate/scripts";
import type { Brian2Task } from "./task.ts";

/**
 * Return the refractory period as Brian2 counts it.
 *
 * A neuron that spikes in step k is free again in step k + period / dt; ours is held for a number of steps after that
 * of its spike, under every convention. In ms; undefined if no neuron is ever refractory.
 */
export function refractoryPeriod(
  task: Brian2Task,
  name: string,
  { model, parameters, size }: ResolvedPopulation,
): Numbers | undefined {
  const record = parseNeuronModel(model).spike?.refractory;
  const period = record?.for ?? record?.steps;
  if (record === undefined || period === undefined) return undefined;
  const isFixed = [...freeNames(period)].every((one) => parameters.has(one));
  if (!isFixed) {
    throw EXPORT_NEURON({
      message: `Brian2 scripts do not support a refractory period that depends on state, as in population "${name}".`,
      place: `populations.${name}.model`,
      got: model.name,
      next: "Make it depend only on parameters, or run the network with SpikeLoom.",
    });
  }
  const inSteps = record.for === undefined;
  const times = Float64Array.from({ length: size }, (_, k) => {
    const scope = (one: string): number | undefined => {
      const found = parameters.get(one)?.value;
      return found === undefined ? undefined : numberOf(found, k);
    };
    const value = evaluate(period, { scope, functions: hostFunctions });
    const steps = (inSteps ? value : wholeSteps(task, value)) + 1;
    return timeOfStep(Math.max(0, steps + task.convention.refractory.countOffset), task.dt);
  });
  const values = oneIfAlike(times);
  return values === 0 ? undefined : values;
}

function wholeSteps({ dt, convention }: Brian2Task, time: number): number {
  const { rounding = "nearest" } = convention.refractory;
  const slack = { nearest: 0.5, floor: 1e-3, up: Math.max(0.5, 1 - 5e-4 / dt) }[rounding];
  return Math.floor(time / dt + slack);
}
