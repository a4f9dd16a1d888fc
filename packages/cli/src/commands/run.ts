import { mkdirSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { RESULT_FULL, RESULT_WRITE, resultFile } from "@spikeloom/interop/hdf5";
import type { NetworkRecord, SynapseTier } from "@spikeloom/kernel";
import { readTime } from "@spikeloom/network";
import { type PreviewSink, previewSink, type Result, teeSinks } from "@spikeloom/simulate";
import { FILE_WRITE } from "../errors.ts";
import { exitCodes } from "../exit-codes.ts";
import { fileReason } from "../load/file-reason.ts";
import { loadNetwork } from "../load/load-network.ts";
import { asCoded, inFile } from "../print/coded.ts";
import { progressLine } from "../print/progress-line.ts";
import { writeJson } from "../print/write-json.ts";
import { stopSignal } from "../stop-signal.ts";

/** What `spikeloom run` is given. */
export interface RunCommandOptions {
  readonly for?: string;
  readonly seed?: number;
  readonly dt?: string;
  /** Name of a step convention, instead of the network's own. */
  readonly convention?: string;
  readonly precision?: "f64" | "f32";
  readonly tier?: SynapseTier;
  readonly workers?: number;
  readonly shards?: number;
  /** Bytes. */
  readonly memory?: number;
  readonly target: "wasm" | "js";
  readonly out?: string;
  /** A folder, or false for no pictures. */
  readonly plots?: string | boolean;
  readonly draw?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** Most bytes of what is recorded that are kept for pictures and table: two million spikes. */
const previewBytes = 16e6;

/** Run a network file; write result and pictures, print a table. */
export async function runCommand(file: string, options: RunCommandOptions): Promise<number> {
  const stem = basename(file, extname(file));
  const out = options.out ?? join("results", `${stem}.h5`);
  makeFolder(dirname(out));
  const { result, preview, signal } = await runFile(file, { ...options, out });
  const beginning = beginningOf(result, preview);
  const folder = typeof options.plots === "string" ? options.plots : dirname(out);
  const pictures = options.plots === false ? [] : await drawPictures(beginning, { folder, stem });
  await printOutcome(result, { file, out, pictures, options, beginning });
  if (!result.interrupted) return exitCodes.fine;
  return signal === "SIGTERM" ? exitCodes.terminated : exitCodes.interrupted;
}

interface FinishedRun {
  readonly result: Result;
  readonly preview: PreviewSink;
  readonly signal: NodeJS.Signals | undefined;
}

async function runFile(
  file: string,
  options: RunCommandOptions & { readonly out: string },
): Promise<FinishedRun> {
  const { seed, dt, convention, precision, tier, workers, shards, memory, target, out } = options;
  if (options.for !== undefined) readTime(options.for, "--for");
  if (dt !== undefined) readTime(dt, "--dt");
  const loaded = await loadNetwork(file, { seed, dt, for: options.for });
  const network: NetworkRecord = {
    ...loaded,
    ...(dt !== undefined && { dt }),
    ...(convention !== undefined && { convention }),
  };
  const [{ run }, { clock }] = await Promise.all([
    import("../run-network.ts"),
    import("@spikeloom/backend-clock"),
  ]);
  const line = progressLine();
  const stop = stopSignal({ say: !options.quiet && !options.json });
  const preview = previewSink({ most: previewBytes });
  try {
    const result = await run(network, {
      backend: clock({ target }),
      for: options.for,
      seed,
      precision,
      ...{ tier, workers, shards, memory },
      directory: dirname(file),
      sink: teeSinks(resultFile(out), preview),
      signal: stop.signal,
      onProgress(progress) {
        stop.arm();
        if (!options.quiet) line.show(progress);
      },
    });
    return { result, preview, signal: stop.received() };
  } catch (fault) {
    const coded = asCoded(fault);
    // The place of these is the result, not somewhere in the network.
    if (coded === undefined || writeCodes.has(coded.code)) throw fault;
    throw inFile(coded, file);
  } finally {
    line.clear();
    stop.disarm();
  }
}

const writeCodes: ReadonlySet<string> = new Set([RESULT_FULL.code, RESULT_WRITE.code]);

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

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (fault) {
    throw FILE_WRITE({ file: folder, reason: fileReason(fault) });
  }
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
