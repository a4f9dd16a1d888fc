import type { RecorderPlan, Result, RunSink, StartedRun } from "@spikeloom/simulate";
import { type DraftFile, draftFile } from "./draft-file.ts";
import { writeFault } from "./fault-reason.ts";
import { writeProfile } from "./profile-group.ts";
import { type FixedNodes, resultTree, writeFixed } from "./result-tree.ts";
import { type StreamedRecorder, streamedRecorder } from "./streamed-recorder.ts";
import { type Hdf5File, hdf5File } from "./write/hdf5-file.ts";

/** When a result file is brought up to date while the run goes on. */
export interface ResultFileOptions {
  /** Seconds of wall time after which what was recorded is written; 1 where not given. */
  readonly every?: number | undefined;
  /** Bytes that are held back at most; 64 MiB where not given. */
  readonly most?: number | undefined;
}

interface OpenFile {
  readonly file: Hdf5File;
  readonly run: StartedRun;
  readonly fixed: FixedNodes;
  readonly recorders: readonly StreamedRecorder[];
}

/**
 * Make a sink that writes an HDF5 file of `specs/result/1` while the network runs.
 *
 * The file has its name from the first step on and is whole at every moment, also when the process is
 * killed; it then lacks at most what was recorded since the last flush. An older file of that name stays
 * until the first step. A disk that is full ends the run with `SL_RESULT_FULL`; the file stays readable.
 */
export function resultFile(path: string, options: ResultFileOptions = {}): RunSink {
  return streamResult(path, { ...options, open: draftFile });
}

/** Make the same sink with another way to create the file. */
export function streamResult(
  path: string,
  {
    every = 1,
    most = 64 * 2 ** 20,
    open,
  }: ResultFileOptions & { readonly open: (path: string) => DraftFile },
): RunSink {
  let draft: DraftFile | undefined;
  let opened: OpenFile | undefined;
  /** What the file holds: time in ms, and steps. */
  let safe: Pick<Result, "duration" | "steps"> | undefined;
  let flushed = 0;
  /** Bytes that came after the last commit. */
  let fresh = 0;
  const attempt = (action: () => void): void => {
    try {
      action();
    } catch (fault) {
      if (safe !== undefined) cutBack(draft, opened?.file.end);
      throw writeFault(fault, { path, safe });
    }
  };
  const commit = ({ file, fixed, recorders }: OpenFile, result: Result, isLast: boolean): void => {
    const nodes = recorders.map((recorder) => recorder.nodes(isLast));
    const profile = result.profile && writeProfile(file, result.profile);
    file.commit(resultTree(result, { fixed, profile }, nodes));
    flushed = performance.now();
    fresh = 0;
  };
  const waiting = (): number =>
    opened?.recorders.reduce((sum, recorder) => sum + recorder.bytes(), 0) ?? 0;
  const take = (recorder: number, hand: (to: StreamedRecorder) => void): void =>
    attempt(() => {
      const to = opened?.recorders[recorder];
      if (opened === undefined || to === undefined) return;
      const before = to.bytes();
      hand(to);
      fresh += to.bytes() - before;
      // Within a chunk only memory is watched: which step is complete is known at its end.
      if (waiting() > most) for (const one of opened.recorders) one.write();
    });
  return {
    start: (run) =>
      attempt(() => {
        draft = open(path);
        const file = hdf5File(draft.disk);
        opened = { file, ...begin(run, file) };
        const outcome = run.outcome();
        commit(opened, outcome, false);
        draft.place();
        safe = outcome;
      }),
    spikes: (chunk) => take(chunk.recorder, (recorder) => recorder.spikes(chunk)),
    samples: (chunk) => take(chunk.recorder, (recorder) => recorder.samples(chunk)),
    advanced() {
      const current = opened;
      if (current === undefined) return;
      if (performance.now() - flushed < 1000 * every && fresh <= most / 2) return;
      attempt(() => {
        const outcome = current.run.outcome();
        commit(current, outcome, false);
        safe = outcome;
      });
    },
    finish(result) {
      const current = opened;
      if (current === undefined) return;
      attempt(() => {
        commit(current, result, true);
        safe = result;
        draft?.disk.settle();
      });
    },
    close() {
      draft?.close();
      [draft, opened] = [undefined, undefined];
    },
  };
}

function begin(run: StartedRun, file: Hdf5File): Pick<OpenFile, "run" | "fixed" | "recorders"> {
  const outcome = run.outcome();
  const make = (plan: RecorderPlan): StreamedRecorder =>
    streamedRecorder(file, { plan, dt: outcome.dt });
  return { run, fixed: writeFixed(file, outcome), recorders: run.recorders.map(make) };
}

/** Give back the space of what was written after the last commit, as far as the disk lets us. */
function cutBack(draft: DraftFile | undefined, end: number | undefined): void {
  try {
    if (end !== undefined) draft?.disk.resize(end);
  } catch {
    // The fault that is reported is the first one, and a longer file is read just as well.
  }
}
