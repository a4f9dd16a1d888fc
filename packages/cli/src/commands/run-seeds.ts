import { basename, dirname, extname, join } from "node:path";
import type { Stack } from "@spikeloom/kernel";
import { estimateCopies, type Progress, runCopies } from "@spikeloom/simulate";
import { seedsOf } from "@spikeloom/sweep";
import { chooseBackend } from "../choose-backend.ts";
import { USAGE } from "../errors.ts";
import { exitCodeOfSignal, exitCodes } from "../exit-codes.ts";
import { type LoadOptions, loadNetwork, type NetworkRequest } from "../load/load-network.ts";
import { withSteps } from "../network-steps.ts";
import { backendOptionsOf } from "../plugin-options.ts";
import { formatTime } from "../print/numbers.ts";
import { outcomeRecord, type PopulationOutcome, populationOutcomes } from "../print/outcome.ts";
import { spreadText } from "../print/spread.ts";
import { table } from "../print/table.ts";
import { writeJson } from "../print/write-json.ts";
import { type PlacedCopy, showRun } from "../run-file.ts";
import { chooseStack } from "../stack/choose-stack.ts";
import { spreadOf } from "../sweep/spread.ts";
import { type RunCommandOptions, type RunOutcome, runOne } from "./run.ts";

/** One of several runs. */
interface SeededRun extends Pick<RunOutcome, "out" | "pictures"> {
  readonly seed: number;
  /** Without recordings. */
  readonly record: ReturnType<typeof outcomeRecord>;
  readonly populations: readonly (readonly [string, PopulationOutcome])[];
}

/** Run a network with each of several seeds; print the measures of each run, with mean and deviation. */
export async function runSeeds(file: string, options: RunCommandOptions): Promise<number> {
  const { seeds: given, batch, checkpoint } = options;
  const flag = batch === undefined ? "--seeds" : "--batch";
  if (options.continue === true || checkpoint !== undefined) {
    const message = `${flag} starts its runs from the beginning; spikeloom sweep can be resumed.`;
    throw USAGE({ message });
  }
  if ((typeof batch === "number") === (given !== undefined) && batch !== undefined) {
    const message = "--batch takes a number of copies, or runs those of --seeds: give one of both.";
    throw USAGE({ message });
  }
  const found = new Map<number, SeededRun>();
  const asked = typeof batch === "number" ? { ...options, seeds: batch } : options;
  const seeds = await seedsFor(file, asked);
  const runs = (): readonly SeededRun[] => seeds.flatMap((seed) => found.get(seed) ?? []);
  const take = (one: SeededRun): void => void found.set(one.seed, one);
  let exitCode: number;
  try {
    const run = batch === undefined ? runEach : runAtOnce;
    exitCode = await run(seeds, file, options, take);
  } catch (fault) {
    // In JSON, the error is the only output.
    if (found.size > 0 && !options.json) print(file, options, runs());
    throw fault;
  }
  print(file, options, runs());
  return exitCode;
}

type TakeRun = (run: SeededRun) => void;

/** Run with one seed after another; returns the exit code of the last. */
async function runEach(
  seeds: readonly number[],
  file: string,
  options: RunCommandOptions,
  take: TakeRun,
): Promise<number> {
  let exitCode: number = exitCodes.fine;
  for (const seed of seeds) {
    exitCode = await runSeed(seed, file, { options, take });
    // A signal ends all remaining runs.
    if (exitCode !== exitCodes.fine) break;
  }
  return exitCode;
}

/** Run with all seeds at once, as copies of a batch; returns the exit code. */
async function runAtOnce(
  seeds: readonly number[],
  file: string,
  options: RunCommandOptions,
  take: TakeRun,
): Promise<number> {
  const { workers, shards, memory, precision } = options;
  const stack = await chooseStack(file, options);
  const backend = chooseBackend(stack, options);
  const backendOptions = backendOptionsOf(backend, options);
  const asked = { stack, backend, backendOptions, precision, shards };
  const network = withSteps(await loadNetwork(file, requestOf(stack, options)), options);
  const shown = showRun(file, options, true);
  const fractions = new Map<number, number>();
  const progress = progressOver(seeds.length, fractions);
  try {
    await runCopies(seeds, {
      ...asked,
      workers,
      count: seeds.length,
      ...estimateCopies([network], { ...asked, workers: 1 }, memory),
      signal: shown.signal,
      async runCopy(seed, place) {
        const onProgress = (fraction: number): void => {
          fractions.set(seed, fraction);
          shown.watching.onProgress?.(progress());
        };
        await runSeed(seed, file, { options, take, copy: { ...place, shown, onProgress } });
        fractions.set(seed, 1);
      },
    });
  } finally {
    shown.end();
  }
  return shown.signal.aborted ? exitCodeOfSignal(shown.received()) : exitCodes.fine;
}

