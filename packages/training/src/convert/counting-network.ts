import {
  defineNeuron,
  type NetworkRecord,
  type NeuronRecord,
  type ProjectionRecord,
} from "@spikeloom/kernel";
import type { CountingStage } from "./counting-stage.ts";
import { sizeOf } from "./stage.ts";

/** Collects its input, and then spikes once per step for each threshold reached. */
const counting: NeuronRecord = defineNeuron({
  name: "counting",
  about: "Sums its input, and spikes once per step for each threshold within a time window.",
  cite: ["https://arxiv.org/abs/2303.04347"],
  parameters: {
    v_threshold: { default: "1 mV", about: "potential represented by a spike" },
    begin: { default: "0 ms", about: "start of the spike window" },
    end: { default: "0 ms", about: "end of the spike window" },
  },
  receptors: {
    delta: { unit: "mV", about: "jump of the potential", on: { v: "v + weight" } },
  },
  state: {
    v: { initial: "0 mV", unit: "mV", about: "sum of the input minus the emitted spikes" },
  },
  dynamics: {},
  spike: { when: "v >= v_threshold and t > begin and t < end", reset: { v: "v - v_threshold" } },
});

/** Spikes in each step with any input spike. */
const anyOf: NeuronRecord = defineNeuron({
  name: "any-of",
  about: "Spikes once in each step in which at least one spike arrives.",
  parameters: {},
  receptors: {
    delta: { unit: "mV", about: "jump of the potential", on: { v: "v + weight" } },
  },
  state: { v: { initial: "0 mV", unit: "mV", about: "number of spikes that arrive in the step" } },
  dynamics: {},
  spike: { when: "v >= 0.5*mV", reset: { v: "0*mV" } },
});

/** Steps from a stage to the next, including one spare step. */
const apart = 2;

/** Outputs of a network. */
export interface Shown {
  readonly stages: readonly CountingStage[];
  /** Potentials of the first stage. */
  readonly first: Float64Array;
  readonly levels: number;
}

/**
 * Build the counting network for one sample.
 *
 * All neurons of a stage start to spike in the same step, once all of their input has arrived, and each spikes in as
 * many consecutive steps as it counts: the maximum of counts is then the number of steps in which any of them spikes.
 */
export function countingNetwork({ stages: layers, first, levels }: Shown): NetworkRecord {
  const stages = named(layers);
  const projections: ProjectionRecord[] = [];
  let begin = 1;
  let before: CountingStage | undefined;
  const populations = stages.map((stage) => {
    if (before !== undefined) {
      begin += apart + (before.kind === "largest" ? 0 : levels);
      projections.push(joined(before, stage));
    }
    // Maxima are relayed as they occur.
    if (stage.kind === "largest") begin -= levels;
    const made = populationOf(stage, begin, before === undefined ? first : undefined);
    if (stage.kind === "largest") begin += levels;
    before = stage;
    return [stage.name, made] as const;
  });
  const last = stages.at(-1)?.name ?? "";
  const steps = begin + levels + apart;
  return {
    format: "spikeloom-network",
    version: 1,
    dt: "1 ms",
    duration: `${steps} ms`,
    seed: 1,
    models: { counting, "any-of": anyOf },
    populations: Object.fromEntries(populations),
    projections,
    record: [
      ...stages.map(({ name }) => ({ population: name, variables: ["spikes"] })),
      { population: last, variables: ["v"], from: `${steps - 1} ms` },
    ],
  };
}

/** Derive valid and unique population names from the stages' names. */
function named(stages: readonly CountingStage[]): readonly CountingStage[] {
  const taken = new Set<string>();
  return stages.map((stage) => {
    const letters = stage.name.replace(/[^A-Za-z0-9_]+/g, "_").replace(/^_+/, "");
    const own = (/^[A-Za-z]/.test(letters) ? letters : `layer_${letters}`).slice(0, 56);
    let name = own;
    for (let k = 2; taken.has(name); k++) name = `${own}_${k}`;
    taken.add(name);
    return { ...stage, name };
  });
}

function populationOf(
  stage: CountingStage,
  begin: number,
  first: Float64Array | undefined,
): NetworkRecord["populations"][string] {
  const size = sizeOf(stage.to);
  if (stage.kind === "largest") return { model: "any-of", size };
  const { levels, bias } = stage;
  const values =
    first ?? Float64Array.from({ length: size }, (_, k) => bias[k % bias.length] as number);
  // Half a step of tolerance on either side, so that it does not matter whether time is the start or end of a step.
  const window = { begin: `${begin - 0.5} ms`, end: `${begin + (levels ?? 0) - 0.5} ms` };
  return {
    model: "counting",
    size,
    initial: { v: { values, unit: "mV" } },
    parameters: levels === undefined ? {} : window,
  };
}

function joined(before: CountingStage, stage: CountingStage): ProjectionRecord {
  const [channels, rows, columns] = before.to;
  const ends = { name: `${before.name}->${stage.name}`, from: before.name, to: stage.name };
  if (stage.kind === "largest") {
    const connector = { kind: "pairs", pairs: squarePairs(stage.pool, [channels, rows, columns]) };
    return { ...ends, connector, weight: "1 mV", delay: "1 ms" };
  }
  const { kernel, stride, padding, pool, weight } = stage;
  const [kernelRows, kernelColumns] = kernel;
  const map = { kind: "convolution", rows, columns, kernelRows, kernelColumns };
  const connector = { ...map, stride, padding, pool };
  return { ...ends, connector, weight: { values: weight, unit: "mV" }, delay: "1 ms" };
}

/** Pair each position with its square, per channel. */
function squarePairs(
  pool: number,
  [channels, high, wide]: readonly [number, number, number],
): Uint32Array {
  const [rows, columns] = [Math.floor(high / pool), Math.floor(wide / pool)];
  const pairs: number[] = [];
  for (let y = 0; y < rows * pool; y++) {
    for (let x = 0; x < columns * pool; x++) {
      const into = Math.floor(y / pool) * columns + Math.floor(x / pool);
      for (let channel = 0; channel < channels; channel++) {
        pairs.push((y * wide + x) * channels + channel, into * channels + channel);
      }
    }
  }
  return Uint32Array.from(pairs);
}
