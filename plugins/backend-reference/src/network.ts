import type { SimulationJob } from "@spikeloom/kernel";
import {
  initialSlots,
  leastInterval,
  type NetworkProgram,
  openProjections,
  type StimulusProgram,
  splitsStep,
} from "@spikeloom/program";
import { createDelivery, type Delivery } from "./delivery.ts";
import type { Neurons } from "./neurons.ts";
import { initialRule, type Rule } from "./plasticity.ts";
import { createSource, type Source } from "./sources.ts";
import { decode, emptyState, type State, stateOf } from "./state.ts";
import { createCurrent, createDrive, type Stimulus } from "./stimuli.ts";
import { type DrawnProjection, drawSynapses } from "./synapses.ts";

/** Everything that takes part in a step, in the order of the program. */
export interface Network {
  readonly program: NetworkProgram;
  readonly state: State;
  readonly neurons: ReadonlyMap<string, Neurons>;
  readonly sources: ReadonlyMap<string, Source>;
  readonly currents: readonly Stimulus[];
  readonly drives: readonly Stimulus[];
  readonly rules: ReadonlyMap<string, Rule>;
  readonly deliver: Delivery;
  /** Least number of steps from a spike to what it causes. */
  readonly interval: number;
  /** Whether each step is split in two. */
  readonly isSplit: boolean;
  readonly synapses: number;
}

/** Create a network before its first step, or as it was saved. */
export function createNetwork(
  program: NetworkProgram,
  { stack, state: saved }: SimulationJob,
): Network {
  const { populations, stimuli } = program;
  const drawn = openProjections(program, { stack }).map((projection): DrawnProjection => {
    return { projection, synapses: drawSynapses(program, projection) };
  });
  const delays = drawn.map(({ projection, synapses }) => {
    const least = synapses.reduce((a, { delay }) => Math.min(a, delay), Number.POSITIVE_INFINITY);
    return { projection, least };
  });
  const interval = leastInterval(program, delays);
  const isSplit = splitsStep(program, interval);
  const state = saved === undefined ? emptyState() : decode(saved.parts.get("all"));
  const neurons = new Map<string, Neurons>();
  const sources = new Map<string, Source>();
  for (const [name, population] of populations) {
    const step = population.step({ zeroDelay: isSplit });
    const slots = stateOf(state.slots, name, () => initialSlots(population, step));
    neurons.set(name, { population, step, slots });
    stateOf(state.spikes, name, () => new Map());
    const source = createSource(population, program, state);
    if (source !== undefined) sources.set(name, source);
  }
  const neuronsOf = (name: string): Neurons => neurons.get(name) as Neurons;
  const rules = drawn.flatMap((one) => {
    const { projection } = one;
    const { name, dynamic } = projection;
    if (dynamic === undefined) return [];
    const own = stateOf(state.rules, name, () => initialRule(program, one, dynamic));
    const ends = { from: neuronsOf(projection.from), to: neuronsOf(projection.to) };
    const parts = { network: program, projection, dynamic, program: dynamic.program };
    return [[name, { ...parts, ...ends, state: own }] as const];
  });
  const created = (kind: StimulusProgram["kind"]): readonly Stimulus[] =>
    stimuli.flatMap((one) => {
      const to = neuronsOf(one.population);
      if (one.kind !== kind) return [];
      if (one.kind === "current") return [createCurrent(one, program, to)];
      return [createDrive(one, program, { neurons: to, gaps: state.gaps })];
    });
  return {
    program,
    state,
    neurons,
    sources,
    currents: created("current"),
    drives: created("drive"),
    rules: new Map(rules),
    deliver: createDelivery(program, drawn, neurons),
    interval,
    isSplit,
    synapses: drawn.reduce((sum, { synapses }) => sum + synapses.length, 0),
  };
}
