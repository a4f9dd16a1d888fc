import type { ConnectorRequest } from "@spikeloom/kernel";

/** Count the targets that are also sources. */
export function countSelfPairs(request: ConnectorRequest): number {
  if (request.samePopulation) return request.targets;
  let count = 0;
  for (let target = 0; target < request.targets; target++) {
    if (request.sourceOf(target) >= 0) count += 1;
  }
  return count;
}
