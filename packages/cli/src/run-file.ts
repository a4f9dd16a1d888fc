import { existsSync, mkdirSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { checkOutputs, type Output } from "@spikeloom/files";
import { faultReason, type NetworkRecord, type Stack, type SynapseTier } from "@spikeloom/kernel";
import { readTime } from "@spikeloom/network";
import type {
  Checkpoint,
  CheckpointOptions,
  CopyPlace,
  OnDivergence,
  Result,
  RunOptions,
  RunSink,
} from "@spikeloom/simulate";
import { FILE_WRITE, INPUT_SILENT } from "./errors.ts";
import { exitCodeOfSignal, exitCodes } from "./exit-codes.ts";
import { dataFilesOf } from "./load/data-files.ts";
import {
  type LoadOptions,
  loadNetwork,
  loadSource,
  type NetworkRequest,
} from "./load/load-network.ts";
import { silentSources } from "./load/silent-sources.ts";
import { withSteps } from "./network-steps.ts";
import { asCoded, inFile } from "./print/coded.ts";
import { warningBlock } from "./print/error-block.ts";
import { progressLine } from "./print/progress-line.ts";
import { chooseStack, type StackChoice } from "./stack/choose-stack.ts";
import { stopSignal } from "./stop-signal.ts";

/** Options that determine what is simulated, and on which backend. */
export interface RunFileOptions extends StackChoice {
  /** `PATH=VALUE`: parts of the network to set. */
  readonly set?: readonly string[];
  readonly for?: string;
  readonly seed?: number;
  readonly trial?: number;
  readonly dt?: string;
  /** Name of a step convention, instead of the network's own. */
  readonly convention?: string;
  readonly precision?: "f64" | "f32";
  readonly tier?: SynapseTier;
  readonly workers?: number;
  readonly shards?: number;
  /** Bytes. */
  readonly memory?: number;
  /** Its name in the stack; by default the clock backend. */
  readonly backend?: string;
  /** Options of the backend: `NAME=VALUE`. */
  readonly option?: readonly string[];
  readonly target: "wasm" | "js";
  /** Whether files outside of the folder of the network may be read. */
  readonly allowOutside?: boolean;
  /** The format of the file, and options of it: `NAME=VALUE`. */
  readonly from?: string;
  readonly fromOption?: readonly string[];
  readonly onDivergence?: OnDivergence;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** Requirements of a command for a run. */
export interface RunRequest {
  /** Receives recordings; without one they are discarded. */
  readonly sink: RunSink | undefined;
  readonly profile?: boolean;
  readonly checkpoint?: CheckpointOptions | undefined;
  /** Checkpoint from which the run continues. */
  readonly from?: Checkpoint | undefined;
  /** Output files; none of them may be an input. */
  readonly outputs?: readonly Output[];
  /** Position in a batch, if this run is a copy; the batch shows its progress. */
  readonly copy?: PlacedCopy | undefined;
}

/** Position of a run in a batch. */
export interface PlacedCopy extends CopyPlace {
  readonly shown: Pick<ShownRun, "received" | "clear">;
  /** Receives the completed fraction. */
  readonly onProgress: (fraction: number) => void;
}

/** A run that is complete, or was stopped. */
export interface FinishedRun {
  readonly result: Result;
  readonly exitCode: number;
  /** Input files. */
  readonly inputs: readonly string[];
}

/** Report why several workers ran a network; the reason for one is in the notes of its result. */
export function sayWorkers({ summary }: Pick<Result, "summary">): void {
  const note = summary.notes.find((text) => /^workers: (?!1,)/.test(text));
  if (note !== undefined) process.stderr.write(`${note}\n`);
}

/** Run a network file, showing progress and stopping at Ctrl-C. */
export async function runFile(
  file: string,
  options: RunFileOptions,
  { sink, profile, checkpoint, from, outputs = [], copy }: RunRequest,
): Promise<FinishedRun> {
  const { seed, trial, precision, tier, shards, memory, onDivergence } = options;
  const workers = copy === undefined ? options.workers : copy.workers;
  const stack = await chooseStack(file, options);
  const { network, inputs } = await networkOf(file, stack, options);
  checkOutputs(outputs, inputs);
  const [{ run }, { chooseBackend }, { backendOptionsOf }] = await Promise.all([
    import("./run-network.ts"),
    import("./choose-backend.ts"),
    import("./plugin-options.ts"),
  ]);
  const backend = copy?.backend ?? chooseBackend(stack, options);
  const backendOptions = backendOptionsOf(backend, options);
  const shown =
    copy === undefined ? showRun(file, options, sink !== undefined) : showCopy(file, options, copy);
  try {
    const result = await run(network, {
      stack,
      backend,
      backendOptions,
      for: options.for,
      seed,
      trial,
      precision,
      tier,
      workers,
      shards,
      memory,
      sink,
      profile,
      checkpoint,
      from,
      onDivergence,
      ...shown.watching,
      keep: false,
      directory: dirname(file),
      signal: shown.signal,
    });
    shown.clear();
    if (!options.quiet && !options.json && copy === undefined) sayWorkers(result);
    return { result, inputs, exitCode: exitCodeAfter(result, shown.received()) };
  } catch (fault) {
    const coded = asCoded(fault);
    // The place of these errors is the result, not a part of the network.
    if (coded === undefined || isOfResult(coded.code)) throw fault;
    throw inFile(coded, file);
  } finally {
    shown.end();
  }
}

type Watching = Required<Pick<RunOptions, "onWarning" | "onPrepare" | "onProgress">>;

/** A run whose progress is shown. */
export interface ShownRun {
  readonly watching: Watching;
  readonly signal: AbortSignal;
  /** The signal that ended the run, if any. */
  readonly received: () => NodeJS.Signals | undefined;
  /** Remove the line. */
  readonly clear: () => void;
  /** Remove the line and the signal handlers. */
  end(): void;
}

/** Show the progress of a run on a line, and let Ctrl-C stop it. */
export function showRun(
  file: string,
  { quiet, json }: Pick<RunFileOptions, "quiet" | "json">,
  keeps: boolean,
): ShownRun {
  const line = progressLine();
  let isKept = false;
  const stop = stopSignal({
    say() {
      if (quiet || json) return undefined;
      return isKept ? "Stopping; recorded data is kept." : "Stopping.";
    },
  });
  const watching: Watching = {
    onWarning(warning) {
      line.clear();
      if (!quiet) process.stderr.write(`${warningBlock(inFile(warning, file))}\n`);
    },
    onPrepare(progress) {
      if (progress.expected > 0) stop.arm();
      if (!quiet) line.prepare(progress);
    },
    onProgress(progress) {
      stop.arm();
      isKept = keeps;
      if (!quiet) line.show(progress);
    },
  };
  return {
    watching,
    signal: stop.signal,
    received: stop.received,
    clear: line.clear,
    end(): void {
      line.clear();
      stop.disarm();
    },
  };
}

/** Report the progress of a copy to its batch, which shows it and stops at Ctrl-C. */
function showCopy(
  file: string,
  { quiet }: Pick<RunFileOptions, "quiet">,
  { shown, signal, onProgress }: PlacedCopy,
): ShownRun {
  return {
    ...shown,
    signal,
    watching: {
      onWarning(warning) {
        shown.clear();
        if (!quiet) process.stderr.write(`${warningBlock(inFile(warning, file))}\n`);
      },
      onPrepare: () => undefined,
      onProgress: ({ fraction }) => onProgress(fraction),
    },
    end: () => undefined,
  };
}

/** Codes of errors of the result or its checkpoint. */
function isOfResult(code: string): boolean {
  const [, subject] = code.split("_");
  return ["RESULT", "CHECKPOINT", "OUTPUT"].includes(subject ?? "") || code === FILE_WRITE.code;
}

/** A network as the options of a command change it. */
export interface RunNetwork {
  readonly network: NetworkRecord;
  /** Input files. */
  readonly inputs: readonly string[];
}

/** Read a network file, with the values and steps that the options set. */
export async function networkOf(
  file: string,
  stack: Stack,
  options: RunFileOptions,
): Promise<RunNetwork> {
  const { seed, dt, convention, allowOutside, memory, from, fromOption, quiet } = options;
  if (options.for !== undefined) readTime(options.for, "--for");
  if (dt !== undefined) readTime(dt, "--dt");
  const onLosses = quiet === true ? () => undefined : undefined;
  const opened: string[] = [];
  const onOpened = (path: string): void => void opened.push(path);
  const reading = { stack, allowOutside, memory, from, fromOption, onLosses, onOpened };
  const request = { seed, dt, for: options.for, ...reading };
  const read = await withSet(file, request, options.set ?? []);
  const sources = silentSources(read);
  if (sources.length > 0 && quiet !== true) {
    process.stderr.write(`${warningBlock(INPUT_SILENT({ file, sources }))}\n`);
  }
  const network = withSteps(read, { dt, convention });
  return { network, inputs: [file, ...opened, ...dataFilesOf(network, dirname(file))] };
}

async function withSet(
  file: string,
  request: NetworkRequest & LoadOptions,
  set: readonly string[],
): Promise<NetworkRecord> {
  if (set.length === 0) return await loadNetwork(file, request);
  const [{ networkWith }, { readSet }] = await Promise.all([
    import("@spikeloom/sweep"),
    import("./sweep/read-set.ts"),
  ]);
  const values = readSet(set);
  const source = await loadSource(file, request);
  try {
    return await networkWith(source, values, request);
  } catch (fault) {
    const coded = asCoded(fault);
    throw coded === undefined ? fault : inFile(coded, file);
  }
}

export function exitCodeAfter(
  { interrupted }: Pick<Result, "interrupted">,
  signal: NodeJS.Signals | undefined,
): number {
  return interrupted ? exitCodeOfSignal(signal) : exitCodes.fine;
}

/** Create a folder for the output of a run. */
export function makeFolder(folder: string): void {
  try {
    for (const missing of missingFolders(resolve(folder))) mkdirSync(missing);
    // Refuses an existing path that is no folder.
    mkdirSync(folder, { recursive: true });
  } catch (fault) {
    throw FILE_WRITE({ file: folder, reason: faultReason(fault) });
  }
}

/**
 * List the missing folders, from the outermost inwards.
 *
 * Node's recursive creation never ends below a folder such as /proc, where none can be created.
 */
function missingFolders(folder: string): readonly string[] {
  if (existsSync(folder)) return [];
  return [...missingFolders(dirname(folder)), folder];
}
