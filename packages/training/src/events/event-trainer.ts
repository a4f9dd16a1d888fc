import {
  type Assessment,
  type Batch,
  checkOptionNames,
  type LearningRequest,
} from "@spikeloom/kernel";
import type { NetworkProgram } from "@spikeloom/program";
import { NOT_FINITE, TRAINING_OPTION } from "../errors.ts";
import { type AppliedOptimiser, applyOptimiser } from "../optimisers/apply-optimiser.ts";
import type { Kept } from "../run/value-update.ts";
import { eventGradients } from "./carry-back.ts";
import { checkEventBatch, checkEventRequest } from "./check-events.ts";
import { type EventNetwork, eventNetwork } from "./event-network.ts";
import { eventReadout } from "./event-readout.ts";
import { eventState, neuronNumbers } from "./event-state.ts";
import { eventTape } from "./event-tape.ts";
import { placeProjections } from "./placed-projection.ts";
import { type EventParts, eventRun } from "./run-events.ts";

/** Computes losses of exact spike times and their exact gradients, and learns. */
export interface EventTrainer {
  evaluate(batch: Batch): Assessment;
  /** Assess a batch and compute the gradients of its mean loss. */
  differentiate(batch: Batch): Assessment;
  update(rateFactor?: number): void;
  /** Copies of values and gradients, in the order of what is trained. */
  parameters(): readonly Float64Array[];
  gradients(): readonly Float64Array[];
  save(): Kept;
  restore(kept: Kept): void;
}

/**
 * Make what trains leaky integrate-and-fire neurons by their exact spike times.
 *
 * `delayRate` is the rate of delays over that of weights. Delays stay at a step of the network at least.
 */
export function eventTrainer(
  request: LearningRequest,
  options: { readonly delayRate: number },
): EventTrainer {
  checkOptionNames(options, { delayRate: true }, "eventTrainer");
  const { delayRate } = options;
  checkEventRequest(request);
  const { loss, trainable, readout: asked } = request;
  const learns = (name: string): boolean =>
    trainable.some(
      (one) => "projection" in one && one.projection === name && one.variable === "delay",
    );
  const network = eventNetwork(request.program as NetworkProgram, learns);
  const state = eventState(neuronNumbers(network));
  const tape = eventTape();
  const readout = eventReadout(asked, { network, state, tape });
  const parts: EventParts = {
    network,
    state,
    tape,
    readout,
    projections: placeProjections(network, state.numbers),
  };
  const run = eventRun(parts);
  const gradients = eventGradients(parts);
  const trained = trainedColumns(request, network, gradients);
  const each = loss.targets(readout.size);
  const output = new Float64Array(readout.size);
  const slope = new Float64Array(readout.size);
  const assess = (batch: Batch, learnsNow: boolean): Assessment => {
    checkEventBatch(batch, network, each);
    const outputs = new Float64Array(batch.size * readout.size);
    const targets = Float64Array.from(batch.targets);
    let sum = 0;
    if (learnsNow) gradients.clear();
    for (let example = 0; example < batch.size; example++) {
      run(batch, example);
      readout.end(output);
      outputs.set(output, example * readout.size);
      const target = targets.subarray(example * each, (example + 1) * each);
      const found = loss.value(output, target, slope);
      if (!Number.isFinite(found)) throw notFinite(`example ${example} of the batch`, "loss");
      sum += found;
      if (!learnsNow) continue;
      readout.slopes(slope, 1 / batch.size);
      gradients.add();
    }
    return { loss: sum / batch.size, outputs };
  };
  return {
    evaluate: (batch) => assess(batch, false),
    differentiate: (batch) => assess(batch, true),
    parameters: () => trained.map(({ values }) => values.slice()),
    gradients: () => trained.map(({ gradient }) => gradient.slice()),
    ...valueChanges(request, { trained, delayRate, least: network.dt }),
  };
}

/** What is trained of a projection. */
interface TrainedColumn {
  readonly name: string;
  readonly isDelay: boolean;
  readonly values: Float64Array;
  readonly gradient: Float64Array;
}

function trainedColumns(
  { trainable }: LearningRequest,
  { projections }: EventNetwork,
  gradients: {
    readonly weights: readonly Float64Array[];
    readonly delays: readonly Float64Array[];
  },
): readonly TrainedColumn[] {
  return trainable.map((one, k) => {
    const { projection, variable } = one as Extract<typeof one, { projection: string }>;
    const p = projections.findIndex(({ name }) => name === projection);
    const found = projections[p];
    if (found === undefined) {
      throw TRAINING_OPTION({
        place: `trainable[${k}]`,
        message: "Nothing of this name is trained.",
        expected: projections.map(({ name }) => name).join(", "),
        got: projection,
      });
    }
    const isDelay = variable === "delay";
    return {
      ...{ name: `"${variable}" of "${projection}"`, isDelay },
      values: isDelay ? found.delays : found.weights,
      gradient: (isDelay ? gradients.delays[p] : gradients.weights[p]) as Float64Array,
    };
  });
}

interface Changing {
  readonly trained: readonly TrainedColumn[];
  readonly delayRate: number;
  readonly least: number;
}

function valueChanges(
  { optimiser, clip = Number.POSITIVE_INFINITY }: LearningRequest,
  { trained, delayRate, least }: Changing,
): Pick<EventTrainer, "update" | "save" | "restore"> {
  const [ofWeights, ofDelays] = [applyOptimiser(optimiser), applyOptimiser(optimiser)];
  const of = ({ isDelay }: TrainedColumn): AppliedOptimiser => (isDelay ? ofDelays : ofWeights);
  const kept = trained.flatMap((one) => of(one).kept(one.name, one.values.length));
  const all: readonly (readonly [keyof Kept, readonly Float64Array[]])[] = [
    ["values", trained.map(({ values }) => values)],
    ["kept", kept],
    ["common", [ofWeights.common, ofDelays.common]],
  ];
  return {
    update(rateFactor = 1) {
      const factor = clipped(trained, clip);
      ofWeights.begin(rateFactor);
      ofDelays.begin(rateFactor * delayRate);
      for (const one of trained) {
        of(one).update(
          one.name,
          one.values,
          one.gradient.map((slope) => factor * slope),
        );
        if (!one.isDelay) continue;
        for (let k = 0; k < one.values.length; k++) {
          one.values[k] = Math.max(least, one.values[k] as number);
        }
      }
    },
    save: () =>
      Object.fromEntries(all.map(([key, columns]) => [key, joined(columns)])) as unknown as Kept,
    restore(from) {
      for (const [key, columns] of all) {
        let at = 0;
        for (const column of columns) {
          column.set(from[key].subarray(at, at + column.length));
          at += column.length;
        }
      }
    },
  };
}

/** Give the factor that takes all gradients together to a norm at most. */
function clipped(trained: readonly TrainedColumn[], clip: number): number {
  let sum = 0;
  for (const { name, gradient } of trained) {
    const own = gradient.reduce((squares, one) => squares + one * one, 0);
    if (!Number.isFinite(own)) throw notFinite(name, "gradient");
    sum += own;
  }
  return Math.min(1, clip / Math.sqrt(sum));
}

function joined(columns: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(columns.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const column of columns) {
    all.set(column, at);
    at += column.length;
  }
  return all;
}

function notFinite(place: string, what: string): Error {
  return NOT_FINITE({
    place,
    message: `A ${what} is not finite.`,
    ...{ expected: "finite numbers", got: "an infinity or no number" },
    next: "Clip gradients or take a smaller rate: a potential that barely reaches its threshold has steep gradients.",
  });
}
