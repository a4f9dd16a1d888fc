import { checkModelInFull } from "@spikeloom/equations";
import type {
  BackendRecord,
  NetworkRecord,
  NeuronRecord,
  SpikeLoomError,
  Stack,
} from "@spikeloom/kernel";
import { streamKey } from "@spikeloom/random";
import { resolveConvention } from "../conventions/resolve-convention.ts";
import { DUPLICATE_PROJECTION } from "../errors.ts";
import { networkStep, readTime } from "../plan/network-step.ts";
import { readPeriods } from "../positions/distance.ts";
import { checkShape } from "../read/check-shape.ts";
import { checkCapabilities } from "./check-capabilities.ts";
import { checkPopulation } from "./check-population.ts";
import { checkProjection } from "./check-projection.ts";
import { checkRecorder } from "./check-recorder.ts";
import { checkStimulus } from "./check-stimulus.ts";
import { type Collector, collector } from "./collect.ts";

/** What a network is checked with. */
export interface CheckOptions {
  readonly stack: Stack;
  /** Check as well whether this backend can run it. */
  readonly backend?: BackendRecord;
}

/** Check a network in full; returns all errors, none if it is sound. */
export function checkNetwork(
  network: NetworkRecord,
  { stack, backend }: CheckOptions,
): readonly SpikeLoomError[] {
  const shape = checkShape(plain(network));
  if (shape.length > 0) return shape;
  const into = collector();
  checkHead(network, into);
  for (const [name, model] of Object.entries(network.models ?? {})) {
    into.add(checkModelInFull(model, `models.${name}`));
  }
  const context = { network, stack, into };
  const known = new Map<string, NeuronRecord>();
  for (const name of Object.keys(network.populations)) {
    const model = checkPopulation(name, context);
    if (model !== undefined) known.set(name, model);
  }
  checkNames(network, into);
  for (const index of (network.projections ?? []).keys()) checkProjection(index, known, context);
  for (const index of (network.stimuli ?? []).keys()) checkStimulus(index, known, context);
  for (const index of (network.record ?? []).keys()) checkRecorder(index, known, context);
  if (backend !== undefined) into.add(checkCapabilities(network, { stack, backend }));
  return into.errors;
}

/**
 * What JSON makes of a network, for the check of its shape.
 *
 * Callable models become records. Typed arrays are left out, and numbers that JSON lacks are checked with
 * the values that they belong to.
 */
function plain(network: NetworkRecord): unknown {
  const text = JSON.stringify(network, (_, value: unknown) => {
    if (ArrayBuffer.isView(value)) return [];
    return typeof value === "number" && !Number.isFinite(value) ? 0 : value;
  });
  return JSON.parse(text) as unknown;
}

function checkHead(network: NetworkRecord, into: Collector): void {
  into.attempt(() => networkStep(network));
  const { duration, convention, seed = 0, space } = network;
  into.attempt(() => streamKey(seed, "check"));
  into.attempt(() => duration !== undefined && readTime(duration, "duration"));
  into.attempt(() => resolveConvention(convention));
  into.attempt(() => space !== undefined && readPeriods(space, space.dimensions));
}

function checkNames(network: NetworkRecord, into: Collector): void {
  const seen = new Set<string>();
  network.projections?.forEach(({ name }, index) => {
    if (name === undefined) return;
    if (seen.has(name)) {
      into.add([DUPLICATE_PROJECTION({ place: `projections[${index}].name`, name })]);
    }
    seen.add(name);
  });
}
