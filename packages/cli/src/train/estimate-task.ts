import { printBytes } from "@spikeloom/network";
import type { NetworkProgram, ProjectionProgram } from "@spikeloom/program";
import { formatSeconds } from "../print/numbers.ts";
import { TRAINING_MEMORY } from "./errors.ts";
import type { TrainingTask } from "./task.ts";

/** Rough estimate of a training, from the sizes of its network alone. */
export interface TaskEstimate {
  readonly steps: number;
  readonly weights: number;
  readonly bytes: number;
  readonly parts: readonly { readonly reason: string; readonly bytes: number }[];
  /** Seconds of one core for a training sample. */
  readonly secondsOfSample: number;
}

/**
 * Maximum bytes of a step of a group of samples, according to `memory-plan` of `@spikeloom/training`, and the samples
 * of a group.
 */
const [groupBytes, mostExamples] = [2 ** 26, 8];
/**
 * Sums of gradients, state of the optimiser, weights by target and by source, in numbers of the precision for each
 * weight.
 */
const numbersOfWeight = 12;
/**
 * Numbers of single precision for each weight on a graphics processor: its value, whether it stands for a synapse, its
 * gradient, two numbers of the optimiser, and the results of an update.
 */
const numbersOnProcessor = 8;
/** Most states of a chip's neuron with its counters, and projections of weights: the network's own, and one for each sign. */
const [statesOfChip, copiesOnChip] = [13, 3];
/** Bytes of a weight before training: its value in float64, its index, and the buffer of its draw. */
const bytesOfDrawn = 72;
/** Seconds per step, forward and back, for the sample and for each neuron: fitted to eight measured networks. */
const [secondsOfStep, secondsOfNeuron] = [1.2e-6, 7e-9];
/** Seconds per step of a connection if a twentieth of the sources spike; more if the weights exceed a core's cache. */
const [secondsOfNear, secondsOfFar, nearConnections] = [4e-11, 9e-11, 2 ** 18];

/** Estimate a training; `outline` is the program of its network without the connections. */
export function estimateTask(
  {
    precision = "f32",
    processor,
    chip,
    batch = 64,
  }: Pick<TrainingTask, "precision" | "processor" | "chip" | "batch">,
  outline: NetworkProgram,
  {
    workers = 1,
    memory = Number.POSITIVE_INFINITY,
  }: { readonly workers?: number | undefined; readonly memory?: number | undefined } = {},
): TaskEstimate {
  const { duration = 0, dt } = outline;
  const steps = Math.max(1, Math.round(duration / dt));
  const isOnChip = chip !== undefined;
  const each = precision === "f64" || isOnChip ? 8 : 4;
  const weights = outline.projections.reduce((sum, one) => sum + weightsOf(one, outline), 0);
  const connections = outline.projections.reduce(
    (sum, one) => sum + connectionsOf(one, outline),
    0,
  );
  const near = Math.min(connections, nearConnections);
  let [neurons, numbers, spikes, onProcessor] = [0, 0, 0, 0];
  for (const { size, form, source } of outline.populations.values()) {
    spikes += size;
    onProcessor += size;
    if (source !== undefined) continue;
    neurons += size;
    const states = (isOnChip ? statesOfChip : form.states.size) + 1;
    const inflows = 2 * Math.min(2, form.receptors.size);
    numbers += size * (states + inflows + 1);
    // Spikes are counted above; their derivatives are kept for each step.
    onProcessor += size * (states + inflows + 1);
  }
  const ofExample = steps * numbers * each;
  const group = Math.max(1, Math.min(mostExamples, Math.floor(groupBytes / ofExample)));
  const copies = isOnChip ? copiesOnChip : 1;
  const bytesOfWeight = copies * (numbersOfWeight * each + bytesOfDrawn);
  const drawn = { reason: "weights", bytes: weights * bytesOfWeight };
  const ofWeights = 4 * numbersOnProcessor * weights;
  const ofSample = 4 * (steps + 1) * onProcessor;
  const fitting = Math.floor((memory - drawn.bytes - ofWeights) / ofSample);
  const parts =
    processor === "gpu"
      ? [
          drawn,
          {
            reason: "buffers of the graphics processor",
            bytes: ofWeights + Math.max(1, Math.min(batch, fitting)) * ofSample,
          },
        ]
      : [drawn, { reason: "steps", bytes: workers * group * (ofExample + 4 * steps * spikes) }];
  return {
    steps,
    weights,
    parts,
    bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0),
    secondsOfSample:
      steps *
      (secondsOfStep +
        neurons * secondsOfNeuron +
        near * secondsOfNear +
        (connections - near) * secondsOfFar),
  };
}

/** Count the possible weights of a projection. */
function weightsOf(
  { from, to, connector }: ProjectionProgram,
  { populations }: NetworkProgram,
): number {
  const [sources, targets] = [populations.get(from)?.size ?? 0, populations.get(to)?.size ?? 0];
  // Positions of a convolution share their weights; each pair of source and target channels has a kernel.
  return connector.kind === "convolution" ? sources + targets : sources * targets;
}

/** Count the possible connections of a projection; those of a convolution share its weights. */
function connectionsOf(one: ProjectionProgram, outline: NetworkProgram): number {
  if (one.connector.kind !== "convolution") return weightsOf(one, outline);
  const { rows, columns, kernelRows, kernelColumns } = one.connector as unknown as Window;
  const { populations } = outline;
  const [sources, targets] = [one.from, one.to].map((name) => populations.get(name)?.size ?? 0);
  const channels = Math.max(1, (sources ?? 0) / (rows * columns));
  return (targets ?? 0) * channels * kernelRows * kernelColumns;
}

type Window = Readonly<Record<"rows" | "columns" | "kernelRows" | "kernelColumns", number>>;

/** Refuse a training that would exceed its memory limit, before anything is allocated. */
export function checkMemory({ bytes, parts }: TaskEstimate, bound: number): void {
  if (bytes <= bound) return;
  throw TRAINING_MEMORY({
    bytes: bytesText(bytes),
    bound: printBytes(bound),
    parts: parts.map((one) => `${bytesText(one.bytes)} for ${one.reason}`).join(", "),
  });
}

const bytesText = (bytes: number): string =>
  bytes < 2 ** 60 ? printBytes(bytes) : "more than 1024 PiB";

/** Report the approximate cost of training. */
export function takenText(
  { bytes, secondsOfSample }: TaskEstimate,
  { samples, epochs }: { readonly samples: number; readonly epochs: number },
): string {
  return `about ${printBytes(bytes)} and ${formatSeconds(secondsOfSample * samples * epochs)}`;
}
