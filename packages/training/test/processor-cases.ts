import type { Batch, LearningRequest, NetworkRecord, TrainingLoss } from "@spikeloom/kernel";
import { makeTrainer, rateBounds, sgd, squaredError, surrogate } from "../src/index.ts";
import { type ProcessorAccess, processorTrainer } from "../src/processor/index.ts";
import { deepNetwork, mapBatch } from "./convolution-network.ts";
import { sizes, smallBatch, smallNetwork, smallRequest } from "./small-task.ts";
import { trainedModels } from "./trained-models.ts";

/** A training that is computed on the CPU and on a processor. */
export interface ProcessorCase {
  readonly name: string;
  /** Its model, for cases that differ in the model only. */
  readonly model?: string;
  readonly request: LearningRequest;
  readonly batch: Batch;
  readonly options?: { readonly truncate?: number };
}

/** Both add the same products in other orders, some hundred roundings of 2^-24 each, where no spike differs. */
export const mostDifference = 1e-5;

/** Compute the largest difference of two lists of arrays, relative to the largest number of each array. */
export function largestError(
  got: readonly Float64Array[],
  expected: readonly Float64Array[],
): number {
  if (String(got.map(({ length }) => length)) !== String(expected.map(({ length }) => length))) {
    return Number.POSITIVE_INFINITY;
  }
  return Math.max(
    ...expected.map((one, k) => {
      const size = Math.max(...one.map(Math.abs));
      const other = got[k] as Float64Array;
      // Without a number that is not zero, nothing is compared.
      if (!(size > 0)) return Number.POSITIVE_INFINITY;
      return Math.max(...one.map((value, n) => Math.abs(value - (other[n] as number)))) / size;
    }),
  );
}

/** Train a batch on the CPU and on a processor; returns the relative differences of the results. */
export async function trainingDifferences(
  { request, batch, options = {} }: ProcessorCase,
  access: ProcessorAccess,
): Promise<Readonly<Record<"loss" | "outputs" | "gradients" | "parameters", number>>> {
  const cpu = makeTrainer(request, options);
  const gpu = processorTrainer(request, access, options);
  try {
    const [expected, got] = [cpu.differentiate(batch), await gpu.differentiate(batch)];
    const gradients = largestError(await gpu.gradients(), cpu.gradients());
    cpu.update();
    await gpu.update();
    return {
      loss: Math.abs(got.loss - expected.loss) / expected.loss,
      outputs: largestError([got.outputs], [expected.outputs]),
      gradients,
      parameters: largestError(await gpu.parameters(), cpu.parameters()),
    };
  } finally {
    gpu.close();
  }
}

/** Copy a network without its recurrent projection. */
function feedForward({ projections = [], ...network }: NetworkRecord): NetworkRecord {
  return { ...network, projections: projections.filter(({ from, to }) => from !== to) };
}

/** The first of the trained models. */
export const [lif] = trainedModels as readonly [(typeof trainedModels)[number]];

/** Request a surrogate of a width. */
export const shape = (width: number, reset: "attached" | "detached" = "attached") => ({
  surrogate: surrogate("fast-sigmoid", { width, height: 1 / width, reset }),
});

/** A request whose gradients are clipped at a share of their norm. */
export function clippedCase(share: number): ProcessorCase & { readonly norm: number } {
  const request = smallRequest(smallNetwork(lif), { ...shape(lif.width), optimiser: sgd() });
  const free = makeTrainer(request);
  free.differentiate(smallBatch(3));
  const norm = Math.hypot(...free.gradients().flatMap((one) => [...one]));
  const name = `gradients clipped at ${share} of their norm`;
  return { name, request: { ...request, clip: share * norm }, batch: smallBatch(3), norm };
}

const steep: TrainingLoss = {
  name: "steep",
  targets: () => 1,
  value(_, __, slope) {
    slope.fill(1e25);
    return 1;
  },
};

