import { basename, dirname, extname, join } from "node:path";
import { seedsOf } from "@spikeloom/sweep";
import { USAGE } from "../errors.ts";
import { exitCodes } from "../exit-codes.ts";
import { loadNetwork } from "../load/load-network.ts";
import { formatTime } from "../print/numbers.ts";
import { outcomeRecord, type PopulationOutcome, populationOutcomes } from "../print/outcome.ts";
import { spreadText } from "../print/spread.ts";
import { table } from "../print/table.ts";
import { writeJson } from "../print/write-json.ts";
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
  if (options.continue === true || options.checkpoint !== undefined) {
    const message = "--seeds starts its runs from the beginning; spikeloom sweep can be resumed.";
    throw USAGE({ message });
  }
  const runs: SeededRun[] = [];
  const seeds = await seedsFor(file, options);
  let exitCode: number;
  try {
    exitCode = await runEach(seeds, file, options, runs);
  } catch (fault) {
    // In JSON, the error is the only output.
    if (runs.length > 0 && !options.json) print(file, options, runs);
    throw fault;
  }
  print(file, options, runs);
  return exitCode;
}

/** Run with one seed after another, and collect the results; returns the exit code of the last. */
async function runEach(
  seeds: readonly number[],
  file: string,
  options: RunCommandOptions,
  runs: SeededRun[],
): Promise<number> {
  let exitCode: number = exitCodes.fine;
  for (const seed of seeds) {
    const out = placeOf(file, options, seed);
    const one = await runOne(file, { ...options, seed, out, suffix: `-seed${seed}` });
    const { result, beginning, pictures } = one;
    if (options.draw && !options.json && !options.quiet) {
      const { rasterText } = await import("../print/raster.ts");
      process.stdout.write(`seed ${seed}\n${rasterText(beginning)}\n\n`);
    }
    const record = outcomeRecord(result, beginning);
    const populations = populationOutcomes(result, beginning);
    runs.push({ seed, out, pictures, record, populations });
    exitCode = one.exitCode;
    // A signal ends all remaining runs.
    if (exitCode !== exitCodes.fine) break;
  }
  return exitCode;
}

function print(file: string, options: RunCommandOptions, runs: readonly SeededRun[]): void {
  if (options.json) writeJson(recordOf(file, runs));
  else if (!options.quiet) process.stdout.write(`${textOf(runs).join("\n")}\n`);
}

async function seedsFor(file: string, options: RunCommandOptions): Promise<readonly number[]> {
  const { seeds = 1, allowOutside, memory, for: duration, dt, from, fromOption } = options;
  if (typeof seeds !== "number") return seedsOf(seeds, 0);
  if (options.seed !== undefined) return seedsOf(seeds, options.seed);
  const stack = await chooseStack(file, options);
  // Each run reports the losses of reading the file.
  const reading = { stack, allowOutside, memory, from, fromOption, onLosses: () => undefined };
  const request = { ...reading, for: duration, dt };
  return seedsOf(seeds, (await loadNetwork(file, request)).seed ?? 0);
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
