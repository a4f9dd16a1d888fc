import {
  type BackendRecord,
  callPlugin,
  checkOptionNames,
  errorList,
  type JobEstimate,
  type NetworkRecord,
  type OptionNames,
  type OptionValues,
  PLUGIN_RETURN,
  printReturn,
  SpikeLoomError,
} from "@spikeloom/kernel";
import { type CompleteNetwork, checkNetworkInPieces, completeNetwork } from "@spikeloom/network";
import { atOnce, lowerNetwork, type NetworkProgram, type Pieces } from "@spikeloom/program";
import { type AskedBackend, askedBackendNames, optionsOf, precisionOf } from "./backend-options.ts";
import { areErrors, estimateProgram, memoryFault } from "./estimate-network.ts";
import { runSteps } from "./run-length.ts";

/** Options that decide whether a backend can run a network. */
export interface CheckRunOptions extends AskedBackend {
  /** Maximum number of bytes; unlimited by default. */
  readonly memory?: number | undefined;
  /** Whether recorded data stay in memory until the end. */
  readonly holdsRecords?: boolean | undefined;
  /** Whether a changed network may continue the run. */
  readonly revisable?: boolean | undefined;
}

const names: OptionNames<CheckRunOptions> = {
  ...askedBackendNames,
  memory: true,
  holdsRecords: true,
  revisable: true,
};

/** Result of a check. */
export interface CheckedRun {
  readonly errors: readonly SpikeLoomError[];
  /** Present if there are no errors. */
  readonly sound?: {
    readonly network: CompleteNetwork;
    readonly options: OptionValues;
    /** Estimated memory, if memory is limited. */
    readonly estimate?: JobEstimate | undefined;
  };
}

/**
 * Check in full whether a backend can run a network.
 *
 * Returns all errors; an empty list means that it can. The result holds for any seed. Values computed by formulas and the
 * contents of data files are checked only in the run.
 */
export function checkRun(
  network: NetworkRecord,
  options: CheckRunOptions,
): readonly SpikeLoomError[] {
  checkOptionNames(options, names, "checkRun");
  return checkedRun(network, options).errors;
}

/**
 * Check in full and return the plan and the estimate of a valid network.
 *
 * Takes no longer than the check alone.
 */
export function checkedRun(given: NetworkRecord, options: CheckRunOptions): CheckedRun {
  return atOnce(checkedRunInPieces(given, options));
}

/** Options of a check for any backend. */
export interface CheckAnywhereOptions extends Pick<CheckRunOptions, "stack" | "memory"> {
  /** Backend whose estimate counts for the memory limit. */
  readonly backend?: BackendRecord | undefined;
}

/**
 * Check a network in full for any backend.
 *
 * Finds the errors that a run finds on every backend, those of the compiled program included, but none of a backend's
 * capabilities, options or limits. With a backend and a memory limit, a network that would need more there is an error
 * as well. Returns all errors, or an empty list if it is valid.
 */
export function checkAnywhere(
  network: NetworkRecord,
  options: CheckAnywhereOptions,
): readonly SpikeLoomError[] {
  checkOptionNames(options, { stack: true, backend: true, memory: true }, "checkAnywhere");
  const { stack, backend, memory } = options;
  const found = errorList("the network");
  found.addAll(atOnce(checkNetworkInPieces(network, { stack })));
  if (found.all().length > 0) return found.all();
  attempt(found, () => {
    const complete = completeNetwork(network, stack);
    const outline = atOnce(
      lowerNetwork({ network: complete, stack, seed: complete.seed, outline: true }),
    );
    checkDuration(outline);
    if (backend === undefined || memory === undefined) return;
    const excess = memoryExcess(outline, { network, stack, backend, memory });
    if (excess !== undefined) found.addAll([excess]);
  });
  return found.all();
}

/** Refuse a duration of no step, or of more steps than a run can count. */
function checkDuration({ duration, dt, convention }: NetworkProgram): void {
  if (duration !== undefined) runSteps(duration, dt, convention);
}

