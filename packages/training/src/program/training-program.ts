import type { SlidingWindow } from "@spikeloom/kernel";
import {
  arrivalShift,
  type NetworkProgram,
  type OpenProjection,
  openProjections,
  type PopulationProgram,
  toGrid,
} from "@spikeloom/program";
import { NOT_TRAINED, TRAINING_OPTION } from "../errors.ts";
import { activeSteps } from "./active-steps.ts";
import { carriedVariable } from "./carried-variable.ts";
import { checkTimeless } from "./check-timeless.ts";
import { denseWeights, type WeightMatrix } from "./dense-weights.ts";
import type { ActiveSteps } from "./read-parts.ts";
import {
  type TrainedPopulation,
  type TrainingProgramOptions,
  trainedPopulation,
} from "./trained-population.ts";
import { windowWeights } from "./window-weights.ts";

/** A population whose spikes are supplied by a batch. */
export interface GivenPopulation {
  readonly name: string;
  readonly size: number;
}

/** A projection with all of its weights. */
export interface TrainedProjection extends WeightMatrix {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  /** Numbers of neurons of both populations. */
  readonly sources: number;
  readonly targets: number;
  /** The convolution window whose weights the matrix has; if undefined, it has those by source and target. */
  readonly window: SlidingWindow | undefined;
  /** The slot to which its weights are added. */
  readonly receptor: string;
  /** Steps between the one in which a spike is found and the one in which it arrives; at least 1. */
  readonly latency: number;
  readonly isTrained: boolean;
  /** The state of the sources whose value is transmitted in each step; undefined if spikes are. */
  readonly carries: string | undefined;
}

/**
 * A network with the derivatives of its step functions.
 *
 * Forward and backward passes are generated from it.
 */
export interface TrainingProgram {
  readonly steps: number;
  /** Duration of a step in ms. */
  readonly dt: number;
  readonly given: readonly GivenPopulation[];
  readonly populations: readonly TrainedPopulation[];
  readonly projections: readonly TrainedProjection[];
  /** Steps in which populations matter; those not listed matter in all. */
  readonly active: ReadonlyMap<string, ActiveSteps>;
  /**
   * Steps before the first of a batch, whose spikes are known and still arrive; `steps` includes them. 0 if nothing is
   * carried over.
   */
  readonly lead: number;
  /**
   * Number of steps after which derivatives are truncated, of states and of spikes in transit; undefined if they are
   * not.
   */
  readonly truncate: number | undefined;
}

/**
 * Derive a differentiable training program from a network's program.
 *
 * Each step computes what the network computes in a simulation, so that the trained network produces the same spikes
 * there. A spike takes at least one step; a layer with a delay of one step is therefore an ordinary feed-forward layer
 * that starts one step later.
 */
export function trainingProgram(
  program: NetworkProgram,
  options: TrainingProgramOptions,
): TrainingProgram {
  const { duration, dt, populations, stimuli } = program;
  if (stimuli.length > 0) throw stimulated(stimuli[0]?.population ?? "");
  const own = duration === undefined ? 0 : Math.round(duration / dt);
  if (own < 1) {
    throw NOT_TRAINED({
      place: "duration",
      message: "The network has no duration, which is that of a sample.",
      expected: `at least a step of ${dt} ms`,
      got: duration === undefined ? "nothing" : `${duration} ms`,
      next: 'Add "duration" to the network.',
    });
  }
  const all = [...populations.values()];
  const isGiven = ({ source }: PopulationProgram): boolean => source !== undefined;
  const projections = openProjections(program, options);
  const trained = projections.map((one, k) => trainedProjection(one, { k, program, options }));
  const carrying = trained.filter(({ carries }) => carries !== undefined);
  const handed = (name: string) => ({
    coupled: carrying.flatMap(({ to, receptor }) => (to === name ? [receptor] : [])),
    summed: [...new Set(trained.flatMap((one) => (one.to === name ? [one.receptor] : [])))],
    carried: new Set(carrying.flatMap((one) => (one.from === name ? [one.carries ?? ""] : []))),
  });
  const latencies = trained.map(({ latency, carries }) => (carries === undefined ? latency : 0));
  const lead = options.carry === true ? Math.max(0, ...latencies) : 0;
  const made = {
    steps: lead + own,
    lead,
    dt,
    truncate: truncated(options, own),
    given: all.filter(isGiven).map(({ name, size }) => ({ name, size })),
    populations: all
      .filter((one) => !isGiven(one))
      .map((one) => trainedPopulation(one, { ...options, ...handed(one.name) })),
    projections: trained,
  };
  checkCarried(made);
  checkResets(made.populations, options);
  if (options.carry === true) checkTimeless(made.populations);
  const { read } = options;
  // Networks of spiking neurons only run all of their steps, as in a simulation; the final state is what is carried
  // over.
  const isWhole = read === undefined || carrying.length === 0 || options.carry === true;
  const active = isWhole ? [] : activeSteps(made, read);
  return { ...made, active: new Map(active) };
}

