import {
  type BackendRecord,
  checkOptionNames,
  type NetworkRecord,
  type PopulationRecord,
  type ProjectionRecord,
  SpikeLoomError,
  type Stack,
  type Value,
} from "@spikeloom/kernel";
import { networkStep } from "@spikeloom/network";
import { COARSE_STEP } from "./errors.ts";
import { run } from "./run.ts";

/** What neurons are compared with finer steps on. */
export interface CoarseStepsOptions {
  readonly stack: Stack;
  /** Prepares small networks fast: no code that has to be compiled. */
  readonly backend: BackendRecord;
}

/** The largest error of what one spike does, relative to it. */
const tolerance = 0.01;
/** The steps that a step is compared with. */
const finer = 4;
/** Steps before the spike, for neurons to leave their initial state, and from there on. */
const before = 5;
const steps = 60;
/** Different neurons, receptors and weights that are looked at. */
const mostCases = 16;

/**
 * Warn where the step is too coarse for what one spike does.
 *
 * The first neuron of each target gets one spike of each projection and each Poisson input, alone, at the
 * network's step and at a quarter of it: potentials that differ by more than 1 % of the peak are an error of
 * the integrator. What cannot run alone is passed over: a model that pins its step, parameters from files,
 * weights that only the whole network has.
 */
export async function coarseSteps(
  network: NetworkRecord,
  options: CoarseStepsOptions,
): Promise<readonly SpikeLoomError[]> {
  checkOptionNames(options, { stack: true, backend: true }, "coarseSteps");
  const { stack, backend } = options;
  const dt = networkStep(network);
  const seen = new Set<string>();
  const found: SpikeLoomError[] = [];
  for (const { place, ...one } of arrivals(network)) {
    const key = JSON.stringify(one);
    if (seen.has(key) || seen.size >= mostCases) continue;
    seen.add(key);
    const task = { network, stack, backend, dt };
    const error = await errorOfOne(one, task);
    if (error === undefined || !(error > tolerance)) continue;
    found.push(COARSE_STEP({ place, dt, error, integrator: one.target.integrator }));
  }
  return found;
}

/** Where spikes come in: one neuron, and what it is connected by. */
interface Arrival {
  readonly place: string;
  readonly target: PopulationRecord;
  readonly projection: Pick<ProjectionRecord, "receptor" | "weight" | "synapse">;
}

function* arrivals(network: NetworkRecord): Generator<Arrival> {
  const { populations, projections = [], stimuli = [] } = network;
  for (const [k, { to, receptor, weight, synapse }] of projections.entries()) {
    const place = `projections[${k}]`;
    yield* arrival(populations[to], { place, receptor, weight, synapse });
  }
  for (const [k, stimulus] of stimuli.entries()) {
    if (stimulus.kind !== "poisson") continue;
    const { into, receptor, weight } = stimulus;
    yield* arrival(populations[into], { place: `stimuli[${k}]`, receptor, weight });
  }
}

interface Connected {
  readonly place: string;
  readonly weight: Value;
  readonly receptor: ProjectionRecord["receptor"] | undefined;
  readonly synapse?: ProjectionRecord["synapse"] | undefined;
}

function* arrival(
  population: PopulationRecord | undefined,
  { place, weight, receptor, synapse }: Connected,
): Generator<Arrival> {
  const largest = largestOf(weight);
  const target = population === undefined ? undefined : firstNeuron(population);
  if (target === undefined || largest === undefined) return;
  const projection = {
    ...{ weight: largest },
    ...(receptor !== undefined && { receptor }),
    ...(synapse !== undefined && { synapse }),
  };
  yield { place, target, projection };
}

/** Make a population of the first neuron; undefined where a file holds its values. */
function firstNeuron({
  model,
  parameters,
  initial,
  integrator,
}: PopulationRecord): PopulationRecord | undefined {
  const values = [parameters, initial].map((given) =>
    Object.entries(given ?? {}).map(([name, value]) => [name, firstOf(value)] as const),
  );
  if (values.flat().some(([, value]) => value === undefined)) return undefined;
  const [own, start] = values.map((entries) => Object.fromEntries(entries));
  return {
    ...{ model, size: 1 },
    parameters: own as NonNullable<PopulationRecord["parameters"]>,
    initial: start as NonNullable<PopulationRecord["initial"]>,
    ...(integrator !== undefined && { integrator }),
  };
}

