import { dirname, relative, resolve } from "node:path";
import {
  errorList,
  type NetworkRecord,
  type SpikeLoomError,
  type Stack,
  throwAll,
} from "@spikeloom/kernel";
import {
  checkNetwork,
  findPath,
  networkPaths,
  type ParameterValue,
  readNetwork,
  type Steps,
  withValue,
  writeNetwork,
} from "@spikeloom/network";
import { sha256 } from "@spikeloom/simulate";
import { SWEEP_JOB, SWEEP_PLAN, SWEEP_VALUES } from "./errors.ts";
import { readValues } from "./read-values.ts";

/** Format name of a job list. */
const formatName = "spikeloom-sweep-plan";

/** One run of a sweep. */
export interface SweepJob {
  /** Index in the list, from 0. */
  readonly job: number;
  readonly seed: number;
  /** Values to set, by path. */
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  /** Index of the network to run among the further networks, from 1; defaults to the main network. */
  readonly network?: number | undefined;
}

/** All runs of a sweep as self-contained data. */
export interface SweepPlan {
  readonly format: typeof formatName;
  readonly version: 1;
  readonly network: NetworkRecord;
  /** Further networks that a function built from other values. */
  readonly networks?: readonly NetworkRecord[] | undefined;
  /** Parameters passed to the function, which are not paths in the networks. */
  readonly given?: readonly string[] | undefined;
  /** Absolute folder of the files named in the network; relative to the list when stored on disk. */
  readonly directory?: string | undefined;
  /** Other run settings, such as the backend, in the form of the command's options. */
  readonly run: Readonly<Record<string, unknown>>;
  /** Measures ignore earlier spikes; in ms. */
  readonly from: number;
  readonly jobs: readonly SweepJob[];
}

/** Parameters and seeds of a sweep. */
export interface SweepRanges {
  /** Values of each parameter by path: a list, or a text such as `"linspace(10 ms, 30 ms, 5)"`. */
  readonly set?: Readonly<Record<string, string | readonly ParameterValue[]>> | undefined;
  /** Number of seeds, starting at the network's, or a list of seeds. */
  readonly seeds?: number | readonly number[] | undefined;
  /** Whether to pair values by index instead of forming a grid. */
  readonly zip?: boolean | undefined;
}

/** Fields of a job list that are known in advance. */
export type PlanRest = Pick<SweepPlan, "directory" | "run" | "from"> & { readonly stack: Stack };

/** Maximum number of runs of a sweep. */
const mostJobs = 1e6;

/**
 * Create the job list of a sweep: each point with each seed.
 *
 * The points form the grid of all parameters. The seed changes fastest, then the last parameter. Unknown paths and invalid
 * networks are refused.
 */
export function planSweep(network: NetworkRecord, ranges: SweepRanges, rest: PlanRest): SweepPlan {
  const { stack, ...given } = rest;
  throwAll(checkNetwork(network, { stack }));
  const paths = networkPaths(network, stack);
  const first = network.seed ?? 0;
  const seeds = seedsOf(ranges.seeds ?? 1, first);
  for (const path of Object.keys(ranges.set ?? {})) findPath(paths, path);
  const jobs = jobsOf(pointsOf(valueLists(ranges.set, first), ranges.zip), seeds);
  return { format: formatName, version: 1, network, ...given, jobs };
}

/** Parse the values of each parameter; drawn values depend on a seed. */
export function valueLists(set: SweepRanges["set"], seed: number): readonly ValueList[] {
  return Object.entries(set ?? {}).map(([path, values]) => {
    return { path, list: typeof values === "string" ? readValues(values, { path, seed }) : values };
  });
}

/** List the points of a sweep: the full grid, or values paired by index. */
export function pointsOf(lists: readonly ValueList[], zip = false): readonly Point[] {
  return zip ? zipped(lists) : grid(lists);
}

/** List the jobs of a sweep: each point with each seed. */
export function jobsOf(points: readonly Point[], seeds: readonly number[]): readonly SweepJob[] {
  if (points.length * seeds.length > mostJobs) {
    const expected = `at most ${mostJobs} runs`;
    throw SWEEP_PLAN({ place: "the sweep", expected, got: `${points.length * seeds.length}` });
  }
  return points
    .flatMap((parameters) => seeds.map((seed) => ({ seed, parameters })))
    .map((one, job) => ({ job, ...one }));
}

/** List the seeds of a sweep: a number of consecutive seeds, or the given ones. */
export function seedsOf(seeds: number | readonly number[], first: number): readonly number[] {
  const isCount = typeof seeds === "number";
  const count = isCount && Number.isInteger(seeds) && seeds <= mostJobs ? seeds : 0;
  const list = isCount ? Array.from({ length: count }, (_, k) => first + k) : seeds;
  const isSound = list.every((seed) => Number.isSafeInteger(seed) && seed >= 0);
  if (list.length > 0 && isSound && new Set(list).size === list.length) return list;
  const expected = "a number of seeds from 1, or different seeds, each a whole number from 0";
  throw SWEEP_PLAN({ place: "seeds", expected, got: JSON.stringify(seeds).slice(0, 60) });
}

/** The values of one parameter. */
export interface ValueList {
  readonly path: string;
  readonly list: readonly ParameterValue[];
}

type Point = SweepJob["parameters"];

