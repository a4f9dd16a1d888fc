import { statSync } from "node:fs";
import { checkOptionNames, type OptionNames } from "@spikeloom/kernel";
import type { PlannedRun, Result, RunSink, StartedRun } from "@spikeloom/simulate";
import { checkOutputs } from "../files/check-outputs.ts";
import { dataFilesOf } from "../files/data-files.ts";
import { type DraftFile, draftFile } from "../files/draft-file.ts";
import { FileRefusal } from "../files/file-refusal.ts";
import { lockOutput } from "../files/output-lock.ts";
import { writeEnd } from "./end-nodes.ts";
import { writeProfile } from "./profile-group.ts";
import { type FixedNodes, resultTree, writeFixed } from "./result-tree.ts";
import type { Replayed, resumeResult } from "./resume-result.ts";
import { type StreamedRecorder, streamedRecorder } from "./streamed-recorder.ts";
import { type StreamedSynapses, streamedSynapses } from "./streamed-synapses.ts";
import { type Hdf5File, hdf5File } from "./write/hdf5-file.ts";
import { writeFault } from "./write-fault.ts";

/** When a result file is brought up to date while the run goes on. */
export interface ResultFileOptions {
  /** Seconds of wall time after which what was recorded is written; 1 where not given. */
  readonly every?: number | undefined;
  /** Bytes that are held back at most; 8 MiB where not given. */
  readonly most?: number | undefined;
  /**
   * The result file of a run that this one goes on from by a checkpoint, such as the one of this name.
   *
   * What it holds up to the checkpoint is taken over, and the rest left out.
   */
  readonly resume?: string | undefined;
  /** Is told what is taken over, such as a preview. */
  readonly also?: Replayed | undefined;
  /** Whether the caller keeps other runs from writing this file; else the sink does until it is closed. */
  readonly isLocked?: boolean | undefined;
  /** Whether whatever has this name is written over; else nothing but an earlier result of the same run is. */
  readonly overwrite?: boolean | undefined;
}

const names: OptionNames<ResultFileOptions> = {
  every: true,
  most: true,
  resume: true,
  also: true,
  isLocked: true,
  overwrite: true,
};

interface OpenFile {
  readonly file: Hdf5File;
  readonly run: StartedRun;
  readonly fixed: FixedNodes;
  readonly recorders: readonly StreamedRecorder[];
  readonly synapses: readonly StreamedSynapses[];
}

/**
 * Make a sink that writes an HDF5 file of `specs/result/1` while the network runs.
 *
 * The file has its name from the first step on and is whole at every moment, also when the process is
 * killed; it then lacks at most what was recorded since the last flush. An older file of that name stays
 * until the first step; where it is anything but a result of the same run, the run is refused before it is
 * prepared, unless told to `overwrite`. A disk that is full ends the run with `SL_RESULT_FULL`; the file stays readable.
 */
export function resultFile(path: string, options: ResultFileOptions = {}): RunSink {
  checkOptionNames(options, names, "resultFile");
  return streamResult(path, { ...options, open: draftFile });
}

interface StreamOptions extends ResultFileOptions {
  readonly open: (path: string) => DraftFile;
}

/** Make the same sink with another way to create the file. */
export function streamResult(path: string, options: StreamOptions): RunSink {
  const writer = resultWriter(path, options);
  const { take, save } = writer;
  const recorder = (index: number) => writer.opened()?.recorders[index];
  const synapses = (index: number) => writer.opened()?.synapses[index];
  let isChecked = options.overwrite === true || options.resume === path;
  const refuse = (run: PlannedRun): Promise<void> | undefined => {
    const isDone = isChecked;
    isChecked = true;
    // What reads results is not loaded where there is none.
    if (isDone || isFree(path)) return undefined;
    return import("./refuse-other.ts").then(({ refuseOther }) => refuseOther(path, run));
  };
  return {
    planned: refuse,
    start(run) {
      const begin = (): void | Promise<void> => {
        if (options.resume === undefined) return writer.start(run);
        return import("./resume-result.ts").then((loaded) => {
          writer.start(run, loaded.resumeResult);
        });
      };
      return refuse(run.outcome())?.then(begin) ?? begin();
    },
    spikes: (chunk) => take(recorder(chunk.recorder), (to) => to.spikes(chunk)),
    samples: (chunk) => take(recorder(chunk.recorder), (to) => to.samples(chunk)),
    synapses: (chunk) => take(synapses(chunk.recorder), (to) => to.synapses(chunk)),
    snapshot: (chunk) => take(synapses(chunk.recorder), (to) => to.snapshot(chunk)),
    advanced() {
      if (writer.isDue()) save({ settles: false });
    },
    settle: () => save({ settles: true }),
    finish: (last) => save({ last, settles: true }),
    close: writer.close,
  };
}

/** Say whether no file of any bytes is there: an empty one is nobody's, and what is none is refused by the writer. */
function isFree(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined || !found.isFile() || found.size === 0;
}

/** Writes a result file: what is handed over goes into it, and `save` brings it up to date. */
interface ResultWriter {
  /** The file, once it is open. */
  opened(): OpenFile | undefined;
  /** Begin the file, with what an older one holds where that is to be taken over. */
  start(run: StartedRun, takeOver?: typeof resumeResult): void;
  take<S extends Stream>(to: S | undefined, hand: (to: S) => void): void;
  /** Whether it is time to bring the file up to date. */
  isDue(): boolean;
  save(options: SaveOptions): void;
  close(): void;
}

