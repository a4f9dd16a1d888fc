import { delaySteps, resolveConvention } from "@spikeloom/network";
import type { Column, SessionOptions } from "../session.ts";

/** Connections in the form of a simulation. */
export interface OrderedConnections {
  /** Source and target of each, one after the other. */
  readonly pairs: Uint32Array;
  readonly delays: Column;
  /** Numbers of neurons at both ends. */
  readonly source: { readonly size: number };
  readonly target: { readonly size: number };
}

/**
 * Number connections in the order in which a simulation lists its synapses.
 *
 * That order is by source, target, delay and creation.
 */
export function connectionOrder(
  { pairs, delays, source, target }: OrderedConnections,
  options: SessionOptions,
): Uint32Array {
  const created = Uint32Array.from({ length: pairs.length / 2 }, (_, k) => k);
  const byDelay = typeof delays === "number" ? created : sortedByDelay(created, delays, options);
  const byTarget = sortedBy(byDelay, (k) => pairs[2 * k + 1] as number, target.size);
  return sortedBy(byTarget, (k) => pairs[2 * k] as number, source.size);
}

function sortedByDelay(
  order: Uint32Array,
  delays: Float64Array,
  { timestep, convention }: SessionOptions,
): Uint32Array {
  const rules = { dt: timestep, convention: resolveConvention(convention) };
  const steps = delays.map((delay) => delaySteps(delay, rules, "delay"));
  return order.sort((a, b) => (steps[a] as number) - (steps[b] as number) || a - b);
}

/** Stable counting sort. */
function sortedBy(order: Uint32Array, key: (k: number) => number, keys: number): Uint32Array {
  const starts = new Uint32Array(keys + 1);
  for (const k of order) starts[key(k) + 1] = (starts[key(k) + 1] as number) + 1;
  for (let k = 0; k < keys; k++) starts[k + 1] = (starts[k + 1] as number) + (starts[k] as number);
  const sorted = new Uint32Array(order.length);
  for (const k of order) {
    const at = starts[key(k)] as number;
    sorted[at] = k;
    starts[key(k)] = at + 1;
  }
  return sorted;
}
