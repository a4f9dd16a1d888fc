import { hostFunctions, lowerNeuron, type StepProgram } from "@spikeloom/compile";
import type { ConventionRecord, NetworkRecord, Stack } from "@spikeloom/kernel";
import { type ResolvedPopulation, readTime, resolvePopulation } from "@spikeloom/network";
import type { Arena } from "./arena.ts";
import { chooseIntegrator } from "./choose-integrator.ts";

/** A population with its step program and the addresses of its arrays. */
export interface LaidPopulation {
  readonly name: string;
  readonly resolved: ResolvedPopulation;
  /** Number of the first neuron in the whole network. */
  readonly first: number;
  readonly program: StepProgram;
  readonly slots: ReadonlyMap<string, number>;
}

/** What feeds a population, and what of it is recorded. */
export interface Feeds {
  readonly inputs: Set<string>;
  readonly receptors: Set<string>;
  readonly observed: Set<string>;
}

/** What populations are laid out with. */
export interface LayOptions {
  readonly network: NetworkRecord;
  readonly stack: Stack;
  readonly dt: number;
  readonly convention: ConventionRecord;
  readonly precision: "f64" | "f32";
  readonly zeroDelay: boolean;
  readonly arena: Arena;
  readonly resolved: ReadonlyMap<string, ResolvedPopulation>;
  readonly feeds: ReadonlyMap<string, Feeds>;
}

/** Resolve all populations: numbers for every parameter and initial value. */
export function resolvePopulations(
  network: NetworkRecord,
  options: { readonly stack: Stack; readonly seed: number },
): ReadonlyMap<string, ResolvedPopulation> {
  return new Map(
    Object.keys(network.populations).map((name) => [
      name,
      resolvePopulation(network, name, { ...options, functions: hostFunctions }),
    ]),
  );
}

/** Lower the models of all populations and give their arrays addresses. */
export function layPopulations(options: LayOptions): readonly LaidPopulation[] {
  let first = 0;
  return [...options.resolved].map(([name, resolved]) => {
    const laid = layPopulation(name, resolved, first, options);
    first += resolved.size;
    return laid;
  });
}

function layPopulation(
  name: string,
  resolved: ResolvedPopulation,
  first: number,
  options: LayOptions,
): LaidPopulation {
  const { network, stack, dt, convention, precision, arena } = options;
  const place = `populations.${name}`;
  const record = network.populations[name];
  const feeds = options.feeds.get(name);
  const chosen = chooseIntegrator({
    model: resolved.model,
    record: record ?? { model: resolved.model, size: resolved.size },
    stack,
    dt,
    pinnedDt: (text) => readTime(text, place),
    place,
  });
  const program = lowerNeuron({
    model: resolved.model,
    parameters: new Map([...resolved.parameters].map(([key, { value }]) => [key, value])),
    dt,
    convention,
    ...chosen,
    inputs: feeds?.inputs ?? new Set(),
    receptors: feeds?.receptors ?? new Set(),
    observed: [...(feeds?.observed ?? [])],
    zeroDelay: options.zeroDelay,
  });
  const bytes = paddedLength(resolved.size) * (precision === "f64" ? 8 : 4);
  const slots = new Map([...program.slots.keys()].map((slot) => [slot, arena.allocate(bytes)]));
  return { name, resolved, first, program, slots };
}

/** Neurons of an array in memory: whole vectors of any width. */
export function paddedLength(size: number): number {
  return Math.ceil(size / 16) * 16;
}

/** Write initial values, parameters and counters; padding repeats the last neuron. */
export function fillPopulation(
  population: LaidPopulation,
  buffer: ArrayBufferLike,
  precision: "f64" | "f32",
): void {
  const { program, slots, resolved } = population;
  const { size } = resolved;
  for (const [slot, address] of slots) {
    const view = slotView(buffer, { address, size: paddedLength(size), precision });
    const initial = resolved.initial.get(slot)?.value;
    const value = program.arrays.get(slot) ?? initial ?? program.counters.get(slot) ?? 0;
    if (typeof value === "number") view.fill(value);
    // A variable that all neurons share has one value.
    else if (value.length === 1) view.fill(value[0] ?? Number.NaN);
    else {
      view.set(value);
      view.fill(value[size - 1] ?? 0, size);
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