interface SaveOptions {
  /** The end of the run; how far it is where it is not given. */
  readonly last?: Result;
  /** Whether to wait until everything is on disk. */
  readonly settles: boolean;
}

function resultWriter(
  path: string,
  { every = 1, most = 8 * 2 ** 20, resume, also, isLocked = false, open }: StreamOptions,
): ResultWriter {
  let unlock: (() => void) | undefined;
  let draft: DraftFile | undefined;
  let opened: OpenFile | undefined;
  /** What the file holds: time in ms, and steps. */
  let safe: Pick<Result, "duration" | "steps"> | undefined;
  /** When the last commit ended, and how long it took, in ms. */
  let [flushed, took] = [0, 0];
  /** Bytes that came after the last commit. */
  let fresh = 0;
  /** Bytes that wait to be written, counted as they come: to ask each stream at each chunk takes the square of their number. */
  let waiting = 0;
  const attempt = (action: () => void): void => {
    try {
      action();
    } catch (fault) {
      if (safe !== undefined) cutBack(draft, opened?.file.end);
      throw writeFault(fault, { path, safe });
    }
  };
  const commit = (to: OpenFile, last?: Result): Result => {
    const began = performance.now();
    const result = last ?? to.run.outcome();
    commitFile(to, result, last !== undefined);
    flushed = performance.now();
    took = flushed - began;
    [fresh, waiting] = [0, 0];
    return result;
  };
  const streams = (): readonly Stream[] =>
    opened === undefined ? [] : [...opened.recorders, ...opened.synapses];
  const writeWaiting = (): void => {
    if (waiting <= most) return;
    for (const stream of streams()) stream.write();
    waiting = 0;
  };
  return {
    opened: () => opened,
    start: (run, takeOver) =>
      attempt(() => {
        checkOutputs(
          [{ path, what: "the result" }],
          dataFilesOf(run.outcome().network, run.directory),
        );
        if (!isLocked) unlock = lockOutput(path);
        draft = open(path);
        const file = hdf5File(draft.disk);
        opened = { file, ...begin(run, file) };
        const { resumed: rows } = run;
        if (takeOver !== undefined && resume !== undefined && rows !== undefined) {
          const writeTaken = (): void => {
            waiting = streams().reduce((sum, stream) => sum + stream.bytes(), 0);
            writeWaiting();
          };
          takeOver({ ...opened, path: resume, rows, also, writeWaiting: writeTaken });
        }
        const outcome = commit(opened);
        draft.place();
        safe = outcome;
      }),
    take: (to, hand) =>
      attempt(() => {
        if (to === undefined) return;
        const before = to.bytes();
        hand(to);
        const bytes = to.bytes() - before;
        fresh += bytes;
        waiting += bytes;
        // Within a chunk only memory is watched: which step is complete is known at its end.
        writeWaiting();
      }),
    isDue() {
      // A commit describes all datasets anew: where there are very many, it must not take most of the time.
      const wait = every === 0 ? 0 : Math.max(1000 * every, commitShare * took);
      return performance.now() - flushed >= wait || fresh > most / 2;
    },
    save: ({ last, settles }) =>
      attempt(() => {
        if (opened === undefined) return;
        safe = commit(opened, last);
        if (settles) draft?.disk.settle();
        if (last !== undefined && draft?.isInPlace() === false) {
          safe = undefined;
          throw takenName();
        }
      }),
    close() {
      draft?.close();
      unlock?.();
      [draft, opened, unlock] = [undefined, undefined, undefined];
    },
  };
}

/** Least time between two commits, as a multiple of what a commit takes. */
const commitShare = 9;

/** What holds rows back. */
type Stream = Pick<StreamedRecorder, "bytes" | "write">;

function takenName(): FileRefusal {
  return new FileRefusal("while the run went on, the file was removed or another took its name");
}

function commitFile(to: OpenFile, result: Result, isLast: boolean): void {
  const { file, fixed } = to;
  const nodes = to.recorders.map((recorder) => recorder.nodes(isLast));
  const synapses = to.synapses.map((recorder) => recorder.nodes(isLast));
  const profile = result.profile && writeProfile(file, result.profile);
  const end = isLast ? writeEnd(file, result) : {};
  file.commit(resultTree(result, { fixed, profile, synapses, end }, nodes));
}

function begin(run: StartedRun, file: Hdf5File): Omit<OpenFile, "file"> {
  const outcome = run.outcome();
  const { dt } = outcome;
  return {
    run,
    fixed: writeFixed(file, outcome),
    recorders: run.recorders.map((plan) => streamedRecorder(file, { plan, dt })),
    synapses: run.synapseRecorders.map((plan) => streamedSynapses(file, { plan, dt })),
  };
}

/** Give back the space of what was written after the last commit, as far as the disk lets us. */
function cutBack(draft: DraftFile | undefined, end: number | undefined): void {
  try {
    if (end !== undefined) draft?.disk.resize(end);
  } catch {
    // The fault that is reported is the first one, and a longer file is read just as well.
  }
}
