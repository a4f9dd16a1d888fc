import { learningSuite } from "@spikeloom/conformance";
import type { LearningRequest, NetworkRecord } from "@spikeloom/kernel";
import { beginLearning, completeNetwork } from "@spikeloom/network";
import { programOf } from "@spikeloom/program";
import { cosineRate, fit, makeTrainer, spikeExamples } from "@spikeloom/training";
import { adam, crossEntropy, defaultStack as stack } from "spikeloom";
import { describe, expect, it } from "vitest";
import { bptt } from "../src/index.ts";
import jax from "./references/bptt.json" with { type: "json" };

const neurons = {
  model: "lif-delta",
  parameters: {
    tau_m: "10 ms",
    tau_refrac: "0 ms",
    v_rest: "0 mV",
    v_reset: "0 mV",
    v_threshold: "1 mV",
  },
};

const dense = (from: string, to: string) => ({
  name: `${from}->${to}`,
  from,
  to,
  delay: "1 ms",
  connector: { kind: "all-to-all" },
  weight: { draw: "uniform" as const, low: "-0.5 mV", high: "0.9 mV" },
});

const network: NetworkRecord = completeNetwork(
  {
    format: "spikeloom-network",
    version: 1,
    dt: "1 ms",
    duration: "20 ms",
    seed: 3,
    populations: {
      input: { model: "spike-array", size: 6 },
      hidden: { ...neurons, size: 12 },
      output: { ...neurons, size: 3 },
    },
    projections: [dense("input", "hidden"), dense("hidden", "output")],
  },
  stack,
);

/** Three samples, each with different spikes of two inputs. */
function examples(): { begins: Uint32Array; steps: Uint16Array; neurons: Uint16Array } {
  const [steps, neurons]: [number[], number[]] = [[], []];
  for (let label = 0; label < 3; label++) {
    for (let step = 0; step < 15; step += 2) {
      steps.push(step, step);
      neurons.push(2 * label, 2 * label + 1);
    }
  }
  return {
    begins: Uint32Array.of(0, 16, 32, 48),
    steps: Uint16Array.from(steps),
    neurons: Uint16Array.from(neurons),
  };
}

const batch = { size: 3, inputs: { input: examples() }, targets: Float64Array.of(0, 1, 2) };

const request = (): Omit<LearningRequest, "parameters"> => ({
  network,
  program: programOf(network, { stack }),
  stack,
  seed: 1,
  trainable: (network.projections ?? []).map(({ name = "" }) => {
    return { projection: name, variable: "weight" };
  }),
  loss: crossEntropy,
  optimiser: adam({ rate: 0.05 }),
  surrogate: {
    derivative: "1 / ((1 + 5 * abs(excess)) * (1 + 5 * abs(excess)))",
    reset: "detached",
  },
  readout: { population: "output", variable: "spikes" },
  backend: stack.get("backend", "clock"),
});

describe("backpropagation through time", () => {
  it("learns differently if gradients are truncated, and identically if the limit is never reached", async () => {
    const learnt = [{}, { truncate: 20 }, { truncate: 3 }].map(async (parameters) => {
      const learner = await beginLearning({ model: bptt, parameters }, request());
      await learner.step(batch);
      return learner.parameters();
    });
    const [whole, same, cut] = await Promise.all(learnt);
    expect(same).toEqual(whole);
    expect(cut).not.toEqual(whole);
    const negative = { model: bptt, parameters: { truncate: -1 } };
    await expect(beginLearning(negative, request())).rejects.toThrow("SL_VALUE_RANGE");
  });

  const claims = learningSuite(bptt, { request, batch, steps: 40 });
  it.each(claims.map((claim) => [claim.name, claim] as const))("%s", (_, { run }) => run());

  it("refuses a saved state of another learner", async () => {
    const learner = await bptt.begin({ ...request(), parameters: {} });
    const saved = await learner.save();
    const other = { ...request(), trainable: request().trainable.slice(1), parameters: {} };
    await expect(bptt.begin(other, saved)).rejects.toThrow("SL_TRAINING_SAVED");
    await expect(bptt.begin({ ...request(), parameters: {} }, saved.slice(8))).rejects.toThrow(
      "other bytes",
    );
  });
});

