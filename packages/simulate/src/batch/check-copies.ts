import { errorList, type SpikeLoomError, throwAll } from "@spikeloom/kernel";
import { availableMemory } from "../available-memory.ts";
import { checkRun } from "../check-run.ts";
import { BATCH_MEMORY } from "../errors.ts";
import { estimateNetwork } from "../estimate-network.ts";
import type { BatchOptions, CopyOfNetwork } from "./batch-options.ts";
import { ofCopy } from "./copies.ts";

/**
 * Check all copies, and return how many of them fit into memory at the same time.
 *
 * Copies that differ only in their seeds and trials are checked once.
 */
export function fittingCopies(copies: readonly CopyOfNetwork[], options: BatchOptions): number {
  const { stack, backend, backendOptions, precision, memory = availableMemory() } = options;
  const { dt, convention, tier, sink, keep = sink === undefined } = options;
  const kinds = Map.groupBy(copies, ({ label }) => JSON.stringify(label.parameters));
  const found = errorList("the batch");
  let [fixed, running, held] = [0, 0, 0];
  for (const alike of kinds.values()) {
    const [{ label, network: own }] = alike as [CopyOfNetwork];
    const stated = { duration: options.for, dt, convention, tier };
    const given = Object.entries(stated).filter(([, value]) => value !== undefined);
    const network = { ...own, ...Object.fromEntries(given) };
    const asked = { stack, backend, backendOptions, precision };
    const errors = checkRun(network, { ...asked, memory, holdsRecords: keep });
    found.addAll(errors.map((error) => ofCopy(error, label) as SpikeLoomError));
    if (errors.length > 0) continue;
    const estimate = estimateNetwork(network, asked);
    const records = keep ? estimateNetwork(network, { ...asked, holdsRecords: true }).bytes : 0;
    const once = estimate.parts.filter(({ isFixed }) => isFixed === true);
    const shared = once.reduce((sum, { bytes }) => sum + bytes, 0);
    fixed = Math.max(fixed, shared);
    running = Math.max(running, estimate.bytes - shared);
    held += alike.length * Math.max(0, records - estimate.bytes);
  }
  throwAll(found.all());
  const free = memory - fixed - held;
  // A copy alone fits, or it would have been refused above.
  if (copies.length > 1 && free < running) {
    throw BATCH_MEMORY({ copies: copies.length, bytes: fixed + held + running, bound: memory });
  }
  return running === 0 ? copies.length : Math.max(1, Math.floor(free / running));
}
