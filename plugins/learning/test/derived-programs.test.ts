import type { NetworkRecord } from "@spikeloom/kernel";
import { beginLearning, type LearningTask } from "@spikeloom/network";
import { type NetworkProgram, programOf, readProgram, writeProgram } from "@spikeloom/program";
import { type Quantisation, quantise } from "@spikeloom/program/derive";
import { runProgram } from "@spikeloom/simulate";
import { adam, squaredError, surrogateOf } from "@spikeloom/training";
import { describe, expect, it } from "vitest";
import { defaultStack as stack } from "../../../tools/test/default-stack.ts";
import { bptt, dcls, decolle, eventProp, ottt } from "../src/index.ts";

const quantisation: Quantisation = {
  state: { bits: 20, fraction: 1 },
  values: { bits: 26, fraction: 10 },
  weights: { bits: 10, fraction: -1 },
  rounding: "nearest",
  overflow: "saturate",
};

const sizes = { input: 6, hidden: 8, output: 3 };
const duration = 60;

/** Spikes of the inputs, by neuron and step. */
const steps = Array.from({ length: sizes.input }, (_, n) =>
  Array.from({ length: 12 }, (_, k) => 5 * k + ((3 * n + k * k) % 5)),
);

const projection = (from: string, to: string, size: number) => ({
  name: `${from}->${to}`,
  from,
  to,
  receptor: "delta",
  delay: "2 ms",
  connector: { kind: "fixed-probability", p: 0.8 },
  weight: { draw: "normal" as const, mean: `${size} mV`, sd: `${2 * size} mV` },
});

const network: NetworkRecord = {
  format: "spikeloom-network",
  version: 1,
  dt: "1 ms",
  seed: 6,
  duration: `${duration} ms`,
  populations: {
    input: {
      model: "spike-array",
      size: sizes.input,
      // A spike of a step is found at its end.
      times: steps.map((own) => own.map((step) => `${step + 1} ms`)),
    },
    hidden: { model: "lif-delta", size: sizes.hidden },
    output: { model: "lif-delta", size: sizes.output },
  },
  projections: [projection("input", "hidden", 4), projection("hidden", "output", 6)],
  record: [{ population: "output", variables: ["spikes"] }],
};
const exact = programOf(network, { stack });
const fixed = quantise(exact, quantisation);

/** A network that no training may read: it contradicts the program and throws. */
const unread = new Proxy({} as NetworkRecord, {
  get(_, field) {
    throw new Error(`The field "${String(field)}" of the network was read.`);
  },
});

const rows = steps
  .flatMap((own, neuron) => own.map((step) => [step, neuron] as const))
  .sort(([a, m], [b, n]) => a - b || m - n);
const batch = {
  size: 1,
  inputs: {
    input: {
      begins: Uint32Array.of(0, rows.length),
      steps: Uint16Array.from(rows, ([step]) => step),
      neurons: Uint16Array.from(rows, ([, neuron]) => neuron),
    },
  },
  targets: Float64Array.of(1, 4, 0),
};

function taskOf(program: NetworkProgram, more: Partial<LearningTask> = {}): LearningTask {
  return {
    network: unread,
    program,
    stack,
    seed: 2,
    trainable: ["input->hidden", "hidden->output"].map((name) => {
      return { projection: name, variable: "weight" };
    }),
    loss: squaredError,
    optimiser: adam({ rate: 0.1 }),
    precision: "f64",
    surrogate: { ...surrogateOf("snntorch/atan"), rounding: "straight-through" },
    readout: { population: "output", variable: "spikes" },
    backend: stack.get("backend", "clock"),
    ...more,
  };
}

const delays = taskOf(exact).trainable.flatMap((one) =>
  "projection" in one ? [one, { ...one, variable: "delay" }] : [],
);
const byDelays = { model: dcls, parameters: { longest: "6 ms", width: "2 ms" } };
interface Trained {
  readonly name: string;
  readonly model: Parameters<typeof beginLearning>[0];
  readonly more?: Partial<LearningTask>;
}

const learners: readonly Trained[] = [
  { name: "bptt", model: bptt },
  { name: "dcls", model: byDelays as never, more: { trainable: delays } },
  { name: "decolle", model: decolle },
  { name: "ottt", model: ottt },
];

/** Spikes of each output in a simulation. */
async function simulated(program: NetworkProgram): Promise<readonly number[]> {
  const backend = stack.get("backend", "clock");
  const { recordings } = await runProgram(program, { stack, backend, precision: "f64" });
  const counts = new Array<number>(sizes.output).fill(0);
  for (const neuron of recordings[0]?.spikes?.neurons ?? [])
    counts[neuron] = (counts[neuron] ?? 0) + 1;
  return counts;
}

describe.each(learners)("training of a derived program: $name", ({ model, more }) => {
  it("has the spikes of its simulation, which differ from the network's, without reading the network", async () => {
    const found: (readonly number[])[] = [];
    for (const program of [exact, fixed, readProgram(writeProgram(fixed))]) {
      const learner = await beginLearning(model, taskOf(program, more));
      const { outputs } = await learner.evaluate(batch);
      expect([...outputs]).toEqual(await simulated(program));
      await learner.step(batch);
      expect((await learner.evaluate(batch)).outputs).not.toEqual(outputs);
      found.push([...outputs]);
      await learner.close();
    }
    expect(found[1]).not.toEqual(found[0]);
    expect(found[2]).toEqual(found[1]);
  });
});

it("is refused in continuous time, which does not support fixed point", async () => {
  const begun = beginLearning(eventProp, taskOf(fixed));
  await expect(begun).rejects.toThrow("got steps in fixed point");
});

it.each(["nest", "brian2", "neuron", "nengo", "frameworks"])(
  "spikes of training are those of the simulation under the convention %s",
  async (convention) => {
    // Spikes of each step matter, so that counts of the outputs depend on the delay in steps.
    const program = programOf({ ...network, convention }, { stack });
    const learner = await beginLearning(bptt, taskOf(program));
    const { outputs } = await learner.evaluate(batch);
    expect([...outputs]).toEqual(await simulated(program));
    await learner.close();
  },
);
