import { arrivalShift, isSummedApart, type NetworkProgram, packedUnit } from "@spikeloom/program";
import { increase, type Neurons, receptorOf } from "./neurons.ts";
import { type State, spikesAt } from "./state.ts";
import type { DrawnProjection, Synapse } from "./synapses.ts";

/** Adds the weights that arrive in a step, of synapses that only carry a weight. */
export type Delivery = (state: State, step: number) => void;

/** Synapses of one population with one delay. */
interface Segment {
  readonly from: string;
  readonly delay: number;
  /** By source, in the order of their creation. */
  readonly rows: ReadonlyMap<number, readonly Arrival[]>;
}

interface Arrival {
  readonly synapse: Synapse;
  /** As it is rounded. */
  readonly weight: number;
  /** The receptor's sums. */
  readonly sums: Float64Array;
}

/**
 * Segments that are added one after another, in an order that decides the last bits of a sum.
 *
 * If they are apart, they are first added up by themselves, the longest delay first, and then to the receptors.
 */
interface Bundle {
  readonly segments: readonly Segment[];
  readonly isApart: boolean;
}

/** Create the delivery of a program: a bundle for each source population and constant weight, and one of all that are procedural. */
export function createDelivery(
  program: NetworkProgram,
  drawn: readonly DrawnProjection[],
  neurons: ReadonlyMap<string, Neurons>,
): Delivery {
  const carrying = drawn.filter(({ projection: { receptor, dynamic } }) => {
    return receptor !== undefined && dynamic === undefined;
  });
  const stored = carrying.filter(({ projection }) => !projection.procedural);
  const groups = Map.groupBy(stored, ({ projection: { from, weight } }) =>
    JSON.stringify([from, weight.constant ?? "own"]),
  );
  const bundles = [...groups.values()].map((group) => {
    const segments = segmentsOf(group, neurons, roundedWeights(program, group));
    return inOrder({ segments, isApart: areApart(program, group) });
  });
  const procedural = carrying.filter(({ projection }) => projection.procedural);
  const segments = procedural.flatMap((one) => segmentsOf([one], neurons, (weight) => weight));
  const all = [...bundles, inOrder({ segments, isApart: true })];
  return (state, step) => {
    for (const bundle of all) deliver(bundle, state, step - arrivalShift(program));
  };
}

/** Deliver the spikes of a bundle whose delay ends in a step. */
function deliver({ segments, isApart }: Bundle, state: State, step: number): void {
  const apart = new Map<Float64Array, Float64Array>();
  for (const { from, delay, rows } of segments) {
    for (const source of spikesAt(state, from, step - delay)) {
      for (const { sums, synapse, weight } of rows.get(source) ?? []) {
        if (isApart && !apart.has(sums)) apart.set(sums, new Float64Array(sums.length));
        increase(apart.get(sums) ?? sums, synapse.target, weight);
      }
    }
  }
  for (const [sums, own] of apart) for (const [k, sum] of own.entries()) increase(sums, k, sum);
}

function inOrder({ segments, isApart }: Bundle): Bundle {
  const sign = isApart ? -1 : 1;
  return { segments: segments.toSorted((a, b) => sign * (a.delay - b.delay)), isApart };
}

function segmentsOf(
  group: readonly DrawnProjection[],
  neurons: ReadonlyMap<string, Neurons>,
  rounded: (weight: number) => number,
): readonly Segment[] {
  const from = group[0]?.projection.from ?? "";
  const arrivals = group.flatMap(({ projection: { to, receptor = "" }, synapses }) => {
    const sums = receptorOf(neurons.get(to) as Neurons, receptor);
    return synapses.map((synapse): Arrival => {
      return { synapse, weight: rounded(synapse.values.get("weight") as number), sums };
    });
  });
  return [...Map.groupBy(arrivals, ({ synapse }) => synapse.delay)].map(([delay, own]) => {
    return { from, delay, rows: Map.groupBy(own, ({ synapse }) => synapse.source) };
  });
}

/** Decide whether the weights of a bundle are added up apart. */
function areApart({ populations }: NetworkProgram, group: readonly DrawnProjection[]): boolean {
  const delays = group.flatMap(({ synapses }) => synapses.map(({ delay }) => delay));
  const sizeOf = (name = ""): number => populations.get(name)?.size ?? 0;
  const reached = new Set(group.map(({ projection }) => projection.to));
  return isSummedApart({
    synapses: delays.length,
    sources: sizeOf(group[0]?.projection.from),
    delays: new Set(delays).size,
    targets: [...reached].reduce((sum, name) => sum + sizeOf(name), 0),
    longest: delays.reduce((most, delay) => Math.max(most, delay), 0),
  });
}

/** Create what rounds the weights of a bundle as the network's tier does. */
function roundedWeights(
  { tier }: NetworkProgram,
  group: readonly DrawnProjection[],
): (weight: number) => number {
  if (tier === "exact" || group[0]?.projection.weight.constant !== undefined) return (one) => one;
  if (tier === "compact") return Math.fround;
  const all = group.flatMap(({ projection: { weight }, synapses }) => {
    return weight.extent ?? synapses.map(({ values }) => values.get("weight") as number);
  });
  const unit = packedUnit(all.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0));
  return (weight) => Math.round(weight * (1 / unit)) * unit;
}
