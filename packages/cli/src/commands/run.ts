import { existsSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { resultFile } from "@spikeloom/interop/hdf5";
import { SpikeLoomError } from "@spikeloom/kernel";
import {
  type Checkpoint,
  DIVERGED,
  type PreviewSink,
  previewSink,
  type Result,
  type RunSink,
  teeSinks,
  type WeightOverview,
  weightOverview,
} from "@spikeloom/simulate";
import {
  checkpointPath,
  dropsCheckpoint,
  loadCheckpoint,
  ofCheckpoint,
  writeCheckpoint,
} from "../checkpoint-file.ts";
import { asCoded } from "../print/coded.ts";
import { writeJson } from "../print/write-json.ts";
import { type FinishedRun, makeFolder, type RunFileOptions, runFile } from "../run-file.ts";

/** What `spikeloom run` is given. */
export interface RunCommandOptions extends RunFileOptions {
  readonly out?: string;
  /** A folder, or false for no pictures. */
  readonly plots?: string | boolean;
  readonly draw?: boolean;
  /** Simulated time from one checkpoint to the next. */
  readonly checkpoint?: string;
  readonly continue?: boolean;
}

/** Most bytes of what is recorded that are kept for pictures and table: two million spikes. */
const previewBytes = 16e6;

/** Run a network file; write result and pictures, print a table. */
export async function runCommand(file: string, options: RunCommandOptions): Promise<number> {
  const stem = basename(file, extname(file));
  const out = options.out ?? join("results", `${stem}.h5`);
  makeFolder(dirname(out));
  const preview = previewSink({ most: previewBytes });
  const weights = weightOverview();
  const { result, exitCode } = await runInto(out, file, { options, previews: [preview, weights] });
  const beginning = beginningOf(result, preview);
  const folder = typeof options.plots === "string" ? options.plots : dirname(out);
  const target = { folder, stem, weights };
  const pictures = options.plots === false ? [] : await drawPictures(beginning, target);
  const path = checkpointPath(out);
  const saved = existsSync(path) ? [path] : [];
  await printOutcome(result, { file, out, saved, pictures, options, beginning });
  return exitCode;
}

interface RunInto {
  readonly options: RunCommandOptions;
  readonly previews: readonly RunSink[];
}

/** Run into a result file, from the start or from the checkpoint beside it. */
async function runInto(
  out: string,
  file: string,
  { options, previews }: RunInto,
): Promise<FinishedRun> {
  const path = checkpointPath(out);
  const isNeeded = options.checkpoint === undefined;
  const from = options.continue === true ? await loadCheckpoint(path, { isNeeded }) : undefined;
  const preview = teeSinks(...previews);
  const also = {
    ...preview,
    // A preview waits for nothing.
    advanced: () => void preview.advanced?.(),
  };
  const results = resultFile(out, from === undefined ? {} : { resume: out, also });
  // Previews start first, as the result file tells them what it takes over.
  const drops = from === undefined ? [dropsCheckpoint(path)] : [];
  const sink = teeSinks(preview, results, ...drops);
  const every = options.checkpoint ?? intervalOf(from);
  const write = (bytes: Uint8Array): void => writeCheckpoint(path, bytes);
  const checkpoint = every === undefined ? undefined : { every, write };
  try {
    return await runFile(file, options, { sink, checkpoint, from });
  } catch (fault) {
    const coded = asCoded(fault);
    throw coded === undefined ? fault : ofCheckpoint(keptIn(coded, out), path);
  }
}

/** Say where what was recorded is, where the run diverged. */
function keptIn(error: SpikeLoomError, out: string): SpikeLoomError {
  if (error.code !== DIVERGED.code) return error;
  const { code, summary: message, place, expected, got, next, others } = error;
  const kept = `${next} What was recorded is in ${out}.`;
  return new SpikeLoomError(code, { message, place, expected, got, next: kept }, others);
}

/** A run that goes on makes checkpoints as it did before. */
function intervalOf(from: Checkpoint | undefined): string | undefined {
  return from === undefined || from.every === 0 ? undefined : `${from.every} ms`;
}

/** The part of a run that is drawn: all of it, unless it recorded too much to be held. */
function beginningOf(result: Result, preview: PreviewSink): Result {
  const duration = preview.until ?? result.duration;
  return { ...result, duration, recordings: preview.recordings() };
}

async function drawPictures(
  result: Result,
  {
    folder,
    stem,
    weights,
  }: { readonly folder: string; readonly stem: string; readonly weights: WeightOverview },
): Promise<readonly string[]> {
  makeFolder(folder);
  const { writePictures } = await import("../write-pictures.ts");
  return await writePictures(result, join(folder, stem), weights);
}

interface Outcome {
  readonly file: string;
  readonly out: string;
  /** The checkpoint, where there is one. */
  readonly saved: readonly string[];
  readonly pictures: readonly string[];
  readonly options: RunCommandOptions;
  readonly beginning: Result;
}

async function printOutcome(result: Result, outcome: Outcome): Promise<void> {
  const { file, out, saved, pictures, options, beginning } = outcome;
  if (options.quiet && !options.json) return;
  const { outcomeText, outcomeRecord, rasterText } = await import("../print/outcome.ts");
  if (options.json) {
    const [checkpoint] = saved;
    writeJson({ file, ...outcomeRecord(result, beginning), out, checkpoint, pictures });
    return;
  }
  if (options.draw) process.stdout.write(`${rasterText(beginning)}\n\n`);
  process.stdout.write(
    outcomeText(result, { file, beginning, written: [out, ...saved, ...pictures] }),
  );
}
