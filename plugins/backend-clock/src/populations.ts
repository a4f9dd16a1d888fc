import {
  findObserved,
  type Pieces,
  type PopulationProgram,
  type Slot,
  type StepProgram,
} from "@spikeloom/program";
import { type Accumulators, accumulatorKey, ownPart } from "./accumulators.ts";
import { type Arena, paddedLength } from "./arena.ts";
import type { JobPlan } from "./job-plan.ts";
import type { Part, Share } from "./share.ts";

/** A population of a shard with its step program and the addresses of its arrays. */
export interface PlacedPopulation {
  readonly name: string;
  readonly resolved: PopulationProgram;
  /** Index of the first neuron in the whole network. */
  readonly first: number;
  /** The neurons that the shard owns; arrays contain only these. */
  readonly part: Part;
  readonly program: StepProgram;
  readonly slots: ReadonlyMap<string, number>;
}

/** Inputs for laying out populations. */
export interface LayOptions {
  readonly plan: JobPlan;
  readonly share: Share;
  readonly zeroDelay: boolean;
  readonly arena: Arena;
  readonly accumulators: Accumulators;
  /** Byte address of the first accumulator. */
  readonly sums: number;
}

/** Lower the models of all populations and assign addresses to their arrays. */
export function* layPopulations(options: LayOptions): Pieces<readonly PlacedPopulation[]> {
  const placed: PlacedPopulation[] = [];
  for (const population of options.plan.populations.values()) {
    placed.push(layPopulation(population, options));
    yield 0;
  }
  return placed;
}

function layPopulation(resolved: PopulationProgram, options: LayOptions): PlacedPopulation {
  const { plan, arena, share } = options;
  const { precision } = plan;
  const { name, first } = resolved;
  const program = resolved.step(options);
  const part = ownPart(plan, name, share);
  const bytes = precision === "f64" ? 8 : 4;
  const addressOf = ({ role, of }: Slot): number => {
    const key = role === "receptor" ? accumulatorKey(name, of) : "";
    const sum = options.accumulators.first.get(key);
    if (sum !== undefined) return options.sums + sum * bytes;
    return arena.allocate(paddedLength(part.size) * bytes);
  };
  const slots = new Map([...program.slots].map(([text, slot]) => [text, addressOf(slot)]));
  return { name, resolved, first, part, program, slots };
}

/** Address of an observed value of a population: that of an expression, or a slot itself. */
export function observedOf(
  { slots }: Pick<PlacedPopulation, "slots">,
  variable: string,
): number | undefined {
  return findObserved(slots, variable);
}

/** Write initial values and parameters; padding repeats the last neuron. */
export function fillPopulation(
  population: PlacedPopulation,
  buffer: ArrayBufferLike,
  precision: "f64" | "f32",
): void {
  const { program, slots, resolved, part } = population;
  for (const [slot, address] of slots) {
    const view = slotView(buffer, { address, size: paddedLength(part.size), precision });
    const initial = resolved.initial.get(slot)?.value;
    const value = program.arrays.get(slot) ?? initial ?? program.slots.get(slot)?.start ?? 0;
    if (typeof value === "number") view.fill(value);
    // A variable shared by all neurons has one value.
    else if (value.length === 1) view.fill(value[0] ?? Number.NaN);
    else {
      for (let k = 0; k < part.size; k++) view[k] = value[part.start + k * part.every] as number;
      view.fill(view[part.size - 1] ?? 0, part.size);
    }
  }
}

/** A view of an array of a population. */
export function slotView(
  buffer: ArrayBufferLike,
  {
    address,
    size,
    precision,
  }: { readonly address: number; readonly size: number; readonly precision: "f64" | "f32" },
): Float64Array | Float32Array {
  return precision === "f64"
    ? new Float64Array(buffer, address, size)
    : new Float32Array(buffer, address, size);
}
