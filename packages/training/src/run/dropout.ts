import type { Batch, LearningRequest, ValueColumns } from "@spikeloom/kernel";
import { stream, streamKey } from "@spikeloom/random";
import { TRAINING_OPTION } from "../errors.ts";
import type { TrainingProgram } from "../program/training-program.ts";
import { maskSlot } from "../program/with-mask.ts";
import type { RunParts } from "./run-parts.ts";

/** Drops neurons during training. */
export interface Dropout {
  /** Return a batch with masks: drawn ones for training, otherwise masks that keep all neurons. */
  masked(batch: Batch, learns: boolean): Batch;
  /** Scale weights to compensate for dropped neurons, until `leave`. */
  enter(): void;
  leave(): void;
  /** Convert gradients to those of the unscaled weights. */
  mend(): void;
  /** Number of batches with drawn masks. */
  readonly kept: readonly Float64Array[];
}

type Dropped = NonNullable<LearningRequest["dropout"]>;

/** Refuse dropout of populations without outgoing projections, and invalid fractions. */
export function checkDropout(
  { dropout = [], readout }: Pick<LearningRequest, "dropout" | "readout">,
  { populations, projections }: TrainingProgram,
): void {
  for (const [k, { population, share }] of dropout.entries()) {
    const refuse = (place: string, expected: string, got: string): never => {
      const message = "Invalid option of dropout.";
      throw TRAINING_OPTION({ place: `dropout[${k}].${place}`, message, expected, got });
    };
    if (!(share >= 0 && share < 1))
      refuse("share", "a fraction of at least 0, below 1", String(share));
    const senders = populations.filter(({ name }) => {
      return name !== readout.population && projections.some(({ from }) => from === name);
    });
    if (!senders.some(({ name }) => name === population)) {
      refuse("population", senders.map(({ name }) => name).join(", "), population);
    }
    const first = dropout.findIndex((one) => one.population === population);
    if (first < k) refuse("population", "each once", `"${population}" again`);
  }
}

/** Return the masks of a batch, drawn from a seed and the number of the batch; without draws they keep all neurons. */
export function masksOf(
  dropout: Dropped,
  {
    program,
    size,
    drawn,
  }: {
    readonly program: TrainingProgram;
    readonly size: number;
    readonly drawn: { readonly seed: number; readonly batch: number } | undefined;
  },
): Readonly<Record<string, ValueColumns>> {
  const masks = dropout.map(({ population, share }) => {
    const neurons = program.populations.find(({ name }) => name === population)?.size ?? 0;
    const values = new Float32Array(neurons * size).fill(1);
    if (drawn !== undefined) {
      const draws = stream(streamKey(drawn.seed, `dropout/${population}`), drawn.batch);
      values.forEach((_, k) => {
        values[k] = draws.uniform() < share ? 0 : 1;
      });
    }
    return [`${population}.${maskSlot}`, { steps: 1, values }] as const;
  });
  return Object.fromEntries(masks);
}

/**
 * Create dropout for all steps of a sample.
 *
 * The remaining neurons count `1 / (1 - share)` times: weights from them are scaled during training (Srivastava et al.
 * 2014, https://jmlr.org/papers/v15/srivastava14a.html). Seed, population and batch determine the dropped neurons.
 */
export function dropoutOf(
  dropout: Dropped,
  {
    parts,
    seed,
    transposeWeights,
  }: { readonly parts: RunParts; readonly seed: number; transposeWeights(): void },
): Dropout {
  const { program, plan, memory } = parts;
  const bytes = memory.type === "f64" ? 8 : 4;
  const batches = new Float64Array(1);
  const scaled = program.projections.flatMap((one) => {
    const found = dropout.find(({ population }) => population === one.from);
    const place = plan.weights.get(one);
    if (found === undefined || place === undefined) return [];
    const { at, rows, pitch } = place;
    const part = (from: number) => memory.at(from + bytes * at, rows * pitch);
    const held = new Float64Array(rows * pitch);
    return [{ part, held, factor: 1 / (1 - found.share), isTrained: one.isTrained }];
  });
  return {
    kept: [batches],
    masked(batch, learns) {
      const drawn = learns ? { seed, batch: batches[0] as number } : undefined;
      const inputs = masksOf(dropout, { program, size: batch.size, drawn });
      if (learns) batches[0] = (batches[0] as number) + 1;
      return { ...batch, inputs: { ...batch.inputs, ...inputs } };
    },
    enter() {
      for (const { part, held, factor } of scaled) {
        const weights = part(plan.values);
        held.set(weights);
        for (let k = 0; k < weights.length; k++) weights[k] = factor * (weights[k] as number);
      }
      transposeWeights();
    },
    leave() {
      for (const { part, held } of scaled) part(plan.values).set(held);
      transposeWeights();
    },
    mend() {
      for (const { part, factor, isTrained } of scaled) {
        if (!isTrained) continue;
        const gradients = part(plan.gradients);
        for (let k = 0; k < gradients.length; k++) gradients[k] = factor * (gradients[k] as number);
      }
    },
  };
}
