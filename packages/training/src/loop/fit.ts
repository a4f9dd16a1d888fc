import { checkOptionNames, type Learner, type OptionNames } from "@spikeloom/kernel";
import { stream, streamKey } from "@spikeloom/random";
import { constantRate, type Schedule } from "../schedules/schedules.ts";
import { assess, type Score, scoreSums } from "./assess.ts";
import type { Examples } from "./examples.ts";

/** How a learner is taken through examples. */
export interface FitOptions {
  readonly examples: Examples;
  /** Examples that are not learnt from: they choose the best epoch. */
  readonly validation?: Examples;
  readonly epochs: number;
  /** Examples of a batch; 64 where it is not given. */
  readonly batchSize?: number;
  /** Keys the order of the examples. */
  readonly seed: number;
  readonly schedule?: Schedule;
  /** Epochs without a better validation after which it ends; all epochs are taken where it is not given. */
  readonly patience?: number;
  /** Go on after what `fit` had come to. */
  readonly from?: FitState;
  /** Told after each epoch; what it gives, if it is false, ends it. */
  readonly onEpoch?: (epoch: EpochScore, state: FitState) => unknown;
}

const names: OptionNames<FitOptions> = {
  ...{ examples: true, validation: true, epochs: true, batchSize: true, seed: true },
  ...{ schedule: true, patience: true, from: true, onEpoch: true },
};

/** How an epoch went: means over its batches, each before it was learnt from. */
export interface EpochScore extends Score {
  readonly epoch: number;
  readonly validation?: Score;
}

/** All that going on needs. */
export interface FitState {
  readonly history: readonly EpochScore[];
  readonly learner: Uint8Array;
  readonly best?: { readonly epoch: number; readonly learner: Uint8Array };
}

/**
 * Let a learner learn from examples, epoch by epoch.
 *
 * Seed and epoch decide the order of the examples.
 * Going on from a state gives the same bits as never having stopped.
 */
export async function fit(learner: Learner, options: FitOptions): Promise<FitState> {
  checkOptionNames(options, names, "fit");
  const { epochs, validation, patience = Number.POSITIVE_INFINITY, onEpoch, from } = options;
  let state = from ?? { history: [], learner: await learner.save() };
  for (let epoch = state.history.length; epoch < epochs; epoch++) {
    const learnt = await runEpoch(learner, epoch, options);
    const checked = validation && (await assess(learner, validation, options.batchSize));
    const score: EpochScore = { epoch, ...learnt, ...(checked && { validation: checked }) };
    const saved = await learner.save();
    const best = isBest(score, state) ? { epoch, learner: saved } : state.best;
    state = { history: [...state.history, score], learner: saved, ...(best && { best }) };
    if ((await onEpoch?.(score, state)) === false) break;
    if (epoch - (state.best?.epoch ?? epoch) >= patience) break;
  }
  return state;
}

/** Whether the validation of an epoch is better than all before; the last epoch is, where there is none. */
function isBest({ validation }: EpochScore, { history, best }: FitState): boolean {
  const before = history.find(({ epoch }) => epoch === best?.epoch)?.validation;
  if (validation === undefined || before === undefined) return true;
  const [now, then] = [validation.accuracy, before.accuracy];
  if (now !== undefined && then !== undefined && now !== then) return now > then;
  return validation.loss < before.loss;
}

async function runEpoch(
  learner: Learner,
  epoch: number,
  { examples, epochs, batchSize = 64, seed, schedule = constantRate }: FitOptions,
): Promise<Score> {
  const order = shuffled(examples.size, seed, epoch);
  const rateFactor = schedule(epoch, epochs);
  const sums = scoreSums();
  for (let at = 0; at < order.length; at += batchSize) {
    const batch = examples.batch(order.subarray(at, at + batchSize));
    sums.add(batch, await learner.step(batch, { rateFactor }));
  }
  return sums.score();
}

/** Put examples into an order that a seed and an epoch decide. */
export function shuffled(size: number, seed: number, epoch: number): Uint32Array {
  const draws = stream(streamKey(seed, "shuffle"), epoch);
  const order = Uint32Array.from({ length: size }, (_, k) => k);
  for (let k = size - 1; k > 0; k--) {
    const other = draws.integer(k + 1);
    const kept = order[k] as number;
    order[k] = order[other] as number;
    order[other] = kept;
  }
  return order;
}
