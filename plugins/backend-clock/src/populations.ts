import { hostFunctions } from "@spikeloom/equations/functions";
import type { NetworkRecord } from "@spikeloom/kernel";
import {
  type ResolvedPopulation,
  type ResolveOptions,
  resolvePopulation,
} from "@spikeloom/network";
import type { LowerOptions, StepProgram } from "@spikeloom/program";
import { type Accumulators, accumulatorKey, ownPart } from "./accumulators.ts";
import { type Arena, paddedLength } from "./arena.ts";
import { chooseIntegrator } from "./choose-integrator.ts";
import type { JobPlan } from "./job-plan.ts";
import { lowerStep } from "./known-programs.ts";
import { forEach, type Pieces } from "./pieces.ts";
import type { Part, Share } from "./share.ts";

/** A population of a shard with its step program and the addresses of its arrays. */
export interface LaidPopulation {
  readonly name: string;
  readonly resolved: ResolvedPopulation;
  /** Number of the first neuron in the whole network. */
  readonly first: number;
  /** The neurons that the shard owns; arrays hold these alone. */
  readonly part: Part;
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
  readonly plan: JobPlan;
  readonly share: Share;
  readonly zeroDelay: boolean;
  readonly arena: Arena;
  readonly accumulators: Accumulators;
  /** Byte address of the first accumulator. */
  readonly sums: number;
}

/** Resolve all populations: numbers for every parameter and initial value. */
export function* resolvePopulations(
  network: NetworkRecord,
  options: Pick<ResolveOptions, "stack" | "seed" | "first">,
): Pieces<ReadonlyMap<string, ResolvedPopulation>> {
  const all = { ...options, functions: hostFunctions };
  const resolved = yield* forEach(
    Object.keys(network.populations),
    (name) => [name, resolvePopulation(network, name, all)] as const,
  );
  return new Map(resolved);
}

/** Lower the models of all populations and give their arrays addresses. */
export function* layPopulations(options: LayOptions): Pieces<readonly LaidPopulation[]> {
  const laid: LaidPopulation[] = [];
  for (const [name, resolved] of options.plan.resolved) {
    laid.push(layPopulation(name, resolved, options));
    yield 0;
  }
  return laid;
}

const lowered = new WeakMap<JobPlan, Map<string, StepProgram>>();

/** Give the step of a population, lowered once for all shards of a thread. */
export function stepProgram(name: string, plan: JobPlan, zeroDelay: boolean): StepProgram {
  const known = lowered.get(plan) ?? new Map<string, StepProgram>();
  lowered.set(plan, known);
  const key = `${zeroDelay} ${name}`;
  const program = known.get(key) ?? lowerPopulation(name, plan, zeroDelay);
  known.set(key, program);
  return program;
}

function lowerPopulation(name: string, plan: JobPlan, zeroDelay: boolean): StepProgram {
  return lowerStep(lowering(name, plan, zeroDelay));
}

/** Find out what the step of a population is lowered from. */
export function lowering(name: string, plan: JobPlan, zeroDelay: boolean): LowerOptions {
  const resolved = plan.resolved.get(name) as ResolvedPopulation;
  const { network, stack, dt, convention } = plan;
  const place = `populations.${name}`;
  const record = network.populations[name];
  const feeds = plan.feeds.get(name);
  const chosen = chooseIntegrator({
    model: resolved.model,
    record: record ?? { model: resolved.model, size: resolved.size },
    stack,
    dt,
    place,
  });
  // All neurons are lowered, so that a shard's code does not depend on which of them it owns.
  return {
    model: resolved.model,
    parameters: new Map([...resolved.parameters].map(([key, { value }]) => [key, value])),
    dt,
    convention,
    ...chosen,
    inputs: feeds?.inputs ?? new Set(),
    receptors: feeds?.receptors ?? new Set(),
    observed: [...(feeds?.observed ?? [])],
    zeroDelay,
  };
}

function layPopulation(
  name: string,
  resolved: ResolvedPopulation,
  options: LayOptions,
): LaidPopulation {
  const { plan, arena, share } = options;
  const { precision } = plan;
  const program = stepProgram(name, plan, options.zeroDelay);
  const part = ownPart(plan, name, share);
  const bytes = precision === "f64" ? 8 : 4;
  const addressOf = (slot: string): number => {
    const sum = options.accumulators.first.get(accumulatorKey(name, receptorOf(slot)));
    if (sum !== undefined) return options.sums + sum * bytes;
    return arena.allocate(paddedLength(part.size) * bytes);
  };
  const slots = new Map([...program.slots.keys()].map((slot) => [slot, addressOf(slot)]));
  const first = plan.first.get(name) ?? 0;
  return { name, resolved, first, part, program, slots };
}

const receptorPrefix = "receptor:";

function receptorOf(slot: string): string {
  return slot.startsWith(receptorPrefix) ? slot.slice(receptorPrefix.length) : "";
}

/** Address of what is observed of a population: an expression's value, or a slot itself. */
export function observedOf(
  { slots }: Pick<LaidPopulation, "slots">,
  variable: string,
): number | undefined {
  return findObserved(slots, variable);
}

/** Find what is observed among the slots of a program, or their addresses. */
export function findObserved<Found>(
  slots: ReadonlyMap<string, Found>,
  variable: string,
): Found | undefined {
  return slots.get(`observed:${variable}`) ?? slots.get(variable);
}

/** Write initial values, parameters and counters; padding repeats the last neuron. */
export function fillPopulation(
  population: LaidPopulation,
  buffer: ArrayBufferLike,
  precision: "f64" | "f32",
): void {
  const { program, slots, resolved, part } = population;
  for (const [slot, address] of slots) {
    const view = slotView(buffer, { address, size: paddedLength(part.size), precision });
    const initial = resolved.initial.get(slot)?.value;
    const value = program.arrays.get(slot) ?? initial ?? program.counters.get(slot) ?? 0;
    if (typeof value === "number") view.fill(value);
    // A variable that all neurons share has one value.
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
