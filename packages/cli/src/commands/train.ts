import { basename, dirname, extname, join } from "node:path";
import { checkOutputs, lockOutput } from "@spikeloom/files";
import { writeNetworkFiles } from "@spikeloom/interop/hdf5";
import type { SpikeLoomError } from "@spikeloom/kernel";
import type { FitState } from "@spikeloom/training";
import { exitCodeOfSignal, exitCodes } from "../exit-codes.ts";
import { refuseOtherPictures } from "../output-guard.ts";
import { asCoded, inFile } from "../print/coded.ts";
import { errorBlock, plainError, warningBlock } from "../print/error-block.ts";
import { type Heartbeat, startHeartbeat } from "../print/heartbeat.ts";
import { epochText, trainedText } from "../print/trained.ts";
import { trainingLine } from "../print/training-line.ts";
import { writeJson } from "../print/write-json.ts";
import { makeFolder } from "../run-file.ts";
import { chooseStack, type StackChoice } from "../stack/choose-stack.ts";
import { stopSignal } from "../stop-signal.ts";
import { takenText } from "../train/estimate-task.ts";
import { partFingerprints, taskFingerprint } from "../train/fingerprint.ts";
import { lateFault } from "../train/late-spikes.ts";
import { hashesOf, ownOutputs, refuseOthers } from "../train/own-outputs.ts";
import {
  outlineTask,
  type PreparedTask,
  prepareOutlined,
  type TaskOutline,
} from "../train/prepare-task.ts";
import { readTask } from "../train/read-task.ts";
import { silentLayers } from "../train/silent-layers.ts";
import type { TrainingTask } from "../train/task.ts";
import { taskWarnings } from "../train/task-warnings.ts";
import { finishTask, learnTask, type TrainedTask } from "../train/train.ts";
import {
  checkNamed,
  outcomeOf,
  readStateFile,
  type TrainingPaths,
  trainingPaths,
  writeOutcome,
  writeStateFile,
} from "../train/training-files.ts";
import type { PictureTarget } from "../write-pictures.ts";

/** Options of `spikeloom train`. */
export interface TrainCommandOptions extends StackChoice {
  readonly out?: string;
  readonly epochs?: number;
  /** Threads that share the samples of a batch. */
  readonly workers?: number;
  readonly processor?: NonNullable<TrainingTask["processor"]>;
  readonly resume?: boolean;
  /** Whether the output of another training is replaced. */
  readonly overwrite?: boolean;
  /** Bytes; by default the available memory. */
  readonly memory?: number;
  /** Whether omitted spikes are an error. */
  readonly strict?: boolean;
  readonly seed?: number;
  readonly allowOutside?: boolean;
  /** A folder, or false for no pictures. */
  readonly plots?: string | boolean;
  readonly quiet?: boolean;
  readonly json?: boolean;
}

