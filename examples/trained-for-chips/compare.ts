import type { LabelledImages } from "@spikeloom/data";
import { latencyLinear } from "@spikeloom/encoders";
import { pluginOptions, SpikeLoomError, type TrainedChip } from "@spikeloom/kernel";
import { completeNetwork, projectionNames } from "@spikeloom/network";
import { type NetworkProgram, programOf } from "@spikeloom/program";
import {
  adam,
  answerOf,
  assess,
  type ChipTrainer,
  chipTrainer,
  cosineRate,
  crossEntropy,
  type Examples,
  encodedExamples,
  fit,
  searchWeights,
  surrogate,
  valueExamples,
} from "@spikeloom/training";
import { beginLearning, bptt, fit as fitOntoChips, type NetworkRecord, run } from "spikeloom";
import { type ComparedChip, comparedChips, stack } from "./chips.ts";
import { analogNetwork, last, type Sizes, spikingNetwork } from "./networks.ts";

/** Data and effort of a comparison. */
export interface Comparison {
  readonly train: LabelledImages;
  readonly test: LabelledImages;
  readonly hidden: number;
  readonly epochs: number;
  /** Epochs of training on a chip's program, which starts from the weights of the floating-point network. */
  readonly tuned: number;
  readonly seed: number;
  /** Training samples for which scales and thresholds are searched, and passes of the search. */
  readonly calibration: number;
  readonly rounds: number;
  /** Test samples that the emulator runs one by one. */
  readonly emulated: number;
  readonly onLine?: (line: string) => unknown;
}

/** Correct answers of test samples. */
export interface ChipAccuracy {
  readonly chip: string;
  /** Weights of the floating-point network, rounded. */
  readonly quantised: number;
  /** The same after a search of scales and thresholds. */
  readonly searched: number;
  /** After training on the chip's program. */
  readonly trained: number;
  /** Correct answers of emulated samples, and those of training for the same samples. */
  readonly mapped: { readonly right: number; readonly same: number; readonly of: number };
}

/** Why a chip has no accuracy. */
export interface ChipRefusal {
  readonly chip: string;
  readonly reason: string;
}

/** Correct answers of all variants, out of `of`. */
export interface Accuracies {
  readonly of: number;
  readonly float: number;
  readonly analog: number;
  readonly analogInt8: number;
  readonly chips: readonly (ChipAccuracy | ChipRefusal)[];
  /** Cores of each chip, or why the network does not fit. */
  readonly cores: Readonly<Record<string, string>>;
}

const slope = surrogate("fast-sigmoid", { width: 0.2 });

/** Train a classifier in floating point and for each chip, and count its correct answers on the test images. */
export async function compareChips(given: Comparison): Promise<Accuracies> {
  const { train, test, hidden, epochs, seed, onLine } = given;
  const sizes = { pixels: train.height * train.width, hidden, classes: train.classes.length, seed };
  const begun = completeNetwork(spikingNetwork(sizes), stack);
  const program = programOf(begun, { stack });
  const examples = { train: spikesOf(train, program), test: spikesOf(test, program) };
  const request = requestOf(begun, 0.2);
  const learner = await beginLearning(bptt, request);
  await fit(learner, { examples: examples.train, epochs, seed, schedule: cosineRate });
  const { accuracy = 0 } = await assess(learner, examples.test);
  const network = await learner.network();
  await learner.close();
  onLine?.(`floating point: ${(100 * accuracy).toFixed(2)} %`);
  const chips: (ChipAccuracy | ChipRefusal)[] = [];
  for (const one of comparedChips) {
    const found = await onChip(one, network, { ...given, examples });
    chips.push(found);
    onLine?.(JSON.stringify(found));
  }
  const analog = await withoutSpikes(given, sizes);
  return {
    of: test.count,
    float: Math.round(accuracy * test.count),
    ...analog,
    chips,
    cores: await coresOf(shown(network, { examples: examples.test, sample: 0, stamp: 1 })),
  };
}

type Encoded = { readonly train: Examples; readonly test: Examples };

