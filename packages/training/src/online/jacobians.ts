import { webAssemblyKernel } from "@spikeloom/code";
import { moduleBuilder, wasm } from "@spikeloom/code/encoder";
import type { Kernel } from "@spikeloom/program";
import { type JacobianEntry, jacobianStep } from "@spikeloom/program/derive";
import { wholeGroups } from "../memory/memory-plan.ts";
import type { TrainedPopulation } from "../program/trained-population.ts";
import type { Tape } from "./tape.ts";

/** Derivatives of a population's step with respect to its initial state. */
export interface Jacobians {
  readonly entries: readonly JacobianEntry[];
  /** Compute all entries for a step of a sample. */
  compute(tape: Tape, step: number): void;
  /** Most recent result, one number per neuron. */
  values(entry: JacobianEntry): Float64Array;
}

/** Create the computation of Jacobians, in float64. */
export function jacobiansOf(population: TrainedPopulation, dt: number): Jacobians {
  const { name, size, states, inflows, constants, trained, step, differentiation } = population;
  const { program, entries } = jacobianStep(step, differentiation);
  const [kernel] = program.kernels as readonly [Kernel];
  const pitch = 8 * wholeGroups(size);
  const slots = new Map([...program.slots.keys()].map((slot, k) => [slot, 64 + pitch * k]));
  const out = 64 + pitch * slots.size;
  const pages = Math.ceil((out + pitch) / 65_536);
  const memory = new wasm.Memory({ initial: pages, maximum: pages });
  const m = moduleBuilder({ memory: { import: ["env", "memory"], min: 1, max: pages } });
  webAssemblyKernel({ m }, "jacobian", kernel, { slots, size, precision: "f64" });
  const { exports } = new wasm.Instance(new wasm.Module(m.build()), { env: { memory } });
  const run = exports["jacobian"] as (t: number, out: number) => number;
  const array = (slot: string): Float64Array =>
    new Float64Array(memory.buffer, slots.get(slot), size);
  for (const [slot, values] of constants) array(slot).set(values);
  const read = [...states.keys(), ...inflows].map((slot) => [slot, array(slot)] as const);
  const changed = trained.map((parameter) => [parameter, array(parameter)] as const);
  const made = new Map(entries.map((entry) => [entry, array(entry.slot)]));
  return {
    entries,
    compute(tape, at) {
      for (const [slot, values] of read) values.set(tape.begin(name, slot, at));
      for (const [parameter, values] of changed) values.set(tape.parameter(name, parameter));
      run(at * dt, out);
    },
    values: (entry) => made.get(entry) as Float64Array,
  };
}
