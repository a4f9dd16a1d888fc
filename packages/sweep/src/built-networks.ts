import { type NetworkRecord, throwAll } from "@spikeloom/kernel";
import { checkNetwork, findPath, networkPaths, type ParameterValue } from "@spikeloom/network";
import { SWEEP_VALUES } from "./errors.ts";
import {
  jobsOf,
  networkOfJob,
  type PlanRest,
  pointsOf,
  type SweepJob,
  type SweepPlan,
  type SweepRanges,
  seedsOf,
  valueLists,
} from "./sweep-plan.ts";

/** Source of a network: a builder function, or a fixed network. */
export interface NetworkSource {
  /** Parameters of the function with their defaults; empty for a fixed network. */
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  /** Build the network with a complete set of values. */
  network(values: Readonly<Record<string, ParameterValue>>): NetworkRecord | Promise<NetworkRecord>;
}

/**
 * Create the job list of a sweep whose networks are built by a function.
 *
 * Values named after one of its parameters are passed to the function; all others are set in the network that it returns. The
 * function is called once per set of values; anything that depends on the seed must be drawn by the network itself.
 */
export async function planBuiltSweep(
  source: NetworkSource,
  ranges: SweepRanges,
  rest: PlanRest,
): Promise<SweepPlan> {
  const { stack, ...known } = rest;
  const first = await source.network(source.parameters);
  throwAll(checkNetwork(first, { stack }));
  const seed = first.seed ?? 0;
  const lists = valueLists(ranges.set, seed);
  for (const { path, list } of lists) for (const value of list) checkKind(source, path, value);
  const own = (point: SweepJob["parameters"]): SweepJob["parameters"] =>
    Object.fromEntries(
      Object.entries(point).filter(([path]) => Object.hasOwn(source.parameters, path)),
    );
  const points = pointsOf(lists, ranges.zip);
  const built = new Map([["{}", first]]);
  for (const point of points) {
    const values = own(point);
    const key = JSON.stringify(values);
    if (built.has(key)) continue;
    const network = await source.network({ ...source.parameters, ...values });
    throwAll(checkNetwork(network, { stack }));
    built.set(key, network);
  }
  checkPaths(source, [...built.values()], { paths: lists.map(({ path }) => path), stack });
  // Unused networks are omitted.
  const used = [...new Set(points.map((point) => JSON.stringify(own(point))))];
  const [network = first, ...networks] = used.map((key) => built.get(key) ?? first);
  const jobs = jobsOf(points, seedsOf(ranges.seeds ?? 1, seed)).map((job) => {
    const place = used.indexOf(JSON.stringify(own(job.parameters)));
    return place === 0 ? job : { ...job, network: place };
  });
  const names = lists.map(({ path }) => path).filter((p) => Object.hasOwn(source.parameters, p));
  const more = {
    ...(networks.length > 0 && { networks }),
    ...(names.length > 0 && { given: names }),
  };
  return { format: "spikeloom-sweep-plan", version: 1, network, ...more, ...known, jobs };
}

/** Build a network with single values set by the paths of a sweep. */
export async function networkWith(
  source: NetworkSource,
  set: Readonly<Record<string, string>>,
  { stack }: Pick<PlanRest, "stack">,
): Promise<NetworkRecord> {
  const plan = await planBuiltSweep(source, { set, zip: true }, { stack, run: {}, from: 0 });
  const [job, other] = plan.jobs;
  if (job !== undefined && other === undefined) return networkOfJob(plan, stack)(job);
  const [place = "the run"] = Object.keys(set);
  const got = `${plan.jobs.length} values`;
  const message = "A run takes one value per path; spikeloom sweep takes several.";
  throw SWEEP_VALUES({ place, message, expected: "one value", got });
}

/** Refuse a value whose type differs from the function's default. */
function checkKind({ parameters }: NetworkSource, path: string, value: ParameterValue): void {
  const usual = Object.hasOwn(parameters, path) ? parameters[path] : undefined;
  if (usual === undefined || typeof usual === typeof value) return;
  throw SWEEP_VALUES({
    place: path,
    message: "The function that returns the network expects a value of another type here.",
    expected: `${typeof usual === "object" ? "an" : "a"} ${typeof usual}, such as ${JSON.stringify(usual)}`,
    got: JSON.stringify(value),
  });
}

function checkPaths(
  { parameters }: NetworkSource,
  networks: readonly NetworkRecord[],
  { paths, stack }: { readonly paths: readonly string[] } & Pick<PlanRest, "stack">,
): void {
  const names = Object.keys(parameters);
  const others = paths.filter((path) => !names.includes(path));
  if (others.length === 0) return;
  for (const network of networks) {
    const known = networkPaths(network, stack);
    for (const path of others) findPath(known, path, names);
  }
}
