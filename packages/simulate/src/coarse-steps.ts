import {
  type BackendRecord,
  checkOptionNames,
  type NetworkRecord,
  type OptionNames,
  type PopulationRecord,
  type ProjectionRecord,
  SpikeLoomError,
  type Stack,
  type Value,
} from "@spikeloom/kernel";
import { networkStep } from "@spikeloom/network";
import { COARSE_STEP } from "./errors.ts";
import { type Deflection, deflections, errorBetween, type OneSpike } from "./one-spike.ts";

/** What neurons are compared with finer steps on. */
export interface CoarseStepsOptions {
  readonly stack: Stack;
  /** Prepares small networks fast: no code that has to be compiled. */
  readonly backend: BackendRecord;
}

const names: OptionNames<CoarseStepsOptions> = { stack: true, backend: true };

/** The largest error of what one spike does, relative to it. */
const tolerance = 0.01;
/** Into how many parts a step is divided, and those again where what would tell was cut off. */
const finer = 4;
/** Different neurons, receptors and weights that are looked at. */
const mostCases = 16;

/**
 * Warn where the step is too coarse for what one spike does.
 *
 * The first neuron of each target gets one spike of each projection and each Poisson input, alone, at the
 * network's step and at a quarter of it: potentials that differ by more than 1 % of the peak are an error of
 * the integrator. So is a quarter that has no numbers. Where the neuron fires, which ends what one spike does,
 * a quarter may be as far off as the step, and a sixteenth is asked. What cannot run alone is
 * passed over: a model that pins its step, parameters from files, weights that only the whole network has.
 */
export async function coarseSteps(
  network: NetworkRecord,
  options: CoarseStepsOptions,
): Promise<readonly SpikeLoomError[]> {
  checkOptionNames(options, names, "coarseSteps");
  const dt = networkStep(network);
  const found: SpikeLoomError[] = [];
  for (const [target, cases] of casesOf(network)) {
    const errors = await errorsOf({ target, cases }, { ...options, network, dt });
    for (const [k, error] of errors.entries()) {
      const place = cases[k]?.place ?? "";
      if (!(error > tolerance)) continue;
      found.push(COARSE_STEP({ place, dt, error, integrator: target.integrator }));
    }
  }
  return found;
}

type Cases = ReadonlyMap<PopulationRecord, readonly Arrival[]>;

/** Sort what differs by its target. */
function casesOf(network: NetworkRecord): Cases {
  const seen = new Set<string>();
  const targets = new Map<string, PopulationRecord>();
  const cases = new Map<PopulationRecord, Arrival[]>();
  for (const one of arrivals(network)) {
    const name = JSON.stringify(one.target);
    const key = JSON.stringify([name, one.projection]);
    if (seen.has(key) || seen.size >= mostCases) continue;
    seen.add(key);
    const target = targets.get(name) ?? one.target;
    targets.set(name, target);
    cases.set(target, [...(cases.get(target) ?? []), one]);
  }
  return cases;
}

/** Where spikes come in: one neuron, and what it is connected by. */
interface Arrival extends OneSpike {
  readonly place: string;
  readonly target: PopulationRecord;
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

/** Make a population of neurons as the first one is; undefined where files or some draws say how it is. */
function firstNeuron({
  model,
  size,
  parameters,
  initial,
  integrator,
}: PopulationRecord): PopulationRecord | undefined {
  const values = [parameters, initial].map((given) =>
    Object.entries(given ?? {}).map(([name, value]) => [name, firstOf(value, size)] as const),
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

function firstOf(value: Value, size: number): Value | undefined {
  if (Array.isArray(value)) return value[0] as Value;
  if (typeof value !== "object" || !("formula" in value || "draw" in value)) {
    return typeof value === "object" ? undefined : value;
  }
  // As all neurons of the small population are this one.
  if ("draw" in value) return value.mean ?? value.low;
  return { formula: value.formula.replace(/\bi\b/g, "0").replace(/\bN\b/g, String(size)) };
}

/** The weight of the greatest effect where there is one for each synapse; undefined where a file holds them. */
function largestOf(weight: Value): Value | undefined {
  if (!Array.isArray(weight))
    return typeof weight === "object" && "file" in weight ? undefined : weight;
  const size = (one: unknown): number => Math.abs(Number.parseFloat(String(one)));
  const [first, ...others] = weight as readonly (string | number)[];
  return others.reduce((most, one) => (size(one) > size(most) ? one : most), first as string);
}

interface Task extends CoarseStepsOptions {
  readonly network: NetworkRecord;
  /** In ms. */
  readonly dt: number;
}

interface Together {
  readonly target: PopulationRecord;
  readonly cases: readonly Arrival[];
}

/** Compute the relative error of each case; 0 where there is nothing to compare. */
async function errorsOf({ target, cases }: Together, task: Task): Promise<readonly number[]> {
  const at = (parts: number): Promise<readonly Deflection[]> =>
    deflections({ target, spikes: cases }, { ...task, parts });
  try {
    const coarse = await at(1);
    const fine = await at(finer);
    const errors = errorsBetween(coarse, fine, task.dt);
    const isCut = [...coarse, ...fine].some(({ until }) => Number.isFinite(until));
    if (!isCut || errors.some((error) => error > tolerance)) return errors;
    return errorsBetween(coarse, await at(finer * finer), task.dt);
  } catch (error) {
    if (!(error instanceof SpikeLoomError)) throw error;
    if (cases.length === 1) return [0];
    // One that cannot run alone is not to hide the others.
    const alone: number[] = [];
    for (const one of cases) alone.push(...(await errorsOf({ target, cases: [one] }, task)));
    return alone;
  }
}

function errorsBetween(
  coarse: readonly Deflection[],
  fine: readonly Deflection[],
  dt: number,
): readonly number[] {
  return coarse.map((one, k) => errorBetween(one, fine[k] as Deflection, dt));
}
