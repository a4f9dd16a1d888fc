import type { ConventionRecord, ProgramRecord, Stack, StimulusRecord } from "@spikeloom/kernel";
import type { Chosen, PlannedProjection, ResolvedPopulation } from "@spikeloom/network";
import { toGrid } from "./connections/grid-delays.ts";
import type { Rounded } from "./derive/fixed-point.ts";
import type { LowerOptions } from "./neurons/lowering.ts";
import type { StepProgram } from "./neurons/step-program.ts";
import type { RecorderProgram } from "./recorders.ts";
import type { Phase } from "./schedule.ts";
import type { DynamicSynapses } from "./synapses/dynamic-synapses.ts";

/**
 * All that a network does, without an address.
 *
 * Numbers are in internal units: ms, mV, pA, nS, pF, Gohm. Delays of projections too: `toGrid` puts them on steps.
 */
export interface NetworkProgram extends ProgramRecord {
  /** Holds the connectors and integrators that the network names. */
  readonly stack: Stack;
  /** Keys all that is drawn while the network runs, beside the seed. */
  readonly trial: number;
  readonly convention: ConventionRecord;
  /** What is done in a step, in order. */
  readonly schedule: readonly Phase[];
  /** By name, in the order of the network, in which their neurons are counted. */
  readonly populations: ReadonlyMap<string, PopulationProgram>;
  readonly projections: readonly ProjectionProgram[];
  readonly stimuli: readonly StimulusProgram[];
  readonly recorders: readonly RecorderProgram[];
}

/** What feeds a population, and what of it is looked at. */
export interface Feeds {
  /** Continuous inputs that something feeds; the others are zero. */
  readonly inputs: ReadonlySet<string>;
  /** Receptors that something feeds; the others never see a spike. */
  readonly receptors: ReadonlySet<string>;
  /** Expressions of the model that are recorded or read by synapses. */
  readonly observed: ReadonlySet<string>;
}

/** Neurons of one model with all their numbers. */
export interface PopulationProgram extends ResolvedPopulation {
  readonly name: string;
  /** Number of the first neuron in the whole network. */
  readonly first: number;
  readonly feeds: Feeds;
  /**
   * What each neuron does in a step; lowered when it is first asked for.
   *
   * Where spikes can arrive in the step that sends them, it is cut in two there.
   */
  step(options: { readonly zeroDelay: boolean }): StepProgram;
  /** What the step is lowered from. */
  lowering(options: { readonly zeroDelay: boolean }): LowerOptions;
}

/** Which neurons a projection connects, and what its synapses do. */
export interface ProjectionProgram extends PlannedProjection {
  /** Undefined where synapses carry a weight and nothing else. */
  readonly dynamic: DynamicSynapses | undefined;
  /** How weights are rounded; they are as the network has them where it is not given. */
  readonly rounded?: Rounded | undefined;
}

/** A stimulus with the port of its target. */
export interface StimulusProgram {
  readonly index: number;
  readonly record: StimulusRecord;
  readonly population: string;
  readonly targets: Chosen;
  /** The receptor of a Poisson stimulus, the input of the others. */
  readonly port: string;
}

/**
 * Say whether spikes can arrive in the step that sends them.
 *
 * A step is then cut in two there.
 */
export function arrivesAtOnce({
  projections,
  ...grid
}: Pick<NetworkProgram, "projections" | "dt" | "convention">): boolean {
  return projections.some(({ delay }, k) => {
    const { constant, extent } = toGrid(delay, grid, `projections[${k}].delay`);
    return (constant ?? extent?.[0] ?? 1) === 0;
  });
}