function firstOf(value: Value): Value | undefined {
  if (Array.isArray(value)) return value.slice(0, 1) as Value;
  return typeof value === "object" && "file" in value ? undefined : value;
}

/** The weight of the greatest effect where there is one for each synapse; undefined where a file holds them. */
function largestOf(weight: Value): Value | undefined {
  if (!Array.isArray(weight)) return firstOf(weight);
  const size = (one: unknown): number => Math.abs(Number.parseFloat(String(one)));
  const [first, ...others] = weight as readonly (string | number)[];
  return others.reduce((most, one) => (size(one) > size(most) ? one : most), first as string);
}

interface Task extends CoarseStepsOptions {
  readonly network: NetworkRecord;
  /** In ms. */
  readonly dt: number;
}

/** Compute the relative error; undefined where there is none to compare. */
async function errorOfOne(
  arrival: Omit<Arrival, "place">,
  task: Task,
): Promise<number | undefined> {
  try {
    const [coarse, fine] = [
      await deflection(arrival, task, 1),
      await deflection(arrival, task, finer),
    ];
    if (coarse === undefined || fine === undefined) return undefined;
    return errorBetween(coarse, fine, task.dt);
  } catch (error) {
    if (error instanceof SpikeLoomError) return undefined;
    throw error;
  }
}

/** The largest difference on the way, relative to the peak of the finer one; undefined where nothing moves. */
function errorBetween(coarse: Deflection, fine: Deflection, dt: number): number | undefined {
  // What a neuron does once it fires is not the doing of one spike.
  const [own, other] = [coarse, fine].map(({ moved, until }) =>
    moved.subarray(0, Math.floor(until / dt)),
  ) as [Float64Array, Float64Array];
  const peak = Math.abs(extreme(other));
  const apart = own.subarray(0, other.length).map((value, k) => value - (other[k] as number));
  // Where just one of both fires, the other has gone on.
  const isAlike = Number.isFinite(coarse.until) === Number.isFinite(fine.until);
  const ends = isAlike ? 0 : Math.abs(extreme(own)) - peak;
  const error = Math.max(Math.abs(extreme(apart)), Math.abs(ends)) / peak;
  if (Number.isNaN(extreme(own))) return Number.POSITIVE_INFINITY;
  return peak === 0 ? undefined : error;
}

/** The value that is farthest from zero; not a number where one is not finite. */
function extreme(values: Float64Array): number {
  let most = 0;
  for (const value of values) {
    if (!Number.isFinite(value)) return Number.NaN;
    if (Math.abs(value) > Math.abs(most)) most = value;
  }
  return most;
}

interface Deflection {
  /** How far one spike has moved the potential, at each of the network's steps. */
  readonly moved: Float64Array;
  /** The time in ms at which the neuron fires itself. */
  readonly until: number;
}

/** Follow the potential of a neuron that gets one spike, beside one that gets none. */
async function deflection(
  { target, projection }: Omit<Arrival, "place">,
  { network: { models }, stack, backend, dt }: Task,
  parts: number,
): Promise<Deflection | undefined> {
  const ms = (time: number): string => `${Number(time.toPrecision(12))} ms`;
  const connector = { kind: "all-to-all" };
  const variables = ["spikes", "v"];
  const small: NetworkRecord = {
    ...{ format: "spikeloom-network", version: 1 },
    ...(models !== undefined && { models }),
    dt: ms(dt / parts),
    populations: {
      source: { model: "spike-array", size: 1, times: [[ms(before * dt)]] },
      hit: target,
      still: target,
    },
    projections: [{ from: "source", to: "hit", ...projection, delay: ms(dt), connector }],
    record: ["hit", "still"].map((population) => ({ population, variables, every: ms(dt) })),
  };
  const options = { for: ms(steps * dt), workers: 1, shards: 1, onDivergence: "warn" } as const;
  const { recordings } = await run(small, { stack, backend, ...options });
  const [hit, still] = recordings.map(({ samples }) => samples.get("v")?.values);
  if (hit === undefined || still === undefined) return undefined;
  const fired = recordings.map(({ spikes }) => spikes?.times[0] ?? Number.POSITIVE_INFINITY);
  return {
    moved: hit.map((value, k) => value - (still[k] as number)),
    until: Math.min(...fired),
  };
}
