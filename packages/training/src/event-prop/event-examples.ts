import type { Batch, LearningRequest } from "@spikeloom/kernel";
import { NOT_FINITE, TRAINING_OPTION } from "../errors.ts";
import type { TrainedColumn } from "../optimisers/trained-columns.ts";
import { dealtBatch } from "../run/blocks.ts";
import type { Group } from "../run/example-run.ts";
import { type EventGradients, eventGradients } from "./event-gradients.ts";
import type { EventNetwork } from "./event-network.ts";
import { eventPopulations } from "./event-population.ts";
import { eventReadout } from "./event-readout.ts";
import { eventRows } from "./event-rows.ts";
import { eventTape } from "./event-tape.ts";
import { type EventParts, eventRun } from "./run-sample.ts";

/** A batch, and where the outputs and losses of its samples are written. */
export interface EventBatch {
  readonly batch: Batch;
  readonly outputs: Float64Array;
  readonly losses: Float64Array;
}

/** Runs the samples of batches, and sums their gradients. */
export interface EventExamples {
  /** Sizes of the output and of the target of a sample. */
  readonly outputs: number;
  readonly targets: number;
  /** Trained values, with the gradients of the last block. */
  readonly trained: readonly TrainedColumn[];
  /** The current sample. */
  readonly at: number;
  /** Evaluate the samples of a block and, if their gradients are requested, sum these. */
  takeBlock(given: EventBatch, block: Group, sums?: Float64Array): void;
}

/** Loss and trained variables. */
type Asked = Pick<LearningRequest, "readout" | "loss" | "trainable"> & { readonly wake: number };

/** Distribute a batch over blocks; their number depends only on its size. */
export function eventBlocks(size: number): readonly Group[] {
  return dealtBatch(size, { group: size, block: 1, wholeBlocks: true }).flat();
}

/** Create the runner of samples. */
export function eventExamples(
  network: EventNetwork,
  { readout: asked, loss, trainable, wake }: Asked,
): EventExamples {
  const populations = eventPopulations(network, asked);
  const tape = eventTape(Math.max(1, ...populations.map(({ neurons }) => neurons.width)));
  const readout = eventReadout(asked, { network, populations, tape });
  const rows = eventRows(network, populations);
  const parts: EventParts = { network, populations, tape, readout, rows };
  const learnsDelays = network.projections.some((one) => one.learnsDelays);
  const run = eventRun(parts);
  const gradients = eventGradients(parts, wake);
  const trained = trainedColumns(trainable, network, gradients);
  const targets = loss.targets(readout.size);
  const output = new Float64Array(readout.size);
  const slope = new Float64Array(readout.size);
  let at = 0;
  const assess = ({ batch, outputs, losses }: EventBatch): void => {
    run(batch, at);
    readout.end(output);
    outputs.set(output, at * readout.size);
    const found = loss.value(
      output,
      batch.targets.subarray(at * targets, (at + 1) * targets),
      slope,
    );
    if (!Number.isFinite(found)) throw notFinite(`sample ${at} of the batch`, "loss");
    losses[at] = found;
  };
  return {
    outputs: readout.size,
    targets,
    trained,
    get at() {
      return at;
    },
    takeBlock(given, { first, count }, sums) {
      if (learnsDelays) rows.divide();
      if (sums !== undefined) gradients.clear();
      for (at = first; at < first + count; at++) {
        assess(given);
        if (sums === undefined) continue;
        readout.slopes(slope, 1 / given.batch.size);
        gradients.add();
      }
      let begin = 0;
      for (const { gradient } of trained) {
        sums?.set(gradient, begin);
        begin += gradient.length;
      }
    },
  };
}

function trainedColumns(
  trainable: LearningRequest["trainable"],
  { projections, synapses }: EventNetwork,
  gradients: Pick<EventGradients, "weights" | "delays">,
): readonly TrainedColumn[] {
  return trainable.map((one, k) => {
    const { projection, variable } = one as Extract<typeof one, { projection: string }>;
    const found = projections.find(({ name }) => name === projection);
    if (found === undefined) {
      throw TRAINING_OPTION({
        place: `trainable[${k}]`,
        message: "No trainable variable has this name.",
        expected: projections.map(({ name }) => name).join(", "),
        got: projection,
      });
    }
    const isDelay = variable === "delay";
    const own = (column: Float64Array): Float64Array => column.subarray(found.begin, found.end);
    return {
      name: `"${variable}" of "${projection}"`,
      isDelay,
      values: own(isDelay ? synapses.delays : synapses.weights),
      gradient: own(isDelay ? gradients.delays : gradients.weights),
    };
  });
}

function notFinite(place: string, what: string): Error {
  return NOT_FINITE({
    place,
    message: `The ${what} is not finite.`,
    expected: "finite numbers",
    got: "an infinity or NaN",
    next: "Check the targets for NaN, or lower the rate.",
  });
}
