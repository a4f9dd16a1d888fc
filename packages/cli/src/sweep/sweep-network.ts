import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readResult } from "@spikeloom/interop/hdf5";
import { checkOptionNames, type NetworkRecord, type OptionNames } from "@spikeloom/kernel";
import type { Result } from "@spikeloom/simulate";
import {
  type MeasuredRun,
  type NetworkSource,
  type ParameterValue,
  readValues,
  SWEEP_STOPPED,
  sweepTable,
  takenMeasures,
} from "@spikeloom/sweep";
import { exitCodes } from "../exit-codes.ts";
import type { StopSignal } from "../stop-signal.ts";
import { loadSweep, madeSweep } from "./load-sweep.ts";
import { performSweep } from "./perform-sweep.ts";
import { type Spread, spreadOf } from "./spread.ts";
import type { SweepCommandOptions } from "./sweep-options.ts";

/** Options that a script shares with the command, with the same meaning. */
type Shared = Pick<
  SweepCommandOptions,
  | ("seeds" | "zip" | "for" | "seed" | "trial" | "dt" | "convention" | "precision" | "from")
  | ("backend" | "option" | "onDivergence" | "config" | "plugin")
  | ("workers" | "memory" | "allowOutside" | "overwrite")
>;

/** Parameters of a sweep, and options of its runs. */
export interface SweepOptions<Values> extends Shared {
  /** Values of each parameter: a list, or a text such as `"linspace(10 ms, 30 ms, 5)"`. */
  readonly set?: { readonly [Name in keyof Values]?: string | readonly Values[Name][] };
  /** Measures of each population; by default rate and CV of intervals. */
  readonly measure?: SweepCommandOptions["measure"];
  /** File of all results. With it a stopped sweep can be resumed; without it, results are lost when the process ends. */
  readonly out?: string;
  /** Ends the sweep after the current runs, which are discarded. */
  readonly signal?: AbortSignal;
  /** Called after each run. */
  readonly onRun?: (done: number, runs: number) => void;
}

const names: OptionNames<SweepOptions<unknown>> = {
  set: true,
  seeds: true,
  zip: true,
  for: true,
  seed: true,
  trial: true,
  dt: true,
  convention: true,
  precision: true,
  from: true,
  measure: true,
  backend: true,
  option: true,
  onDivergence: true,
  config: true,
  plugin: true,
  workers: true,
  memory: true,
  allowOutside: true,
  out: true,
  overwrite: true,
  signal: true,
  onRun: true,
};

/** Creates a network from values. */
export type BuildNetwork<Values> = (values: Values) => NetworkRecord | Promise<NetworkRecord>;

/** One run of a sweep: its parameters, seed and measures. */
export interface SweptRun<Values> extends Omit<MeasuredRun, "parameters" | "network"> {
  readonly parameters: Values;
}

/** Runs of the same parameters, which differ in their seeds. */
export interface SweptPoint<Values> {
  readonly parameters: Values;
  readonly runs: readonly SweptRun<Values>[];
  /** By population, then by measure. */
  readonly measures: Readonly<Record<string, Readonly<Record<string, Spread>>>>;
}

/** A completed sweep. */
export interface Sweep<Values> {
  /** In order of the list of jobs. */
  readonly runs: readonly SweptRun<Values>[];
  readonly points: readonly SweptPoint<Values>[];
  /** Read all recordings of a run. */
  result(job: number): Promise<Result>;
  /** Write the runs as a CSV table, one line each. */
  table(): string;
}

type Settable = Readonly<Record<string, ParameterValue>>;

/**
 * Run a network over values of its parameters and over seeds.
 *
 * The network is a record, the path of a file, or a function that is called with each set of values. All runs are
 * checked before the first begins. With several `workers`, as many networks run at once, each in a thread; results are
 * the same to the bit.
 */
