import {
  type Assessment,
  checkOptionNames,
  type OptionNames,
  SpikeLoomError,
} from "@spikeloom/kernel";
import { shuffled, stream, streamKey } from "@spikeloom/random";
import { TRAINING_OPTION } from "../errors.ts";
import { constantRate, type Schedule } from "../schedules/schedules.ts";
import {
  type AnyLearner,
  addScore,
  assess,
  checkBatches,
  checkWindows,
  noSums,
  type Score,
  type ScoreSums,
  scoreOf,
} from "./assess.ts";
import type { Examples } from "./examples.ts";

/** Options of a training loop. */
export interface FitOptions {
  readonly examples: Examples;
  /** Held-out samples that select the best epoch. */
  readonly validation?: Examples | undefined;
  readonly epochs: number;
  /** Samples per batch; default 64. */
  readonly batchSize?: number | undefined;
  /** Seed of the order of the samples. */
  readonly seed: number;
  readonly schedule?: Schedule | undefined;
  /** Early stopping: epochs without improvement of the validation; by default all epochs are run. */
  readonly patience?: number | undefined;
  /** State of an earlier `fit` to resume from. */
  readonly from?: FitState | undefined;
  /** Called after each epoch; returning false ends the training. */
  readonly onEpoch?: (epoch: EpochScore, state: FitState) => unknown;
  /** Called and awaited after each batch. */
  readonly onBatch?: (batch: BatchScore) => unknown;
  /** Ends the training after the current batch. */
  readonly signal?: AbortSignal | undefined;
}

const names: OptionNames<FitOptions> = {
  examples: true,
  validation: true,
  epochs: true,
  batchSize: true,
  seed: true,
  schedule: true,
  patience: true,
  from: true,
  onEpoch: true,
  onBatch: true,
  signal: true,
};

/** Results of an epoch: means over its batches, each evaluated before its update. */
export interface EpochScore extends Score {
  readonly epoch: number;
  readonly validation?: Score;
}

/** Progress within an epoch: means over the batches so far. */
export interface BatchScore extends Score {
  readonly epoch: number;
  readonly batches: number;
  /** Number of batches in the epoch. */
  readonly of: number;
}

/** State needed to resume. */
export interface FitState {
  readonly history: readonly EpochScore[];
  readonly learner: Uint8Array;
  readonly best?: { readonly epoch: number; readonly learner: Uint8Array };
  /** The part of an interrupted epoch already used for learning. */
  readonly partial?: { readonly batches: number; readonly sums: ScoreSums };
}

/**
 * Train a learner on samples, epoch by epoch.
 *
 * Seed and epoch determine the order of the samples; windows of a sample stay together. A run resumed from a state,
 * with a learner created from it, is bit-identical to an uninterrupted one. Throws `SL_TRAINING_OPTION` before the
 * first epoch if its last batch would have fewer samples than the learner needs. Errors of a batch state its number,
 * counted from 1.
 */
export async function fit(learner: AnyLearner, options: FitOptions): Promise<FitState> {
  checkOptionNames(options, names, "fit");
  checkCounts(options);
  checkWindows(learner, options.examples, "examples");
  if (options.validation !== undefined) checkWindows(learner, options.validation, "validation");
  checkLastBatch(learner, options);
  const { epochs, validation, patience = Number.POSITIVE_INFINITY, onEpoch, from } = options;
  let state = from ?? { history: [], learner: await learner.save() };
  const rest = resting();
  for (let epoch = state.history.length; epoch < epochs; epoch++) {
    if (isHopeless(state, patience)) break;
    const { partial, ...before } = state;
    const reached = await runEpoch(learner, { epoch, partial, rest }, options);
    if (reached.batches < batchesOf(options)) {
      return { ...before, learner: await learner.save(), partial: reached };
    }
    const checked = validation && (await assess(learner, validation, options.batchSize));
    const learnt = scoreOf(reached.sums);
    const score: EpochScore = { epoch, ...learnt, ...(checked && { validation: checked }) };
    const saved = await learner.save();
    const best = isBest(score, before) ? { epoch, learner: saved } : before.best;
    state = { history: [...before.history, score], learner: saved, ...(best && { best }) };
    if ((await onEpoch?.(score, state)) === false) break;
  }
  return state;
}

