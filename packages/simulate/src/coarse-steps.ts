import {
  type BackendRecord,
  checkOptionNames,
  type NetworkRecord,
  type OptionNames,
  type PopulationRecord,
  type ProjectionRecord,
  SpikeLoomError,
  type Stack,
  type StimulusRecord,
  type Value,
} from "@spikeloom/kernel";
import { findModel, networkStep } from "@spikeloom/network";
import { COARSE_STEP } from "./errors.ts";
import { courseOf, type DrivenNeuron, errorOfCourse } from "./one-neuron.ts";
import { type Deflection, deflections, errorBetween, type OneSpike } from "./one-spike.ts";

/** Backend and options for comparing neurons with finer steps. */
export interface CoarseStepsOptions {
  readonly stack: Stack;
  /** Prepares small networks quickly, without compiling code. */
  readonly backend: BackendRecord;
}

const names: OptionNames<CoarseStepsOptions> = { stack: true, backend: true };

/** Largest tolerated error of the response to one spike, relative to the response. */
const tolerance = 0.01;
/** Factor by which a step is divided, and divided again if a spike cut the comparison short. */
const finer = 4;
/** Maximum number of different neurons, receptors and weights compared. */
const mostCases = 16;

/**
 * Warn if the step is too coarse for the response to one spike or a current.
 *
 * The first neuron of each target gets one spike of each projection and each Poisson input, alone, at the
 * network's step and at a quarter of it: potentials that differ by more than 1 % of the peak are an integration error, and so are
 * non-finite values at the quarter step. If the neuron fires, which ends the response, the quarter step may be as inaccurate as
 * the full step, so a sixteenth is used. The first neuron of each population is also simulated without spikes, with its input
 * currents, until it fires. Cases that cannot run alone are skipped: models with a fixed step, parameters from files, weights
 * that exist only in the whole network, and models whose update rule does not use `dt`, such as layers of machine-learning
 * frameworks.
 */
export async function coarseSteps(
  network: NetworkRecord,
  options: CoarseStepsOptions,
): Promise<readonly SpikeLoomError[]> {
  checkOptionNames(options, names, "coarseSteps");
  const dt = networkStep(network);
  const task = { ...options, network, dt };
  const found: SpikeLoomError[] = [];
  const told = new Set<string>();
  for (const [target, cases] of casesOf(network)) {
    if (goesByStep(target, task)) continue;
    const errors = await errorsOf({ target, cases }, task);
    const { integrator } = target;
    for (const [k, error] of errors.entries()) {
      const place = cases[k]?.place ?? "";
      if (!(error > tolerance)) continue;
      told.add(JSON.stringify(target));
      found.push(COARSE_STEP({ place, by: "one spike", dt, error, integrator }));
    }
  }
  for (const { place, ...driven } of drivenNeurons(network)) {
    const { integrator } = driven.target;
    if (told.has(JSON.stringify(driven.target)) || goesByStep(driven.target, task)) continue;
    const error = await driftOf(driven, task);
    if (!(error > tolerance)) continue;
    found.push(COARSE_STEP({ place, by: "its currents", dt, error, integrator }));
  }
  return found;
}

/** Whether a neuron's update rule does not use the length of a step, so that a shorter step would be a different model. */
function goesByStep({ model: input }: PopulationRecord, { network, stack }: Task): boolean {
  const { model } = findModel("neuron", input, { network, stack, place: "populations" });
  const { step, expressions } = model;
  return step !== undefined && !/\bdt\b/.test(JSON.stringify([step, expressions]));
}

/** List the distinct neurons, each with the currents common to its whole population. */
function drivenNeurons(
  network: NetworkRecord,
): readonly (DrivenNeuron & { readonly place: string })[] {
  const { populations, stimuli = [] } = network;
  const driven = new Map<string, DrivenNeuron & { readonly place: string }>();
  for (const [name, population] of Object.entries(populations)) {
    const target = firstNeuron(population);
    if (target === undefined) continue;
    const currents = stimuli.flatMap((one) => (one.into === name ? currentsOf(one) : []));
    const key = JSON.stringify([target, currents]);
    if (driven.has(key)) continue;
    driven.set(key, { place: `populations.${name}`, target, stimuli: currents });
    if (driven.size === mostCases) break;
  }
  return [...driven.values()];
}

/** Return a deterministic current common to all neurons, at its maximum from the start. */
function currentsOf(stimulus: StimulusRecord): readonly StimulusRecord[] {
  if (stimulus.neurons !== undefined) return [];
  if (stimulus.kind === "steps") {
    const greatest = largestOf(stimulus.values as Value) as string | number;
    return [{ ...stimulus, times: ["0 ms"], values: [greatest] }];
  }
  return stimulus.kind === "sine" || stimulus.kind === "formula" ? [stimulus] : [];
}

/** Compute the relative error of a neuron without spike input; 0 if it cannot run alone. */
async function driftOf(driven: DrivenNeuron, task: Task): Promise<number> {
  try {
    const [coarse, fine] = [
      await courseOf(driven, { ...task, parts: 1 }),
      await courseOf(driven, { ...task, parts: finer }),
    ];
    return errorOfCourse(coarse, fine, { dt: task.dt, parts: finer });
  } catch (error) {
    if (!(error instanceof SpikeLoomError)) throw error;
    return 0;
  }
}

type Cases = ReadonlyMap<PopulationRecord, readonly Arrival[]>;

/** Group distinct inputs by target. */
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

/** Spike input of one neuron: the neuron and its connections. */
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
    weight: largest,
    ...(receptor !== undefined && { receptor }),
    ...(synapse !== undefined && { synapse }),
  };
  yield { place, target, projection };
}

/** Create a population of copies of the first neuron; undefined if files or certain random draws define it. */
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
    model,
    size: 1,
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
  // All neurons of the small population are copies of this one.
  if ("draw" in value) return value.mean ?? value.low;
  return { formula: value.formula.replace(/\bi\b/g, "0").replace(/\bN\b/g, String(size)) };
}

/** The weight with the largest effect if there is one per synapse; undefined if a file holds the weights. */
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

/** Compute the relative error of each case; 0 if there is nothing to compare. */
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
    // A case that cannot run alone must not hide the others.
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
