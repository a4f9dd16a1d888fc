import type { SlidingWindow } from "@spikeloom/kernel";
import { readTime } from "@spikeloom/network";
import {
  type NetworkProgram,
  type PopulationProgram,
  type ProjectionProgram,
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

/** A population whose spikes a batch gives. */
export interface GivenPopulation {
  readonly name: string;
  readonly size: number;
}

/** A projection with all of its weights. */
export interface TrainedProjection extends WeightMatrix {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  /** Neurons of both populations. */
  readonly sources: number;
  readonly targets: number;
  /** The window whose weights the matrix has; where there is none, it has those by source and target. */
  readonly window: SlidingWindow | undefined;
  /** The slot that its weights are added to. */
  readonly receptor: string;
  /** Steps from that in which a spike is found to that in which it arrives; at least 1. */
  readonly latency: number;
  readonly isTrained: boolean;
  /** The state of the sources whose value is handed on in each step; undefined where spikes are. */
  readonly carries: string | undefined;
}

/**
 * A network with the derivatives of its step functions.
 *
 * What passes forward and backward are written from.
 */
export interface TrainingProgram {
  readonly steps: number;
  /** Duration of a step in ms. */
  readonly dt: number;
  readonly given: readonly GivenPopulation[];
  readonly populations: readonly TrainedPopulation[];
  readonly projections: readonly TrainedProjection[];
  /** Steps in which populations matter; those that are not in it do in all. */
  readonly active: ReadonlyMap<string, ActiveSteps>;
  /** Steps before the first of a batch: their spikes are known and still arrive; `steps` counts them too. 0 where nothing is carried over. */
  readonly lead: number;
  /** Steps after which derivatives are cut off, of states and of spikes under way; undefined where they go through all. */
  readonly truncate: number | undefined;
}

/**
 * Derive a differentiable training program from a network's program.
 *
 * It does in each step what the network does in a simulation, so that what is trained spikes the same there. A spike
 * takes a step at least; a layer whose delay is one step is therefore the usual feed-forward layer, begun one step later.
 */
export function trainingProgram(
  program: NetworkProgram,
  options: TrainingProgramOptions,
): TrainingProgram {
  const { network, dt, populations, projections, stimuli } = program;
  if (stimuli.length > 0) throw stimulated(stimuli[0]?.population ?? "");
  const { duration } = network;
  const own = duration === undefined ? 0 : Math.round(readTime(duration, "duration") / dt);
  if (own < 1) {
    throw NOT_TRAINED({
      place: "duration",
      message: "The network does not say how long an example is.",
      expected: `at least a step of ${dt} ms`,
      got: duration ?? "nothing",
      next: 'Give the network a "duration".',
    });
  }
  const all = [...populations.values()];
  const isGiven = ({ source }: PopulationProgram): boolean => source !== undefined;
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
  // Networks that spike alone go through all of their steps, as in a simulation; what is carried over is what the last one leaves.
  const isWhole = read === undefined || carrying.length === 0 || options.carry === true;
  const active = isWhole ? [] : activeSteps(made, read);
  return { ...made, active: new Map(active) };
}

/** Refuse values of what is no state, or is not computed. */
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
      message: `"${carries}" of "${from}" is no state that a step computes.`,
      expected: [...(source?.states.keys() ?? [])].join(", "),
      got: carries,
    });
  }
}

/** Refuse resets of variables that no population has: gradients would be cut off where they shall pass. */
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
    message: "No population that is trained has this variable.",
    expected: [...known].join(", "),
    got: odd,
  });
}

/** Give after how many steps derivatives are cut off, if that is within an example. */
function truncated({ truncate = 0 }: TrainingProgramOptions, steps: number): number | undefined {
  if (!(Number.isInteger(truncate) && truncate >= 0)) {
    throw TRAINING_OPTION({
      place: "truncate",
      message: "Derivatives are cut off after whole steps.",
      expected: "a whole number from 0, which cuts off none",
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
  projection: ProjectionProgram,
  { k, program, options }: ProjectionPlace,
): TrainedProjection {
  const { name, from, to } = projection;
  const isTrained = options.trainable.some(
    (one) => "projection" in one && one.projection === name && one.variable === "weight",
  );
  const size = (of: string): number => program.populations.get(of)?.size ?? 0;
  const [sources, targets] = [size(from), size(to)];
  // A window over a part of a population has other places than the numbers of its neurons.
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

/** What goes from sources to targets, how late, and where it is added. */
function flowOf(
  projection: ProjectionProgram,
  program: NetworkProgram,
  place: string,
): Pick<TrainedProjection, "receptor" | "latency" | "carries"> {
  const { receptor, dynamic, delay } = projection;
  const carried = dynamic && carriedVariable(projection, dynamic, place);
  const { constant } = toGrid(delay, program, `${place}.delay`);
  if (carried !== undefined) {
    // A value is read as it is when a step begins: as the step before has left it.
    if (constant !== undefined && constant <= 1) {
      return { receptor: carried.into, latency: 1, carries: carried.variable };
    }
    throw NOT_TRAINED({
      place: `${place}.delay`,
      message: "Values are handed on from one step to the next.",
      expected: "a delay of one step, or none",
      got: `${constant ?? "several"} steps`,
    });
  }
  const latency = constant ?? 0;
  if (receptor !== undefined && latency >= 1) {
    return { receptor: `receptor:${receptor}`, latency, carries: undefined };
  }
  throw NOT_TRAINED({
    place: `${place}.delay`,
    message: "A projection that is trained has one delay for all of its synapses.",
    expected: `one delay of at least ${program.dt} ms, the step`,
    next: "Give it a delay of one step: layers are then begun one step after the other.",
  });
}

function stimulated(population: string): Error {
  return NOT_TRAINED({
    place: "stimuli",
    message: `A stimulus acts on "${population}".`,
    expected: "spikes and values that a batch gives",
    next: "Leave it out, and give its values with each batch.",
  });
}
