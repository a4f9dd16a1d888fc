import { statSync } from "node:fs";
import { resolve } from "node:path";
import { checkOutputs, type DraftFile, draftFile, FileRefusal, lockOutput } from "@spikeloom/files";
import { checkOptionNames, type OptionNames } from "@spikeloom/kernel";
import { dataFileNames } from "@spikeloom/network";
import type { PlannedRun, Result, RunSink, StartedRun } from "@spikeloom/simulate";
import { writeEnd } from "./end-nodes.ts";
import { writeProfile } from "./profile-group.ts";
import { type FixedNodes, resultTree, writeFixed } from "./result-tree.ts";
import type { Replayed, resumeResult } from "./resume-result.ts";
import { type StreamedRecorder, streamedRecorder } from "./streamed-recorder.ts";
import { type StreamedSynapses, streamedSynapses } from "./streamed-synapses.ts";
import { type Hdf5File, hdf5File } from "./write/hdf5-file.ts";
import { writeFault } from "./write-fault.ts";

/** Options of a result file that is written during the run. */
export interface ResultFileOptions {
  /** Seconds of wall time between updates of the file, by default 1. */
  readonly every?: number | undefined;
  /** Maximum number of buffered bytes, by default 8 MiB. */
  readonly most?: number | undefined;
  /**
   * Result file of the run whose checkpoint this run resumes, possibly of the same name.
   *
   * Its contents up to the checkpoint are copied, later ones dropped.
   */
  readonly resume?: string | undefined;
  /** Receives the copied data, for example for a preview. */
  readonly also?: Replayed | undefined;
  /** Whether the caller holds the lock on this file; otherwise the sink holds it until closed. */
  readonly isLocked?: boolean | undefined;
  /** Whether to overwrite any existing file; by default only an earlier result of the same run is overwritten. */
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
 * Create a sink that writes a `specs/result/1` file while the network runs.
 *
 * From the first step on, the file has its final name and is always complete and readable, even if the process is
 * killed; it then lacks at most the data since the last flush. An older file of that name remains until the first step.
 * With more than 1000 recorders, whose headers take long to write, it remains until the first flush.
 * If that is not a result of the same run, the run is refused before it is prepared, unless `overwrite` is set. A full
 * disk ends the run with `SL_RESULT_FULL`; the file stays readable.
 */
export function resultFile(path: string, options: ResultFileOptions = {}): RunSink {
  checkOptionNames(options, names, "resultFile");
  return streamResult(path, { ...options, open: draftFile });
}

interface StreamOptions extends ResultFileOptions {
  readonly open: (path: string) => DraftFile;
}

/** Create the same sink with another way to create the file. */
export function streamResult(path: string, options: StreamOptions): RunSink {
  const writer = resultWriter(path, options);
  const { take, save } = writer;
  const recorder = (index: number) => writer.opened()?.recorders[index];
  const synapses = (index: number) => writer.opened()?.synapses[index];
  let isChecked = options.overwrite === true || options.resume === path;
  const refuse = (run: PlannedRun): Promise<void> | undefined => {
    const isDone = isChecked;
    isChecked = true;
    // The result reader is loaded only if a file exists.
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

/**
 * Return whether no file with contents exists; an empty file belongs to nobody, and other objects are refused by the
 * writer.
 */
function isFree(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined || !found.isFile() || found.size === 0;
}

/** Writes a result file: buffers the data it receives, and `save` updates the file. */
interface ResultWriter {
  /** The file, once it is open. */
  opened(): OpenFile | undefined;
  /** Create the file, with the contents of an older one if the run is resumed. */
  start(run: StartedRun, takeOver?: typeof resumeResult): void;
  take<S extends Stream>(to: S | undefined, hand: (to: S) => void): void;
  /** Whether the file is due for an update. */
  isDue(): boolean;
  save(options: SaveOptions): void;
  close(): void;
}

interface SaveOptions {
  /** State at the end of the run; omit it for an intermediate update. */
  readonly last?: Result;
  /** Whether to wait until all data is on disk. */
  readonly settles: boolean;
}

function resultWriter(
  path: string,
  { every = 1, most = 8 * 2 ** 20, resume, also, isLocked = false, open }: StreamOptions,
): ResultWriter {
  let unlock: (() => void) | undefined;
  let draft: DraftFile | undefined;
  let opened: OpenFile | undefined;
  /** End of the file's data: time in ms, and steps. */
  let safe: Pick<Result, "duration" | "steps"> | undefined;
  /** End and duration of the last commit, in ms. */
  let [flushed, took] = [0, 0];
  /** Bytes received since the last commit. */
  let fresh = 0;
  /** Bytes buffered, counted on arrival: asking every stream at every chunk takes quadratic time. */
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
    draft?.place();
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
          dataFileNames(run.outcome().network).map((name) => resolve(run.directory ?? ".", name)),
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
        // A short run describes its recorders once, at its end.
        const count = streams().length;
        if (resume === undefined && count > mostAtOnce) {
          [flushed, took] = [performance.now(), count * commitEach];
        } else safe = commit(opened);
      }),
    take: (to, hand) =>
      attempt(() => {
        if (to === undefined) return;
        const before = to.bytes();
        hand(to);
        const bytes = to.bytes() - before;
        fresh += bytes;
        waiting += bytes;
        // Within a chunk only memory is checked; the complete step is known at its end.
        writeWaiting();
      }),
    isDue() {
      // A commit describes all datasets again; with very many, it must not dominate the run time.
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

/** Recorders whose headers are written before the first step, even if they are empty. */
const mostAtOnce = 1000;

/** Expected duration of a commit for each recorder, in ms, before one was measured. */
const commitEach = 0.05;

/** Minimum time between commits, as a multiple of a commit's duration. */
const commitShare = 9;

/** Streams with buffered rows. */
type Stream = Pick<StreamedRecorder, "bytes" | "write">;

function takenName(): FileRefusal {
  return new FileRefusal("the file was removed or replaced by another during the run");
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

/** Truncate data written after the last commit, if the file system permits. */
function cutBack(draft: DraftFile | undefined, end: number | undefined): void {
  try {
    if (end !== undefined) draft?.disk.resize(end);
  } catch {
    // The first error is the one reported, and a longer file is equally readable.
  }
}
