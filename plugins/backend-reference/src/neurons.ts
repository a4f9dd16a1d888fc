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
  readonly slots: ReadonlyMap<string, Float64Array>;
}

/** Get the values of a slot that the step program has. */
export function slotOf({ slots }: Neurons, name: string): Float64Array {
  return slots.get(name) as Float64Array;
}

/** Get the sums of a receptor: what arrives in a step. */
export function receptorOf(neurons: Neurons, receptor: string): Float64Array {
  return slotOf(neurons, slotName("receptor", receptor));
}

/** Add to a number of an array. */
export function increase(values: Float64Array, k: number, more: number): void {
  values[k] = (values[k] as number) + more;
}

/** Draw the random numbers that the neurons need in a step. */
export function drawNumbers(neurons: Neurons, { seed, trial }: NetworkProgram, step: number): void {
  for (const { slot, distribution, key: purpose } of neurons.step.draws) {
    const fill = distribution === "uniform" ? fillUniform : fillNormal;
    fill({ key: streamKey(seed, purpose, trial), entity: 0, step }, slotOf(neurons, slot));
  }
}

/** Run a kernel for all neurons at a time in ms, and list those that spike. */
export function runKernel(neurons: Neurons, kernel: Kernel, t: number): number[] {
  const spiking: number[] = [];
  for (let neuron = 0; neuron < neurons.population.size; neuron++) {
    const lets: Names = new Map([["t", t]]);
    const scope: Scope = (name) => lets.get(name) ?? neurons.slots.get(name)?.[neuron];
    for (const statement of kernel.statements) execute(statement, lets, scope);
    if (kernel.spikes !== undefined && evaluated(kernel.spikes, scope) !== 0) spiking.push(neuron);
    const stored = kernel.stores.map(([, value]) => evaluated(value, scope));
    for (const [k, [slot]] of kernel.stores.entries()) {
      slotOf(neurons, slot)[neuron] = stored[k] as number;
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
