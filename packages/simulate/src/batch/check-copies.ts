import { errorList, type NetworkRecord, type SpikeLoomError, throwAll } from "@spikeloom/kernel";
import { readTime } from "@spikeloom/network";
import { availableMemory } from "../available-memory.ts";
import type { AskedBackend } from "../backend-options.ts";
import { checkRun } from "../check-run.ts";
import { BATCH_MEMORY } from "../errors.ts";
import { estimateNetwork } from "../estimate-network.ts";
import type { BatchOptions, CopyOfNetwork } from "./batch-options.ts";
import { ofCopy } from "./copies.ts";

/** Number of copies that run at once, and their time. */
export interface CopiesEstimate {
  /** Number of copies that fit into memory at the same time, at least one; infinite if they need none. */
  readonly fitting: number;
  /** Estimated time of the longest copy's steps on one core; undefined if it is unknown. */
  readonly seconds: number | undefined;
}

/**
 * Check all copies, and estimate how many of them fit into memory at the same time, and how long they take.
 *
 * Copies that differ only in their seeds and trials are checked once.
 */
export function checkCopies(
  copies: readonly CopyOfNetwork[],
  options: BatchOptions,
): CopiesEstimate {
  const { stack, backend, backendOptions, precision, memory = availableMemory() } = options;
  const { dt, convention, tier, sink, keep = sink === undefined } = options;
  const kinds = Map.groupBy(copies, ({ label }) => JSON.stringify(label.parameters));
  const found = errorList("the batch");
  const asked = { stack, backend, backendOptions, precision };
  const needs = copyNeeds();
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
  return needs.estimate(memory - held);
}

/**
 * Estimate the number of valid networks that run at once, and their time.
 *
 * That many fit into memory at the same time.
 */
export function estimateCopies(
  networks: Iterable<NetworkRecord>,
  asked: AskedBackend,
  memory: number = availableMemory(),
): CopiesEstimate {
  const needs = copyNeeds();
  for (const network of networks) needs.add(network, asked);
  return needs.estimate(memory);
}

interface CopyNeeds {
  /** Bytes that all copies share, at their largest. */
  readonly fixed: number;
  /** Bytes of a running copy, at their largest. */
  readonly running: number;
  /** Add a network; returns the bytes of its run alone. */
  add(network: NetworkRecord, asked: AskedBackend): number;
  /** Estimate for so much memory. */
  estimate(memory: number): CopiesEstimate;
}

function copyNeeds(): CopyNeeds {
  let [fixed, running] = [0, 0];
  let seconds: number | undefined = 0;
  return {
    get fixed() {
      return fixed;
    },
    get running() {
      return running;
    },
    add(network, asked) {
      const { parts, bytes, seconds: time } = estimateNetwork(network, asked);
      const { duration } = network;
      const own = time && duration && (time.perSecond * readTime(duration, "duration")) / 1000;
      seconds =
        seconds === undefined || typeof own !== "number" ? undefined : Math.max(seconds, own);
      const once = parts.filter(({ isFixed }) => isFixed === true);
      const shared = once.reduce((sum, part) => sum + part.bytes, 0);
      fixed = Math.max(fixed, shared);
      running = Math.max(running, bytes - shared);
      return bytes;
    },
    estimate(memory) {
      const most =
        running === 0 ? Number.POSITIVE_INFINITY : Math.floor((memory - fixed) / running);
      return { fitting: Math.max(1, most), seconds };
    },
  };
}
