import {
  isLoop,
  type Kernel,
  type NetworkProgram,
  type PopulationProgram,
  type Statement,
  type StepProgram,
  slotName,
} from "@spikeloom/program";
import { fillNormal, fillUniform, streamKey } from "@spikeloom/random";
import { evaluated, type Names, type Scope } from "./expressions.ts";

/** Neurons of a population: one array per slot of its step program. */
export interface Neurons {
  readonly population: PopulationProgram;
  readonly step: StepProgram;
  readonly state: { slots: Map<string, Float64Array> };
}

/** Create the neurons of a population with their initial values. */
export function createNeurons(population: PopulationProgram, zeroDelay: boolean): Neurons {
  const step = population.step({ zeroDelay });
  const { size, initial } = population;
  const slots = [...step.slots].map(([name, { start = 0 }]) => {
    const given = step.arrays.get(name) ?? initial.get(name)?.value ?? start;
    const valueAt = (k: number): number =>
      typeof given === "number" ? given : (given[given.length === 1 ? 0 : k] as number);
    return [name, Float64Array.from({ length: size }, (_, k) => valueAt(k))] as const;
  });
  return { population, step, state: { slots: new Map(slots) } };
}

/** Draw the random numbers that the neurons need in a step. */
export function drawNumbers(
  { population: { size }, step: { draws }, state: { slots } }: Neurons,
  { seed, trial }: NetworkProgram,
  step: number,
): void {
  for (const { slot, distribution, key: purpose } of draws) {
    const key = streamKey(seed, purpose, trial);
    const entities = Uint32Array.from({ length: size }, (_, k) => k);
    const fill = distribution === "uniform" ? fillUniform : fillNormal;
    fill({ key, entities, step }, slots.get(slot) as Float64Array);
  }
}

/** Run a kernel for all neurons at a time in ms, and list those that spike. */
export function runKernel(
  { population: { size }, state: { slots } }: Neurons,
  kernel: Kernel,
  t: number,
): number[] {
  const spiking: number[] = [];
  for (let neuron = 0; neuron < size; neuron++) {
    const lets: Names = new Map([["t", t]]);
    const scope: Scope = (name) => lets.get(name) ?? slots.get(name)?.[neuron];
    for (const statement of kernel.statements) execute(statement, lets, scope);
    if (kernel.spikes !== undefined && evaluated(kernel.spikes, scope) !== 0) spiking.push(neuron);
    const stored = kernel.stores.map(([, value]) => evaluated(value, scope));
    for (const [k, [slot]] of kernel.stores.entries()) {
      (slots.get(slot) as Float64Array)[neuron] = stored[k] as number;
    }
  }
  return spiking;
}

/** Execute a statement: an assignment, or a loop that only some neurons take. */
function execute(statement: Statement, lets: Names, scope: Scope): void {
  if (!isLoop(statement)) {
    lets.set(statement[0], evaluated(statement[1], scope));
    return;
  }
  const { where, turns, carried, lets: inner } = statement;
  const isTaken = evaluated(where, scope) !== 0;
  const setAll = (values: readonly number[]): void =>
    carried.forEach(({ name }, k) => void lets.set(name, values[k] as number));
  setAll(carried.map(({ start, otherwise }) => evaluated(isTaken ? start : otherwise, scope)));
  for (let turn = 0; isTaken && turn < turns; turn++) {
    for (const [name, value] of inner) lets.set(name, evaluated(value, scope));
    setAll(carried.map(({ next }) => evaluated(next, scope)));
  }
}

/** Evaluate the expressions that are recorded or read by synapses, at a time in ms. */
export function observe(neurons: Neurons, t: number): void {
  if (neurons.step.observe !== undefined) runKernel(neurons, neurons.step.observe, t);
}

/** Find the values of a variable or of an observed expression. */
export function observed({ state }: Neurons, variable: string): Float64Array | undefined {
  return state.slots.get(slotName("observed", variable)) ?? state.slots.get(variable);
}
