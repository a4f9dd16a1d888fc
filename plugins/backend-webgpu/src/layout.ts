import { type FixedRing, parallelArray } from "@spikeloom/code/processor";
import {
  initialSlots,
  type NetworkProgram,
  type PopulationProgram,
  type StepProgram,
  slotName,
} from "@spikeloom/program";

/** A population with the places of its data. */
export interface LaidPopulation {
  readonly population: PopulationProgram;
  readonly step: StepProgram;
  /** Whether it computes its spikes. */
  readonly isComputed: boolean;
  /** The first of its invocations. */
  readonly start: number;
  /** Offset of each slot in the buffer of slots. */
  readonly slots: ReadonlyMap<string, number>;
  /** Index of the first sum of each receptor in a row of the ring. */
  readonly receptors: ReadonlyMap<string, number>;
  /** Index of its first word in a row of marks. */
  readonly marks: number;
  /** Array of a slot, whose name also states the population. */
  readonly arrayOf: (slot: string) => ReturnType<typeof parallelArray<"f32">>;
}

/** Places of all populations. */
export interface NetworkLayout {
  readonly populations: ReadonlyMap<string, LaidPopulation>;
  readonly neurons: number;
  readonly invocations: number;
  readonly slotWords: number;
  readonly markWords: number;
  /** Number of sums in a row of the ring. */
  readonly width: number;
}

/** Invocations of a population begin at a multiple of this, so that a workgroup has one kind of neuron. */
const aligned = 64;

const upTo = (size: number, unit: number): number => unit * Math.ceil(size / unit);

/** Lay out the populations of a program one after another. */
export function layOut(program: NetworkProgram, zeroDelay: boolean): NetworkLayout {
  const populations = new Map<string, LaidPopulation>();
  let [invocations, slotWords, markWords, width, neurons] = [0, 0, 0, 0, 0];
  for (const [name, population] of program.populations) {
    const { size } = population;
    const step = population.step({ zeroDelay });
    const isComputed = population.source === undefined;
    const slots = new Map<string, number>();
    const receptors = new Map<string, number>();
    for (const [slot, { role }] of step.slots) {
      slots.set(slot, slotWords);
      slotWords += size;
      if (role !== "receptor") continue;
      receptors.set(slot, width);
      width += size;
    }
    populations.set(name, {
      population,
      step,
      isComputed,
      start: invocations,
      slots,
      receptors,
      marks: markWords,
      arrayOf: (slot) => parallelArray(`${name}/${slot}`, "f32"),
    });
    neurons += size;
    if (!isComputed) continue;
    invocations += upTo(size, aligned);
    markWords += Math.ceil(size / 32);
  }
  return { populations, neurons, invocations, slotWords, markWords, width };
}

/** Find the offset of a slot's array by the name that `arrayOf` gave it. */
export function slotPlaces({ populations }: NetworkLayout): ReadonlyMap<string, number> {
  return new Map(
    [...populations.values()].flatMap(({ slots, arrayOf }) =>
      [...slots].map(([slot, at]) => [arrayOf(slot).name, at] as const),
    ),
  );
}

/** Find the first sum of a receptor. */
export function sumOf({ receptors }: LaidPopulation, receptor: string): number | undefined {
  return receptors.get(slotName("receptor", receptor));
}

/** Choose the number of rows of the ring for delays up to a number of steps. */
export function ringFor(width: number, longest: number): FixedRing {
  let length = 2;
  while (length < longest + 2) length *= 2;
  return { length, width };
}

/** Compute the initial content of all slots, in single precision. */
export function packedSlots({ populations, slotWords }: NetworkLayout): Float32Array<ArrayBuffer> {
  const all = new Float32Array(slotWords);
  for (const { population, step, slots } of populations.values()) {
    const values = initialSlots(population, step);
    for (const [slot, at] of slots) all.set(values.get(slot) ?? [], at);
  }
  return all;
}