/** Train a network as described by a file; write network, record and pictures. */
export async function trainCommand(file: string, options: TrainCommandOptions): Promise<number> {
  const { seed, allowOutside, plots, workers, processor, memory } = options;
  const stem = basename(file, extname(file));
  const out = options.out ?? join("results", `${stem}.json`);
  const paths = trainingPaths(out, typeof plots === "string" ? plots : undefined);
  const given = await readTask(file);
  const task = processor === undefined ? given : { ...given, processor };
  const stack = await chooseStack(file, options);
  const print = options.quiet !== true && options.json !== true;
  let heartbeat: Heartbeat | undefined;
  try {
    const asked = { stack, file, seed, allowOutside, workers, memory };
    const outlined = await outlineTask(task, asked);
    const isTerminal = process.stderr.isTTY === true;
    if (print) {
      heartbeat = startHeartbeat(isTerminal);
      heartbeat.tell(`preparing ${file}`);
    }
    const prepared = await prepareOutlined(outlined);
    const late = lateFault(prepared);
    if (late !== undefined && options.strict === true) throw late;
    if (late !== undefined) process.stderr.write(`${warningBlock(inFile(late, file))}\n`);
    for (const one of taskWarnings(prepared)) {
      process.stderr.write(`${warningBlock(inFile(one, file))}\n`);
    }
    checkOutputs(
      [
        { path: paths.network, what: "the network" },
        { path: paths.record, what: "the record" },
        { path: paths.state, what: "the state" },
      ],
      [file, ...prepared.sources],
    );
    const isOwn = ownOutputs(paths, {
      fingerprint: taskFingerprint(prepared),
      overwrite: options.overwrite,
    });
    // A state of another training is refused with what differs, not as another file.
    if (options.resume === true) savedState(paths, prepared, file);
    refuseOthers([paths.network, paths.connections, paths.record, paths.state], isOwn);
    if (plots !== false && options.overwrite !== true) refuseOtherPictures(paths.pictures);
    makeFolder(dirname(out));
    if (print && isLong(outlined, options.epochs)) tellEstimate(prepared, options.epochs);
    return await trainInto(paths, prepared, { ...options, file, isOwn, heartbeat });
  } catch (fault) {
    const coded = asCoded(fault);
    throw coded === undefined ? fault : inFile(coded, file);
  } finally {
    heartbeat?.stop();
  }
}

type RunOptions = TrainCommandOptions & {
  readonly file: string;
  /** Whether a file was written by this training. */
  readonly isOwn: (path: string) => boolean;
  readonly heartbeat: Heartbeat | undefined;
};

/** Seconds and bytes above which a training prints its estimate. */
const [longSeconds, manyBytes] = [10, 2 ** 28];
/** Assumed number of samples of a data set, before any is opened. */
const usualSamples = 1000;

function isLong({ estimate, task }: TaskOutline, epochs = task.epochs): boolean {
  const samples = task.data.train ?? usualSamples;
  const seconds = estimate.secondsOfSample * samples * epochs;
  return seconds > longSeconds || estimate.bytes > manyBytes;
}

function tellEstimate({ estimate, train, task }: PreparedTask, epochs = task.epochs): void {
  const taken = takenText(estimate, { samples: train.samples.size, epochs });
  process.stderr.write(`Training takes ${taken}.\n`);
}

/** Train, and write the results, also if it was interrupted or diverged. */
async function trainInto(
  paths: TrainingPaths,
  prepared: PreparedTask,
  options: RunOptions,
): Promise<number> {
  const unlock = lockOutput(paths.record);
  try {
    const began = performance.now();
    const learnt = await learnHere(paths, prepared, options);
    const seconds = (performance.now() - began) / 1000;
    const fault = learnt.fault && inFile(learnt.fault, options.file);
    if (fault !== undefined && options.json !== true) {
      process.stderr.write(`${errorBlock(fault)}\n`);
    }
    options.heartbeat?.tell("testing");
    const trained = await finishTask(prepared, learnt.state);
    options.heartbeat?.tell("writing the network and its pictures");
    for (const text of silentLayers(prepared, trained)) process.stderr.write(`${text}\n`);
    const inputs = [options.file, ...prepared.sources];
    const written = await writeNetworkFiles(trained.network, paths.network, {
      inputs,
      replaces: options.isOwn,
    });
    const outcome = outcomeOf(prepared, trained, paths);
    const fingerprint = taskFingerprint(prepared);
    writeOutcome(paths.record, { ...outcome, fingerprint, files: hashesOf(written) });
    const target = { stem: paths.pictures, inputs, overwrite: options.overwrite };
    const pictures = options.plots === false ? [] : await draw(target, prepared, trained);
    const all = [...written, paths.record, paths.state, ...pictures];
    if (options.json === true) {
      const error = fault && plainError(fault);
      writeJson({ file: options.file, written: all, ...outcome, ...(error && { error }) });
    } else if (options.quiet !== true) {
      const report = { file: options.file, seconds, written: all };
      process.stdout.write(`\n${trainedText(prepared, trained, report)}`);
    }
    return learnt.exitCode;
  } finally {
    unlock();
  }
}

