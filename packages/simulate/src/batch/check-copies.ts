import { errorList, type NetworkRecord, type SpikeLoomError, throwAll } from "@spikeloom/kernel";
import { availableMemory } from "../available-memory.ts";
import type { AskedBackend } from "../backend-options.ts";
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
  const asked = { stack, backend, backendOptions, precision };
  const needs = memoryNeeds();
  let held = 0;
  for (const alike of kinds.values()) {
    const [{ label, network: own }] = alike as [CopyOfNetwork];
    const stated = { duration: options.for, dt, convention, tier };
    const given = Object.entries(stated).filter(([, value]) => value !== undefined);
    const network = { ...own, ...Object.fromEntries(given) };
    const errors = checkRun(network, { ...asked, memory, holdsRecords: keep });
    found.addAll(errors.map((error) => ofCopy(error, label) as SpikeLoomError));
    if (errors.length > 0) continue;
    const bytes = needs.add(network, asked);
    const records = keep ? estimateNetwork(network, { ...asked, holdsRecords: true }).bytes : 0;
    held += alike.length * Math.max(0, records - bytes);
  }
  throwAll(found.all());
  const { fixed, running } = needs;
  // A copy alone fits, or it would have been refused above.
  if (copies.length > 1 && memory - fixed - held < running) {
    throw BATCH_MEMORY({ copies: copies.length, bytes: fixed + held + running, bound: memory });
  }
  return needs.fitting(memory - held);
}

/** Return how many of these valid networks fit into memory at the same time. */
export function fittingNetworks(
  networks: Iterable<NetworkRecord>,
  asked: AskedBackend,
  memory: number = availableMemory(),
): number {
  const needs = memoryNeeds();
  for (const network of networks) needs.add(network, asked);
  return needs.fitting(memory);
}

interface MemoryNeeds {
  /** Bytes that all copies share, at their largest. */
  readonly fixed: number;
  /** Bytes of a running copy, at their largest. */
  readonly running: number;
  /** Add a network; returns the bytes of its run alone. */
  add(network: NetworkRecord, asked: AskedBackend): number;
  /** Number of copies that fit into so much memory, at least one; infinite if they need none. */
  fitting(memory: number): number;
}

function memoryNeeds(): MemoryNeeds {
  let [fixed, running] = [0, 0];
  return {
    get fixed() {
      return fixed;
    },
    get running() {
      return running;
    },
    add(network, asked) {
      const { parts, bytes } = estimateNetwork(network, asked);
      const once = parts.filter(({ isFixed }) => isFixed === true);
      const shared = once.reduce((sum, part) => sum + part.bytes, 0);
      fixed = Math.max(fixed, shared);
      running = Math.max(running, bytes - shared);
      return bytes;
    },
    fitting(memory) {
      const most =
        running === 0 ? Number.POSITIVE_INFINITY : Math.floor((memory - fixed) / running);
      return Math.max(1, most);
    },
  };
}
