import {
  type BackendRecord,
  type CheckJob,
  callPlugin,
  type NetworkRecord,
  PLUGIN_RETURN,
  printReturn,
  SpikeLoomError,
  type Stack,
} from "@spikeloom/kernel";
import { completeNetwork } from "../complete/complete-network.ts";

/** What a backend is asked with. */
export interface AskOptions {
  readonly stack: Stack;
  readonly backend: BackendRecord;
  readonly workers?: number | undefined;
  readonly shards?: number | undefined;
}

/** Ask a backend what keeps it from running a network, which is sound but for that. */
export function askBackend(
  given: NetworkRecord,
  { stack, backend, workers, shards }: AskOptions,
): readonly SpikeLoomError[] {
  const network = completeNetwork(given, stack);
  const { seed, precision } = network;
  const job: CheckJob = {
    ...{ network, stack, seed, precision },
    ...(workers !== undefined && { workers }),
    ...(shards !== undefined && { shards }),
  };
  const place = `backend "${backend.name}"`;
  const found: unknown = callPlugin(backend, place, () => backend.check(job));
  if (Array.isArray(found) && found.every((one) => one instanceof SpikeLoomError)) return found;
  const [what, expected] = ["what it cannot run", "a list of coded errors"];
  throw PLUGIN_RETURN({ plugin: backend, place, what, expected, got: printReturn(found) });
}