async function draw(
  target: PictureTarget,
  prepared: PreparedTask,
  trained: TrainedTask,
): Promise<readonly string[]> {
  makeFolder(dirname(target.stem));
  const [{ trainingPictures }, { writeFigures }] = await Promise.all([
    import("../train/training-pictures.ts"),
    import("../write-pictures.ts"),
  ]);
  return await writeFigures(await trainingPictures(prepared, trained), target);
}

interface Learnt {
  readonly state: FitState;
  readonly exitCode: number;
  /** The reason for its end, if a number was not finite. */
  readonly fault?: SpikeLoomError;
}

/** Milliseconds between saved states, and between iterations of the event loop. */
const [saveEvery, turnEvery] = [5000, 50];

/** Read the state from which a training resumes. */
function savedState(paths: TrainingPaths, prepared: PreparedTask, file: string): FitState {
  checkNamed(prepared.task, file);
  return readStateFile(paths.state, {
    fingerprint: taskFingerprint(prepared),
    parts: partFingerprints(prepared),
  });
}

async function learnHere(
  paths: TrainingPaths,
  prepared: PreparedTask,
  options: RunOptions,
): Promise<Learnt> {
  const print = options.quiet !== true && options.json !== true;
  const from = options.resume === true ? savedState(paths, prepared, options.file) : undefined;
  const epochs = options.epochs ?? prepared.task.epochs;
  const before = from?.history.length ?? 0;
  if (from !== undefined && before >= epochs) {
    const note = `note: ${before} epochs are already done, and ${epochs} are requested: there is nothing to train. Increase --epochs.`;
    process.stderr.write(`${note}\n`);
  }
  const line = trainingLine({ epochs, from: before });
  const stop = stopSignal({
    say: () => (print ? "Stopping; the best network so far is kept." : undefined),
  });
  let reached = from;
  let [saved, turned] = [performance.now(), performance.now()];
  const identity = { fingerprint: taskFingerprint(prepared), parts: partFingerprints(prepared) };
  const save = (state: FitState): void =>
    writeStateFile(paths.state, {
      fingerprint: identity.fingerprint,
      parts: identity.parts,
      state,
    });
  options.heartbeat?.tell(`epoch ${before + 1} of ${epochs}, first batch`);
  stop.arm();
  try {
    const state = await learnTask(prepared, {
      from,
      epochs,
      signal: stop.signal,
      workers: options.workers,
      progress: options.heartbeat?.progress,
      onProcessor(about) {
        if (print) process.stdout.write(`computed on: ${about}\n`);
      },
      async onBatch(batch) {
        if (print) line.show(batch);
        options.heartbeat?.tell(
          `epoch ${batch.epoch + 1} of ${epochs}, batch ${Math.min(batch.batches + 1, batch.of)} of ${batch.of}`,
        );
        if (performance.now() - turned < turnEvery) return;
        // Signals are handled between iterations of the event loop, which batches alone would never end.
        await new Promise((resolve) => setImmediate(resolve));
        turned = performance.now();
      },
      onEpoch(score, after) {
        reached = after;
        line.clear();
        if (print) process.stdout.write(epochText(score, after.best?.epoch === score.epoch));
        options.heartbeat?.said();
        if (performance.now() - saved < saveEvery) return;
        save(after);
        saved = performance.now();
      },
    });
    save(state);
    const signal = stop.received();
    const exitCode = signal === undefined ? exitCodes.fine : exitCodeOfSignal(signal);
    return { state, exitCode };
  } catch (fault) {
    const coded = asCoded(fault);
    // The best epoch so far is kept; if there is none yet, nothing was learnt.
    if (coded?.code !== notFinite || reached === undefined) throw fault;
    save(reached);
    return { state: reached, exitCode: exitCodes.diverged, fault: coded };
  } finally {
    line.clear();
    stop.disarm();
  }
}

const notFinite = "SL_TRAINING_NOT_FINITE";
