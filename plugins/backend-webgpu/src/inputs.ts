import {
  type CurrentProgram,
  inputSums,
  isPerTarget,
  type NetworkProgram,
} from "@spikeloom/program";
import type { LaidPopulation, NetworkLayout } from "./layout.ts";

/** A continuous input of a population: one value a step for each class of neurons. */
export interface FedInput {
  readonly population: LaidPopulation;
  readonly slot: string;
  readonly classes: number;
  /** Class of each neuron; undefined if there is only one. */
  readonly classOf: Int32Array<ArrayBuffer> | undefined;
  /** Write the values of a step; steps come in order. */
  fill(step: number, out: Float32Array): void;
}

/** Values that code adds to inputs, by population and input. */
export type AddedInputs = Map<string, Float64Array>;

/** Name an input among those of all populations. */
export function inputName(population: string, port: string): string {
  return `${population}.${port}`;
}

/** Prepare the inputs that something feeds. */
export function feedInputs(
  program: NetworkProgram,
  { populations }: NetworkLayout,
  added: AddedInputs,
): readonly FedInput[] {
  const currents = program.stimuli.filter((one) => one.kind === "current");
  return [...populations.values()].flatMap((population) => {
    const { name } = population.population;
    const ports = [...population.step.slots.values()].filter(({ role }) => role === "input");
    return ports.flatMap(({ name: slot }) => {
      const own = currents.filter((one) => one.population === name && one.port === slot);
      if (own.length === 0 && !program.open) return [];
      return [feedInput(program, { population, slot, own, added })];
    });
  });
}

function feedInput(
  program: NetworkProgram,
  {
    population,
    slot,
    own,
    added,
  }: {
    readonly population: LaidPopulation;
    readonly slot: string;
    readonly own: readonly CurrentProgram[];
    readonly added: AddedInputs;
  },
): FedInput {
  const { size, name } = population.population;
  const isEach = program.open || own.some(isPerTarget);
  const classOf = isEach ? Int32Array.from({ length: size }, (_, k) => k) : classesOf(own, size);
  const classes = isEach ? size : 1 + classOf.reduce((most, one) => Math.max(most, one), 0);
  const members = Array.from({ length: classes }, () => -1);
  classOf.forEach((one, neuron) => {
    if (members[one] === -1) members[one] = neuron;
  });
  const add = inputSums(own, program, members);
  const sums = new Float64Array(classes);
  return {
    population,
    slot,
    classes,
    classOf: classes === 1 ? undefined : classOf,
    fill(step, out) {
      sums.fill(0);
      const more = added.get(inputName(name, slot));
      if (more !== undefined) sums.set(more);
      add(step, sums);
      out.set(sums);
    },
  };
}

/** Number the sets of currents that neurons receive. */
function classesOf(currents: readonly CurrentProgram[], size: number): Int32Array<ArrayBuffer> {
  const known = new Map<string, number>();
  return Int32Array.from({ length: size }, (_, neuron) => {
    const key = currents.map(({ targets }) => (targets.index(neuron) < 0 ? "0" : "1")).join("");
    const found = known.get(key) ?? known.size;
    known.set(key, found);
    return found;
  });
}