/** Whether so many epochs have passed without improvement; resuming does not start another one then. */
function isHopeless({ history, best }: FitState, patience: number): boolean {
  return best !== undefined && history.length - 1 - best.epoch >= patience;
}

/** Refuse invalid settings of the loop. */
function checkCounts({ examples, validation, batchSize = 64, ...counts }: FitOptions): void {
  checkBatches(examples, batchSize, "examples");
  if (validation !== undefined) checkBatches(validation, batchSize, "validation");
  for (const name of ["epochs", "patience"] as const) {
    const count = counts[name];
    if (count === undefined || count >= 0) continue;
    throw TRAINING_OPTION({
      place: name,
      message: "Invalid number of epochs.",
      expected: "a number from 0",
      got: String(count),
    });
  }
}

/** Refuse a last batch with fewer samples than the learner needs. */
function checkLastBatch(
  { fewest = 1 }: AnyLearner,
  { examples, batchSize = 64 }: FitOptions,
): void {
  const last = examples.size % batchSize || batchSize;
  if (last >= fewest) return;
  throw TRAINING_OPTION({
    place: "batchSize",
    message: "The last batch of an epoch has too few samples for normalisation.",
    expected: `a batch size that leaves at least ${fewest}`,
    got: `${examples.size} samples in batches of ${batchSize}, the last of ${last}`,
    next: "Change the batch size or the number of samples.",
  });
}

/** Whether the validation of an epoch is the best so far; without validation, the last epoch is. */
function isBest({ validation }: EpochScore, { history, best }: FitState): boolean {
  const before = history.find(({ epoch }) => epoch === best?.epoch)?.validation;
  if (validation === undefined || before === undefined) return true;
  const [now, then] = [validation.accuracy, before.accuracy];
  if (now !== undefined && then !== undefined && now !== then) return now > then;
  return validation.loss < before.loss;
}

const batchesOf = ({ examples, batchSize = 64 }: FitOptions): number =>
  Math.ceil(examples.size / batchSize) * (examples.windows ?? 1);

type Reached = NonNullable<FitState["partial"]>;

interface EpochStart {
  readonly epoch: number;
  readonly partial: Reached | undefined;
  rest(): Promise<void>;
}

async function runEpoch(
  learner: AnyLearner,
  { epoch, partial, rest }: EpochStart,
  options: FitOptions,
): Promise<Reached> {
  const { examples, epochs, batchSize = 64, seed, schedule = constantRate } = options;
  const order = shuffled(examples.size, stream(streamKey(seed, "shuffle"), epoch));
  const rateFactor = schedule(epoch, epochs);
  const of = batchesOf(options);
  const { windows = 1 } = examples;
  let { batches, sums } = partial ?? { batches: 0, sums: noSums };
  while (batches < of && options.signal?.aborted !== true) {
    const [group, window] = [Math.floor(batches / windows), batches % windows];
    const indices = order.subarray(group * batchSize, (group + 1) * batchSize);
    const batch = examples.batch(indices, window);
    const found = await stepOf(() => learner.step(batch, { rateFactor }), { epoch, batches });
    const { readout } = learner;
    sums = addScore(sums, batch, found, { readout, answers: window === windows - 1 });
    batches++;
    await options.onBatch?.({ epoch, batches, of, ...scoreOf(sums) });
    await rest();
  }
  return { batches, sums };
}

/** Create a function that periodically yields to timers and events, one of which may end the training. */
function resting(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < mostBusy) return;
    await new Promise((resolve) => setTimeout(resolve, 0));
    last = performance.now();
  };
}

/** Interval in ms, short enough for a responsive page. */
const mostBusy = 50;

/** Take a step; errors state epoch and batch, counted from 1 as in progress lines. */
async function stepOf(
  step: () => Promise<Assessment>,
  { epoch, batches }: { readonly epoch: number; readonly batches: number },
): Promise<Assessment> {
  try {
    return await step();
  } catch (fault) {
    if (!(fault instanceof SpikeLoomError)) throw fault;
    const { code, summary: message, place, expected, got, next } = fault;
    const batch = `epoch ${epoch + 1}, batch ${batches + 1}`;
    const where = place === undefined ? batch : `${batch}, ${place}`;
    throw new SpikeLoomError(code, { message, place: where, expected, got, next });
  }
}
