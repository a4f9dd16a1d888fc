import type { NetworkRecord, SpikeLoomError } from "@spikeloom/kernel";
import { readTime } from "@spikeloom/network";
import { RECORD_WINDOW } from "./errors.ts";

/**
 * Warn of recorders that start after the end of a run of `duration` ms.
 *
 * A recorder that ends after the run is fine: as in NEST, it records until the run ends.
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
