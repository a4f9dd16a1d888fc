import type { Expression } from "@spikeloom/equations";
import type { ConventionRecord, ProgramRecord, SpaceRecord, SynapseTier } from "@spikeloom/kernel";
import {
  type ConnectionProgram,
  type PositionProgram,
  type ResolvedPopulation,
  roundDelay,
  valueRange,
} from "@spikeloom/network";
import type { DelayGrid } from "./connections/grid-delays.ts";
import type { Rounded } from "./derive/fixed-point.ts";
import type { StepFormats } from "./derive/quantise-step.ts";
import type { StimulusProgram } from "./inputs/stimulus-program.ts";
import type { NeuronForm } from "./neurons/neuron-form.ts";
import type { Scheme } from "./neurons/scheme-of.ts";
import type { StepProgram } from "./neurons/step-program.ts";
import type { RecorderProgram, SynapseRecorderProgram } from "./recorders.ts";
import type { Phase } from "./schedule.ts";
import type { SourceProgram } from "./sources/source-program.ts";
import type { StepRequest } from "./step-request.ts";
import type { DynamicSynapses } from "./synapses/dynamic-synapses.ts";

/**
 * Complete program of a network, without memory layout.
 *
 * Numbers are in internal units: ms, mV, pA, nS, pF, Gohm. Delays of projections too: `toGrid` rounds them to steps.
 */
export interface NetworkProgram extends ProgramRecord {
  readonly name: string | undefined;
  /** Duration of a run in ms; undefined where the network states none. */
  readonly duration: number | undefined;
  /** Keys all random numbers drawn during the run, together with the seed. */
  readonly trial: number;
  readonly convention: ConventionRecord;
  /** Precision that the network asks for; the backend's default if undefined. */
  readonly precision: "f64" | "f32" | undefined;
  /** Precision in which weights are stored. */
  readonly tier: SynapseTier;
  /** Space in which the neurons lie, with lengths in um; open in all directions if undefined. */
  readonly space: SpaceRecord | undefined;
  /** Phases of a step, in order. */
  readonly schedule: readonly Phase[];
  /** By name, in the order of the network, in which their neurons are counted. */
  readonly populations: ReadonlyMap<string, PopulationProgram>;
  readonly projections: readonly ProjectionProgram[];
  readonly stimuli: readonly StimulusProgram[];
  readonly recorders: readonly RecorderProgram[];
  readonly synapseRecorders: readonly SynapseRecorderProgram[];
}

/** Inputs of a population, and its observed values. */
export interface Feeds {
  /** Continuous inputs that something feeds; the others are zero. */
  readonly inputs: ReadonlySet<string>;
  /** Receptors that something feeds; the others never see a spike. */
  readonly receptors: ReadonlySet<string>;
  /** Expressions of the model that are recorded or read by synapses. */
  readonly observed: ReadonlySet<string>;
}

/** Neurons of one model with all their values. */
export interface PopulationProgram
  extends Omit<ResolvedPopulation, "model" | "coordinates" | "times"> {
  readonly name: string;
  readonly positions: PositionProgram | undefined;
  /** Number of the first neuron in the whole network. */
  readonly first: number;
  /** Steps that are subtracted from the times of its recorded data; 0 by default. */
  readonly lag: number;
  readonly feeds: Feeds;
  /** Spikes that it sends by itself; undefined for neurons that compute theirs. */
  readonly source: SourceProgram | undefined;
  /** Its neurons in continuous time; parameters and initial values are those of the population. */
  readonly form: NeuronForm;
  /** How a clock advances the equations of the form; undefined where there are none. */
  readonly scheme: Scheme | undefined;
  /** Fixed-point formats of its steps; real numbers by default. */
  readonly quantised?: StepFormats | undefined;
  /** Step of each neuron, derived from the form on first use, in these formats. */
  step(request: StepRequest): StepProgram;
}

/** Connections of a projection, and its synapse program. */
export interface ProjectionProgram extends ConnectionProgram {
  /** Undefined where synapses carry a weight and nothing else. */
  readonly dynamic: DynamicSynapses | undefined;
  /** Conversion of each drawn weight, an expression of `weight`; unchanged by default. */
  readonly converted?: Expression | undefined;
  /** Rounding of weights, after their conversion; unchanged by default. */
  readonly rounded?: Rounded | undefined;
}

/** List populations in the order of reports of spikes: sources first. */
export function reportingOrder({
  populations,
}: Pick<NetworkProgram, "populations">): readonly PopulationProgram[] {
  const rank = ({ source }: PopulationProgram): number => (source === undefined ? 1 : 0);
  return [...populations.values()].toSorted((a, b) => rank(a) - rank(b));
}

const known = new WeakMap<readonly ProjectionProgram[], boolean>();

/**
 * Test whether spikes can arrive in the step that sends them.
 *
 * A step is then split in two at that point.
 */
export function arrivesAtOnce({
  projections,
  ...grid
}: Pick<NetworkProgram, "projections" | "dt" | "convention">): boolean {
  const found = known.get(projections) ?? projections.some((one) => leastDelay(one, grid) === 0);
  known.set(projections, found);
  return found;
}

/** Find the least delay that synapses can have, in steps; 1 where it is not known. */
function leastDelay({ delay, place }: ProjectionProgram, grid: DelayGrid): number {
  const { constant, extent } = valueRange(delay);
  const least = constant ?? extent?.[0];
  if (least === undefined) return 1;
  return Math.max(roundDelay(least, grid, `${place}.delay`), grid.convention.delay.least);
}
