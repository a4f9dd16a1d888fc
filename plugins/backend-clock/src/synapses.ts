import type { Chosen, PlannedProjection } from "@spikeloom/network";
import { indexBuffer } from "@spikeloom/network";
import { allocate } from "./allocate.ts";
import { MEMORY_NEEDED } from "./errors.ts";

/** The synapses of one projection as they were drawn: parallel arrays in order of creation. */
export interface DrawnSynapses {
  readonly projection: PlannedProjection;
  readonly count: number;
  /** Indices within the source and the target population. */
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
  /** One number where all are equal. */
  readonly delays: number | Uint16Array;
  readonly weights: number | Float64Array;
}

/** What one WebAssembly memory holds. */
const mostBytes = 2 ** 32;

/** Expected bytes of synapses. */
export interface SynapseMemory {
  /** Of the arrays that they are drawn into, freed once tables are filled. */
  readonly drawn: number;
  /** Of the tables that a run reads: targets, and weights that differ. */
  readonly tables: number;
}

/**
 * Refuse synapses whose tables can't fit in one memory, before any is drawn.
 *
 * Gives the expected bytes.
 */
export function checkSynapseMemory(
  projections: readonly PlannedProjection[],
  precision: "f64" | "f32",
): SynapseMemory {
  const float = precision === "f64" ? 8 : 4;
  let drawn = 0;
  let tables = 0;
  for (const { plan, weight, delay } of projections) {
    const isOwnWeight = weight.constant === undefined;
    drawn += plan.expected * (8 + (delay.constant === undefined ? 2 : 0) + (isOwnWeight ? 8 : 0));
    tables += plan.expected * (4 + (isOwnWeight ? float : 0));
  }
  if (tables > mostBytes) throw MEMORY_NEEDED({ needed: tables, limit: mostBytes });
  return { drawn, tables };
}

interface Growing<A extends Uint32Array | Uint16Array | Float64Array> {
  values: A;
}

/** Draw all synapses of a projection, neuron by neuron. */
export function drawSynapses(projection: PlannedProjection): DrawnSynapses {
  const { plan, weight, delay, sources: from, targets: to } = projection;
  const rows = plan.by === "target" ? to.size : from.size;
  const capacity = Math.ceil(plan.expected * 1.02) + 64;
  const ids = (): Growing<Uint32Array> => ({
    values: allocate(4 * capacity, () => new Uint32Array(capacity)),
  });
  const [sources, targets] = [ids(), ids()];
  const ownDelays = delay.constant === undefined ? capacity : 0;
  const ownWeights = weight.constant === undefined ? capacity : 0;
  const delays: Growing<Uint16Array> = {
    values: allocate(2 * ownDelays, () => new Uint16Array(ownDelays)),
  };
  const weights: Growing<Float64Array> = {
    values: allocate(8 * ownWeights, () => new Float64Array(ownWeights)),
  };
  const [ownChoice, otherChoice] = plan.by === "target" ? [to, from] : [from, to];
  const isWhole = choosesInOrder(otherChoice);
  const partners = indexBuffer();
  let rowDelays = new Int32Array(1024);
  let rowWeights = new Float64Array(1024);
  let count = 0;
  for (let index = 0; index < rows; index++) {
    partners.clear();
    plan.partners(index, partners);
    const { length } = partners;
    if (length === 0) continue;
    const view = partners.view();
    ensure(sources, count + length);
    ensure(targets, count + length);
    const [own, others] = plan.by === "target" ? [targets, sources] : [sources, targets];
    own.values.fill(ownChoice.neuron(index), count, count + length);
    if (isWhole) others.values.set(view, count);
    else {
      for (let k = 0; k < length; k++) {
        others.values[count + k] = otherChoice.neuron(view[k] as number);
      }
    }
    const row = { index, partners: view };
    if (weight.constant === undefined) {
      if (rowWeights.length < length) rowWeights = new Float64Array(2 * length);
      weight.fill(row, rowWeights);
      ensure(weights, count + length);
      weights.values.set(rowWeights.subarray(0, length), count);
    }
    if (delay.constant === undefined) {
      if (rowDelays.length < length) rowDelays = new Int32Array(2 * length);
      delay.fill(row, rowDelays);
      ensure(delays, count + length);
      delays.values.set(rowDelays.subarray(0, length), count);
    }
    count += length;
  }
  return {
    projection,
    count,
    sources: sources.values,
    targets: targets.values,
    delays: delay.constant ?? delays.values,
    weights: weight.constant ?? weights.values,
  };
}

/** Whether a selection counts as its population does, so that its numbers can be copied. */
function choosesInOrder({ size, neuron }: Chosen): boolean {
  for (let k = 0; k < size; k++) if (neuron(k) !== k) return false;
  return true;
}

function ensure(growing: Growing<Uint32Array | Uint16Array | Float64Array>, length: number): void {
  if (growing.values.length >= length) return;
  const Kind = growing.values.constructor as new (length: number) => typeof growing.values;
  const size = Math.max(length, growing.values.length * 2);
  const larger = allocate(size * growing.values.BYTES_PER_ELEMENT, () => new Kind(size));
  larger.set(growing.values);
  growing.values = larger;
}

/** The least and the greatest delay of a projection, in steps; zero where it has no synapses. */
export function delayRange({ delays, count }: DrawnSynapses): readonly [number, number] {
  if (typeof delays === "number") return [delays, delays];
  if (count === 0) return [0, 0];
  let least = Number.POSITIVE_INFINITY;
  let most = 0;
  for (let k = 0; k < count; k++) {
    const delay = delays[k] ?? 0;
    if (delay < least) least = delay;
    if (delay > most) most = delay;
  }
  return [least, most];
}
