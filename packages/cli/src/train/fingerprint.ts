import { networkFingerprint, sha256 } from "@spikeloom/simulate";
import { namedTask, unnamedParts } from "./named-task.ts";
import type { PreparedTask } from "./prepare-task.ts";

/**
 * Tell a training from others.
 *
 * How many epochs it takes, and when it gives up, may change while it goes on.
 */
export function taskFingerprint({ task, network, seed }: PreparedTask): string {
  const { network: _, epochs, patience, ...rest } = namedTask(task) as Record<string, unknown>;
  const parts = [rest, networkFingerprint(network), seed, ...unnamedParts(task)];
  const text = JSON.stringify(parts);
  return sha256(new TextEncoder().encode(text));
}
