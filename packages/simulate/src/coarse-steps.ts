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
 * Warn where the step is too coarse for what one spike or a current does.
 *
 * The first neuron of each target gets one spike of each projection and each Poisson input, alone, at the
 * network's step and at a quarter of it: potentials that differ by more than 1 % of the peak are an error of
 * the integrator. So is a quarter that has no numbers. Where the neuron fires, which ends what one spike does,
 * a quarter may be as far off as the step, and a sixteenth is asked. The first neuron of each population is looked at
 * without spikes too, with the currents that it gets, until it fires. What cannot run alone is passed over:
 * a model that pins its step, parameters from files, weights that only the whole network has. So is one that goes from
 * step to step by a rule without `dt`, as layers of frameworks do.
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

/** Whether a neuron goes from step to step by a rule that does not ask how long a step is: a shorter one is another rule. */
function goesByStep({ model: input }: PopulationRecord, { network, stack }: Task): boolean {
  const { model } = findModel("neuron", input, { network, stack, place: "populations" });
  const { step, expressions } = model;
  return step !== undefined && !/\bdt\b/.test(JSON.stringify([step, expressions]));
}

/** List the neurons that differ, each with the currents that all of its population get. */
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

/** Give a current that all neurons get and no chance decides, at its greatest from the start. */
function currentsOf(stimulus: StimulusRecord): readonly StimulusRecord[] {
  if (stimulus.neurons !== undefined) return [];
  if (stimulus.kind === "steps") {
    const greatest = largestOf(stimulus.values as Value) as string | number;
    return [{ ...stimulus, times: ["0 ms"], values: [greatest] }];
  }
  return stimulus.kind === "sine" || stimulus.kind === "formula" ? [stimulus] : [];
}

/** Compute the relative error of what a neuron does by itself; 0 where it cannot run alone. */
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
    weight: largest,
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
