import type { LearningRequest, Trainable } from "@spikeloom/kernel";
import { BATCH, NOT_TRAINED, TRAINING_OPTION } from "../errors.ts";
import type { MemoryPlan, NormalPlace } from "../memory/memory-plan.ts";
import type { TrainedPopulation } from "../program/trained-population.ts";
import type { TrainedProjection, TrainingProgram } from "../program/training-program.ts";
import { gainSlot, type Normalised } from "../program/with-gain.ts";
import { dealtBatch } from "./blocks.ts";
import type { RunParts } from "./run-parts.ts";

/** Statistics of normalisation during training, and their transfer to weights and biases. */
export interface Normalisation {
  /** Gains, behind all else that is trained. */
  readonly trainable: readonly Trainable[];
  /** Let a batch of so many samples be learnt from, or assessed with what earlier ones have left. */
  begin(size: number, learns: boolean): void;
  /** Keep the statistics of the batch whose gradients were found, whatever is assessed before the update. */
  found(): void;
  /** Let the statistics of that batch move the running ones. */
  updated(): void;
  /** Give what is trained as a network without normalisation has it. */
  folded(values: readonly Float64Array[]): readonly Float64Array[];
  /** Running means and variances. */
  readonly kept: readonly Float64Array[];
}

interface Own extends Normalised {
  readonly population: TrainedPopulation;
  /** Its address in each worker's memory. */
  readonly places: readonly NormalPlace[];
  /** Addresses of the means and variances of blocks. */
  readonly statistics: number;
  readonly means: Float64Array;
  readonly variances: Float64Array;
  /** Means and variances of a batch; none before there was one. */
  readonly batch: { means: Float64Array; variances: Float64Array };
  /** Numbers among what is trained: the bias, and the projections whose sums are normalised. */
  readonly bias: number;
  readonly projections: readonly (readonly [at: number, projection: TrainedProjection])[];
}

/** Say which gains are trained beside what a request names. */
function gainsOf(program: TrainingProgram): readonly Trainable[] {
  return program.populations.flatMap(({ name: population, normalised }) =>
    normalised === undefined
      ? []
      : [{ population, parameter: gainSlot, channels: normalised.channels }],
  );
}

/** Refuse normalisation in algorithms that do not support it, with the reason. */
export function checkNotNormalised(
  { normalise = [] }: Pick<LearningRequest, "normalise">,
  message: string,
): void {
  if (normalise.length === 0) return;
  throw TRAINING_OPTION({
    place: "normalise",
    message,
    expected: "none",
    got: normalise.map(({ population }) => population).join(", "),
    next: "Train with backpropagation through time (bptt), or omit it.",
  });
}

/** Refuse normalisation of nonexistent populations, and of those that a network could not represent afterwards. */
export function checkNormalised(
  { normalise = [], trainable }: Pick<LearningRequest, "normalise" | "trainable">,
  program: TrainingProgram,
): void {
  normalise.forEach(({ population, channels, epsilon = 1e-5, momentum = 0.1 }, k) => {
    const refuse = (place: string, expected: string, got: string): void => {
      const message = "Invalid option of normalisation.";
      throw TRAINING_OPTION({ place: `normalise[${k}].${place}`, message, expected, got });
    };
    const found = program.populations.find(({ name }) => name === population);
    if (found === undefined) {
      refuse("population", program.populations.map(({ name }) => name).join(", "), population);
      return;
    }
    const first = normalise.findIndex((one) => one.population === population);
    if (first < k) refuse("population", "each once", `"${population}" again`);
    const whole = channels ?? found.size;
    if (!(Number.isInteger(whole) && whole > 0 && found.size % whole === 0)) {
      refuse("channels", `a divisor of ${found.size}`, String(channels));
    }
    if (!(epsilon > 0 && Number.isFinite(epsilon))) {
      refuse("epsilon", "a finite number above 0", String(epsilon));
    }
    if (!(momentum > 0 && momentum <= 1)) {
      refuse("momentum", "a fraction above 0, at most 1", String(momentum));
    }
    checkCarried(found, whole, { trainable, program });
  });
}

/** Refuse normalisation that trained weights and biases cannot represent. */
function checkCarried(
  { name, normalised, size }: TrainedPopulation,
  channels: number,
  {
    trainable,
    program,
  }: Pick<LearningRequest, "trainable"> & { readonly program: TrainingProgram },
): void {
  const refuse = (expected: string, got: string): never => {
    throw NOT_TRAINED({
      place: `normalise: population "${name}"`,
      message: "Normalisation is folded into trained weights and biases.",
      expected,
      got,
      next: "Add them to trainable, the bias with the same number of channels.",
    });
  };
  for (const one of onto(program, name, normalised)) {
    if (!one.isTrained)
      refuse("trained weights of all projections onto it", `"${one.name}" is not trained`);
    const targets = one.window?.outputs ?? size;
    if (targets % channels !== 0) {
      refuse(`channels of the maps, ${targets}, or a divisor`, String(channels));
    }
  }
  const bias = trainable.find(
    (one) => "population" in one && one.population === name && one.parameter === "bias",
  );
  const own = bias !== undefined && "channels" in bias ? bias.channels : undefined;
  if (own === undefined || own % channels !== 0) {
    refuse(`a trained "bias" with ${channels} channels`, bias && own ? `${own}` : "none");
  }
}

function onto(
  { projections }: TrainingProgram,
  name: string,
  normalised: Normalised | undefined,
): readonly TrainedProjection[] {
  return projections.filter((one) => one.to === name && one.receptor === normalised?.slot);
}

/**
 * Create the normalisation of a request's trainables.
 *
 * As PyTorch's `BatchNorm`, called once with all steps of a block of samples: running variances are unbiased, `n / (n -
 * 1)` times those of the batch.
 */
