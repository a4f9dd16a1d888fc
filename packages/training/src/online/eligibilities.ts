import type { JacobianEntry } from "@spikeloom/program/derive";
import { spikesSlot } from "@spikeloom/program/derive";
import { NOT_TRAINED } from "../errors.ts";
import type { TrainedPopulation } from "../program/trained-population.ts";
import type { TrainingProgram } from "../program/training-program.ts";
import { type EligibilityRows, weightRows } from "./eligibility-rows.ts";
import { type Jacobians, jacobiansOf } from "./jacobians.ts";
import type { LinearFilter } from "./linear-filter.ts";
import { reached } from "./linear-filter.ts";
import type { Tape } from "./tape.ts";

/** Learning signal: derivative of the loss with respect to a population's activity. */
export interface Signal {
  /** `spikes`, or a variable after the step. */
  readonly of: string;
  /** Return it for all neurons in a step. */
  at(step: number): ArrayLike<number>;
  /** Filter of the eligibilities before they are multiplied with it. */
  readonly filter?: LinearFilter | undefined;
}

/** Adds the products of eligibilities and signals of a sample to gradients. */
export interface Eligibilities {
  /** Process a sample from its first to its last step. */
  add(tape: Tape, signalsOf: (population: string) => readonly Signal[]): void;
}

/**
 * Create the forward propagation of eligibilities.
 *
 * The eligibility vector of a synapse is the derivative of all variables of its target with respect to its weight,
 * through the target only: each step multiplies it by the step's Jacobian and adds what has just arrived. The
 * eligibility trace is the resulting derivative of the spike, or of a variable.
 * @cite doi:10.1038/s41467-020-17236-y, equations 13 and 14
 */
export function eligibilities({
  populations,
  projections,
  steps,
  dt,
}: TrainingProgram): Eligibilities {
  const all = populations.flatMap((population) => {
    const trained = projections.filter((one) => one.isTrained && one.to === population.name);
    for (const { name, window } of trained) if (window !== undefined) throw sharedWeights(name);
    if (trained.length === 0 && population.trained.length === 0) return [];
    const jacobians = jacobiansOf(population, dt);
    const parts = [
      ...trained.map((one) => ({ from: one.receptor, rows: weightRows(one) })),
      ...population.trained.map((from) => ({ from, rows: parameterRows(population, from) })),
    ];
    return [{ population, jacobians, parts: parts.map((one) => carried(one, jacobians)) }];
  });
  return {
    add(tape, signalsOf) {
      for (const { population, jacobians, parts } of all) {
        const signals = signalsOf(population.name);
        const runs = parts.map(({ start }) => start(tape, population.size, signals));
        for (let step = 0; step < steps; step++) {
          jacobians.compute(tape, step);
          for (const run of runs) run(step);
        }
      }
    },
  };
}

function sharedWeights(projection: string): Error {
  return NOT_TRAINED({
    place: `projection "${projection}"`,
    message: "Eligibilities belong to single synapses, but a convolution shares its weights.",
    next: "Train convolutions by backpropagation through time.",
  });
}

/** One row: each neuron has its own parameter, which acts in every step. */
function parameterRows({ name, size }: TrainedPopulation, parameter: string): EligibilityRows {
  return {
    count: 1,
    arrived: (_, __, into) => into.fill(1),
    add(tape, _, values) {
      const gradients = tape.parameterGradients(name, parameter);
      for (let n = 0; n < size; n++) {
        gradients[n] = (gradients[n] as number) + (values[n] as number);
      }
    },
  };
}

interface Part {
  readonly from: string;
  readonly rows: EligibilityRows;
}

type Start = (tape: Tape, size: number, signals: readonly Signal[]) => (step: number) => void;

