import { networkFingerprint, sha256 } from "@spikeloom/simulate";
import { namedTask } from "./known-names.ts";
import type { PreparedTask } from "./prepare-task.ts";

/**
 * Tell a training from others.
 *
 * How many epochs it takes, and when it gives up, may change while it goes on.
 */
export function taskFingerprint({ task, network, seed }: PreparedTask): string {
  const { network: _, epochs, patience, ...rest } = namedTask(task) as Record<string, unknown>;
  const text = JSON.stringify([rest, networkFingerprint(network), seed]);
  return sha256(new TextEncoder().encode(text));
}
