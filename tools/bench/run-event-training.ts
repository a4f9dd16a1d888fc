// One measurement of training by exact spike times in a process of its own:
// `node tools/bench/run-event-training.ts currents|alpha|jumps [--steps 30] [--root DIR] [--against DIR]`, with the
// packages that are built in this checkout or another. Prints one JSON line: median_ms and min_ms of CPU time of a batch
// forward and backward, and forward_ms of one forward. With `--against`, batches of both builds alternate, and a last line has
// the ratios of each measurement to that of the other build.
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import type { Batch, LearningRequest } from "../../packages/kernel/src/index.ts";

const here = resolve(import.meta.dirname, "../..");
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    steps: { type: "string", default: "30" },
    root: { type: "string", default: here },
    against: { type: "string" },
  },
});

/** Load the packages that are built in a checkout. */
async function packagesIn(root: string) {
  const builtOf = (folder: string): string =>
    pathToFileURL(resolve(root, `packages/${folder}/dist/index.js`)).href;
  const cli = (await import(builtOf("cli"))) as typeof import("../../packages/cli/src/index.ts");
  const network = (await import(
    builtOf("network")
  )) as typeof import("../../packages/network/src/index.ts");
  const program = (await import(
    builtOf("program")
  )) as typeof import("../../packages/program/src/index.ts");
  const training = (await import(
    builtOf("training")
  )) as typeof import("../../packages/training/src/index.ts");
  return { ...cli, ...network, ...program, ...training };
}

/** Hidden neurons, all of which an input reaches, and what is trained of their synapses. */
interface Shape {
  readonly model: "lif-curr-exp" | "lif-curr-alpha" | "lif-delta";
  readonly inputs: number;
  readonly hidden: number;
  readonly examples: number;
  /** Mean weights onto hidden neurons and outputs, in pA or mV. */
  readonly weights: readonly [number, number];
  /** Trained delays are drawn; otherwise one is shared. */
  readonly trains: "weight" | "delay";
}

const shapes: Readonly<Record<string, Shape>> = {
  // As large as the network of tools/learn-yin-yang.ts.
  currents: {
    model: "lif-curr-exp",
    inputs: 5,
    hidden: 100,
    examples: 32,
    weights: [15, 1.8],
    trains: "weight",
  },
  alpha: {
    model: "lif-curr-alpha",
    inputs: 5,
    hidden: 100,
    examples: 8,
    weights: [15, 1.8],
    trains: "weight",
  },
  jumps: {
    model: "lif-delta",
    inputs: 30,
    hidden: 200,
    examples: 8,
    weights: [0.25, 1],
    trains: "delay",
  },
};
const shape = shapes[positionals[0] ?? ""] ?? missing();
function missing(): never {
  throw new Error(`There are ${Object.keys(shapes).join(", ")}.`);
}

let word = 12_345;
const uniform = (): number => {
  word = (word * 1_664_525 + 1_013_904_223) >>> 0;
  return word / 2 ** 32;
};

const isJump = shape.model === "lif-delta";
const outputModel = isJump ? "lif-curr-exp" : shape.model;

function neurons(model: Shape["model"], size: number) {
  const taus = { tau_m: "20 ms", tau_refrac: "0 ms" };
  const potentials = { v_rest: "0 mV", v_reset: "0 mV", v_threshold: "1 mV" };
  const currents = { c_m: "100 pF", tau_syn_exc: "5 ms" };
  const parameters = Object.assign(taus, potentials, model === "lif-delta" ? {} : currents);
  return { model, size, parameters, initial: { v: "0 mV" } };
}

function projection(from: string, to: string, mean: number) {
  const intoJumps = isJump && to === "hidden";
  const unit = intoJumps ? "mV" : "pA";
  return {
    name: `${from}->${to}`,
    from,
    to,
    receptor: intoJumps ? "delta" : "excitatory",
    delay:
      shape.trains === "delay" ? { draw: "uniform" as const, low: "0.5 ms", high: "5 ms" } : "1 ms",
    connector: { kind: "all-to-all" },
    weight: { draw: "normal" as const, mean: `${mean} ${unit}`, sd: `${mean} ${unit}` },
  };
}