function grid(lists: readonly ValueList[]): readonly Point[] {
  let points: readonly Point[] = [{}];
  for (const { path, list } of lists) {
    if (points.length * list.length > mostJobs) {
      const expected = `at most ${mostJobs} runs`;
      throw SWEEP_PLAN({ place: path, expected, got: `${points.length * list.length}` });
    }
    points = points.flatMap((point) => list.map((value) => ({ ...point, [path]: value })));
  }
  return points;
}

function zipped(lists: readonly ValueList[]): readonly Point[] {
  const [first] = lists;
  if (first === undefined) return [{}];
  for (const { path, list } of lists) {
    if (list.length === first.list.length) continue;
    const message = "Paired parameters must have equally many values.";
    const expected = `${first.list.length} values, like ${first.path}`;
    throw SWEEP_VALUES({ place: path, message, expected, got: String(list.length) });
  }
  return first.list.map((_, k) =>
    Object.fromEntries(lists.map(({ path, list }) => [path, list[k] as ParameterValue])),
  );
}

/** Function that builds the network of a job. */
export type NetworkOfJob = (
  job: Pick<SweepJob, "seed" | "parameters" | "network">,
) => NetworkRecord;

/** Create a function that builds each job's network, with its values and seed. */
export function networkOfJob(
  { network: first, networks = [], given = [] }: Pick<SweepPlan, "network" | "networks" | "given">,
  stack: Stack,
): NetworkOfJob {
  const known: ReadonlyMap<string, Steps>[] = [];
  return ({ seed, parameters, network: place = 0 }) => {
    const network = place === 0 ? first : (networks[place - 1] as NetworkRecord);
    const paths = known[place] ?? networkPaths(network, stack);
    known[place] = paths;
    const set = Object.entries(parameters)
      .filter(([path]) => !given.includes(path))
      .map(([path, value]): [Steps, ParameterValue] => [findPath(paths, path), value]);
    const made = set.reduce((one, [steps, value]) => withValue(one, steps, value), network);
    return { ...made, seed };
  };
}

/**
 * Check each point of a sweep, and return all distinct errors.
 *
 * The result holds for any seed. `check` returns the errors of one network, like `checkRun`.
 */
export function checkJobs(
  { jobs }: Pick<SweepPlan, "jobs">,
  networkOf: NetworkOfJob,
  check: (network: NetworkRecord) => readonly SpikeLoomError[],
): readonly SpikeLoomError[] {
  const found = errorList("the sweep");
  const [seen, said] = [new Set<string>(), new Set<string>()];
  for (const job of jobs) {
    const key = JSON.stringify(job.parameters);
    if (seen.has(key)) continue;
    seen.add(key);
    for (const error of check(networkOf(job))) {
      if (said.has(error.message)) continue;
      said.add(error.message);
      found.push(error);
    }
  }
  return found.all();
}

/** Find a job by its index. */
export function jobOfSweep({ jobs }: Pick<SweepPlan, "jobs">, number: number): SweepJob {
  const found = jobs[number];
  if (found !== undefined) return found;
  throw SWEEP_JOB({ place: "--job", jobs: jobs.length, got: String(number) });
}

/** Write a list of jobs as JSON, for a file of this path. */
export function writeSweepPlan(plan: SweepPlan, path: string): string {
  const { network, networks, jobs, directory: whole, ...rest } = plan;
  const directory = whole === undefined ? undefined : relative(dirname(path), whole) || ".";
  const head = JSON.stringify({ ...rest, directory }, null, 2).replace(/\n\}$/, "");
  const lines = jobs.map((job) => `    ${JSON.stringify(job)}`).join(",\n");
  const more =
    networks === undefined ? "" : `\n  "networks": [${networks.map(writeNetwork).join(",\n")}],`;
  return `${head},\n  "network": ${writeNetwork(network)},${more}\n  "jobs": [\n${lines}\n  ]\n}\n`;
}

/** Parse a job list; undefined if the JSON holds something else. */
export function readSweepPlan(text: string, place: string): SweepPlan | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The network reader reports syntax errors.
    return undefined;
  }
  const {
    format,
    version,
    jobs,
    networks = [],
  } = (value ?? {}) as Partial<Record<string, unknown>>;
  if (format !== formatName) return undefined;
  const isSound = version === 1 && Array.isArray(jobs) && jobs.every(isJob);
  const isNetwork = ({ network = 0 }: SweepJob): boolean =>
    Array.isArray(networks) && Number.isInteger(network) && network in [0, ...networks];
  if (isSound && jobs.length > 0 && jobs.every(isNetwork)) {
    const { $schema: _, ...plan } = value as SweepPlan & { readonly $schema?: unknown };
    const read = (one: unknown, name: string): NetworkRecord =>
      readNetwork(JSON.stringify(one), { place: `${place}: ${name}` });
    const network = read(plan.network, "network");
    const networks = plan.networks?.map((one, k) => read(one, `networks[${k}]`));
    const directory =
      plan.directory === undefined ? undefined : resolve(dirname(place), plan.directory);
    return { ...plan, directory, network, ...(networks !== undefined && { networks }) };
  }
  const expected = `version 1 of ${formatName}, with jobs numbered from 0`;
  throw SWEEP_PLAN({ place, expected, got: `version ${String(version)}` });
}

function isJob(value: unknown, place: number): value is SweepJob {
  const { job, seed, parameters } = (value ?? {}) as Partial<Record<string, unknown>>;
  return job === place && Number.isSafeInteger(seed) && typeof parameters === "object";
}

/** Compute the fingerprint of a job list. */
export function planFingerprint(plan: SweepPlan): string {
  return sha256(new TextEncoder().encode(writeSweepPlan({ ...plan, directory: undefined }, "")));
}