/** Propagate the eligibilities of all rows from step to step. */
function carried({ from, rows }: Part, jacobians: Jacobians): { readonly start: Start } {
  const names = reached(jacobians, from);
  const products = (of: string): readonly Product[] =>
    jacobians.entries.flatMap((entry) =>
      entry.of === of && (entry.by === from || names.includes(entry.by))
        ? [{ values: jacobians.values(entry), by: names.indexOf(entry.by), entry }]
        : [],
    );
  const moves = names.map(products);
  const ofSpikes = products(spikesSlot);
  return {
    start(tape, size, signals) {
      const arrived = new Float64Array(rows.count);
      const begun = new Uint8Array(rows.count);
      const vectors = names.map(() => new Float64Array(rows.count * size));
      const next = names.map(() => new Float64Array(size));
      const trace = new Float64Array(size);
      const added = signals.map(() => new Float64Array(rows.count * size));
      const filters = signals.map(({ filter }) => filter && filtered(filter, rows.count, size));
      return (step) => {
        rows.arrived(tape, step, arrived);
        const now = signals.map((signal) => signal.at(step));
        for (let row = 0; row < rows.count; row++) {
          const came = arrived[row] as number;
          if (came === 0 && begun[row] === 0) continue;
          begun[row] = 1;
          const at = row * size;
          multiply(trace, ofSpikes, { vectors, at, came });
          names.forEach((_, k) => {
            multiply(next[k] as Float64Array, moves[k] as readonly Product[], {
              vectors,
              at,
              came,
            });
          });
          names.forEach(
            (_, k) => void (vectors[k] as Float64Array).set(next[k] as Float64Array, at),
          );
          signals.forEach(({ of }, k) => {
            const known = of === spikesSlot ? trace : next[names.indexOf(of)];
            if (known === undefined) return;
            const seen = filters[k]?.(known, row) ?? known;
            const [sum, signal] = [added[k] as Float64Array, now[k] as ArrayLike<number>];
            for (let n = 0; n < size; n++) {
              sum[at + n] = (sum[at + n] as number) + (seen[n] as number) * (signal[n] as number);
            }
          });
        }
        if (step + 1 < tape.steps) return;
        for (const sum of added) {
          for (let row = 0; row < rows.count; row++) {
            if (begun[row] === 1) rows.add(tape, row, sum.subarray(row * size, (row + 1) * size));
          }
        }
      };
    },
  };
}

interface Product {
  readonly values: Float64Array;
  /** Index of the variable that it multiplies; negative for arriving input. */
  readonly by: number;
  readonly entry: JacobianEntry;
}

interface Row {
  readonly vectors: readonly Float64Array[];
  readonly at: number;
  readonly came: number;
}

/** Sum products of derivatives with the vectors of a row. */
function multiply(
  into: Float64Array,
  products: readonly Product[],
  { vectors, at, came }: Row,
): void {
  into.fill(0);
  for (const { values, by } of products) {
    const vector = vectors[by];
    if (vector === undefined) {
      if (came !== 0) {
        for (let n = 0; n < into.length; n++) {
          into[n] = (into[n] as number) + came * (values[n] as number);
        }
      }
      continue;
    }
    for (let n = 0; n < into.length; n++) {
      into[n] = (into[n] as number) + (values[n] as number) * (vector[at + n] as number);
    }
  }
}

/** Filter the traces of all rows; returns the values of a row. */
function filtered(
  { states, goesOn, gains, read }: LinearFilter,
  rows: number,
  size: number,
): (trace: Float64Array, row: number) => Float64Array {
  const held = Array.from({ length: states }, () => new Float64Array(rows * size));
  const next = Array.from({ length: states }, () => new Float64Array(size));
  return (trace, row) => {
    const at = row * size;
    for (let a = 0; a < states; a++) {
      const into = next[a] as Float64Array;
      const gain = gains[a] as number;
      for (let n = 0; n < size; n++) into[n] = gain * (trace[n] as number);
      for (let b = 0; b < states; b++) {
        const factor = goesOn[a * states + b] as number;
        if (factor === 0) continue;
        const from = held[b] as Float64Array;
        for (let n = 0; n < size; n++) {
          into[n] = (into[n] as number) + factor * (from[at + n] as number);
        }
      }
    }
    for (let a = 0; a < states; a++) (held[a] as Float64Array).set(next[a] as Float64Array, at);
    return next[read] as Float64Array;
  };
}
