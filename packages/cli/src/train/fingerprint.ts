import { networkFingerprint, sha256 } from "@spikeloom/simulate";
import { namedTask, unnamedParts } from "./named-task.ts";
import type { PreparedTask } from "./prepare-task.ts";

/**
 * Compute a fingerprint of a training.
 *
 * The number of epochs, the patience and the processor may change when it resumes.
 */
export function taskFingerprint({ task, network, seed }: PreparedTask): string {
  const {
    network: _,
    epochs,
    patience,
    processor,
    ...rest
  } = namedTask(task) as Record<string, unknown>;
  const parts = [rest, networkFingerprint(network), seed, ...unnamedParts(task)];
  const text = JSON.stringify(parts);
  return sha256(new TextEncoder().encode(text));
}
