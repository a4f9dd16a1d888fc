import type { Stream } from "./stream.ts";

/** Return the integers below a count in random order (Fisher and Yates). */
export function shuffled(count: number, draws: Stream): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, k) => k);
  for (let k = count - 1; k > 0; k--) {
    const other = draws.integer(k + 1);
    const kept = order[k] as number;
    order[k] = order[other] as number;
    order[other] = kept;
  }
  return order;
}
