import { checkModelInFull } from "@spikeloom/equations";
import {
  checkOptionNames,
  type NetworkRecord,
  type NeuronRecord,
  type OptionNames,
  type SpikeLoomError,
  type Stack,
} from "@spikeloom/kernel";
import { streamKey } from "@spikeloom/random";
import { resolveConvention } from "../conventions/resolve-convention.ts";
import { DUPLICATE_PROJECTION } from "../errors.ts";
import { networkStep, readTime } from "../plan/network-step.ts";
import { readPeriods } from "../positions/distance.ts";
import { checkShape } from "../read/check-shape.ts";
import { type SoundParts, soundParts } from "../read/sound-parts.ts";
import { type CapableBackend, checkCapabilities } from "./check-capabilities.ts";
import { checkPopulation } from "./check-population.ts";
import { checkProjection } from "./check-projection.ts";
import { checkRecorder } from "./check-recorder.ts";
import { checkStimulus } from "./check-stimulus.ts";
import { checkSynapseRecorder, projectionPlaces } from "./check-synapse-recorder.ts";
import { type Collector, collector } from "./collect.ts";
import { stepRules } from "./step-rules.ts";

/** Options for checking a network. */
export interface CheckOptions {
  readonly stack: Stack;
  /**
   * Also check whether this backend provides what the network requires; `checkRun` additionally asks the backend
   * itself.
   */
  readonly backend?: CapableBackend | undefined;
}

const names: OptionNames<CheckOptions> = {
  stack: true,
  backend: true,
};

/**
 * Check a network in full; returns all errors, or an empty list if it is valid.
 *
 * The result holds for any seed. Only results of formulas and contents of data files are left to the run.
 */
export function checkNetwork(
  network: NetworkRecord,
  options: CheckOptions,
): readonly SpikeLoomError[] {
  const check = checkNetworkInPieces(network, options);
  for (;;) {
    const next = check.next();
    if (next.done === true) return next.value;
  }
}

/**
 * Check a network in pieces, so that other tasks can run in between.
 *
 * Long lists dominate the time; each piece covers at most one of them.
 */
export function* checkNetworkInPieces(
  network: NetworkRecord,
  options: CheckOptions,
): Generator<number, readonly SpikeLoomError[], void> {
  checkOptionNames(options, names, "checkNetwork");
  const shape = checkShape(network);
  yield 0;
  const parts = shape.length === 0 ? { network, faulty: new Set<string>() } : soundParts(network);
  if (parts === undefined) return shape;
  const into = collector();
  into.add(shape);
  yield* checkParts(parts, { ...options, into });
  return into.all();
}

function* checkParts(
  { network, faulty }: SoundParts,
  { stack, backend, into }: CheckOptions & { readonly into: Collector },
): Generator<number, void, void> {
  checkHead(network, faulty, into);
  const broken = checkModels(network, faulty, into);
  const rules = stepRules(network, faulty);
  const context = { network, stack, into, faulty, broken, rules };
  const known = new Map<string, NeuronRecord>();
  for (const name of Object.keys(network.populations)) {
    const model = checkPopulation(name, context);
    if (model !== undefined) known.set(name, model);
    yield 0;
  }
  checkNames(network, faulty, into);
  for (const index of (network.projections ?? []).keys()) {
    yield* checkProjection(index, known, context);
    yield 0;
  }
  for (const index of (network.stimuli ?? []).keys()) {
    checkStimulus(index, known, context);
    yield 0;
  }
  for (const index of (network.record ?? []).keys()) {
    checkRecorder(index, known, context);
    yield 0;
  }
  const places = projectionPlaces(network, faulty);
  for (const index of (network.recordSynapses ?? []).keys()) {
    checkSynapseRecorder(index, places, context);
  }
  if (backend === undefined || faulty.size > 0) return;
  into.add(checkCapabilities(network, { stack, backend }));
}

/** Check the models of the network; return the names of the invalid ones. */
function checkModels(
  { models = {} }: NetworkRecord,
  faulty: ReadonlySet<string>,
  into: Collector,
): ReadonlySet<string> {
  const broken = Object.entries(models).filter(([name, model]) => {
    if (faulty.has(`models.${name}`)) return true;
    const errors = checkModelInFull(model, `models.${name}`);
    into.add(errors);
    return errors.length > 0;
  });
  return new Set(broken.map(([name]) => name));
}

function checkHead(network: NetworkRecord, faulty: ReadonlySet<string>, into: Collector): void {
  const { duration, convention, seed = 0, space } = network;
  const check = (field: string, run: () => unknown): void => {
    if (!faulty.has(field)) into.attempt(run);
  };
  check("dt", () => networkStep(network));
  check("seed", () => streamKey(seed, "check"));
  check("duration", () => duration !== undefined && readTime(duration, "duration"));
  check("convention", () => resolveConvention(convention));
  check("space", () => space !== undefined && readPeriods(space, space.dimensions));
}

function checkNames(network: NetworkRecord, faulty: ReadonlySet<string>, into: Collector): void {
  const seen = new Set<string>();
  network.projections?.forEach((projection, index) => {
    const place = `projections[${index}]`;
    if (faulty.has(place) || projection.name === undefined) return;
    const { name } = projection;
    if (seen.has(name)) into.refuse(() => DUPLICATE_PROJECTION({ place: `${place}.name`, name }));
    seen.add(name);
  });
}