/** Reject values of something that is not a state, or is not computed. */
function checkCarried({
  populations,
  projections,
}: Pick<TrainingProgram, "populations" | "projections">): void {
  for (const { name, from, carries } of projections) {
    if (carries === undefined) continue;
    const source = populations.find((one) => one.name === from);
    if (source?.states.has(carries)) continue;
    throw NOT_TRAINED({
      place: `projection "${name}"`,
      message: `"${carries}" of "${from}" is not a state that a step computes.`,
      expected: [...(source?.states.keys() ?? [])].join(", "),
      got: carries,
    });
  }
}

/** Reject resets of variables that no population has: gradients would be blocked where they should pass. */
function checkResets(
  populations: readonly TrainedPopulation[],
  { surrogate }: TrainingProgramOptions,
): void {
  const reset = surrogate?.reset;
  if (typeof reset !== "object") return;
  const known = new Set(
    populations.flatMap(({ step }) =>
      [...step.slots.values()].flatMap(({ name, role }) => (role === "state" ? [name] : [])),
    ),
  );
  const odd = reset.find((variable) => !known.has(variable));
  if (odd === undefined) return;
  throw TRAINING_OPTION({
    place: "surrogate, reset",
    message: "No trained population has this variable.",
    expected: [...known].join(", "),
    got: odd,
  });
}

/** Return the number of steps after which derivatives are truncated, if that is within a sample. */
function truncated({ truncate = 0 }: TrainingProgramOptions, steps: number): number | undefined {
  if (!(Number.isInteger(truncate) && truncate >= 0)) {
    throw TRAINING_OPTION({
      place: "truncate",
      message: "Gradients are truncated after a whole number of steps.",
      expected: "a non-negative whole number, where 0 truncates nothing",
      got: String(truncate),
    });
  }
  return truncate > 0 && truncate < steps ? truncate : undefined;
}

interface ProjectionPlace {
  readonly k: number;
  readonly program: NetworkProgram;
  readonly options: TrainingProgramOptions;
}

function trainedProjection(
  projection: OpenProjection,
  { k, program, options }: ProjectionPlace,
): TrainedProjection {
  const { name, from, to } = projection;
  const isTrained = options.trainable.some(
    (one) => "projection" in one && one.projection === name && one.variable === "weight",
  );
  const size = (of: string): number => program.populations.get(of)?.size ?? 0;
  const [sources, targets] = [size(from), size(to)];
  // A window over a part of a population has positions other than the neurons' indices.
  const isWhole = projection.sources.size === sources && projection.targets.size === targets;
  const window = isWhole ? projection.plan.window : undefined;
  return {
    ...(window === undefined
      ? denseWeights(projection, [sources, targets])
      : windowWeights(projection, window)),
    name,
    from,
    to,
    sources,
    targets,
    window,
    isTrained,
    ...flowOf(projection, program, `projections[${k}]`),
  };
}

/** A connection from sources to targets, with its delay and destination. */
function flowOf(
  projection: OpenProjection,
  program: NetworkProgram,
  place: string,
): Pick<TrainedProjection, "receptor" | "latency" | "carries"> {
  const { receptor, dynamic, delay } = projection;
  const carried = dynamic && carriedVariable(projection, dynamic, place);
  const { constant } = toGrid(delay, program, `${place}.delay`);
  if (carried !== undefined) {
    // A value is read as it is at the start of a step, after the previous one.
    if (constant !== undefined && constant <= 1) {
      return { receptor: carried.into, latency: 1, carries: carried.variable };
    }
    throw NOT_TRAINED({
      place: `${place}.delay`,
      message: "Values are transmitted from one step to the next.",
      expected: "a delay of one step, or none",
      got: `${constant ?? "several"} steps`,
    });
  }
  const latency = constant === undefined ? 0 : constant + arrivalShift(program);
  if (receptor !== undefined && latency >= 1) {
    return { receptor: `receptor:${receptor}`, latency, carries: undefined };
  }
  throw NOT_TRAINED({
    place: `${place}.delay`,
    message: "All synapses of a trained projection must have the same delay.",
    expected: `one delay of at least ${program.dt} ms, the step`,
    next: "Set a delay of one step: each layer then starts one step after the previous one.",
  });
}

function stimulated(population: string): Error {
  return NOT_TRAINED({
    place: "stimuli",
    message: `A stimulus acts on "${population}".`,
    expected: "spikes and values supplied by a batch",
    next: "Remove it, and supply its values with each batch.",
  });
}