export function normalisationOf(
  trainable: readonly Trainable[],
  { program, plan, memory }: RunParts,
  others: readonly MemoryPlan[],
): Normalisation {
  const all = program.populations.flatMap((population): Own[] => {
    const { name, normalised } = population;
    if (normalised === undefined) return [];
    const { channels } = normalised;
    const places = [plan, ...others].flatMap((one) => one.populations.get(name)?.normal ?? []);
    return [
      {
        ...normalised,
        population,
        places,
        statistics: plan.statistics.get(name) ?? 0,
        means: new Float64Array(channels),
        variances: new Float64Array(channels).fill(1),
        batch: { means: new Float64Array(0), variances: new Float64Array(0) },
        bias: trainable.findIndex(
          (one) => "population" in one && one.population === name && one.parameter === "bias",
        ),
        projections: onto(program, name, normalised).map((one) => {
          const at = trainable.findIndex(
            (other) => "projection" in other && other.projection === one.name,
          );
          return [at, one] as const;
        }),
      },
    ];
  });
  const row = (address: number, count: number): Float64Array =>
    memory.doubles().subarray(address / 8, address / 8 + count);
  let size = 0;
  return {
    trainable: gainsOf(program),
    begin(samples, learns) {
      if (all.length === 0) return;
      memory.integers()[plan.learns / 4] = learns ? 1 : 0;
      if (learns) {
        checkSize(samples, plan, all);
        size = samples;
        return;
      }
      for (const { places, channels, means, variances, epsilon } of all) {
        const inverses = Float64Array.from({ length: channels }, (_, c) =>
          inverseOf(variances, epsilon, c),
        );
        for (const place of places) {
          row(place.means, channels).set(means);
          row(place.inverses, channels).set(inverses);
        }
      }
    },
    found() {
      for (const own of all) takeBlocks(own, { size, program, plan, row });
    },
    updated() {
      for (const own of all) moveRunning(own);
    },
    folded: (values) => foldAll(all, trainable, values),
    kept: all.flatMap(({ means, variances }) => [means, variances]),
  };
}

const inverseOf = (variances: Float64Array, epsilon: number, channel: number): number =>
  1 / Math.sqrt((variances[channel] as number) + epsilon);

function checkSize(samples: number, plan: MemoryPlan, all: readonly Own[]): void {
  const few = all.find(({ population, channels }) => (samples * population.size) / channels < 2);
  if (few !== undefined) {
    throw BATCH({
      place: "size",
      message: `"${few.population.name}" is normalised over the samples of a batch.`,
      expected: "at least two",
      got: String(samples),
      next: "Use batches of two or more samples, and a batch size that leaves no single sample.",
    });
  }
  const blocks = dealtBatch(samples, plan);
  if (blocks.every(({ length }) => length === 1)) return;
  const largest = Math.ceil(samples / blocks.length);
  throw BATCH({
    place: "size",
    message: "The samples of a block are normalised together and do not fit in memory.",
    expected: `at most ${plan.group} in a block`,
    got: `${largest} of ${samples}`,
    next: "Use smaller batches or fewer steps.",
  });
}

interface Blocks {
  readonly size: number;
  readonly program: TrainingProgram;
  readonly plan: MemoryPlan;
  row(address: number, count: number): Float64Array;
}

/** Take the means of what blocks have left: of their means, and of the variances of their samples. */
function takeBlocks(
  { population, batch, channels, statistics }: Own,
  { size, program, plan, row }: Blocks,
): void {
  const { from, until } = program.active.get(population.name) ?? { from: 0, until: program.steps };
  const each = ((until - from) * population.size) / channels;
  const blocks = dealtBatch(size, plan).flat();
  const left = row(statistics, 2 * blocks.length * channels);
  batch.means = new Float64Array(channels);
  batch.variances = new Float64Array(channels);
  blocks.forEach(({ count }, k) => {
    const spread = (count * each) / (count * each - 1) / blocks.length;
    for (let c = 0; c < channels; c++) {
      const [mean, variance] = [left[2 * k * channels + c], left[(2 * k + 1) * channels + c]];
      batch.means[c] = (batch.means[c] as number) + (mean as number) / blocks.length;
      batch.variances[c] = (batch.variances[c] as number) + spread * (variance as number);
    }
  });
}

/** Move running statistics by those of the batch. */
function moveRunning({ batch, channels, means, variances, momentum }: Own): void {
  if (batch.means.length === 0) return;
  for (let c = 0; c < channels; c++) {
    means[c] = (1 - momentum) * (means[c] as number) + momentum * (batch.means[c] as number);
    const moved = momentum * (batch.variances[c] as number);
    variances[c] = (1 - momentum) * (variances[c] as number) + moved;
  }
}

/** Carry gains and running statistics over into weights and biases; gains stand behind what a request names. */
function foldAll(
  all: readonly Own[],
  trainable: readonly Trainable[],
  values: readonly Float64Array[],
): readonly Float64Array[] {
  const found = values.slice(0, trainable.length);
  all.forEach(({ channels, variances, epsilon, means, bias, projections }, k) => {
    const gains = values[trainable.length + k] as Float64Array;
    const scales = gains.map((gain, c) => gain * inverseOf(variances, epsilon, c));
    for (const [at, { places, window, columns }] of projections) {
      const targets = window?.outputs ?? columns;
      found[at] = (found[at] as Float64Array).map((weight, n) => {
        return weight * (scales[((places[n] as number) % targets) % channels] as number);
      });
    }
    found[bias] = (found[bias] as Float64Array).map((own, n) => {
      return own - (scales[n % channels] as number) * (means[n % channels] as number);
    });
  });
  return found;
}
