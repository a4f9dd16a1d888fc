import type {
  Batch,
  NetworkRecord,
  ProjectionRecord,
  Readout,
  SpikeColumns,
  TrainedChip,
} from "@spikeloom/kernel";
import { bptt } from "@spikeloom/learning";
import { beginLearning, completeNetwork, projectionNames } from "@spikeloom/network";
import { type NetworkProgram, programOf } from "@spikeloom/program";
import {
  adam,
  answerOf,
  type ChipTrainer,
  chipTrainer,
  crossEntropy,
  searchWeights,
  surrogate,
} from "@spikeloom/training";
import { describe, expect, it } from "vitest";
import { type Draw, drawSeed, draws, newDraw } from "../../../tools/test/draws.ts";
import { run } from "../src/index.ts";
import { commandStack as stack } from "../src/stack/command-stack.ts";
import { chipOfTask } from "../src/train/chip-of-task.ts";
import { outlineTask, prepareTask } from "../src/train/prepare-task.ts";
import type { Named, TrainingTask } from "../src/train/task.ts";
import { train } from "../src/train/train-task.ts";

/** Chips that take leaky integrators in physical units, in all of their variants. */
const chips: readonly (readonly [string, Named, longestRefractory: number])[] = [
  ["Loihi 1, as NengoLoihi", "loihi-1", 3],
  // Lava has no refractoriness in integers.
  ["Loihi 2, as Lava", { name: "loihi", dialect: "lava" }, 0],
  ["SpiNNaker 1, products to nearest", { name: "spinnaker-1", rounding: "nearest" }, 3],
  ["SpiNNaker 1, products rounded down", { name: "spinnaker-1", rounding: "floor" }, 3],
];

const steps = 40;
const samples = 3;
const time = (ms: number) => `${ms} ms`;

/** A layered network with drawn sizes, parameters, weights and delays. */
function drawnNetwork(draw: Draw, longestRefractory: number): NetworkRecord {
  const layers = Array.from({ length: 2 + draw(2) }, () => 2 + draw(9));
  const name = (k: number) => (k === 0 ? "input" : `layer ${k}`);
  const neurons = (size: number) => ({
    model: "lif-curr-exp",
    size,
    parameters: {
      v_rest: "-65 mV",
      v_reset: `${-70 + draw(8)} mV`,
      v_threshold: `${-60 + draw(6)} mV`,
      c_m: "100 pF",
      tau_m: time(4 + draw(20)),
      tau_syn_exc: time(2 + draw(6)),
      tau_refrac: time(draw(longestRefractory + 1)),
    },
  });
  return {
    format: "spikeloom-network",
    version: 1,
    dt: "1 ms",
    duration: time(steps),
    seed: 1 + draw(1000),
    populations: {
      [name(0)]: { model: "spike-array", size: 6 + draw(10) },
      ...Object.fromEntries(layers.map((size, k) => [name(k + 1), neurons(size)])),
    },
    projections: layers.map((_, k) => ({
      from: name(k),
      to: name(k + 1),
      receptor: "excitatory",
      connector: { kind: "all-to-all" },
      delay: time(1 + draw(4)),
      weight: { draw: "normal", mean: `${100 + draw(100)} pA`, sd: `${50 + draw(200)} pA` },
    })),
  };
}

function drawnSpikes(size: number, draw: Draw): SpikeColumns {
  const [begins, at, neurons] = [[0], [], []] as [number[], number[], number[]];
  for (let sample = 0; sample < samples; sample++) {
    for (let step = 0; step < steps; step++) {
      for (let neuron = 0; neuron < size; neuron++) {
        if (draw(100) >= 15) continue;
        at.push(step);
        neurons.push(neuron);
      }
    }
    begins.push(at.length);
  }
  return {
    begins: Uint32Array.from(begins),
    steps: Uint32Array.from(at),
    neurons: Uint32Array.from(neurons),
  };
}

/** Placeholder for a loss, because nothing is learnt. */
const noLoss = {
  name: "none",
  targets: () => 0,
  value: (_output: Float64Array, _target: Float64Array, slope: Float64Array) => {
    slope.fill(0);
    return 0;
  },
};