/** A network whose hidden neurons receive the values of a batch as currents. */
export function currentsCase(steps: number): ProcessorCase {
  const model = { model: "lif-curr-exp", receptor: "excitatory", width: 8 } as const;
  const network = smallNetwork({ ...model, weight: [2.5, "nA"] });
  const request = smallRequest(network, { ...shape(model.width), values: ["hidden.i_inj"] });
  const batch = smallBatch(3);
  const values = Float64Array.from(
    { length: 3 * steps * sizes.hidden },
    (_, k) => 150 + 40 * (k % 7),
  );
  const currents = { "hidden.i_inj": { steps, values } };
  const inputs = { ...batch.inputs, ...currents };
  return { name: `currents of ${steps} steps`, request, batch: { ...batch, inputs } };
}

const dropout = [{ population: "hidden", share: 0.4 }];
const wide = smallNetwork({ ...lif, hidden: 20 });

/** A request with dropout. */
export const dropoutRequest: LearningRequest = smallRequest(wide, { ...shape(lif.width), dropout });

const costs = [
  rateBounds({ population: "hidden", least: 40, most: 60, weight: 0.1 }),
  rateBounds({ population: "output", most: 1, weight: 0.3, ofMean: true }),
];

/** A request with costs of spike counts. */
export const costsRequest: LearningRequest = smallRequest(smallNetwork(lif), {
  ...shape(lif.width),
  costs,
});

const state = { population: "output", variable: "v" } as const;
const readouts: readonly (readonly [string, Partial<LearningRequest>])[] = [
  ["the last potential", { readout: state, loss: squaredError }],
  ["a mean potential", { readout: { ...state, reduce: "mean" }, loss: squaredError }],
  [
    "counts in a window",
    { readout: { ...state, variable: "spikes", window: { from: 5, until: 20 } } },
  ],
];
const targets = new Float64Array(3 * sizes.output).fill(0.4);

const convolutions = [
  {},
  { padding: 1, outputs: 6 },
  { stride: 2, padding: 1 },
  { pool: 2, inner: 5 },
  { pool: 2, stride: 2, padding: 2, outputs: 2 },
];

/** Trainings of every part that has code for processors. */
export const processorCases: readonly ProcessorCase[] = [
  ...trainedModels.map((model) => ({
    name: `${model.model}, recurrent`,
    model: model.model,
    request: smallRequest(smallNetwork({ ...model, steps: 15 }), shape(model.width)),
    batch: smallBatch(5, { steps: 15, rate: 0.3 }),
  })),
  {
    name: "no recurrence, and more neurons than a tile of products",
    request: smallRequest(feedForward(smallNetwork({ ...lif, hidden: 21 })), shape(lif.width)),
    batch: smallBatch(7),
  },
  ...readouts.map(([name, more]) => ({
    name,
    request: smallRequest(smallNetwork(lif), { ...shape(lif.width), ...more }),
    batch: "loss" in more ? { ...smallBatch(3), targets } : smallBatch(3),
  })),
  ...[smallNetwork(lif), feedForward(smallNetwork(lif))].map((network, k) => ({
    name: `truncated gradients, ${k === 0 ? "recurrent" : "not recurrent"}`,
    request: smallRequest(network, shape(lif.width)),
    batch: smallBatch(3),
    options: { truncate: 7 },
  })),
  ...convolutions.map((window) => ({
    name: `convolutions: ${JSON.stringify(window)}`,
    request: smallRequest(deepNetwork(window)),
    batch: mapBatch(3, 0.3),
  })),
  clippedCase(1 / 3),
  clippedCase(2),
  {
    name: "clipped gradients whose squares exceed single precision",
    request: {
      ...smallRequest(smallNetwork(lif), { ...shape(lif.width), loss: steep, clip: 1 }),
      optimiser: sgd(),
    },
    batch: smallBatch(3),
  },
  { name: "costs of spike counts", request: costsRequest, batch: smallBatch(3) },
  { name: "dropout", request: dropoutRequest, batch: smallBatch(4) },
  currentsCase(1),
  currentsCase(30),
];
