import type { Trainable } from "@spikeloom/kernel";
import type { ParameterBounds } from "@spikeloom/network";
import { TRAINING_OPTION } from "../errors.ts";
import type { MemoryPlan } from "../memory/memory-plan.ts";
import type { TrainingMemory } from "../memory/training-memory.ts";
import type { TrainingProgram } from "../program/training-program.ts";
import { holdBounded, type TrainedParameters } from "./parameter-bounds.ts";

/** Values of all trainables in memory. */
export interface TrainedValues {
  /** Write the network's initial values. */
  start(): void;
  /** Set all values, in that order. */
  assign(values: readonly Float64Array[]): void;
  /** Copies, in the order of the trainables. */
  copies(): readonly Float64Array[];
  /** Arrays parallel to the values: gradients, or optimiser state, from a byte address on. */
  beside(address: number): readonly Float64Array[];
  /**
   * Set gradients to 0 where there is no synapse, and to their sum if all neurons share one value.
   *
   * Padding gets the gradient of the first neuron, so that its parameters remain those of the first neuron.
   */
  mend(): void;
  /** Whether any gradient needs this. */
  readonly mends: boolean;
  /** Return the sum of squares per trainable, of values or gradients, counting each distinct number once. */
  squares(address: number): readonly number[];
  /**
   * Store the parameters, and return a function that moves those outside the bounds of their model to the nearest
   * bound.
   *
   * Otherwise training could produce a network that no simulation accepts.
   */
  hold(): () => void;
  /** Name a trainable in errors. */
  readonly names: readonly string[];
}

interface Parts {
  readonly program: TrainingProgram;
  readonly plan: MemoryPlan;
  readonly memory: TrainingMemory;
}

interface Found {
  /** Indices of the values, in the order of the result. */
  readonly places: Uint32Array;
  readonly initial: Float64Array;
  /** Elements without a synapse. */
  readonly absent: Uint32Array;
  /** Elements after those of the last neuron. */
  readonly padding: readonly number[];
  /** Bounds of a parameter, if its model has any. */
  readonly bounds?: ParameterBounds | undefined;
  /** Number of distinct values: neurons whose indices are congruent modulo it share one. */
  readonly period: number;
}

/** Find all trainables among the values. */
export function trainedValues(
  trainable: readonly Trainable[],
  { program, plan, memory }: Parts,
  { isOne, bounds }: TrainedParameters,
): TrainedValues {
  const found = trainable.map((one, k): Found => {
    return "projection" in one
      ? weightPlaces(one, k, { program, plan })
      : { ...parameterPlaces(one, k, { program, plan, isOne }), bounds: bounds(one) };
  });
  const told = found.map(({ places, period }) => places.subarray(0, period));
  const round = memory.type === "f64" ? (x: number) => x : Math.fround;
  const read = (address: number): readonly Float64Array[] => {
    const all = memory.at(address, plan.trainedElements);
    return told.map((places) => Float64Array.from(places, (place) => all[place] as number));
  };
  return {
    start() {
      startWeights({ plan, memory });
      const all = memory.at(plan.values, plan.trainedElements);
      for (const one of found) startTrained(all, one);
    },
    assign(values) {
      const all = memory.at(plan.values, plan.trainedElements);
      found.forEach(({ places, padding }, k) => {
        const given = values[k] as Float64Array;
        for (let n = 0; n < places.length; n++) {
          all[places[n] as number] = given[n % given.length] as number;
        }
        for (const place of padding) all[place] = given[0] as number;
      });
    },
    copies: () => read(plan.values),
    beside: read,
    mend() {
      const all = memory.at(plan.gradients, plan.trainedElements);
      for (const one of found) mendGradients(all, one);
    },
    mends: found.some(isMended),
    hold: () => holdBounded(found, memory.at(plan.values, plan.trainedElements), round),
    squares(address) {
      const all = memory.at(address, plan.trainedElements);
      return told.map((places) => sumSquares(all, places));
    },
    names: trainable.map((one) =>
      "projection" in one
        ? `"${one.variable}" of "${one.projection}"`
        : `"${one.parameter}" of "${one.population}"`,
    ),
  };
}

type Numbers = ReturnType<TrainingMemory["at"]>;

/** Write the network's initial weights. */
function startWeights({ plan, memory }: Pick<Parts, "plan" | "memory">): void {
  const bytes = memory.type === "f64" ? 8 : 4;
  for (const [projection, { at, pitch }] of plan.weights) {
    const { values, rows, columns } = projection;
    for (let row = 0; row < rows; row++) {
      const to = memory.at(plan.values + (at + row * pitch) * bytes, columns);
      to.set(values.subarray(row * columns, (row + 1) * columns));
    }
  }
}

