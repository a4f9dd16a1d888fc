import { basename, dirname, extname, join } from "node:path";
import { resultFile } from "@spikeloom/interop/hdf5";
import { type PreviewSink, previewSink, type Result, teeSinks } from "@spikeloom/simulate";
import { writeJson } from "../print/write-json.ts";
import { makeFolder, type RunFileOptions, runFile } from "../run-file.ts";

/** What `spikeloom run` is given. */
export interface RunCommandOptions extends RunFileOptions {
  readonly out?: string;
  /** A folder, or false for no pictures. */
  readonly plots?: string | boolean;
  readonly draw?: boolean;
}

/** Most bytes of what is recorded that are kept for pictures and table: two million spikes. */
const previewBytes = 16e6;

/** Run a network file; write result and pictures, print a table. */
export async function runCommand(file: string, options: RunCommandOptions): Promise<number> {
  const stem = basename(file, extname(file));
  const out = options.out ?? join("results", `${stem}.h5`);
  makeFolder(dirname(out));
  const preview = previewSink({ most: previewBytes });
  const sink = teeSinks(resultFile(out), preview);
  const { result, exitCode } = await runFile(file, options, { sink });
  const beginning = beginningOf(result, preview);
  const folder = typeof options.plots === "string" ? options.plots : dirname(out);
  const pictures = options.plots === false ? [] : await drawPictures(beginning, { folder, stem });
  await printOutcome(result, { file, out, pictures, options, beginning });
  return exitCode;
}

/** The part of a run that is drawn: all of it, unless it recorded too much to be held. */
function beginningOf(result: Result, preview: PreviewSink): Result {
  const duration = preview.until ?? result.duration;
  return { ...result, duration, recordings: preview.recordings() };
}

async function drawPictures(
  result: Result,
  { folder, stem }: { readonly folder: string; readonly stem: string },
): Promise<readonly string[]> {
  makeFolder(folder);
  const { writePictures } = await import("../write-pictures.ts");
  return await writePictures(result, join(folder, stem));
}

interface Outcome {
  readonly file: string;
  readonly out: string;
  readonly pictures: readonly string[];
  readonly options: RunCommandOptions;
  readonly beginning: Result;
}

async function printOutcome(result: Result, outcome: Outcome): Promise<void> {
  const { file, out, pictures, options, beginning } = outcome;
  if (options.quiet && !options.json) return;
  const { outcomeText, outcomeRecord, rasterText } = await import("../print/outcome.ts");
  if (options.json) {
    writeJson({ file, ...outcomeRecord(result, beginning), out, pictures });
    return;
  }
  if (options.draw) process.stdout.write(`${rasterText(beginning)}\n\n`);
  process.stdout.write(outcomeText(result, { file, beginning, written: [out, ...pictures] }));
}
