import {
  checkOptionNames,
  type JobEstimate,
  type OptionNames,
  type RecordingSink,
  type SpikeLoomError,
  throwAll,
} from "@spikeloom/kernel";
import { missingCapabilities, readTime } from "@spikeloom/network";
import type { NetworkProgram } from "@spikeloom/program";
import type { Progress } from "./advance.ts";
import { advanceRecorded } from "./advance-recorded.ts";
import { availableMemory } from "./available-memory.ts";
import { type AskedBackend, askedBackendNames, optionsOf, precisionOf } from "./backend-options.ts";
import { askBackend, type CheckRunOptions } from "./check-run.ts";
import { prepareProgram } from "./checked-backend.ts";
import { type DivergenceOptions, watchDivergence } from "./divergence.ts";
import { RUN_LENGTH_MISSING } from "./errors.ts";
import { collectWarnings, reachedBy, resultOf } from "./make-result.ts";
import { memoryGuard } from "./memory-guard.ts";
import { memorySink } from "./memory-sink.ts";
import { type PreparationOptions, prepareInPieces } from "./preparation.ts";
import { recordersOf } from "./recordings.ts";
import type { Result } from "./result.ts";
import { withResult } from "./run.ts";
import { runSteps } from "./run-length.ts";
import { stopwatch } from "./stopwatch.ts";
import { snapshots } from "./synapses/snapshots.ts";
import { synapseRecordersOf } from "./synapses/synapse-recorders.ts";
import { teeSinks } from "./tee-sinks.ts";

/** Options for running a program. */
export interface RunProgramOptions extends AskedBackend, DivergenceOptions, PreparationOptions {
  /** Duration, such as `"1 s"`; overrides the program's. */
  readonly for?: string | undefined;
  /** Memory limit in bytes, including the process; the machine's available memory by default. */
  readonly memory?: number | undefined;
  /** Receives recorded data chunk by chunk in internal units. */
  readonly sink?: RecordingSink | undefined;
  /** Whether the result holds recorded data; by default, only without a sink. */
  readonly keep?: boolean | undefined;
  /** Called about twenty times a second. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** Result of a program, which may stem from no network. */
export interface ProgramResult extends Omit<Result, "network" | "profile"> {
  readonly name: string | undefined;
}

const names: OptionNames<RunProgramOptions> = {
  ...askedBackendNames,
  for: true,
  memory: true,
  sink: true,
  keep: true,
  onProgress: true,
  onPrepare: true,
  onDivergence: true,
  onWarning: true,
  signal: true,
};

/**
 * Run a program that was derived or read from a file.
 *
 * The same program has the same spike hash on any number of workers. Capabilities that the backend lacks are refused first; a
 * value that becomes non-finite ends the run with `SL_DIVERGED`, an error whose `result` holds the data recorded until then, unless
 * `onDivergence` is `"warn"`.
 */
export async function runProgram(
  program: NetworkProgram,
  options: RunProgramOptions,
): Promise<ProgramResult> {
  checkOptionNames(options, names, "runProgram");
  const { stack, backend, sink, keep = sink === undefined, onProgress, signal } = options;
  const { dt, convention, seed, tier, populations } = program;
  const values = optionsOf(options, { precision: program.precision });
  const memory = options.memory ?? availableMemory();
  throwAll(checkedProgram(program, { ...options, memory, holdsRecords: keep }).errors);
  const asked = durationOf(program, options.for);
  const steps = runSteps(asked, dt, convention);
  const recorders = recordersOf(program);
  const synapseRecorders = synapseRecordersOf(program);
  const kept = memorySink();
  const all = teeSinks(...(keep ? [kept] : []), ...(sink === undefined ? [] : [sink]));
  const elapsed = stopwatch();
  const guard = memoryGuard(options.memory);
  const simulation = await prepareInPieces({ ...options, guard }, (watch) =>
    prepareProgram(backend, program, { stack, options: values, sink: all, watch }),
  );
  try {
    const prepared = elapsed();
    const warnings = collectWarnings(options.onWarning);
    const precision = precisionOf(values);
    const watched = { ...options, dt, precision, onWarning: warnings.add };
    const watch = watchDivergence(simulation, watched);
    const shots = snapshots(simulation, { plans: synapseRecorders, sink: all });
    await shots.take();
    const between = { watch, shots, guard, onProgress, signal };
    const { interrupted, fault } = await advanceRecorded(simulation, { steps, ...between });
    if (simulation.isLost !== true) await shots.takeLast();
    const simulate = elapsed() - prepared;
    const stated = { dt, recorders, synapseRecorders, precision, seed, tier };
    const reached = await reachedBy(simulation, populations.keys());
    const made = resultOf({ ...stated, convention: convention.name }, reached, {
      kept: keep ? kept : undefined,
      asked,
      backend,
      interrupted,
      diverged: watch.found,
      warnings: warnings.list,
      timing: { prepare: prepared / 1000, simulate: simulate / 1000 },
    });
    const result: ProgramResult = { name: program.name, ...made };
    if (fault !== undefined) throw withResult(fault, result);
    return result;
  } finally {
    await simulation.close();
  }
}

/** Options that decide whether a backend can run a program. */
type CheckedProgramOptions = Pick<CheckRunOptions, "memory" | "holdsRecords"> & AskedBackend;

/** Result of checking a program. */
interface CheckedProgram {
  readonly errors: readonly SpikeLoomError[];
  /** Present if memory is limited and the backend can estimate the program. */
  readonly estimate?: JobEstimate | undefined;
}

/** Check whether a backend can run a program: its capabilities, options and limits. */
export function checkedProgram(
  program: NetworkProgram,
  options: CheckedProgramOptions,
): CheckedProgram {
  const { requires, precision } = program;
  const needs = requires.map((capability) => ({ place: "the program", capability }));
  const errors = missingCapabilities(needs, options.backend);
  const values = optionsOf(options, { precision });
  return errors.length > 0 ? { errors } : askBackend(program, values, options);
}

function durationOf({ duration }: NetworkProgram, given: string | undefined): number {
  if (given !== undefined) return readTime(given, "duration");
  if (duration === undefined) throw RUN_LENGTH_MISSING({ place: "duration" });
  return duration;
}