/** The error of a program that needs more memory; undefined if it does not, or if the backend cannot run it at all. */
function memoryExcess(
  program: NetworkProgram,
  {
    network,
    memory,
    ...asked
  }: AskedBackend & { readonly network: NetworkRecord; readonly memory: number },
): SpikeLoomError | undefined {
  try {
    const of = { backend: asked.backend, options: optionsOf(asked, network) };
    if (estimateProgram(program, of, { stack: asked.stack }).bytes <= memory) return undefined;
    return memoryFault(estimateProgram(program, of, { stack: asked.stack, ways: true }), memory);
  } catch (fault) {
    if (fault instanceof SpikeLoomError) return undefined;
    throw fault;
  }
}

/** Check the same incrementally, so that the caller can yield to the event loop. */
export function* checkedRunInPieces(
  given: NetworkRecord,
  options: CheckRunOptions,
): Pieces<CheckedRun> {
  const { stack, backend } = options;
  const found = errorList("the network");
  found.addAll(yield* checkNetworkInPieces(given, { stack, backend }));
  const values = attempt(found, () => optionsOf(options, given));
  // Only valid networks are passed to a backend.
  if (values === undefined || found.all().length > 0) return { errors: found.all() };
  const network = { ...completeNetwork(given, stack), precision: precisionOf(values) };
  const { seed } = network;
  const outline = yield* attemptInPieces(
    found,
    lowerNetwork({ network, stack, seed, outline: true }),
  );
  if (outline !== undefined) attempt(found, () => checkDuration(outline));
  const answer = outline && attempt(found, () => askBackend(outline, values, options));
  found.addAll(answer?.errors ?? []);
  const errors = found.all();
  if (errors.length > 0) return { errors };
  return { errors, sound: { network, options: values, estimate: answer?.estimate } };
}

function attempt<T>(into: ReturnType<typeof errorList>, act: () => T): T | undefined {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof SpikeLoomError)) throw error;
    into.addAll([error, ...error.others]);
    return undefined;
  }
}

function* attemptInPieces<T>(
  into: ReturnType<typeof errorList>,
  work: Pieces<T>,
): Pieces<T | undefined> {
  try {
    return yield* work;
  } catch (error) {
    return attempt(into, () => {
      throw error;
    });
  }
}

interface Answer {
  readonly errors: readonly SpikeLoomError[];
  readonly estimate?: JobEstimate | undefined;
}

/** Return a backend's reasons for not running a program. */
export function askBackend(
  program: NetworkProgram,
  values: OptionValues,
  { stack, backend, memory = Number.POSITIVE_INFINITY, holdsRecords, revisable }: CheckRunOptions,
): Answer {
  const place = `backend "${backend.name}"`;
  const found: unknown = callPlugin(backend, place, () =>
    backend.check(program, values, { stack, revisable }),
  );
  if (areErrors(found)) {
    if (memory === Number.POSITIVE_INFINITY) return { errors: found };
    const asked = { backend, options: values };
    const wanted = { stack, holdsRecords, revisable };
    const estimate = estimateUnless(found, () => estimateProgram(program, asked, wanted));
    if (estimate === undefined || estimate.bytes <= memory) return { errors: found, estimate };
    const said = new Set(estimate.faults.map(({ code }) => code));
    const ways = estimateProgram(program, asked, { ...wanted, ways: true });
    // An error about the total size is not repeated for the parts.
    const others = found.filter(({ code }) => !said.has(code));
    return { errors: [memoryFault(ways, memory), ...others] };
  }
  const [what, expected] = ["what it cannot run", "a list of coded errors"];
  throw PLUGIN_RETURN({ plugin: backend, place, what, expected, got: printReturn(found) });
}

/** Estimate, unless errors found earlier prevent it. */
function estimateUnless(
  found: readonly SpikeLoomError[],
  estimate: () => JobEstimate,
): JobEstimate | undefined {
  try {
    return estimate();
  } catch (error) {
    if (error instanceof SpikeLoomError && found.length > 0) return undefined;
    throw error;
  }
}
