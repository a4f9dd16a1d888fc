import { existsSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { OUTPUT_OTHER } from "@spikeloom/files";
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
import type { AlsoFormat, WrittenAlso } from "../also-formats.ts";
import { type AskedFiles, asksForFiles } from "../asked-files.ts";
import {
  checkpointPath,
  dropsCheckpoint,
  loadCheckpoint,
  ofCheckpoint,
  refuseOther,
  writeCheckpoint,
} from "../checkpoint-file.ts";
import {
  guardOutputs,
  type OutputGuard,
  pictureStem,
  refuseOtherPictures,
} from "../output-guard.ts";
import { asCoded } from "../print/coded.ts";
import { writeJson } from "../print/write-json.ts";
import { checkResultPath } from "../result-path.ts";
import {
  type FinishedRun,
  makeFolder,
  type PlacedCopy,
  type RunFileOptions,
  runFile,
} from "../run-file.ts";
import type { PictureTarget } from "../write-pictures.ts";

/** Options of `spikeloom run`. */
export interface RunCommandOptions extends RunFileOptions {
  /** Number or list of seeds. */
  readonly seeds?: number | readonly number[];
  /** Number of copies to run at once; true for those of the seeds. */
  readonly batch?: number | boolean;
  readonly out?: string;
  /** A folder, or false for no pictures. */
  readonly plots?: string | boolean;
  readonly draw?: boolean;
  /** Simulated time from one checkpoint to the next. */
  readonly checkpoint?: string;
  readonly continue?: boolean;
  /** Whether the result of another run may be overwritten. */
  readonly overwrite?: boolean;
  /** Suffix for the names of files that the network file requests. */
  readonly suffix?: string;
  /** Names of further formats of the result. */
  readonly format?: readonly string[];
}

/** Maximum bytes of recordings kept for pictures and table: two million spikes. */
const previewBytes = 16e6;

/** Result of a run, and its files. */
export interface RunOutcome extends Pick<FinishedRun, "result" | "exitCode"> {
  /** The part of it that is drawn and counted. */
  readonly beginning: Result;
  readonly out: string;
  /** The checkpoint, if there is one. */
  readonly saved: readonly string[];
  /** Files that the network file itself requests, as LEMS and SONATA do. */
  readonly data: readonly string[];
  readonly pictures: readonly string[];
  /** The result in other formats. */
  readonly also: readonly WrittenAlso[];
}

/** Run a network file; write result and pictures, print a table. */
export async function runCommand(file: string, options: RunCommandOptions): Promise<number> {
  const outcome = await runOne(file, options);
  await printOutcome(file, outcome, options);
  return outcome.exitCode;
}

/** Run a network file, alone or as a copy of a batch; write result and pictures. */
export async function runOne(
  file: string,
  options: RunCommandOptions,
  copy?: PlacedCopy,
): Promise<RunOutcome> {
  const stem = basename(file, extname(file));
  const out = options.out ?? join("results", `${stem}.h5`);
  checkResultPath(out);
  const folder = typeof options.plots === "string" ? options.plots : dirname(out);
  if (options.plots !== false && options.overwrite !== true) {
    refuseOtherPictures(pictureStem(folder, out));
  }
  makeFolder(dirname(out));
  // The lock file of the pictures is in their folder.
  if (options.plots !== false) makeFolder(folder);
  const formats = await alsoIn(file, out, options);
  const asked = await askedOf(file, { ...options, out });
  const guard = guardOutputs([out, ...(options.plots === false ? [] : [pictureStem(folder, out)])]);
  try {
    const outcome = await runGuarded(file, { options, out, folder, guard, formats, copy });
    return { ...outcome, data: asked === undefined ? [] : await asked.write(out) };
  } finally {
    guard.release();
  }
}

/** Requests of the network file itself, before anything is run. */
async function askedOf(
  file: string,
  options: RunCommandOptions & { readonly out: string },
): Promise<AskedFiles | undefined> {
  const format = asksForFiles(file);
  if (format === undefined || (options.from ?? format) !== format) return undefined;
  const { askedOutputs } = await import("../asked-outputs.ts");
  return await askedOutputs(file, format, options);
}

/** The reader of the result is loaded only if another format is written. */
const loadAlso = () => import("../also-formats.ts");

async function alsoIn(
  file: string,
  out: string,
  options: RunCommandOptions,
): Promise<readonly AlsoFormat[]> {
  if (options.format === undefined) return [];
  return await (await loadAlso()).alsoFormats(file, out, options);
}

interface GuardedRun {
  readonly options: RunCommandOptions;
  readonly out: string;
  /** Of the pictures. */
  readonly folder: string;
  readonly guard: OutputGuard;
  readonly formats: readonly AlsoFormat[];
  readonly copy: PlacedCopy | undefined;
}

async function runGuarded(
  file: string,
  { options, out, folder, guard, formats, copy }: GuardedRun,
): Promise<Omit<RunOutcome, "data">> {
  const preview = previewSink({ most: previewBytes });
  const weights = weightOverview();
  const previews = [preview, weights];
  const { result, exitCode, inputs } = await runInto(out, file, {
    options,
    previews,
    guard,
    formats,
    copy,
  });
  const beginning = beginningOf(result, preview);
  const { overwrite } = options;
  const target = { stem: pictureStem(folder, out), inputs, overwrite };
  const pictures = options.plots === false ? [] : await drawPictures(beginning, target, weights);
  const path = checkpointPath(out);
  const saved = existsSync(path) ? [path] : [];
  const also = formats.length === 0 ? [] : await (await loadAlso()).writeAlso(out, formats, inputs);
  return { result, exitCode, beginning, out, saved, pictures, also };
}

interface RunInto {
  readonly options: RunCommandOptions;
  readonly previews: readonly RunSink[];
  readonly guard: OutputGuard;
  readonly formats: readonly AlsoFormat[];
  readonly copy: PlacedCopy | undefined;
}

/** Run into a result file, from the start or from the checkpoint beside it. */
async function runInto(
  out: string,
  file: string,
  { options, previews, guard, formats, copy }: RunInto,
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
  const resumed = from === undefined ? {} : { resume: out, also };
  const { overwrite } = options;
  const results = resultFile(out, { ...resumed, isLocked: true, overwrite });
  // Previews start first, because the result file tells them what it takes over.
  if (from === undefined) refuseOther(path);
  if (from === undefined && overwrite !== true && existsSync(path) && !existsSync(out)) {
    throw OUTPUT_OTHER({
      path,
      got: "the checkpoint of another run: there is no result with its name",
    });
  }
  const drops = from === undefined ? [dropsCheckpoint(path)] : [];
  const sink = teeSinks(guard.sink, preview, results, ...drops);
  const every = options.checkpoint ?? intervalOf(from);
  const write = (bytes: Uint8Array): void => writeCheckpoint(path, bytes);
  const checkpoint = every === undefined ? undefined : { every, write };
  try {
    const outputs = [
      { path: out, what: "the result" },
      { path, what: "its checkpoint" },
      ...formats.map(({ format, path: to }) => ({
        path: to,
        what: `the result as ${format.name}`,
      })),
    ];
    return await runFile(file, options, { sink, checkpoint, from, outputs, copy });
  } catch (fault) {
    const coded = asCoded(fault);
    throw coded === undefined ? fault : ofCheckpoint(keptIn(coded, out), path);
  }
}

/** State where the recordings are, if the run diverged. */
function keptIn(error: SpikeLoomError, out: string): SpikeLoomError {
  if (error.code !== DIVERGED.code) return error;
  const { code, summary: message, place, expected, got, next, others } = error;
  const flags =
    "--dt sets the step; for a NeuroML file, --from-option integrator=NAME sets the integrator.";
  const kept = `${next} ${flags} Recorded data is in ${out}.`;
  return new SpikeLoomError(code, { message, place, expected, got, next: kept }, others);
}

/** A continued run writes checkpoints as before. */
function intervalOf(from: Checkpoint | undefined): string | undefined {
  return from === undefined || from.every === 0 ? undefined : `${from.every} ms`;
}

/** The part of a run that is drawn: all of it, unless there are too many recordings to keep in memory. */
function beginningOf(result: Result, preview: PreviewSink): Result {
  const duration = preview.until ?? result.duration;
  return { ...result, duration, recordings: preview.recordings() };
}

async function drawPictures(
  result: Result,
  target: PictureTarget,
  weights: WeightOverview,
): Promise<readonly string[]> {
  makeFolder(dirname(target.stem));
  const { writePictures } = await import("../write-pictures.ts");
  return await writePictures(result, target, weights);
}

async function printOutcome(
  file: string,
  outcome: RunOutcome,
  options: RunCommandOptions,
): Promise<void> {
  const { result, out, saved, data, pictures, beginning, also } = outcome;
  if (options.quiet && !options.json) return;
  const { outcomeText, outcomeRecord } = await import("../print/outcome.ts");
  if (options.json) {
    const [checkpoint] = saved;
    const formats = also.length === 0 ? {} : { formats: also };
    writeJson({
      file,
      ...outcomeRecord(result, beginning),
      out,
      checkpoint,
      data,
      pictures,
      ...formats,
    });
    return;
  }
  if (options.draw) {
    const { rasterText } = await import("../print/raster.ts");
    process.stdout.write(`${rasterText(beginning)}\n\n`);
  }
  process.stdout.write(outcomeText(result, { file, beginning, written: writtenBy(outcome) }));
  for (const { format, losses } of also) {
    for (const { place, message } of losses) {
      process.stderr.write(`not in ${format}: ${place}: ${message}\n`);
    }
  }
}

function writtenBy({ out, saved, data, pictures, also }: RunOutcome): readonly string[] {
  return [out, ...saved, ...data, ...also.flatMap(({ written }) => written), ...pictures];
}
