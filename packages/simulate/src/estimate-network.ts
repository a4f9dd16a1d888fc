import {
  type BackendRecord,
  callPlugin,
  checkOptionNames,
  type EstimateOptions,
  type JobEstimate,
  type NetworkRecord,
  type OptionNames,
  type OptionValues,
  PLUGIN_RETURN,
  type ProgramRecord,
  printReturn,
  SpikeLoomError,
} from "@spikeloom/kernel";
import { printBytes } from "@spikeloom/network";
import { programOf } from "@spikeloom/program";
import { type AskedBackend, askedBackendNames, optionsOf } from "./backend-options.ts";
import { MEMORY } from "./errors.ts";

/** Options of an estimate. */
export interface EstimateNetworkOptions extends AskedBackend, Omit<EstimateOptions, "stack"> {}

const names: OptionNames<EstimateNetworkOptions> = {
  ...askedBackendNames,
  holdsRecords: true,
  ways: true,
  revisable: true,
};

/** Estimate the memory that a backend needs for a valid network of any size. */
export function estimateNetwork(
  network: NetworkRecord,
  options: EstimateNetworkOptions,
): JobEstimate {
  checkOptionNames(options, names, "estimateNetwork");
  const { stack, backend, holdsRecords, ways, revisable } = options;
  const asked = { backend, options: optionsOf(options, network) };
  return estimateProgram(programOf(network, { stack, outline: true }), asked, {
    stack,
    holdsRecords,
    ways,
    revisable,
  });
}

/** Estimate the memory that a backend needs for a program; violations of specs/plugins.md are refused. */
export function estimateProgram(
  program: ProgramRecord,
  { backend, options }: { readonly backend: BackendRecord; readonly options: OptionValues },
  wanted: EstimateOptions,
): JobEstimate {
  const place = `backend "${backend.name}"`;
  const found: unknown = callPlugin(backend, place, () =>
    backend.estimate(program, options, wanted),
  );
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

/** Check whether a value is a list of coded errors. */
export function areErrors(found: unknown): found is readonly SpikeLoomError[] {
  return Array.isArray(found) && found.every((one) => one instanceof SpikeLoomError);
}

/** Refuse a network above its memory limit, naming the memory tiers of synapses that would fit. */
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
    .filter((way) => way.bytes <= bound)
    .map((way) => `${way.change} would take ${printBytes(way.bytes)}`);
  return MEMORY({ place, bytes, parts, bound, ways: less });
}
