import {
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

/** What decides whether a backend can run a network. */
export interface CheckRunOptions extends AskedBackend {
  /** Most bytes; as many as it takes where it is not given. */
  readonly memory?: number | undefined;
  /** Whether what is recorded is held in memory until the end. */
  readonly holdsRecords?: boolean | undefined;
  /** Whether a changed network is to go on from the run. */
  readonly revisable?: boolean | undefined;
}

const names: OptionNames<CheckRunOptions> = {
  ...askedBackendNames,
  memory: true,
  holdsRecords: true,
  revisable: true,
};

/** What a check has found. */
export interface CheckedRun {
  readonly errors: readonly SpikeLoomError[];
  /** Where there are no errors. */
  readonly sound?: {
    readonly network: CompleteNetwork;
    readonly options: OptionValues;
    /** What it would take, where its memory is bounded. */
    readonly estimate?: JobEstimate | undefined;
  };
}

/**
 * Check in full whether a backend can run a network.
 *
 * Returns all errors, none if it can. It holds for any seed. Only what formulas give and what is in data files shows
 * in the run alone.
 */
export function checkRun(
  network: NetworkRecord,
  options: CheckRunOptions,
): readonly SpikeLoomError[] {
  checkOptionNames(options, names, "checkRun");
  return checkedRun(network, options).errors;
}

/**
 * Check in full, and give what was found out about a sound network.
 *
 * It takes as long as the check alone.
 */
export function checkedRun(given: NetworkRecord, options: CheckRunOptions): CheckedRun {
  return atOnce(checkedRunInPieces(given, options));
}

/** Check the same in pieces, so that others can have their turn. */
export function* checkedRunInPieces(
  given: NetworkRecord,
  options: CheckRunOptions,
): Pieces<CheckedRun> {
  const { stack, backend } = options;
  const found = errorList("the network");
  found.addAll(yield* checkNetworkInPieces(given, { stack, backend }));
  const values = attempt(found, () => optionsOf(options, given));
  // What a backend is asked about is sound.
  if (values === undefined || found.all().length > 0) return { errors: found.all() };
  const network = { ...completeNetwork(given, stack), precision: precisionOf(values) };
  const { seed } = network;
  const outline = yield* attemptInPieces(
    found,
    lowerNetwork({ network, stack, seed, outline: true }),
  );
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

/** Ask a backend what keeps it from running a program. */
function askBackend(
  program: NetworkProgram,
  values: OptionValues,
  { backend, memory = Number.POSITIVE_INFINITY, holdsRecords, revisable }: CheckRunOptions,
): Answer {
  const place = `backend "${backend.name}"`;
  const found: unknown = callPlugin(backend, place, () =>
    backend.check(program, values, { revisable }),
  );
  if (areErrors(found)) {
    if (memory === Number.POSITIVE_INFINITY) return { errors: found };
    const asked = { backend, options: values };
    const wanted = { holdsRecords, revisable };
    const estimate = estimateUnless(found, () => estimateProgram(program, asked, wanted));
    if (estimate === undefined || estimate.bytes <= memory) return { errors: found, estimate };
    const said = new Set(estimate.faults.map(({ code }) => code));
    const ways = estimateProgram(program, asked, { ...wanted, ways: true });
    // What is too large as a whole is not said of its parts as well.
    const others = found.filter(({ code }) => !said.has(code));
    return { errors: [memoryFault(ways, memory), ...others] };
  }
  const [what, expected] = ["what it cannot run", "a list of coded errors"];
  throw PLUGIN_RETURN({ plugin: backend, place, what, expected, got: printReturn(found) });
}

/** Estimate, unless that fails for what was found before. */
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