async function onChip(
  { chip, emulator }: ComparedChip,
  network: NetworkRecord,
  given: Comparison & { readonly examples: Encoded },
): Promise<ChipAccuracy | ChipRefusal> {
  const { name } = chip;
  if (emulator === undefined) return { chip: name, reason: "no emulator" };
  const backend = stack.get("backend", emulator.backend);
  const declared = { kind: "backend", name: backend.name, options: backend.options ?? {} };
  const trained = { emulator: backend, options: pluginOptions(declared, emulator.options) };
  try {
    return await accuracyOnChip(name, { trained, options: emulator.options, network, ...given });
  } catch (fault) {
    if (!(fault instanceof SpikeLoomError)) throw fault;
    return { chip: name, reason: fault.code };
  }
}

async function accuracyOnChip(
  chip: string,
  {
    trained,
    options,
    network,
    examples,
    test,
    seed,
    tuned,
    calibration,
    rounds,
    emulated,
  }: Comparison & {
    readonly trained: TrainedChip;
    readonly options: Readonly<Record<string, string | number>>;
    readonly network: NetworkRecord;
    readonly examples: Encoded;
  },
): Promise<ChipAccuracy> {
  // A small rate: training goes on from weights that have been learnt.
  const request = (of: NetworkRecord) => ({ ...requestOf(of, 0.05), chip: trained });
  const trainer = chipTrainer({ ...request(network), parameters: {} });
  const quantised = rightOf(trainer, examples.test);
  searchWeights(trainer, { batches: batchesOf(examples.train, calibration), rounds });
  const searched = rightOf(trainer, examples.test);
  const learner = await beginLearning(bptt, request(network));
  await fit(learner, { examples: examples.train, epochs: tuned, seed, schedule: cosineRate });
  const learnt = await learner.network();
  await learner.close();
  const tunedTrainer = chipTrainer({ ...request(learnt), parameters: {} });
  const mapped = await emulatedRight(learnt, {
    trainer: tunedTrainer,
    examples: examples.test,
    test,
    count: emulated,
    backend: { backend: trained.emulator, backendOptions: options },
  });
  return { chip, quantised, searched, trained: rightOf(tunedTrainer, examples.test), mapped };
}

function requestOf(network: NetworkRecord, rate: number) {
  return {
    network,
    program: programOf(network, { stack }),
    stack,
    seed: network.seed ?? 1,
    trainable: projectionNames(network).map((projection) => ({ projection, variable: "weight" })),
    loss: crossEntropy,
    readout: { population: "output", variable: "spikes" },
    optimiser: adam({ rate }),
    surrogate: slope,
    backend: stack.get("backend", "clock"),
  };
}

/** Encode each pixel as a spike, the brighter the earlier. */
function spikesOf(
  { images, labels, count, height, width, white }: LabelledImages,
  program: NetworkProgram,
): Examples {
  return encodedExamples(
    {
      values: images,
      shape: [height, width],
      targets: Float64Array.from(labels),
      size: count,
    },
    {
      program,
      population: "input",
      encoder: { model: latencyLinear, parameters: { last: `${last} ms`, threshold: 0.1 } },
      range: [0, white],
    },
  );
}

const together = 100;

function batchesOf(examples: Examples, most: number) {
  const count = Math.min(most, examples.size);
  return Array.from({ length: Math.ceil(count / together) }, (_, k) => {
    const length = Math.min(together, count - k * together);
    return examples.batch(Uint32Array.from({ length }, (__, at) => k * together + at));
  });
}

function rightOf(trainer: ChipTrainer, examples: Examples): number {
  let right = 0;
  for (const batch of batchesOf(examples, examples.size)) {
    const { outputs } = trainer.evaluate(batch);
    const each = outputs.length / batch.size;
    for (let k = 0; k < batch.size; k++) {
      if (answerOf(outputs.subarray(k * each, (k + 1) * each)) === batch.targets[k]) right++;
    }
  }
  return right;
}

interface Shown {
  readonly examples: Examples;
  readonly sample: number;
  /** Steps between the step of a spike and its time stamp. */
  readonly stamp: 0 | 1;
}

/** Let the source of a network send the spikes of a sample. */
function shown(network: NetworkRecord, { examples, sample, stamp }: Shown): NetworkRecord {
  const { input: columns } = examples.batch(Uint32Array.of(sample)).inputs;
  const { size = 0 } = network.populations["input"] ?? {};
  const times: number[][] = Array.from({ length: size }, () => []);
  if (columns !== undefined && "neurons" in columns) {
    columns.steps.forEach((step, k) => {
      times[columns.neurons[k] ?? 0]?.push(step + stamp);
    });
  }
  const input = { model: "spike-array", size, times };
  return { ...network, populations: { ...network.populations, input } };
}

