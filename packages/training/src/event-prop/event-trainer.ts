import {
  type Assessment,
  type Batch,
  checkOptionNames,
  type LearningRequest,
} from "@spikeloom/kernel";
import type { NetworkProgram } from "@spikeloom/program";
import { columnChanges, type TrainedColumn } from "../optimisers/trained-columns.ts";
import type { Kept } from "../run/value-update.ts";
import { checkEventBatch, checkEventRequest, checkJumps } from "./check-events.ts";
import { eventBatches } from "./event-batches.ts";
import { eventBlocks, eventExamples } from "./event-examples.ts";
import { sharedNetwork } from "./event-memory.ts";
import { eventNetwork } from "./event-network.ts";

/** Learner that uses losses of exact spike times and their exact gradients. */
export interface EventTrainer {
  /** Resolves once all workers are ready; must be awaited in a page, optional elsewhere. */
  started(): Promise<void>;
  /** Terminate its worker threads. */
  close(): void;
  evaluate(batch: Batch): Assessment;
  /** Evaluate a batch and compute the gradients of its mean loss. */
  differentiate(batch: Batch): Assessment;
  update(rateFactor?: number): void;
  /** Copy values and gradients, in the order of `trainable` and in internal units. */
  parameters(): readonly Float64Array[];
  gradients(): readonly Float64Array[];
  save(): Kept;
  restore(kept: Kept): void;
}

/**
 * Create a learner of exact spike times of neurons with linear equations.
 *
 * `delayRate` is the learning rate of delays relative to that of weights. Delays stay at least one step of the network. If the
 * first spike of a silent neuron is read and the loss wants it earlier, each internal unit of its weights counts as if it advanced
 * that spike by `wake` ms; with 0, gradients are exact.
 */
export function eventTrainer(
  request: LearningRequest,
  options: { readonly delayRate: number; readonly wake?: number },
): EventTrainer {
  checkOptionNames(options, { delayRate: true, wake: true }, "eventTrainer");
  const { delayRate, wake = 0 } = options;
  checkEventRequest(request);
  const { trainable, workers = 1 } = request;
  const learns = (name: string): boolean =>
    trainable.some(
      (one) => "projection" in one && one.projection === name && one.variable === "delay",
    );
  const described = eventNetwork(request.program as NetworkProgram, request.stack, learns);
  checkJumps(request, described, wake);
  const network = workers > 1 ? sharedNetwork(described) : described;
  const examples = eventExamples(network, { ...request, wake });
  const trained = examples.trained.map((one) => {
    return { ...one, gradient: new Float64Array(one.values.length) };
  });
  const bounds = [network.dt, Number.POSITIVE_INFINITY] as const;
  const changes = columnChanges(request, { trained, delayRate, also: [], bounds });
  const batches = eventBatches(request, { network, examples, wake });
  const assess = (batch: Batch, learnsNow: boolean): Assessment => {
    checkEventBatch(batch, network, examples.targets);
    const { losses, outputs } = batches.run(batch, learnsNow);
    if (learnsNow) sumGradients(trained, batches.sums.slice(0, eventBlocks(batch.size).length));
    return { loss: losses.reduce((sum, one) => sum + one, 0) / batch.size, outputs };
  };
  return {
    started: batches.started,
    close: batches.close,
    evaluate: (batch) => assess(batch, false),
    differentiate: (batch) => assess(batch, true),
    parameters: () => trained.map(({ values }) => values.slice()),
    gradients: () => trained.map(({ gradient }) => gradient.slice()),
    ...changes,
  };
}

/** Sum the gradients of blocks, in order. */
function sumGradients(trained: readonly TrainedColumn[], sums: readonly Float64Array[]): void {
  let begin = 0;
  for (const { gradient } of trained) {
    gradient.fill(0);
    for (const block of sums) {
      for (let k = 0; k < gradient.length; k++) {
        gradient[k] = (gradient[k] as number) + (block[begin + k] as number);
      }
    }
    begin += gradient.length;
  }
}
