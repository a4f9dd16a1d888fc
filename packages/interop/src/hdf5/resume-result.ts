import type { RecordingSink } from "@spikeloom/kernel";
import { readNetwork } from "@spikeloom/network";
import {
  networkFingerprint,
  type RecordedRows,
  type StartedRun,
  timesOfSteps,
  valuesFromUnit,
} from "@spikeloom/simulate";
import { RESULT_RESUME } from "./errors.ts";
import { type RecorderNames, recorderNamesIn, synapseRecorderNames } from "./layout.ts";
import { openResult } from "./open-result.ts";
import type { OpenResult } from "./opened-result.ts";
import type { StreamedRecorder } from "./streamed-recorder.ts";
import type { StreamedSynapses } from "./streamed-synapses.ts";

/** Receives the rows of an older file as if the run had just recorded them. */
export interface Replayed extends RecordingSink {
  /** All rows up to this time were delivered. */
  advanced?(): void;
}

/** Destination of the rows of an older file. */
export interface ResumeTask {
  /** The older file. */
  readonly path: string;
  readonly run: StartedRun;
  /** Number of rows at the checkpoint. */
  readonly rows: RecordedRows;
  readonly recorders: readonly StreamedRecorder[];
  readonly synapses: readonly StreamedSynapses[];
  readonly also: Replayed | undefined;
  /** Called regularly, so that buffered data stays small. */
  writeWaiting(): void;
}

/** Delivers the rows up to a time in ms. */
type Cursor = (until: number) => void;

/** Number of time windows, so that all recorders advance together. */
const windows = 100;
const mostRows = 1 << 14;

/**
 * Copy the data of an older file up to its checkpoint, and drop later data.
 *
 * Numbers are copied unchanged.
 */
export function resumeResult(task: ResumeTask): void {
  const { path, run, also, writeWaiting } = task;
  openResult(path, (file) => {
    checkNetwork(file, task);
    const { duration, network } = run.outcome();
    const names = run.recorders.length === 0 ? [] : recorderNamesIn(file, network);
    const cursors = [
      ...run.recorders.flatMap((_, recorder) =>
        recorderCursors(file, { recorder, names: names[recorder] }, task),
      ),
      ...run.synapseRecorders.map((_, k) => synapseCursor(file, k, task)),
    ];
    for (let window = 1; window <= windows; window++) {
      // Rows stamped with the end time belong to the last window as well.
      const until = window === windows ? Number.POSITIVE_INFINITY : (duration * window) / windows;
      for (const cursor of cursors) cursor(until);
      writeWaiting();
      also?.advanced?.();
    }
  });
}

function checkNetwork(file: OpenResult, { path, run }: ResumeTask): void {
  const network = readNetwork(file.text("network"), { place: `${path}: network` });
  if (networkFingerprint(network) === networkFingerprint(run.outcome().network)) return;
  throw RESULT_RESUME({ path, reason: "it contains a different network" });
}

function recorderCursors(
  file: OpenResult,
  {
    recorder: index,
    names,
  }: { readonly recorder: number; readonly names: RecorderNames | undefined },
  task: ResumeTask,
): readonly Cursor[] {
  const { path, run, rows, recorders, also } = task;
  const { dt } = run.outcome();
  const { units = new Map<string, string>(), hasSpikes = false } = run.recorders[index] ?? {};
  const { spikes = 0, samples = {} } = rows.recorders[index] ?? {};
  const to = recorders[index];
  const cursors: Cursor[] = [];
  if (hasSpikes) {
    const at = `spikes/${names?.spikes}`;
    cursors.push(
      timeCursor(file, { at, count: spikes, path }, (times, from) => {
        const neurons = file.indexRows(`${at}/neurons`, from, from + times.length);
        to?.oldSpikes(times, neurons);
        const steps = stepsOf(times, dt);
        also?.spikes({ recorder: index, steps, neurons, offsets: offsetsOf(times, steps, dt) });
      }),
    );
  }
  const [first] = units.keys();
  if (first !== undefined) {
    const at = `state/${names?.state}/${first}`;
    cursors.push(
      timeCursor(file, { at, count: samples[first] ?? 0, path }, (times, from) => {
        for (const [variable, unit] of units) {
          const inside = `state/${names?.state}/${variable}/values`;
          const values = file.floatRows(inside, from, from + times.length);
          to?.oldSamples(variable, times, values);
          const steps = stepsOf(times, dt);
          also?.samples({ recorder: index, variable, steps, values: valuesFromUnit(values, unit) });
        }
      }),
    );
  }
  return cursors;
}