/** Run samples on the emulator, one by one, as the command runs a network; compare with training. */
async function emulatedRight(
  network: NetworkRecord,
  {
    trainer,
    examples,
    test,
    count,
    backend,
  }: {
    readonly trainer: ChipTrainer;
    readonly examples: Examples;
    readonly test: LabelledImages;
    readonly count: number;
    readonly backend: Pick<Parameters<typeof run>[1] & object, "backend" | "backendOptions">;
  },
): Promise<ChipAccuracy["mapped"]> {
  const stamp = trainer.program().convention.spikeStamp === "end" ? 1 : 0;
  const of = Math.min(count, test.count);
  let [right, same] = [0, 0];
  for (let sample = 0; sample < of; sample++) {
    const record = [{ population: "output", variables: ["spikes"] }];
    const one = { ...shown(network, { examples, sample, stamp }), record };
    const { recordings } = await run(one, { stack, ...backend });
    const counts = new Float64Array(test.classes.length);
    for (const neuron of recordings[0]?.spikes?.neurons ?? []) {
      counts[neuron] = (counts[neuron] ?? 0) + 1;
    }
    if (answerOf(counts) === test.labels[sample]) right++;
    const { outputs } = trainer.evaluate(examples.batch(Uint32Array.of(sample)));
    if (outputs.every((value, k) => value === counts[k])) same++;
  }
  return { right, same, of };
}

/** Cores of each chip, of a mapping whose routes are checked. */
async function coresOf(network: NetworkRecord): Promise<Readonly<Record<string, string>>> {
  const { chips } = await fitOntoChips(network, { stack, emulate: false });
  return Object.fromEntries(
    chips.map((one) => [one.chip.name, one.fits ? String(one.cores) : one.error.code]),
  );
}

/** Train the same layers without spikes, and count correct answers with weights of 32 and of 8 bits. */
async function withoutSpikes(
  { train, test, epochs, seed }: Comparison,
  sizes: Sizes,
): Promise<Pick<Accuracies, "analog" | "analogInt8">> {
  const begun = completeNetwork(analogNetwork(sizes), stack);
  const trainable = [
    ...projectionNames(begun).map((projection) => ({ projection, variable: "weight" })),
    ...["hidden", "output"].map((population) => ({ population, parameter: "bias" })),
  ];
  const examples = (images: LabelledImages): Examples => {
    const { labels, count, height, width, white } = images;
    const targets = Float64Array.from(labels);
    return valueExamples(
      { values: images.images, shape: [height, width], targets, size: count },
      { input: "input.x_values", range: [0, white] },
    );
  };
  const request = (network: NetworkRecord) => ({
    network,
    program: programOf(network, { stack }),
    stack,
    seed,
    trainable,
    values: ["input.x_values"],
    readout: { population: "output", variable: "v" },
    loss: crossEntropy,
    optimiser: adam({ rate: 0.002 }),
    surrogate: surrogate("fast-sigmoid"),
    backend: stack.get("backend", "clock"),
  });
  const count = async (network: NetworkRecord): Promise<number> => {
    const learner = await beginLearning(bptt, request(network));
    const { accuracy = 0 } = await assess(learner, examples(test));
    await learner.close();
    return Math.round(accuracy * test.count);
  };
  const learner = await beginLearning(bptt, request(begun));
  await fit(learner, { examples: examples(train), epochs, seed, schedule: cosineRate });
  const network = await learner.network();
  await learner.close();
  return { analog: await count(network), analogInt8: await count(inInt8(network)) };
}

/** Round the weights of each layer to 8 bits with one scale. */
function inInt8(network: NetworkRecord): NetworkRecord {
  const projections = (network.projections ?? []).map((one) => {
    const { weight } = one;
    if (typeof weight !== "object" || !("values" in weight)) throw new Error("No list of weights.");
    const values = weight.values as readonly number[];
    const step = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) / 127;
    return {
      ...one,
      weight: { ...weight, values: values.map((v) => step * Math.round(v / step)) },
    };
  });
  return { ...network, projections };
}
