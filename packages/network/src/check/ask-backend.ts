import {
  type BackendRecord,
  type CheckJob,
  callPlugin,
  type NetworkRecord,
  PLUGIN_RETURN,
  printReturn,
  type SpikeLoomError,
} from "@spikeloom/kernel";
import type { Collector } from "./collect.ts";
import { type AskOptions, areErrors, estimateJob, jobOf, memoryFault } from "./estimate-network.ts";

/** What a backend is asked with, and the memory that there is. */
export interface RunnableOptions extends AskOptions {
  /** Most bytes; as many as it takes where it is not given. */
  readonly memory?: number | undefined;
  readonly holdsRecords?: boolean | undefined;
}

/** Ask a backend what keeps it from running a network, which is sound but for that. */
export function askBackend(
  network: NetworkRecord,
  { memory = Number.POSITIVE_INFINITY, holdsRecords, ...options }: RunnableOptions,
  into: Collector,
): void {
  const { backend } = options;
  const job = jobOf(network, options);
  const said = new Set<string>();
  if (memory < Number.POSITIVE_INFINITY) {
    const { bytes, faults } = estimateJob(backend, job, { holdsRecords });
    if (bytes > memory) {
      const estimate = estimateJob(backend, job, { holdsRecords, ways: true });
      into.refuse(() => memoryFault(estimate, memory));
      // What is too large as a whole is not said of its parts as well.
      for (const { code } of faults) said.add(code);
    }
  }
  into.add(faultsOf(backend, job).filter(({ code }) => !said.has(code)));
}

function faultsOf(backend: BackendRecord, job: CheckJob): readonly SpikeLoomError[] {
  const place = `backend "${backend.name}"`;
  const found: unknown = callPlugin(backend, place, () => backend.check(job));
  if (areErrors(found)) return found;
  const [what, expected] = ["what it cannot run", "a list of coded errors"];
  throw PLUGIN_RETURN({ plugin: backend, place, what, expected, got: printReturn(found) });
}
