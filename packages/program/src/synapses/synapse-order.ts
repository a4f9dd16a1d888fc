import type { SynapseEnds } from "@spikeloom/kernel";

/**
 * Compute the order in which the synapses of a projection are listed.
 *
 * Ascending by source, then target, delay and creation; sizes are those of the populations.
 */
export function synapseOrder(
  { sources, targets, delays }: SynapseEnds,
  sizes: { readonly sources: number; readonly targets: number },
): Uint32Array {
  const longest = delays.reduce((most, delay) => Math.max(most, delay), 0);
  const byDelay = countingSort(delays, longest + 1);
  return countingSort(sources, sizes.sources, countingSort(targets, sizes.targets, byDelay));
}

/** Return the order in which keys ascend; equal ones keep their order. */
function countingSort(
  keys: Uint32Array | Int32Array,
  below: number,
  before?: Uint32Array,
): Uint32Array {
  const starts = new Uint32Array(below + 1);
  for (const key of keys) starts[key + 1] = (starts[key + 1] as number) + 1;
  for (let k = 0; k < below; k++) starts[k + 1] = (starts[k + 1] as number) + (starts[k] as number);
  const order = new Uint32Array(keys.length);
  for (let k = 0; k < keys.length; k++) {
    const item = before === undefined ? k : (before[k] as number);
    const key = keys[item] as number;
    const at = starts[key] as number;
    order[at] = item;
    starts[key] = at + 1;
  }
  return order;
}
