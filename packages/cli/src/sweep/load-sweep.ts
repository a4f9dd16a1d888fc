import { basename, dirname, extname, join, relative, resolve } from "node:path";
import { readPlainText } from "@spikeloom/files";
import type { BackendRecord, OptionValues, Stack } from "@spikeloom/kernel";
import { readTime } from "@spikeloom/network";
import {
  type NetworkSource,
  planBuiltSweep,
  readSweepPlan,
  type SweepPlan,
  type SweepRanges,
} from "@spikeloom/sweep";
import { chooseBackend } from "../choose-backend.ts";
import { USAGE } from "../errors.ts";
import { dataFilesOf } from "../load/data-files.ts";
import { loadSource } from "../load/load-network.ts";
import { withFiles } from "../load/with-files.ts";
import type { OpenOptions } from "../load/with-source.ts";
import { backendOptionsOf } from "../plugin-options.ts";
import { asCoded, inFile } from "../print/coded.ts";
import { chooseStack } from "../stack/choose-stack.ts";
import { findConfig } from "../stack/find-config.ts";
import { readSet } from "./read-set.ts";
import type { SweepCommandOptions } from "./sweep-options.ts";

/** A sweep with everything needed to run it. */
export interface LoadedSweep {
  readonly plan: SweepPlan;
  readonly stack: Stack;
  readonly backend: BackendRecord;
  readonly backendOptions: OptionValues;
  /** Folder of the data files that the network names. */
  readonly directory: string;
  /** Its input files, which no output may replace. */
  readonly inputs: readonly string[];
}

/** Values of each parameter. */
type ValuesToSet = NonNullable<SweepRanges["set"]>;

/** Options of the command line that affect results, and so are part of the list of jobs. */
const decides = ["backend", "option", "target", "onDivergence", "config", "plugin"] as const;

/** Load a list of jobs, or create one from a network and the parameters to vary. */
export async function loadSweep(
  file: string,
  options: SweepCommandOptions,
  set: ValuesToSet = readSet(options.set ?? []),
): Promise<LoadedSweep> {
  const listed = listedSweep(file, options);
  const directory = listed?.directory ?? resolve(dirname(file));
  const run = listed === undefined ? options : withPaths(listed.run, (p) => resolve(directory, p));
  // As if the command were given next to the network.
  const stack = await chooseStack(join(directory, basename(file)), run);
  const backend = chooseBackend(stack, run);
  const backendOptions = backendOptionsOf(backend, run);
  const opened: string[] = [];
  const plan =
    listed ??
    (await newSweep(
      await sourceOf(file, stack, { ...options, onOpened: (path) => void opened.push(path) }),
      { stack, directory, set, options },
      file,
    ));
  const read = listed === undefined ? plan : await withListedFiles(plan, directory, options);
  const inputs = [file, ...opened, ...filesOfPlan(read, directory)];
  return { plan: read, stack, backend, backendOptions, directory, inputs };
}

/** List the data files of all networks of a sweep. */
function filesOfPlan({ network, networks = [] }: SweepPlan, directory: string): readonly string[] {
  return [network, ...networks].flatMap((one) => dataFilesOf(one, directory));
}

/** Read the data files that the networks of a list of jobs name. */
async function withListedFiles(
  plan: SweepPlan,
  directory: string,
  options: SweepCommandOptions,
): Promise<SweepPlan> {
  const within = join(directory, "network.json");
  const read = (one: SweepPlan["network"]): Promise<SweepPlan["network"]> =>
    withFiles(one, within, options);
  const network = await read(plan.network);
  if (plan.networks === undefined) return { ...plan, network };
  return { ...plan, network, networks: await Promise.all(plan.networks.map(read)) };
}

/** Read a list of jobs; undefined if the file is something else. */
function listedSweep(file: string, options: SweepCommandOptions): SweepPlan | undefined {
  if (extname(file) !== ".json") return undefined;
  const plan = readSweepPlan(textOf(file), file);
  for (const name of decided) {
    if (plan === undefined || options[name] === undefined) continue;
    throw USAGE({ message: `The list of jobs determines --${name}.` });
  }
  return plan;
}

/** Options that a list of jobs has fixed. */
const decided = ["set", "seeds", "seed", "for", "dt", "convention", "precision", "from"] as const;

function textOf(file: string): string {
  try {
    return readPlainText(file);
  } catch {
    // The loader of networks reports errors.
    return "";
  }
}

/** Create a sweep from the arguments of a script. */
export async function madeSweep(
  source: NetworkSource,
  options: SweepCommandOptions,
  set: ValuesToSet,
): Promise<LoadedSweep> {
  const directory = resolve(".");
  const stack = await chooseStack(undefined, options);
  const backend = chooseBackend(stack, options);
  const plan = await newSweep(withStated(source, options), { stack, directory, set, options });
  const inputs = filesOfPlan(plan, directory);
  const backendOptions = backendOptionsOf(backend, options);
  return { plan, stack, backend, backendOptions, directory, inputs };
}

interface NewSweep {
  readonly stack: Stack;
  readonly directory: string;
  readonly set: ValuesToSet;
  readonly options: SweepCommandOptions;
}

async function newSweep(
  source: NetworkSource,
  { stack, directory, set, options }: NewSweep,
  file?: string,
): Promise<SweepPlan> {
  const ranges = { set, seeds: options.seeds, zip: options.zip };
  const given = { ...options, config: options.config ?? findConfig(directory) };
  const decided = Object.fromEntries(
    decides.flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]]])),
  );
  const run = withPaths(decided, (path) => `./${relative(directory, resolve(path))}`);
  const from = options.from === undefined ? 0 : readTime(options.from, "--from");
  try {
    return await planBuiltSweep(source, ranges, { stack, directory, run, from });
  } catch (fault) {
    const coded = asCoded(fault);
    throw coded === undefined || file === undefined ? fault : inFile(coded, file);
  }
}

/** Options of the command that determine each run. */
type RunChoice = Pick<SweepCommandOptions, (typeof decides)[number]>;

/** Change the paths of plugin files, which a list of jobs stores relative to the folder of the network. */
function withPaths(run: SweepPlan["run"], change: (path: string) => string): RunChoice {
  const { config, plugin, ...rest } = run as RunChoice;
  const isPath = (name: string): boolean => /^[./\\]/.test(name);
  return {
    ...rest,
    ...(config !== undefined && { config: config === false ? config : change(config) }),
    ...(plugin !== undefined && {
      plugin: plugin.map((name) => (isPath(name) ? change(name) : name)),
    }),
  };
}

async function sourceOf(
  file: string,
  stack: Stack,
  options: SweepCommandOptions & Pick<OpenOptions, "onOpened">,
): Promise<NetworkSource> {
  const { seed, dt, for: duration, allowOutside, memory, onOpened } = options;
  const request = { stack, seed, dt, for: duration, allowOutside, memory, onOpened };
  return withStated(await loadSource(file, request), options);
}

/** Override values of the network by options. */
function withStated(
  { parameters, network }: NetworkSource,
  { for: duration, seed, trial, dt, convention, precision }: SweepCommandOptions,
): NetworkSource {
  if (duration !== undefined) readTime(duration, "--for");
  if (dt !== undefined) readTime(dt, "--dt");
  const stated = {
    ...(duration !== undefined && { duration }),
    ...(seed !== undefined && { seed }),
    ...(trial !== undefined && { trial }),
    ...(dt !== undefined && { dt }),
    ...(convention !== undefined && { convention }),
    ...(precision !== undefined && { precision }),
  };
  return { parameters, network: async (values) => ({ ...(await network(values)), ...stated }) };
}
