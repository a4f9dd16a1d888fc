import {
  capabilities,
  checkOptionNames,
  isCapability,
  MISSING_CAPABILITY,
  type OptionNames,
  type RecordingSink,
  type SpikeLoomError,
  throwAll,
} from "@spikeloom/kernel";
import { readTime } from "@spikeloom/network";
import type { NetworkProgram } from "@spikeloom/program";
import { advanceAll, type Progress } from "./advance.ts";
import { availableMemory } from "./available-memory.ts";
import { type AskedBackend, askedBackendNames, optionsOf, precisionOf } from "./backend-options.ts";
import { askBackend } from "./check-run.ts";
import { prepareProgram } from "./checked-backend.ts";
import { type DivergenceOptions, watchDivergence } from "./divergence.ts";
import { RUN_LENGTH_MISSING } from "./errors.ts";
import { provenanceOf, reachedBy } from "./make-result.ts";
import { memoryGuard } from "./memory-guard.ts";
import { memorySink } from "./memory-sink.ts";
import { type PreparationOptions, prepareInTurns } from "./preparation.ts";
import { makeRecordings, recordersOf } from "./recordings.ts";
import type { Result } from "./result.ts";
import { advanceWatched, withResult } from "./run.ts";
import { runSteps, timeOfStep } from "./run-length.ts";
import { stopwatch } from "./stopwatch.ts";
import { snapshots } from "./synapses/snapshots.ts";
import { synapseRecordersOf } from "./synapses/synapse-recorders.ts";
import { makeSynapseRecordings } from "./synapses/synapse-recordings.ts";
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
  throwAll(missingCapabilities(program, options));
  const memory = options.memory ?? availableMemory();
  throwAll(askBackend(program, values, { ...options, memory, holdsRecords: keep }).errors);
  const asked = durationOf(program, options.for);
  const steps = runSteps(asked, dt, convention);
  const recorders = recordersOf(program);
  const synapseRecorders = synapseRecordersOf(program);
  const kept = memorySink();
  const all = teeSinks(...(keep ? [kept] : []), ...(sink === undefined ? [] : [sink]));
  const elapsed = stopwatch();
  const guard = memoryGuard(options.memory);
  const simulation = await prepareInTurns({ ...options, guard }, (watch) =>
    prepareProgram(backend, program, { stack, options: values, sink: all, watch }),
  );
  try {
    const prepared = elapsed();
    const warnings: string[] = [];
    const onWarning = (warning: SpikeLoomError): void => {
      warnings.push(warning.message);
      options.onWarning?.(warning);
    };
    const precision = precisionOf(values);
    const watch = watchDivergence(simulation, { ...options, dt, precision, onWarning });
    const shots = snapshots(simulation, { plans: synapseRecorders, sink: all });
    await shots.take();
    const { interrupted, fault } = await advanceWatched(watch, () =>
      advanceAll(simulation, {
        steps,
        onProgress,
        signal,
        nextStop: (step) => shots.next(step),
        async onChunk() {
          await watch.check({ now: simulation.step >= steps });
          await shots.take();
          guard(simulation.summary.bytes);
        },
      }),
    );
    await shots.takeLast();
    const simulate = elapsed() - prepared;
    const { step, ...reached } = await reachedBy(simulation, populations.keys());
    const recorded = recorders.map((_, k) => (keep ? kept.recorded(k) : undefined));
    const sets = synapseRecorders.map((_, k) => kept.recordedSynapses(k));
    const stated = { convention: convention.name, seed, precision, tier };
    const result: ProgramResult = {
      name: program.name,
      dt,
      steps: step,
      duration: timeOfStep(step, dt),
      asked,
      ...reached,
      recordings: keep ? makeRecordings(recorders, recorded, dt) : [],
      synapseRecordings: keep ? makeSynapseRecordings(synapseRecorders, sets, dt) : [],
      provenance: provenanceOf(stated, backend),
      interrupted,
      ...(watch.found !== undefined && { diverged: watch.found }),
      warnings,
      timing: { prepare: prepared / 1000, simulate: simulate / 1000 },
    };
    if (fault !== undefined) throw withResult(fault, result);
    return result;
  } finally {
    await simulation.close();
  }
}

/** List the capabilities that a program requires and a backend lacks. */
function missingCapabilities(
  { requires }: Pick<NetworkProgram, "requires">,
  { backend }: Pick<RunProgramOptions, "backend">,
): readonly SpikeLoomError[] {
  return requires
    .filter((capability) => !backend.provides.includes(capability))
    .map((capability) => {
      const meaning = isCapability(capability) ? capabilities[capability] : capability;
      return MISSING_CAPABILITY({
        place: "the program",
        backend: backend.name,
        capability,
        meaning,
      });
    });
}

function durationOf({ duration }: NetworkProgram, given: string | undefined): number {
  if (given !== undefined) return readTime(given, "duration");
  if (duration === undefined) throw RUN_LENGTH_MISSING({ place: "duration" });
  return duration;
}
