import { networkFingerprint, sha256 } from "@spikeloom/simulate";
import { namedTask, unnamedParts } from "./named-task.ts";
import type { PreparedTask } from "./prepare-task.ts";

/**
 * Compute a fingerprint of a training.
 *
 * The number of epochs, the patience and the processor may change when it resumes.
 */
export function taskFingerprint({ task, network, seed }: PreparedTask): string {
  return hashOf([identityOf(task), networkFingerprint(network), seed, ...unnamedParts(task)]);
}

/** Compute a fingerprint of each part of a training, to name those that differ. */
export function partFingerprints({
  task,
  network,
  seed,
}: PreparedTask): Readonly<Record<string, string>> {
  const parts = { ...identityOf(task), network: networkFingerprint(network), seed };
  return Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, hashOf(part)]));
}

/** Fields of a task that may not change when it resumes, other than its network. */
function identityOf(task: PreparedTask["task"]): Readonly<Record<string, unknown>> {
  const {
    network: _,
    epochs,
    patience,
    processor,
    ...rest
  } = namedTask(task) as Record<string, unknown>;
  return rest;
}

function hashOf(value: unknown): string {
  return sha256(new TextEncoder().encode(JSON.stringify(value) ?? ""));
}