export async function sweep<Values extends object>(
  network: BuildNetwork<Values>,
  options: SweepOptions<Values>,
): Promise<Sweep<Values>>;
export async function sweep(
  network: NetworkRecord | string,
  options?: SweepOptions<Settable>,
): Promise<Sweep<Settable>>;
export async function sweep(
  network: NetworkRecord | string | BuildNetwork<never>,
  options: SweepOptions<Settable> = {},
): Promise<Sweep<Settable>> {
  checkOptionNames(options, names, "sweep");
  if (options.out !== undefined) return await sweepInto(options.out, network, options);
  const folder = makeTemporary();
  try {
    return await sweepInto(join(folder, "sweep.h5"), network, options);
  } catch (fault) {
    // Its results are no longer accessible.
    removeTemporary(folder);
    throw fault;
  }
}

async function sweepInto(
  out: string,
  network: NetworkRecord | string | BuildNetwork<never>,
  { out: _, set = {}, signal, onRun, ...rest }: SweepOptions<Settable>,
): Promise<Sweep<Settable>> {
  const asked = { ...rest, target: "wasm" } as const;
  const ranges = Object.fromEntries(
    Object.entries(set).flatMap(([path, values]) => (values === undefined ? [] : [[path, values]])),
  );
  const sweep =
    typeof network === "string"
      ? await loadSweep(network, asked, ranges)
      : await madeSweep(sourceOf(network, ranges), asked, ranges);
  const { exitCode, runs } = await performSweep(sweep, {
    ...asked,
    out,
    onRun,
    quiet: true,
    json: true,
    stop: stopOf(signal),
  });
  if (exitCode !== exitCodes.fine) throw SWEEP_STOPPED({ place: out });
  return {
    runs,
    points: pointsOf(runs),
    result: (job) => readResult(out, { run: job }),
    table: () => sweepTable(runs),
  };
}

/** The network of a script's sweep, or the function that creates it from the values. */
function sourceOf(
  network: NetworkRecord | BuildNetwork<never>,
  set: Readonly<Record<string, string | readonly ParameterValue[]>>,
): NetworkSource {
  if (typeof network !== "function") return { parameters: {}, network: () => network };
  const parameters = Object.entries(set).map(([path, values]) => {
    const [first] = typeof values === "string" ? readValues(values, { path, seed: 0 }) : values;
    return [path, first] as const;
  });
  return {
    parameters: Object.fromEntries(parameters) as Settable,
    network: async (values) => await network(values as never),
  };
}

/** Signals to the process are handled by the script. */
function stopOf(signal = new AbortController().signal): StopSignal {
  return {
    signal,
    arm: () => undefined,
    disarm: () => undefined,
    received: () => (signal.aborted ? "SIGTERM" : undefined),
  };
}

/** Temporary result folders, which are removed when the process ends. */
const temporary = new Set<string>();

function makeTemporary(): string {
  // One listener for all: a script may sweep many times.
  if (temporary.size === 0) process.on("exit", removeAll);
  const folder = mkdtempSync(join(tmpdir(), "spikeloom-sweep-"));
  temporary.add(folder);
  return folder;
}

function removeTemporary(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  temporary.delete(folder);
  if (temporary.size === 0) process.off("exit", removeAll);
}

function removeAll(): void {
  for (const folder of temporary) removeTemporary(folder);
}

function pointsOf(runs: readonly SweptRun<Settable>[]): readonly SweptPoint<Settable>[] {
  const groups = Map.groupBy(runs, ({ parameters }) => JSON.stringify(parameters));
  const taken = takenMeasures(runs);
  return [...groups.values()].map((own) => {
    const [first] = own as [SweptRun<Settable>];
    const measured = Object.keys(first.measures).map((population) => {
      const spreads = taken.map(({ name }) => {
        const values = own.map(({ measures }) => measures[population]?.[name]);
        return [name, spreadOf(values)] as const;
      });
      return [population, Object.fromEntries(spreads)] as const;
    });
    return { parameters: first.parameters, runs: own, measures: Object.fromEntries(measured) };
  });
}