/** Sum the progress of all copies. */
function progressOver(copies: number, fractions: ReadonlyMap<number, number>): () => Progress {
  const began = performance.now();
  return () => {
    const done = [...fractions.values()].reduce((sum, one) => sum + one, 0);
    const fraction = done / copies;
    const secondsLeft = ((performance.now() - began) / 1000) * (1 / fraction - 1);
    return { step: Math.floor(done), steps: copies, fraction, secondsLeft };
  };
}

interface SeedTask {
  readonly options: RunCommandOptions;
  readonly take: TakeRun;
  readonly copy?: PlacedCopy;
}

/** Run with one seed, and collect the result; returns its exit code. */
async function runSeed(
  seed: number,
  file: string,
  { options, take, copy }: SeedTask,
): Promise<number> {
  const out = placeOf(file, options, seed);
  const one = await runOne(file, { ...options, seed, out, suffix: `-seed${seed}` }, copy);
  const { result, beginning, pictures, exitCode } = one;
  if (options.draw && !options.json && !options.quiet) {
    const { rasterText } = await import("../print/raster.ts");
    copy?.shown.clear();
    process.stdout.write(`seed ${seed}\n${rasterText(beginning)}\n\n`);
  }
  const record = outcomeRecord(result, beginning);
  take({ seed, out, pictures, record, populations: populationOutcomes(result, beginning) });
  return exitCode;
}

function print(file: string, options: RunCommandOptions, runs: readonly SeededRun[]): void {
  if (options.json) writeJson(recordOf(file, runs));
  else if (!options.quiet) process.stdout.write(`${textOf(runs).join("\n")}\n`);
}

async function seedsFor(file: string, options: RunCommandOptions): Promise<readonly number[]> {
  const { seeds = 1 } = options;
  if (typeof seeds !== "number") return seedsOf(seeds, 0);
  if (options.seed !== undefined) return seedsOf(seeds, options.seed);
  const stack = await chooseStack(file, options);
  return seedsOf(seeds, (await loadNetwork(file, requestOf(stack, options))).seed ?? 0);
}

/** Request the network without its losses, which each run reports. */
function requestOf(stack: Stack, options: RunCommandOptions): NetworkRequest & LoadOptions {
  const { allowOutside, memory, for: duration, dt, from, fromOption } = options;
  const reading = { stack, allowOutside, memory, from, fromOption, onLosses: () => undefined };
  return { ...reading, for: duration, dt };
}

/** Name a result after its seed, so that none is overwritten by another. */
function placeOf(file: string, { out }: RunCommandOptions, seed: number): string {
  if (out === undefined) return join("results", `${basename(file, extname(file))}-seed${seed}.h5`);
  const end = extname(out);
  return join(dirname(out), `${basename(out, end)}-seed${seed}${end}`);
}

const measured = [
  ["rate", "rate (1/s)"],
  ["cv", "CV of ISI"],
] as const;

/** All runs, and mean and sample deviation over them. */
function recordOf(file: string, runs: readonly SeededRun[]): object {
  const summary = names(runs).map((name) => [
    name,
    Object.fromEntries(
      measured.map(([measure]) => [measure, spreadOf(valuesOf(runs, name, measure))]),
    ),
  ]);
  return {
    file,
    runs: runs.map(({ seed, out, pictures, record }) => ({ seed, ...record, out, pictures })),
    summary: Object.fromEntries(summary),
  };
}

function names(runs: readonly SeededRun[]): readonly string[] {
  return runs[0]?.populations.map(([name]) => name) ?? [];
}

function valuesOf(
  runs: readonly SeededRun[],
  name: string,
  measure: (typeof measured)[number][0],
): readonly (number | undefined)[] {
  return runs.map(({ populations }) => populations.find(([own]) => own === name)?.[1][measure]);
}

function textOf(runs: readonly SeededRun[]): readonly string[] {
  const columns = names(runs).flatMap((name) => measured.map((one) => [name, ...one] as const));
  const head = ["seed", ...columns.map(([name, , title]) => `${name} ${title}`), "spike hash"];
  const rows = runs.map((run) => [
    String(run.seed),
    ...columns.map(([name, measure]) => spreadText(valuesOf([run], name, measure))),
    run.record.spikeHash,
  ]);
  const all = columns.map(([name, measure]) => spreadText(valuesOf(runs, name, measure)));
  const [first] = runs;
  const right = head.map(() => "right" as const);
  return [
    `${first?.record.name ?? "network"}, ${formatTime(first?.record.asked ?? 0)}`,
    "",
    ...table([head, ...rows, ["mean ± deviation", ...all, ""]], right),
    "",
    `${runs.length} runs; mean and sample deviation over them`,
    ...runs.map(({ out }, k) => `${k === 0 ? "wrote" : "     "}  ${out}`),
    ...(runs.some(({ pictures }) => pictures.length > 0)
      ? ["       and pictures beside each"]
      : []),
  ];
}
