import {
  type BackendRecord,
  type CheckJob,
  callPlugin,
  checkOptionNames,
  type EstimateOptions,
  type JobEstimate,
  type NetworkRecord,
  type OptionNames,
  PLUGIN_RETURN,
  printReturn,
  SpikeLoomError,
  type Stack,
} from "@spikeloom/kernel";
import { completeNetwork } from "../complete/complete-network.ts";
import { MEMORY, printBytes } from "../errors.ts";

/** What a backend is asked with. */
export interface AskOptions {
  readonly stack: Stack;
  readonly backend: BackendRecord;
  readonly workers?: number | undefined;
  readonly shards?: number | undefined;
}

/** What an estimate is asked for with. */
export interface EstimateNetworkOptions extends AskOptions, EstimateOptions {}

const names: OptionNames<EstimateNetworkOptions> = {
  stack: true,
  backend: true,
  workers: true,
  shards: true,
  holdsRecords: true,
  ways: true,
};

/** Ask a backend what a sound network of any size would take. */
export function estimateNetwork(
  network: NetworkRecord,
  options: EstimateNetworkOptions,
): JobEstimate {
  checkOptionNames(options, names, "estimateNetwork");
  const { holdsRecords, ways } = options;
  return estimateJob(options.backend, jobOf(network, options), { holdsRecords, ways });
}

/** Make what a backend is asked about of a sound network. */
export function jobOf(given: NetworkRecord, { stack, workers, shards }: AskOptions): CheckJob {
  const network = completeNetwork(given, stack);
  const { seed, precision } = network;
  return {
    ...{ network, stack, seed, precision },
    ...(workers !== undefined && { workers }),
    ...(shards !== undefined && { shards }),
  };
}

/** Ask a backend what a job would take, refusing what specs/plugins.md does not allow. */
export function estimateJob(
  backend: BackendRecord,
  job: CheckJob,
  options: EstimateOptions,
): JobEstimate {
  const place = `backend "${backend.name}"`;
  const found: unknown = callPlugin(backend, place, () => backend.estimate(job, options));
  const refuse = (what: string, expected: string, value: unknown): never => {
    const got = printReturn(value);
    throw PLUGIN_RETURN({ plugin: backend, place, what: `${what} of an estimate`, expected, got });
  };
  const { parts, projections, notes, faults, ways = [], ...counts } = { ...(found as JobEstimate) };
  for (const [name, list] of Object.entries({ parts, projections, notes, faults, ways })) {
    if (!Array.isArray(list)) refuse(`"${name}"`, "a list", list);
  }
  if (!areErrors(faults)) refuse('"faults"', "a list of coded errors", faults);
  const { neurons, synapses, bytes } = counts;
  const sizes = [neurons, synapses, bytes, ...[...parts, ...projections, ...ways].map(bytesOf)];
  for (const size of sizes) {
    if (!(typeof size === "number" && size >= 0)) refuse("a number", "a number from 0 on", size);
  }
  return found as JobEstimate;
}

function bytesOf(entry: { readonly bytes: number } | undefined): unknown {
  return entry?.bytes;
}

/** Say whether a value is a list of coded errors. */
export function areErrors(found: unknown): found is readonly SpikeLoomError[] {
  return Array.isArray(found) && found.every((one) => one instanceof SpikeLoomError);
}

/** Refuse what takes more than it may, saying what other ways of keeping the synapses would take. */
export function memoryFault(
  { bytes, parts, projections, ways = [] }: JobEstimate,
  bound: number,
): SpikeLoomError {
  const largest = projections.toSorted((a, b) => b.bytes - a.bytes)[0];
  const besides = bytes - projections.reduce((sum, one) => sum + one.bytes, 0);
  const place =
    largest === undefined || largest.bytes < besides
      ? "populations"
      : `projection "${largest.name}" above all`;
  const less = ways
    .filter((way) => way.bytes < bytes)
    .map((way) => `${way.change} would take ${printBytes(way.bytes)}`);
  return MEMORY({ place, bytes, parts, bound, ways: less });
}