/** Spikes of a population as training computes them, sample after sample: `step neuron`. */
function trainedSpikes(
  network: NetworkRecord,
  population: string,
  { chip, batch }: { readonly chip: TrainedChip; readonly batch: Batch },
): readonly (readonly string[])[] {
  const readout = { population, variable: "spikes", reduce: "each" } as const;
  const request = { ...requestOf(network, readout, chip), parameters: {}, loss: noLoss };
  const { outputs } = chipTrainer(request).evaluate({ ...batch, targets: new Float64Array(0) });
  const neurons = network.populations[population]?.size ?? 0;
  return Array.from({ length: samples }, (_, sample) => {
    const found: string[] = [];
    for (let k = 0; k < steps * neurons; k++) {
      if (outputs[sample * steps * neurons + k] !== 1) continue;
      found.push(`${Math.floor(k / neurons)} ${k % neurons}`);
    }
    return found;
  });
}

interface Shown {
  readonly populations: readonly string[];
  readonly columns: SpikeColumns;
  readonly sample: number;
  readonly chip: TrainedChip;
  readonly stamp: number;
}

/** Spikes on the emulator, which a sample of a batch is shown to, by population: `step neuron`. */
async function emulatedSpikes(
  network: NetworkRecord,
  { populations, columns, sample, chip, stamp }: Shown,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { size = 0 } = network.populations["input"] ?? {};
  const times: number[][] = Array.from({ length: size }, () => []);
  for (let k = columns.begins[sample] ?? 0; k < (columns.begins[sample + 1] ?? 0); k++) {
    times[columns.neurons[k] ?? 0]?.push((columns.steps[k] ?? 0) + stamp);
  }
  const input = { model: "spike-array", size, times };
  const shown = {
    ...network,
    populations: { ...network.populations, input },
    record: populations.map((population) => ({ population, variables: ["spikes"] })),
  };
  const { recordings } = await run(shown, {
    stack,
    backend: chip.emulator,
    backendOptions: variantOf(chip),
  });
  return new Map(
    recordings.map(({ population, spikes }) => {
      const own = Array.from(
        spikes?.steps ?? [],
        (step, k) => `${step - stamp} ${spikes?.neurons[k]}`,
      );
      return [population, own];
    }),
  );
}

/** Options besides those that a run passes itself. */
function variantOf({ options }: TrainedChip): TrainedChip["options"] {
  const { dialect, rounding, calibration } = options;
  return {
    ...(dialect !== undefined && { dialect }),
    ...(rounding !== undefined && { rounding }),
    // Training has the usual integers.
    ...(calibration !== undefined && { calibration: 0 }),
  };
}

function requestOf(network: NetworkRecord, readout: Readout, chip: TrainedChip) {
  return {
    network,
    program: programOf(network, { stack }),
    stack,
    seed: 1,
    trainable: projectionNames(network).map((projection) => ({ projection, variable: "weight" })),
    loss: crossEntropy,
    readout,
    optimiser: adam({ rate: 5 }),
    surrogate: surrogate("fast-sigmoid", { width: 2 }),
    backend: stack.get("backend", "clock"),
    chip,
  };
}