/** Write the initial value of a trainable. */
function startTrained(all: Numbers, { places, initial, padding }: Found): void {
  places.forEach((place, k) => {
    all[place] = initial[k] as number;
  });
  for (const place of padding) all[place] = initial[0] as number;
}

/** Correct the gradients of a trainable. */
function mendGradients(all: Numbers, { absent, places, padding, period }: Found): void {
  for (let k = 0; k < absent.length; k++) all[absent[k] as number] = 0;
  for (let own = 0; own < period && period < places.length; own++) {
    let sum = 0;
    for (let k = own; k < places.length; k += period) sum += all[places[k] as number] as number;
    for (let k = own; k < places.length; k += period) all[places[k] as number] = sum;
  }
  for (const place of padding) all[place] = all[places[0] as number] as number;
}

function sumSquares(all: Numbers, places: Uint32Array): number {
  let sum = 0;
  for (let k = 0; k < places.length; k++) {
    const one = all[places[k] as number] as number;
    sum += one * one;
  }
  return sum;
}

function isMended({ absent, places, padding, period }: Found): boolean {
  return absent.length > 0 || padding.length > 0 || period < places.length;
}

function weightPlaces(
  { projection, variable }: Extract<Trainable, { projection: string }>,
  k: number,
  { program, plan }: Pick<Parts, "program" | "plan">,
): Found {
  const one = program.projections.find(({ name }) => name === projection);
  const place = one && plan.weights.get(one);
  if (one === undefined || place === undefined || variable !== "weight") {
    throw TRAINING_OPTION({
      place: `trainable[${k}]`,
      message: "No trainable variable has this name.",
      expected: `"weight" of ${program.projections.map(({ name }) => `"${name}"`).join(", ")}`,
      got: `"${variable}" of "${projection}"`,
    });
  }
  const { values, columns, places } = one;
  const element = (from: number): number =>
    place.at + Math.floor(from / columns) * place.pitch + (from % columns);
  const present = new Uint8Array(values.length);
  for (const from of places) present[from] = 1;
  const absent =
    values.length === places.length ? [] : [...values.keys()].filter((at) => present[at] !== 1);
  return {
    places: places.map(element),
    initial: Float64Array.from(places, (from) => values[from] as number),
    absent: Uint32Array.from(absent, element),
    padding: [],
    period: places.length,
  };
}

function parameterPlaces(
  trained: Extract<Trainable, { population: string }>,
  k: number,
  {
    program,
    plan,
    isOne,
  }: Pick<Parts, "program" | "plan"> & {
    readonly isOne: (population: string, parameter: string) => boolean;
  },
): Found {
  const { population, parameter } = trained;
  const one = program.populations.find(({ name }) => name === population);
  const place = plan.parameters.get(`${population}.${parameter}`);
  const initial = one?.constants.get(parameter);
  if (one === undefined || place === undefined || initial === undefined) {
    throw TRAINING_OPTION({
      place: `trainable[${k}]`,
      message: "No computed population has this parameter.",
      expected: program.populations.map(({ name }) => `a parameter of "${name}"`).join(", "),
      got: `"${parameter}" of "${population}"`,
    });
  }
  return {
    places: Uint32Array.from({ length: one.size }, (_, n) => place.at + n),
    initial,
    absent: new Uint32Array(0),
    padding: Array.from({ length: place.pitch - one.size }, (_, n) => place.at + one.size + n),
    period: periodOf(trained, initial, isOne(population, parameter)),
  };
}

/** Return the number of distinct values: one, one per channel, or one per neuron. */
function periodOf(
  { population, parameter, channels }: Extract<Trainable, { population: string }>,
  values: Float64Array,
  isOne: boolean,
): number {
  if (channels === undefined) return isOne ? 1 : values.length;
  const isWhole = Number.isInteger(channels) && channels > 0 && values.length % channels === 0;
  if (isWhole && values.every((one, k) => one === values[k % channels])) return channels;
  throw TRAINING_OPTION({
    place: `"${parameter}" of "${population}"`,
    message: isWhole
      ? "Neurons of a channel have different initial values."
      : "The number of neurons is not a multiple of the number of channels.",
    expected: isWhole ? "one value per channel" : `a divisor of ${values.length}`,
    got: String(channels),
  });
}
