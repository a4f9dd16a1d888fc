import type { SpikeLoomError } from "@spikeloom/kernel";
import { SHARING } from "../errors.ts";

/** List what is wrong with numbers of workers and shards together. */
export function sharingFaults({
  workers,
  shards,
}: {
  readonly workers?: number | undefined;
  readonly shards?: number | undefined;
}): readonly SpikeLoomError[] {
  if (workers === undefined || shards === undefined || shards >= workers) return [];
  return [SHARING({ workers, shards })];
}