describe.each(chips)("training on %s", (_, named, longest) => {
  const chip = chipOfTask({ chip: named }, stack) as TrainedChip;

  it("has the spikes of the emulator, before and after updates", { timeout: 120_000 }, async () => {
    let spikes = 0;
    for (let which = 0; which < draws({ ci: 1, long: 100 }); which++) {
      const draw = newDraw(drawSeed, which);
      const network = completeNetwork(drawnNetwork(draw, longest), stack);
      const layers = Object.keys(network.populations).slice(1);
      const last = layers.at(-1) as string;
      const size = network.populations["input"]?.size ?? 0;
      const columns = drawnSpikes(size, draw);
      const targets = Float64Array.from({ length: samples }, () => draw(2));
      const batch: Batch = { size: samples, inputs: { input: columns }, targets };
      const counting = requestOf(network, { population: last, variable: "spikes" }, chip);
      const learner = await beginLearning(bptt, counting);
      const before = await learner.parameters();
      for (const updates of [0, 3]) {
        for (let k = 0; k < updates; k++) await learner.step(batch);
        const learnt = await learner.network();
        const found = new Map(
          layers.map((name) => [name, trainedSpikes(learnt, name, { chip, batch })]),
        );
        const { program } = requestOf(learnt, { population: last, variable: "spikes" }, chip);
        const derived = chip.emulator.derive?.(program, chip.options, stack) as NetworkProgram;
        const stamp = derived.convention.spikeStamp === "end" ? 1 : 0;
        for (let sample = 0; sample < samples; sample++) {
          const place = `case ${which} of seed ${drawSeed}, sample ${sample}`;
          const shown = { populations: layers, columns, sample, chip, stamp };
          const emulated = await emulatedSpikes(learnt, shown);
          for (const name of layers) {
            expect(found.get(name)?.[sample], `${place}, ${name}`).toEqual(emulated.get(name));
            spikes += emulated.get(name)?.length ?? 0;
          }
        }
      }
      expect(await learner.parameters()).not.toEqual(before);
    }
    expect(spikes).toBeGreaterThan(100);
  });
});

const task: TrainingTask = {
  format: "spikeloom-training",
  version: 1,
  data: { set: "digits", train: 700, test: 200 },
  epochs: 3,
  seed: 1,
  encoder: { name: "latency-linear", population: "input", parameters: { last: "15 ms" } },
  network: {
    format: "spikeloom-network",
    version: 1,
    dt: "1 ms",
    duration: "24 ms",
    populations: {
      input: { model: "spike-array", size: 64 },
      hidden: classifying(48),
      output: classifying(10),
    },
    projections: [dense("input", "hidden", 7), dense("hidden", "output", 8)],
  },
  readout: { population: "output", variable: "spikes" },
  optimiser: { name: "adam", rate: 0.4 },
  surrogate: { name: "fast-sigmoid", width: 0.2 },
};

function classifying(size: number) {
  const rest = { v_rest: "0 mV", v_reset: "0 mV", v_threshold: "1 mV", tau_refrac: "0 ms" };
  const parameters = { ...rest, c_m: "100 pF", tau_m: "15 ms", tau_syn_exc: "4 ms" };
  return { model: "lif-curr-exp", size, parameters };
}

function dense(from: string, to: string, sd: number): ProjectionRecord {
  const weight = { draw: "normal", mean: "0 pA", sd: `${sd} pA` } as const;
  const connector = { kind: "all-to-all" };
  return { from, to, receptor: "excitatory", connector, delay: "1 ms", weight };
}

describe("a search of scales and thresholds", { timeout: 60_000 }, () => {
  const chip = chipOfTask({ chip: "loihi-1" }, stack) as TrainedChip;

  it("clips weights that leave the others few levels", async () => {
    const prepared = await prepareTask({ ...task, chip: "loihi-1" }, { stack, file: "training" });
    const learner = await prepared.begin();
    await learner.close();
    const { network } = await train({ ...task, epochs: 2 }, { stack });
    // One weight of 4096 times the usual size, of a pixel that is always black.
    const projections = (network.projections ?? []).map((one, k) => {
      const { weight } = one as unknown as { weight: { values: number[] } };
      const values = weight.values.map((value, at) => (k === 0 && at === 0 ? 1e5 : value));
      return { ...one, weight: { ...weight, values } } as ProjectionRecord;
    });
    const spoilt = { ...network, projections };
    const readout = { population: "output", variable: "spikes" };
    const trainer = chipTrainer({ ...requestOf(spoilt, readout, chip), parameters: {} });
    const batches = [prepared.train.examples.batch(Uint32Array.from({ length: 60 }, (_, k) => k))];
    const clips = [1, 0.1, 0.001];
    const found = searchWeights(trainer, { batches, clips, gains: [1, 1.1], rounds: 1 });
    expect(found.loss).toBeLessThan(found.before);
    expect(found.chosen[0]?.clip).toBeLessThan(1);
    expect(found.tried).toBe(1 + 2 * (2 + 1));
    expect(trainer.evaluate(batches[0] as Batch).loss).toBe(found.loss);
  });

  it.each([
    ["no samples", { batches: [] }, /at least one batch/],
    ["a share above 1", { clips: [2] }, /at most 1/],
    ["a negative gain", { gains: [-1] }, /above 0/],
    ["half a round", { rounds: 0.5 }, /whole number/],
  ])("refuses %s", (_, change, text) => {
    const given = { batches: [{ size: 1, inputs: {}, targets: new Float64Array(1) }], ...change };
    const trainer = { parameters: () => [] } as unknown as ChipTrainer;
    expect(() => searchWeights(trainer, given)).toThrow(text);
  });
});

