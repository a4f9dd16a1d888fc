import type { StimulusRecord, Value } from "@spikeloom/kernel";
import type { Definition, SessionPopulation, SessionProjection } from "../definition.ts";
import type { Column } from "../session.ts";
import { networkValue } from "../values/internal-values.ts";

/** Sources whose spikes nobody sees but their targets, with what takes their place. */
export interface PoissonDrives {
  /** These send nothing themselves. */
  readonly silent: ReadonlySet<SessionPopulation>;
  /** Projections that stimuli stand for. */
  readonly projections: ReadonlySet<SessionProjection>;
  readonly stimuli: readonly StimulusRecord[];
}

/** All sources send their own spikes. */
export const noDrives: PoissonDrives = { silent: new Set(), projections: new Set(), stimuli: [] };

/**
 * Spikes of a source in a step from which on counts are drawn instead of intervals.
 *
 * A neuron of PyNN's `SpikeSourcePoisson` may stand for thousands of others, with several spikes in a step.
 */
const leastPerStep = 0.05;

/** The cell type that may be drawn at its targets. */
export const drivenCell = "SpikeSourcePoisson";

/** Longer than any run, in ms: a source that never stops. */
const forever = 1e9;

/**
 * Find populations of `SpikeSourcePoisson` that can be drawn as counts at their targets.
 *
 * Each neuron goes to one target at most, in static connections of one delay, and is not recorded: then the
 * spikes that arrive are Poisson spikes too, and only their number in a step matters.
 */
export function poissonDrives({ options, populations, projections }: Definition): PoissonDrives {
  const silent = new Set<SessionPopulation>();
  const replaced = new Set<SessionProjection>();
  const stimuli: StimulusRecord[] = [];
  for (const source of populations) {
    const own = projections.filter((one) => one.source === source && one.pairs.length > 0);
    const isSeen = source.recording.spikes.neurons.length > 0;
    if (isSeen || own.length === 0 || !own.every(isPlain) || !sendsOnce(source, own)) continue;
    const drives = own.map((one) => stimulusOf(source, one, options.timestep));
    if (drives.some((drive) => drive === undefined)) continue;
    silent.add(source);
    for (const one of own) replaced.add(one);
    stimuli.push(...drives.flatMap((drive) => drive ?? []));
  }
  return { silent, projections: replaced, stimuli };
}

function isPlain({ synapse, receptor, attributes }: SessionProjection): boolean {
  const isStatic = !synapse.isRuled && !synapse.couples && receptor !== undefined;
  return isStatic && typeof attributes.get("delay") === "number";
}

/** Whether each neuron of a source has one target at most, and each target of a projection one source. */
function sendsOnce({ size }: SessionPopulation, own: readonly SessionProjection[]): boolean {
  const sources = new Uint8Array(size);
  return own.every(({ pairs, target }) => {
    const targets = new Uint8Array(target.size);
    for (let k = 0; k < pairs.length; k += 2) {
      const [i, j] = [pairs[k] as number, pairs[k + 1] as number];
      if (sources[i] === 1 || targets[j] === 1) return false;
      sources[i] = 1;
      targets[j] = 1;
    }
    return true;
  });
}

function stimulusOf(
  { cell, parameters }: SessionPopulation,
  { target, receptor, pairs, unit, attributes }: SessionProjection,
  timestep: number,
): StimulusRecord | undefined {
  if (cell.name !== drivenCell) return undefined;
  const [rate, start, duration] = ["rate", "start", "duration"].map((name) => parameters.get(name));
  if (typeof start !== "number" || typeof duration !== "number") return undefined;
  const delay = attributes.get("delay") as number;
  const order = Uint32Array.from({ length: pairs.length / 2 }, (_, k) => k);
  order.sort((a, b) => (pairs[2 * a + 1] as number) - (pairs[2 * b + 1] as number));
  const rates = inOrder(rate as Column, (k) => pairs[2 * (order[k] as number)] as number, order);
  const least = leastPerStep / (timestep / 1000);
  if (typeof rates === "number" ? rates < least : rates.some((one) => one < least))
    return undefined;
  const isAll = order.length === target.size;
  const indices = Array.from(order, (k) => pairs[2 * k + 1] as number);
  const weight = inOrder(attributes.get("weight") ?? 0, (k) => order[k] as number, order);
  const value = (column: Column, of: string): Value => networkValue(column, of);
  return {
    kind: "poisson",
    into: target.name,
    ...(receptor !== undefined && { receptor }),
    ...(isAll ? {} : { neurons: { indices } }),
    rate: value(rates, "Hz"),
    weight: value(weight, unit),
    start: `${start + delay} ms`,
    ...(duration < forever && { stop: `${start + delay + duration} ms` }),
  };
}

/** Pick entries of a column in an order. */
function inOrder(column: Column, place: (k: number) => number, order: Uint32Array): Column {
  if (typeof column === "number") return column;
  return Float64Array.from(order, (_, k) => column[place(k)] as number);
}
