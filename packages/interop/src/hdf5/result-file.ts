import type { RecorderPlan, Result, RunSink, StartedRun } from "@spikeloom/simulate";
import { type DraftFile, draftFile } from "./draft-file.ts";
import { writeFault } from "./fault-reason.ts";
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
  readonly draft: DraftFile;
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
  let opened: OpenFile | undefined;
  /** What the file holds: time in ms, and steps. */
  let safe: Pick<Result, "duration" | "steps"> | undefined;
  let flushed = 0;
  const attempt = (action: () => void): void => {
    try {
      action();
    } catch (fault) {
      cutBack(opened);
      throw writeFault(fault, { path, safe });
    }
  };
  const commit = ({ file, fixed, recorders }: OpenFile, result: Result, isLast: boolean): void => {
    const nodes = recorders.map((recorder) => recorder.nodes(isLast));
    file.commit(resultTree(result, fixed, nodes));
    safe = result;
    flushed = performance.now();
  };
  const waiting = (): number =>
    opened?.recorders.reduce((sum, recorder) => sum + recorder.bytes(), 0) ?? 0;
  /** Within a chunk only memory is watched: which step is complete is known at its end. */
  const writeIfMuch = (): void => {
    if (waiting() > most) for (const recorder of opened?.recorders ?? []) recorder.write();
  };
  return {
    start: (run) =>
      attempt(() => {
        const draft = open(path);
        const file = hdf5File(draft.device);
        opened = { draft, file, ...begin(run, file) };
        commit(opened, run.outcome(), false);
        draft.place();
      }),
    spikes: (chunk) =>
      attempt(() => {
        opened?.recorders[chunk.recorder]?.spikes(chunk);
        writeIfMuch();
      }),
    samples: (chunk) =>
      attempt(() => {
        opened?.recorders[chunk.recorder]?.samples(chunk);
        writeIfMuch();
      }),
    advanced() {
      const current = opened;
      if (current === undefined) return;
      if (performance.now() - flushed < 1000 * every && waiting() <= most / 2) return;
      attempt(() => commit(current, current.run.outcome(), false));
    },
    finish(result) {
      const current = opened;
      if (current === undefined) return;
      attempt(() => {
        commit(current, result, true);
        current.draft.device.settle();
      });
    },
    close() {
      opened?.draft.device.close();
      opened?.draft.discard();
      opened = undefined;
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
function cutBack(opened: OpenFile | undefined): void {
  try {
    if (opened !== undefined) opened.draft.device.resize(opened.file.end);
  } catch {
    // The fault that is reported is the first one, and a longer file is read just as well.
  }
}