/** Iterate over ascending times, one block of rows at a time. */
function timeCursor(
  file: OpenResult,
  { at, count, path }: { readonly at: string; readonly count: number; readonly path: string },
  give: (times: Float64Array, from: number) => void,
): Cursor {
  const found = file.rows(`${at}/times`);
  if (found < count) {
    const reason = `it has ${found} rows of ${at}, but the checkpoint states ${count}`;
    throw RESULT_RESUME({ path, reason });
  }
  let row = 0;
  let block: Float64Array = new Float64Array(0);
  return (until) => {
    while (row < count) {
      if (block.length === 0) {
        block = file.floatRows(`${at}/times`, row, Math.min(count, row + mostRows));
      }
      const beyond = block.findIndex((time) => time > until);
      const taken = beyond < 0 ? block : block.subarray(0, beyond);
      if (taken.length > 0) give(taken, row);
      row += taken.length;
      block = block.subarray(taken.length);
      if (beyond >= 0) return;
    }
  };
}

/** Iterate over the snapshots of a recorder of synapses, set by set. */
function synapseCursor(file: OpenResult, index: number, task: ResumeTask): Cursor {
  const { path, run, rows, synapses, also } = task;
  const { network, dt } = run.outcome();
  const at = `synapses/${synapseRecorderNames(network)[index]}`;
  const { units = new Map<string, string>() } = run.synapseRecorders[index] ?? {};
  const left = new Map(Object.entries(rows.synapses[index] ?? {}));
  const to = synapses[index];
  const jobs: { readonly time: number; act(): void }[] = [];
  const count = file.integerAttribute(at, "sets");
  for (let set = 0; set < count; set++) {
    const inside = `${at}/${set}`;
    const since = file.numberAttribute(inside, "since");
    const taken = [...units.keys()].map((variable) => {
      const times = file.floats(`${inside}/${variable}/times`);
      const kept = times.subarray(0, left.get(variable) ?? 0);
      left.set(variable, (left.get(variable) ?? 0) - kept.length);
      return [variable, kept] as const;
    });
    // A set without any retained snapshot was added after the checkpoint.
    if (taken.every(([, times]) => times.length === 0)) continue;
    jobs.push({ time: since, act: () => giveSet(inside, since) });
    const rowsOf = taken.flatMap(([variable, times]) =>
      Array.from(times, (time, row) => ({
        time,
        act: () => giveSnapshot(`${inside}/${variable}/values`, { variable, time, row }),
      })),
    );
    jobs.push(...rowsOf.sort((a, b) => a.time - b.time));
  }
  for (const [variable, missing] of left) {
    if (missing <= 0) continue;
    const reason = `it lacks ${missing} snapshots of ${variable} in ${at} that the checkpoint states`;
    throw RESULT_RESUME({ path, reason });
  }
  let next = 0;
  return (until) => {
    for (; next < jobs.length && (jobs[next]?.time ?? 0) <= until; next++) jobs[next]?.act();
  };

  function giveSet(inside: string, since: number): void {
    const [sources, targets] = [
      file.indices(`${inside}/sources`),
      file.indices(`${inside}/targets`),
    ];
    const delays = file.floats(`${inside}/delays`);
    const ends = { sources, targets, delays: stepsOf(delays, dt) };
    to?.oldSet({ since, sources, targets, delays }, ends);
    also?.synapses?.({ recorder: index, step: Math.round(since / dt), ...ends });
  }

  function giveSnapshot(
    inside: string,
    { variable, time, row }: { readonly variable: string; time: number; row: number },
  ): void {
    const values = file.floatRows(inside, row, row + 1);
    to?.oldSnapshot(variable, time, values);
    const unit = units.get(variable) ?? "1";
    const step = Math.round(time / dt);
    also?.snapshot?.({ recorder: index, variable, step, values: valuesFromUnit(values, unit) });
  }
}

function stepsOf(times: Float64Array, dt: number): Int32Array {
  return Int32Array.from(times, (time) => Math.round(time / dt));
}

/** Offset of spikes from the step grid, in ms; undefined if all are on the grid. */
function offsetsOf(times: Float64Array, steps: Int32Array, dt: number): Float64Array | undefined {
  const onGrid = timesOfSteps(steps, dt);
  const offsets = times.map((time, k) => time - (onGrid[k] as number));
  return offsets.every((offset) => offset === 0) ? undefined : offsets;
}
