import {
  type Assessment,
  type Batch,
  checkOptionNames,
  type LearningRequest,
} from "@spikeloom/kernel";
import type { NetworkProgram } from "@spikeloom/program";
import { NOT_FINITE, TRAINING_OPTION } from "../errors.ts";
import { columnChanges, type TrainedColumn } from "../optimisers/trained-columns.ts";
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
 * `delayRate` is the rate of delays over that of weights. Delays stay at a step of the network at least. Where a neuron whose
 * first spike is read is silent, and the loss wants it sooner, it counts as one that would spike `wake` ms sooner for a unit
 * more of each of its weights; 0 leaves gradients as they are.
 */
export function eventTrainer(
  request: LearningRequest,
  options: { readonly delayRate: number; readonly wake?: number },
): EventTrainer {
  checkOptionNames(options, { delayRate: true, wake: true }, "eventTrainer");
  const { delayRate, wake = 0 } = options;
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
  const gradients = eventGradients(parts, wake);
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
    ...columnChanges(request, {
      ...{ trained, delayRate, also: [] },
      bounds: [network.dt, Number.POSITIVE_INFINITY],
    }),
  };
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

function notFinite(place: string, what: string): Error {
  return NOT_FINITE({
    place,
    message: `The ${what} is not finite.`,
    ...{ expected: "finite numbers", got: "an infinity or no number" },
    next: "Look for NaN among the targets, or take a smaller rate.",
  });
}
