import type { NetworkRecord, SpikeLoomError } from "@spikeloom/kernel";
import { readTime } from "@spikeloom/network";
import { RECORD_WINDOW } from "./errors.ts";

/**
 * Warn of recorders that begin when a run of so many ms is over.
 *
 * One that ends later than the run is none of them: as in NEST, it records for as long as there is something.
 */
export function lateRecorders(network: NetworkRecord, asked: number): readonly SpikeLoomError[] {
  const kinds = ["record", "recordSynapses"] as const;
  return kinds.flatMap((kind) =>
    (network[kind] ?? []).flatMap(({ from }, k) => {
      const place = `${kind}[${k}].from`;
      if (from === undefined || readTime(from, place) < asked) return [];
      return [RECORD_WINDOW({ place, from, asked })];
    }),
  );
}