describe("a training file with a chip", () => {
  it.each([["loihi-1"], ["spinnaker-1"]])(
    "learns digits on %s",
    { timeout: 60_000 },
    async (chip) => {
      const { network, test } = await train({ ...task, chip }, { stack });
      // Observed: 154 and 163 of 200; by chance, 20.
      expect(test.right).toBeGreaterThan(110);
      // The network shows the first test sample, on the chip and on other backends.
      const { emulator } = chipOfTask({ chip }, stack) as TrainedChip;
      const record = [{ population: "output", variables: ["spikes"] }];
      const backendOptions = chip === "loihi-1" ? { calibration: 0 } : {};
      const onChip = await run(
        { ...network, record },
        { stack, backend: emulator, backendOptions },
      );
      const counts = new Float64Array(10);
      for (const neuron of onChip.recordings[0]?.spikes?.neurons ?? []) {
        counts[neuron] = (counts[neuron] ?? 0) + 1;
      }
      expect(answerOf(counts)).toBe(test.answers[0]);
      expect((await run(network, { stack })).spikeCounts["hidden"]).toBeGreaterThan(0);
    },
  );

  it("is estimated with the states of the chip", async () => {
    const [own, onChip] = await Promise.all(
      [task, { ...task, chip: "loihi-1" }].map((one) => outlineTask(one, { stack, file: "t" })),
    );
    // Double precision, and weights of the network beside those of the chip.
    expect(onChip?.estimate.bytes).toBeGreaterThan(2 * (own?.estimate.bytes ?? 0));
  });

  it.each<readonly [string, Partial<TrainingTask>, string, RegExp]>([
    ["an unknown chip", { chip: "loihi-3" }, "SL_TRAINING_NAME", /loihi-1/],
    ["an unknown option", { chip: { name: "loihi-1", dialects: "lava" } }, "SL_OPTION", /dialect/],
    ["weights that the chip lacks", { chip: "truenorth" }, "SL_TRUENORTH_SYNAPSE", /weight of 1/],
    [
      "a potential as readout",
      { chip: "loihi-1", readout: { population: "output", variable: "v" } },
      "SL_TRAINING_OPTION",
      /"spikes"/,
    ],
    ["single precision", { chip: "loihi-1", precision: "f32" }, "SL_TRAINING_OPTION", /f64/],
    [
      "parameters of neurons",
      { chip: "loihi-1", trainable: [{ population: "hidden", parameter: "tau_m" }] },
      "SL_TRAINING_OPTION",
      /"weight" of/,
    ],
    [
      "dropout",
      { chip: "loihi-1", dropout: [{ population: "hidden", share: 0.5 }] },
      "SL_TRAINING_OPTION",
      /Dropout/,
    ],
    ["another learner", { chip: "loihi-1", learner: "eprop" }, "SL_NOT_ON_CHIP", /bptt/],
  ])("refuses %s", async (_, change, code, text) => {
    const small = { ...task, data: { ...task.data, train: 20, test: 5 }, ...change };
    const fault = await train(small, { stack }).catch((error: unknown) => error);
    expect(fault).toMatchObject({ code });
    expect(String(fault)).toMatch(text);
  });
});
