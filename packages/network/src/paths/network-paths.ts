import { type NetworkRecord, nearestName, type Stack } from "@spikeloom/kernel";
import { completeNetwork } from "../complete/complete-network.ts";
import { NETWORK_PATH } from "../errors.ts";
import { projectionNames } from "../plan/projection-names.ts";

/** Value of a parameter: any JSON value. */
export type ParameterValue = number | string | boolean | readonly unknown[] | object;

/** Path within a network, as keys and indices. */
export type Steps = readonly (string | number)[];

/** Defaults that a network has implicitly. */
const always = ["trial", "dt", "duration", "precision", "tier", "convention"] as const;

/** Longer lists, such as positions or pairs, can only be set as a whole. */
const mostElements = 100;

/**
 * List all settable paths of a network, as printed in errors.
 *
 * Includes parameters and initial values left at their defaults. A projection is identified by index or by name:
 * `projections[3].weight` and `projections.E->I.weight`. The network must be valid.
 */
export function networkPaths(network: NetworkRecord, stack: Stack): ReadonlyMap<string, Steps> {
  const found = new Map<string, Steps>();
  const names = projectionNames(network);
  const add = (path: string, steps: Steps): void => {
    found.set(path, steps);
    const [, place, rest = ""] = /^projections\[(\d+)\](\..*)$/.exec(path) ?? [];
    if (place !== undefined) found.set(`projections.${names[Number(place)]}${rest}`, steps);
  };
  const { populations, projections, stimuli } = completeNetwork(network, stack);
  // A model is set by name, or in place if the network contains its record.
  visit({ populations, projections, stimuli }, { add, skips: "model" });
  visit(network, { add });
  for (const name of always) add(name, [name]);
  // Each run has its own seed.
  found.delete("seed");
  return found;
}

interface Visit {
  add(path: string, steps: Steps): void;
  /** Parts that are not traversed. */
  readonly skips?: string;
}

function visit(value: unknown, to: Visit, path = "", steps: Steps = []): void {
  if (steps.length > 0) to.add(path, steps);
  if (Array.isArray(value)) {
    if (value.length > mostElements && steps.length > 1) return;
    for (const [k, one] of value.entries()) visit(one, to, `${path}[${k}]`, [...steps, k]);
  } else if (typeof value === "object" && value !== null && !ArrayBuffer.isView(value)) {
    for (const [key, one] of Object.entries(value)) {
      if (key === to.skips) continue;
      visit(one, to, path === "" ? key : `${path}.${key}`, [...steps, key]);
    }
  }
}

/** Resolve a path; if it does not exist, a coded error suggests the nearest one. */
export function findPath(
  paths: ReadonlyMap<string, Steps>,
  path: string,
  others: readonly string[] = [],
): Steps {
  const found = paths.get(path);
  if (found !== undefined) return found;
  if (path === "seed") throw NETWORK_PATH({ path, nearest: "--seeds" });
  throw NETWORK_PATH({ path, nearest: nearestName(path, [...paths.keys(), ...others]) });
}

/** Return a network with one part set to another value. */
export function withValue(
  network: NetworkRecord,
  steps: Steps,
  value: ParameterValue,
): NetworkRecord {
  return changed(network, steps, value) as NetworkRecord;
}

function changed(within: unknown, [step, ...rest]: Steps, value: ParameterValue): unknown {
  if (step === undefined) return value;
  if (typeof step === "number") {
    const list = within as readonly unknown[];
    return list.map((one, k) => (k === step ? changed(one, rest, value) : one));
  }
  // A model with its own parameters is a record rather than a name.
  const named = typeof within === "string" ? { model: within } : within;
  const record = (named ?? {}) as Readonly<Record<string, unknown>>;
  const own = Object.hasOwn(record, step) ? record[step] : undefined;
  return { ...record, [step]: changed(own, rest, value) };
}