const described = {
  format: "spikeloom-network" as const,
  version: 1 as const,
  dt: "0.01 ms",
  seed: 1,
  duration: "60 ms",
  populations: {
    input: { model: "spike-array", size: shape.inputs },
    hidden: neurons(shape.model, shape.hidden),
    output: neurons(outputModel, 3),
  },
  projections: [
    projection("input", "hidden", shape.weights[0]),
    projection("hidden", "output", shape.weights[1]),
  ],
};

/** One spike of each input at a random time up to 28 ms, in the order of time. */
function drawBatch(): Batch {
  const { examples, inputs } = shape;
  const spikes = Array.from({ length: examples }, () =>
    Array.from(
      { length: inputs },
      (_, neuron) => [Math.floor(200 + 2600 * uniform()), neuron] as const,
    ).sort(([one], [other]) => one - other),
  ).flat();
  return {
    size: examples,
    inputs: {
      input: {
        begins: Uint32Array.from({ length: examples + 1 }, (_, k) => inputs * k),
        steps: Uint16Array.from(spikes, ([step]) => step),
        neurons: Uint16Array.from(spikes, ([, neuron]) => neuron),
      },
    },
    targets: Float64Array.from({ length: examples }, (_, k) => k % 3),
  };
}

/** Create the trainer of a build. */
async function trainerIn(root: string) {
  const { adam, completeNetwork, eventTrainer, firstSpikeLoss, programOf, ...rest } =
    await packagesIn(root);
  const { defaultStack: stack } = rest;
  const network = completeNetwork(described, stack);
  const request: LearningRequest = {
    network,
    program: programOf(network, { stack }),
    stack,
    seed: 1,
    parameters: {},
    loss: firstSpikeLoss({ tau: 1 }),
    optimiser: adam({ rate: 0.1 }),
    readout: { population: "output", variable: "spikes", reduce: "first" },
    backend: stack.get("backend", "clock"),
    trainable: (network.projections ?? []).map(({ name = "", to }) => {
      return { projection: name, variable: to === "hidden" ? shape.trains : "weight" };
    }),
  };
  return eventTrainer(request, { delayRate: 1, wake: 0.1 });
}

const batch = drawBatch();
const repeats = Number(values.steps);
function cpuOf(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const roots = values.against === undefined ? [values.root] : [values.root, values.against];
const builds = [];
for (const root of roots) {
  const trainer = await trainerIn(root);
  builds.push({ trainer, loss: Number.NaN, times: [] as number[], forward: [] as number[] });
}
for (let k = -2 * repeats; k < repeats; k++) {
  for (const build of builds) {
    const both = cpuOf(() => {
      build.loss = build.trainer.differentiate(batch).loss;
    });
    const forward = cpuOf(() => void build.trainer.evaluate(batch));
    // Until code is as fast as it gets.
    if (k < 0) continue;
    build.times.push(both);
    build.forward.push(forward);
  }
}
const lines = builds.map(({ loss, times, forward }) => {
  for (const all of [times, forward]) all.sort((left, right) => left - right);
  const [median_ms, min_ms, forward_ms] = [times[repeats >> 1], times[0], forward[repeats >> 1]];
  return { case: positionals[0], loss, median_ms, min_ms, forward_ms };
});
for (const line of lines) console.log(JSON.stringify(line));
const [own, other] = lines;
if (own !== undefined && other !== undefined) {
  const ratio = (one: "median_ms" | "min_ms" | "forward_ms"): number =>
    (own[one] ?? Number.NaN) / (other[one] ?? Number.NaN);
  const ratios = {
    median: ratio("median_ms"),
    min: ratio("min_ms"),
    forward: ratio("forward_ms"),
  };
  console.log(JSON.stringify(ratios));
}