describe("a fit", () => {
  const task = { examples: spikeExamples(batch.inputs, batch.targets, 3), seed: 2, batchSize: 2 };
  const begin = (saved?: Uint8Array) => bptt.begin({ ...request(), parameters: {} }, saved);

  it("learns, and resumes from a saved state with the same bits", async () => {
    const options = { ...task, epochs: 12, schedule: cosineRate };
    const whole = await fit(await begin(), options);
    const half = await fit(await begin(), {
      ...options,
      onEpoch: ({ epoch }) => epoch < 5,
    });
    expect(half.history).toHaveLength(6);
    const rest = await fit(await begin(half.learner), { ...options, from: half });
    expect(rest).toEqual(whole);
    expect(whole.history.at(-1)?.loss).toBeLessThan((whole.history[0]?.loss ?? 0) / 2);
    expect(whole.history.at(-1)?.accuracy).toBe(1);
  });

  it("returns the best state by validation, and ends when it does not improve any more", async () => {
    const { history, best } = await fit(await begin(), {
      ...task,
      epochs: 100,
      validation: task.examples,
      patience: 3,
    });
    expect(history.length).toBeLessThan(100);
    const found = history.map(({ validation }) => validation?.accuracy ?? Number.NaN);
    expect(found[best?.epoch ?? -1]).toBe(Math.max(...found));
    const learner = await begin(best?.learner);
    const { loss } = await learner.evaluate(batch);
    expect(loss).toBeCloseTo(history[best?.epoch ?? -1]?.validation?.loss ?? Number.NaN, 5);
  });
});

describe("gradients of JAX", () => {
  const sizes = { input: 5, hidden: 6, output: 3 } as const;
  const parameters = { ...neurons.parameters, tau_m: `${jax.tau_m} ms` };
  const projection = (from: string, to: string, k: number) => ({
    name: `${from}->${to}`,
    from,
    to,
    delay: "1 ms",
    connector: { kind: "all-to-all" },
    weight: { values: jax.weights[k] ?? [], unit: "mV" },
  });
  const model = { model: "lif-delta", parameters };
  const recurrent = completeNetwork(
    {
      format: "spikeloom-network",
      version: 1,
      dt: "1 ms",
      duration: `${jax.steps} ms`,
      populations: {
        input: { model: "spike-array", size: sizes.input },
        hidden: { ...model, size: sizes.hidden },
        output: { ...model, size: sizes.output },
      },
      projections: [
        ...[projection("input", "hidden", 0), projection("hidden", "hidden", 1)],
        projection("hidden", "output", 2),
      ],
    },
    stack,
  );
  const rows = jax.spikes.map((example) =>
    example.flatMap((list, step) => list.map((neuron) => [step, neuron] as const)),
  );
  const begins = new Uint32Array(rows.length + 1);
  rows.forEach((row, k) => {
    begins[k + 1] = (begins[k] ?? 0) + row.length;
  });
  const input = {
    begins,
    steps: Uint16Array.from(rows.flat(), ([step]) => step),
    neurons: Uint16Array.from(rows.flat(), ([, neuron]) => neuron),
  };
  const given = { size: rows.length, inputs: { input }, targets: Float64Array.from(jax.labels) };
  const fast = `(1 + ${jax.slope} * abs(excess))`;

  // Both sum some hundred products in other orders.
  it.each([
    ["f64", 1e-12],
    ["f32", 1e-5],
  ] as const)("are ours in %s", (precision, most) => {
    const trainer = makeTrainer({
      ...request(),
      program: programOf(recurrent, { stack }),
      trainable: (recurrent.projections ?? []).map(({ name = "" }) => {
        return { projection: name, variable: "weight" };
      }),
      surrogate: { derivative: `1 / (${fast} * ${fast})`, reset: "detached" },
      precision,
      parameters: {},
    });
    const { loss, outputs } = trainer.differentiate(given);
    expect([...outputs]).toEqual(jax.counts);
    expect(Math.abs(loss - jax.loss)).toBeLessThan(most);
    trainer.gradients().forEach((gradient, k) => {
      const wanted = jax.gradients[k] ?? [];
      const scale = Math.max(...wanted.map(Math.abs));
      expect(scale).toBeGreaterThan(0.1);
      gradient.forEach((one, n) => {
        expect(Math.abs(one - (wanted[n] ?? Number.NaN))).toBeLessThan(most * scale);
      });
    });
  });
});
