import { type NetworkProgram, type OpenProjection, slotName } from "@spikeloom/program";
import type { Neurons } from "./neurons.ts";
import type { DrawnSynapse } from "./rows.ts";
import type { SpikeLog } from "./spike-log.ts";

/** A projection with its synapses, in order of creation. */
export interface DrawnProjection {
  readonly projection: OpenProjection;
  readonly synapses: readonly DrawnSynapse[];
}

/**
 * Synapses whose weights are added together, in an order that decides the last bits of a sum.
 *
 * Sums run by delay, then by part, source and creation.
 */
interface Bundle {
  /** Rows that are walked one after another. */
  readonly parts: readonly Part[];
  /** Whether weights are first added up by themselves, the longest delay first, and then to the receptor. */
  readonly isApart: boolean;
}

interface Part {
  readonly from: string;
  /** By delay in steps, then by source. */
  readonly rows: ReadonlyMap<number, ReadonlyMap<number, readonly Arrival[]>>;
}

interface Arrival {
  readonly sums: string;
  readonly target: number;
  readonly weight: number;
}

/** Create what adds the weights that arrive in a step, of synapses that only carry a weight. */
export function createDelivery(
  program: NetworkProgram,
  drawn: readonly DrawnProjection[],
  neurons: ReadonlyMap<string, Neurons>,
): (log: SpikeLog, step: number) => void {
  const bundles = bundlesOf(program, drawn);
  return (log, step) => {
    for (const { parts, isApart } of bundles) {
      const apart = new Map<string, Float64Array>();
      const sumsOf = (name: string): Float64Array => {
        if (!isApart) return receptorAt(neurons, name);
        const own = apart.get(name) ?? new Float64Array(receptorAt(neurons, name).length);
        apart.set(name, own);
        return own;
      };
      const all = [...new Set(parts.flatMap(({ rows }) => [...rows.keys()]))];
      const delays = all.sort((a, b) => (isApart ? b - a : a - b));
      for (const delay of delays) {
        for (const { from, rows } of parts) {
          for (const source of log.at(from, step - delay)) {
            for (const { sums, target, weight } of rows.get(delay)?.get(source) ?? []) {
              const into = sumsOf(sums);
              into[target] = (into[target] as number) + weight;
            }
          }
        }
      }
      for (const [name, own] of apart) {
        const into = receptorAt(neurons, name);
        for (const [k, sum] of own.entries()) into[k] = (into[k] as number) + sum;
      }
    }
  };
}

/** Name of the sums of a receptor. */
function receptorName({ to, receptor = "" }: OpenProjection): string {
  return JSON.stringify([to, receptor]);
}

function receptorAt(neurons: ReadonlyMap<string, Neurons>, name: string): Float64Array {
  const [to, receptor] = JSON.parse(name) as [string, string];
  return neurons.get(to)?.state.slots.get(slotName("receptor", receptor)) as Float64Array;
}

/** Bundle projections: one for each source population and constant weight, and one of all that are procedural. */
function bundlesOf(program: NetworkProgram, drawn: readonly DrawnProjection[]): readonly Bundle[] {
  const groups = new Map<string, DrawnProjection[]>();
  const procedural: DrawnProjection[] = [];
  for (const one of drawn) {
    const { from, weight, receptor, dynamic, procedural: isProcedural } = one.projection;
    if (receptor === undefined || dynamic !== undefined) continue;
    if (isProcedural) {
      procedural.push(one);
      continue;
    }
    const key = JSON.stringify([from, weight.constant ?? "own"]);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const bundles = [...groups.values()].map((group): Bundle => {
    const weights = roundedWeights(program, group);
    return { parts: [partOf(program, group, weights)], isApart: areApart(program, group) };
  });
  const parts = procedural.map((one) => partOf(program, [one], (weight) => weight));
  return [...bundles, { parts, isApart: true }];
}

function partOf(
  { convention }: NetworkProgram,
  group: readonly DrawnProjection[],
  rounded: (weight: number) => number,
): Part {
  const shift = shiftOf(convention);
  const rows = new Map<number, Map<number, Arrival[]>>();
  for (const { projection, synapses } of group) {
    const sums = receptorName(projection);
    for (const { source, target, delay, weight } of synapses) {
      const ofDelay = rows.get(delay + shift) ?? new Map<number, Arrival[]>();
      rows.set(delay + shift, ofDelay);
      const row = ofDelay.get(source) ?? [];
      ofDelay.set(source, row);
      row.push({ sums, target, weight: rounded(weight) });
    }
  }
  return { from: group[0]?.projection.from ?? "", rows };
}

/** Steps added to each delay: one if spikes arrive before the neurons are integrated. */
export function shiftOf({ order }: NetworkProgram["convention"]): 0 | 1 {
  return order.indexOf("arrive") < order.indexOf("integrate") ? 1 : 0;
}

/** Synapses of one source and delay below which the weights of a bundle are added apart. */
const shortRow = 8;
/** Sums above which they are not, by targets and steps of delay. */
const mostSums = 2 ** 19;

/** Decide whether weights are added up apart: where rows of one source and delay are short. */
function areApart({ populations }: NetworkProgram, group: readonly DrawnProjection[]): boolean {
  const synapses = group.flatMap((one) => one.synapses);
  const delays = new Set(synapses.map(({ delay }) => delay));
  const sizeOf = (name: string): number => populations.get(name)?.size ?? 0;
  const reached = new Set(group.map(({ projection }) => projection.to));
  const targets = [...reached].reduce((sum, name) => sum + sizeOf(name), 0);
  const sources = sizeOf(group[0]?.projection.from ?? "");
  const isShort =
    delays.size > 1 && synapses.length / Math.max(1, sources * delays.size) < shortRow;
  const longest = [...delays].reduce((most, delay) => Math.max(most, delay), 0);
  let steps = 1;
  while (steps < longest + 2) steps *= 2;
  return isShort && targets * steps <= mostSums;
}

/** Largest weight in units of a packed one. */
const mostUnits = 2 ** 14 - 1;

/** Create what rounds the weights of a bundle as the network's tier does. */
function roundedWeights(
  program: NetworkProgram,
  group: readonly DrawnProjection[],
): (weight: number) => number {
  const { tier } = program;
  if (tier === "exact" || group[0]?.projection.weight.constant !== undefined) return (one) => one;
  if (tier === "compact") return Math.fround;
  const sizes = group.flatMap(({ projection: { weight }, synapses }) =>
    (weight.extent ?? synapses.map((one) => one.weight)).map(Math.abs),
  );
  const largest = sizes.reduce((most, size) => Math.max(most, size), 0);
  const scale = largest > 0 ? largest / mostUnits : 1;
  return (weight) => Math.round(weight * (1 / scale)) * scale;
}
