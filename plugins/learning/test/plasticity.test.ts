import type { Batch, LearningRequest, NetworkRecord, SpikeColumns } from "@spikeloom/kernel";
import { beginLearning, completeNetwork, trainedNetwork } from "@spikeloom/network";
import { programOf } from "@spikeloom/program";
import { fit, sgd, spikeExamples, squaredError, surrogate } from "@spikeloom/training";
import { crossEntropy, plasticity as rules, defaultStack as stack } from "spikeloom";
import { describe, expect, it } from "vitest";
import { trainedNumbers } from "../../../tools/test/trained-numbers.ts";
import { bptt, plasticity } from "../src/index.ts";

const neurons = {
  v_rest: "0 mV",
  v_reset: "0 mV",
  v_threshold: "1 mV",
  tau_refrac: "0 ms",
  tau_m: "20 ms",
};

type Rule = NonNullable<NonNullable<NetworkRecord["projections"]>[number]["plasticity"]>;

const rewarded: Rule = {
  model: rules.withWeightUnit(rules.rStdp, "mV"),
  parameters: {
    tau_plus: "20 ms",
    a_minus: 0,
    tau_e: "60 ms",
    eta: "0.002 mV",
    trials: 20,
    w_min: "0 mV",
    w_max: "1 mV",
  },
};

/** Changes weights so little that no spike changes. */
const pair: Rule = {
  model: rules.withWeightUnit(rules.stdpPair, "mV"),
  parameters: { w_max: "1 mV", a_plus: 1e-6, a_minus: 1e-6 },
};

/** Eight sources onto two neurons, which try either answer because of noise. */
function networkOf(
  rule: Rule | undefined,
  noise: boolean,
  connector: object = { kind: "all-to-all" },
): NetworkRecord {
  const network = {
    format: "spikeloom-network",
    version: 1,
    dt: "1 ms",
    duration: "40 ms",
    seed: 3,
    precision: "f64",
    populations: {
      input: { model: "spike-array", size: 8 },
      output: { model: "lif-delta", size: 2, parameters: neurons },
    },
    projections: [
      {
        name: "learnt",
        from: "input",
        to: "output",
        delay: "1 ms",
        connector,
        weight: { draw: "uniform", low: "0.2 mV", high: "0.3 mV" },
        ...(rule !== undefined && { plasticity: rule }),
      },
    ],
    ...(noise && {
      stimuli: [{ kind: "poisson", into: "output", rate: "300 Hz", weight: "0.3 mV" }],
    }),
  };
  return completeNetwork(network as never, stack);
}

function requestOf(network: NetworkRecord): Omit<LearningRequest, "parameters"> {
  return {
    network,
    program: programOf(network, { stack }),
    stack,
    seed: 1,
    trainable: [{ projection: "learnt", variable: "weight" }],
    loss: crossEntropy,
    readout: { population: "output", variable: "spikes" },
    optimiser: sgd({ rate: 1 }),
    surrogate: surrogate("fast-sigmoid"),
    backend: stack.get("backend", "clock"),
    precision: "f64",
  };
}

/** Samples of two classes, alternately: one half of the sources spikes, or the other. */
function examplesOf(size: number) {
  const [begins, steps, ids]: [number[], number[], number[]] = [[0], [], []];
  for (let k = 0; k < size; k++) {
    for (let step = 1; step < 38; step += 6) {
      for (let n = 0; n < 4; n++) {
        steps.push(step + (n % 2));
        ids.push(4 * (k % 2) + n);
      }
    }
    begins.push(steps.length);
  }
  // Within a step, neuron by neuron.
  const order = steps.map((_, at) => at);
  for (let k = 0; k < size; k++) {
    const own = order.slice(begins[k], begins[k + 1]);
    own.sort(
      (a, b) =>
        (steps[a] as number) - (steps[b] as number) || (ids[a] as number) - (ids[b] as number),
    );
    order.splice(begins[k] as number, own.length, ...own);
  }
  const columns = {
    begins: Uint32Array.from(begins),
    steps: Uint16Array.from(order, (at) => steps[at] as number),
    neurons: Uint16Array.from(order, (at) => ids[at] as number),
  };
  return spikeExamples(
    { input: columns },
    Float64Array.from({ length: size }, (_, k) => k % 2),
    size,
  );
}

const indices = (size: number) => Uint32Array.from({ length: size }, (_, k) => k);
const batchOf = (size: number): Batch => examplesOf(size).batch(indices(size));
const begin = (own: object, network: NetworkRecord, saved?: Uint8Array) =>
  beginLearning({ model: plasticity, parameters: own as never }, requestOf(network), saved);

describe("rules of plasticity as a learner", () => {
  it("run samples step by step as backpropagation computes them", async () => {
    const [plain, plastic] = [networkOf(undefined, false), networkOf(rewarded, false)];
    const other = await beginLearning(bptt, requestOf(plain));
    const learner = await begin({}, plastic);
    const wanted = await other.evaluate(batchOf(4));
    const found = await learner.evaluate(batchOf(4));
    expect(Math.max(...found.outputs)).toBeGreaterThan(1);
    expect(found).toEqual(wanted);
    expect(await learner.parameters()).toEqual(await other.parameters());
    await learner.close?.();
  });

  it("learn by reward, in the loop of all learners, and do not without", async () => {
    const means: number[] = [];
    for (const [own, epochs] of [
      [{}, 6],
      [{ right: 0, wrong: 0 }, 3],
    ] as const) {
      const learner = await begin({ rest: "60 ms", ...own }, networkOf(rewarded, true));
      const before = await learner.parameters();
      const { history } = await fit(learner, {
        examples: examplesOf(40),
        epochs,
        batchSize: 10,
        seed: 1,
      });
      const last = history.slice(-3).map(({ accuracy = 0 }) => accuracy);
      means.push(last.reduce((sum, one) => sum + one, 0) / 3);
      const moved = (await learner.parameters())[0]?.values.some(
        (one, k) => one !== before[0]?.values[k],
      );
      expect(moved).toBe(epochs === 6);
      await learner.close?.();
    }
    // Chance is a half, and 120 random answers are within 0.09 of it at two standard deviations.
    expect(means[0]).toBeGreaterThan(0.85);
    expect(means[1]).toBeLessThan(0.7);
  });

  it("resume from a saved state with the same bits, and discard changes by evaluations", async () => {
    const network = networkOf(rewarded, true);
    const [one, other] = [await begin({}, network), await begin({}, network)];
    await one.step(batchOf(4));
    const saved = await one.save();
    const assessed = await one.evaluate(batchOf(4));
    expect(await one.evaluate(batchOf(4))).toEqual(assessed);
    const again = await begin({}, network, saved);
    await other.step(batchOf(4));
    const steps = [one, other, again].map((learner) => learner.step(batchOf(6)));
    const [first, ...others] = await Promise.all(steps);
    for (const found of others) expect(found).toEqual(first);
    const [values] = await Promise.all([one.parameters(), again.parameters()]);
    expect(await again.parameters()).toEqual(values);
    // The network has the learnt values in their place.
    const { trainable } = requestOf(network);
    const learnt = trainedNetwork(network, { stack, trainable, values });
    const anew = await begin({}, learnt);
    expect(await anew.parameters()).toEqual(values);
    const short = values.map((all) => ({ ...all, values: all.values.subarray(1) }));
    expect(() => trainedNetwork(network, { stack, trainable, values: short })).toThrow(
      /SL_VALUE_LENGTH.*trainable\[0\].*16 trained values.*15/s,
    );
    for (const learner of [one, other, again, anew]) await learner.close?.();
  });

  it("STDP learns without a reward", async () => {
    const own: Rule = { ...pair, parameters: { w_max: "1 mV" } };
    const learner = await begin({ right: 0, wrong: 0 }, networkOf(own, false));
    const before = await learner.parameters();
    const { outputs } = await learner.step(batchOf(2));
    expect(outputs.some((count) => count > 0)).toBe(true);
    expect(await learner.parameters()).not.toEqual(before);
    await learner.close?.();
  });

  /** Neuron 0 has the sources of class 1, and neuron 1 those of class 0. */
  function crossed([strong, weak] = [0.5, 0.1], rule = pair): NetworkRecord {
    const network = networkOf(rule, false);
    const weights = Float64Array.from({ length: 16 }, (_, k) =>
      k < 8 === (k % 2 === 1) ? strong : weak,
    );
    const { projections = [] } = network;
    const [learnt] = projections;
    return completeNetwork(
      {
        ...network,
        projections: [{ ...learnt, weight: { values: weights, unit: "mV" } }],
      } as never,
      stack,
    );
  }

  it.each([
    [1, [0, 1]],
    [100, [1, 0]],
  ])("forget the classes of neurons over %i samples of a class", async (memory, wanted) => {
    // Twelve samples whose labels are swapped, then one of each class with its own: only the latest differs.
    const learner = await begin({ classes: 2, memory }, crossed());
    const turned = batchOf(12);
    await learner.step({ ...turned, targets: turned.targets.map((label) => 1 - label) });
    await learner.step(batchOf(2));
    const { outputs } = await learner.evaluate(batchOf(2));
    const answers = [0, 1].map((k) =>
      Number((outputs[2 * k + 1] as number) > (outputs[2 * k] as number)),
    );
    expect(answers).toEqual(wanted);
    await learner.close?.();
  });

  it("read labels from the classes of neurons, and save these", async () => {
    const [plain, learner] = [await begin({}, crossed()), await begin({ classes: 2 }, crossed())];
    expect(scoreOf((await plain.evaluate(batchOf(8))).outputs)).toBe(0);
    // No neuron has a class yet.
    const { outputs } = await learner.evaluate(batchOf(8));
    expect(outputs).toEqual(new Float64Array(16));
    await learner.step(batchOf(8));
    const found = await learner.evaluate(batchOf(8));
    expect(scoreOf(found.outputs)).toBe(1);
    const again = await begin({ classes: 2 }, crossed(), await learner.save());
    expect(await again.evaluate(batchOf(8))).toEqual(found);
    for (const one of [plain, learner, again]) await one.close?.();
  });

  /** The fraction of samples of two alternating classes whose larger output is their class. */
  function scoreOf(outputs: Float64Array): number {
    const all = Array.from({ length: outputs.length / 2 }, (_, k) => k);
    const right = all.filter(
      (k) => (outputs[2 * k + 1] as number) > (outputs[2 * k] as number) === (k % 2 === 1),
    );
    return right.length / all.length;
  }

  it("scale weights onto each neuron to a sum", async () => {
    const learner = await begin({ weight_sum: 3 }, crossed());
    await learner.step(batchOf(1));
    const [weights = new Float64Array()] = await trainedNumbers(learner);
    for (const neuron of [0, 1]) {
      const sum = weights.filter((_, k) => k % 2 === neuron).reduce((all, one) => all + one, 0);
      // The rule changes each of eight weights by 1e-6 of 1 mV per pair, of which there are a few dozen.
      expect(Math.abs(sum - 3)).toBeLessThan(1e-3);
    }
    await learner.close?.();
  });

  it("refuse to scale inhibitory weights", async () => {
    const rule: Rule = { ...rewarded, parameters: { ...rewarded.parameters, w_min: "-1 mV" } };
    const learner = await begin({ weight_sum: 3 }, crossed([0.5, -0.1], rule));
    const before = await learner.parameters();
    await expect(learner.step(batchOf(1))).rejects.toThrow(
      /SL_TRAINING_OPTION at weight_sum.*"learnt".*-0\.1 mV/s,
    );
    expect(await learner.parameters()).toEqual(before);
    await learner.close?.();
  });

  it.each([
    [{ classes: 1 }, {}, /classes.*at least 2/s],
    [{ classes: 3 }, {}, /classes.*at most 2/s],
    [{ classes: 2 }, { loss: squaredError }, /loss.*labels/s],
    [{ classes: 2 }, { readout: { population: "output", variable: "v" } }, /readout.*spikes/s],
  ] as const)("refuse %j with %j", async (parameters, own, text) => {
    const task = { ...requestOf(crossed()), ...own } as ReturnType<typeof requestOf>;
    await expect(beginLearning({ model: plasticity, parameters }, task)).rejects.toThrow(text);
  });

  it("that act over time are rewarded for at least one step", async () => {
    const model = rules.withWeightUnit(rules.mstdpet, "mV");
    const rule: Rule = { model, parameters: { eta: "1e-6 mV" } };
    const moved: number[] = [];
    for (const right of [0, 1, 2]) {
      const learner = await begin({ right, wrong: right }, networkOf(rule, true));
      const [before = new Float64Array()] = await trainedNumbers(learner);
      await learner.step(batchOf(4));
      const [after = new Float64Array()] = await trainedNumbers(learner);
      moved.push(Math.max(...after.map((one, k) => Math.abs(one - (before[k] as number)))));
      await learner.close?.();
    }
    expect(moved[0]).toBe(0);
    expect(moved[1]).toBeGreaterThan(1e-9);
    // The change is so small that no spike changes.
    expect((moved[2] as number) / (moved[1] as number)).toBeCloseTo(2, 4);
  });

  it("learn in the precision of the task", async () => {
    const task = { ...requestOf(networkOf(rewarded, true)), precision: "f32" as const };
    const learner = await beginLearning(plasticity, task);
    await learner.step(batchOf(4));
    const [found = new Float64Array()] = await trainedNumbers(learner);
    expect(found).toEqual(Float64Array.from(found, Math.fround));
    await learner.close?.();
  });

  const network = networkOf(rewarded, false);
  const { inputs, targets } = batchOf(2);
  const spikes = inputs["input"] as SpikeColumns;
  const changed = (name: "steps" | "neurons", at: number, value: number) => {
    const column = Uint16Array.from(spikes[name]);
    column[at] = value;
    return { inputs: { input: { ...spikes, [name]: column } } };
  };

  it.each<[string, Partial<Batch>, RegExp]>([
    ["no examples", { size: 0, targets: new Float64Array() }, /size/],
    ["no inputs", { inputs: {} }, /inputs\.input/],
    ["values", { inputs: { ...inputs, "output.v": { steps: 1, values: targets } } }, /output\.v/],
    ["a step past the end", changed("steps", spikes.steps.length - 1, 45), /sample 1.*45/s],
    ["steps out of order", changed("steps", 0, 30), /sample 0/],
    ["a neuron twice", changed("neurons", 1, spikes.neurons[0] as number), /inputs\.input/],
    ["too many targets", { targets: new Float64Array(3) }, /targets/],
    ["a label of no output", { targets: Float64Array.of(0, 9) }, /targets/],
  ])("refuse a batch with %s, and remain unchanged", async (_, own, text) => {
    const learner = await begin({}, network);
    const before = await learner.save();
    const batch = { ...batchOf(2), ...own };
    for (const act of [() => learner.step(batch), () => learner.evaluate(batch)]) {
      await expect(act()).rejects.toThrow(text);
      await expect(act()).rejects.toThrow("SL_TRAINING_BATCH");
    }
    expect(await learner.save()).toEqual(before);
    await learner.close?.();
  });

  it("reward only answers that are labels", async () => {
    const task = { ...requestOf(network), loss: squaredError };
    const learner = await beginLearning(plasticity, task);
    const batch = { ...batchOf(2), targets: Float64Array.of(1, 0, 3, 0.5) };
    await expect(learner.step(batch)).rejects.toThrow(/SL_TRAINING_OPTION.*targets/s);
    await expect(learner.evaluate(batch)).resolves.toMatchObject({});
    await learner.step({ ...batch, targets: Float64Array.of(1, 0, 0, 1) });
    await learner.close?.();
  });

  it.each([
    [{ rest: "0.4 ms" }, network, /SL_TRAINING_OPTION.*rest.*0\.4 ms/s],
    [
      {},
      networkOf({ model: rules.withWeightUnit(rules.mstdp, "mV"), parameters: {} }, false),
      /SL_NOT_TRAINED.*reward/s,
    ],
    [
      {},
      networkOf(rewarded, false, {
        kind: "convolution",
        rows: 1,
        columns: 8,
        kernelRows: 1,
        kernelColumns: 7,
      }),
      /SL_NOT_TRAINED.*share weights/s,
    ],
  ] as const)(
    "refuse tasks in which nothing learns, or what is learnt is lost: %j",
    async (own, given, text) => {
      await expect(begin(own, given)).rejects.toThrow(text);
    },
  );

  const clock = stack.get("backend", "clock");
  const begun = { ...clock, prepare: () => Promise.reject(new Error("begun")) };
  it.each([
    ["weights that no rule moves", networkOf(undefined, false), {}, /SL_NOT_TRAINED.*with a rule/s],
    [
      "a mean",
      network,
      { readout: { population: "output", variable: "v", reduce: "mean" } },
      /reduce/,
    ],
    ["two workers", network, { workers: 2 }, /workers/],
    ["dropout", network, { dropout: [{ population: "output", share: 0.1 }] }, /dropout/],
    [
      "nobody",
      network,
      { backend: begun, readout: { population: "other", variable: "spikes" } },
      /readout/,
    ],
    ["a clip", network, { clip: 1 }, /clip/],
  ] as const)("refuse a task with %s", async (_, given, own, text) => {
    const task = { ...requestOf(given), ...own } as ReturnType<typeof requestOf>;
    await expect(beginLearning(plasticity, task)).rejects.toThrow(text);
  });

  it("have their own rate", async () => {
    const learner = await begin({}, network);
    await expect(learner.step(batchOf(2), { rateFactor: 0.5 })).rejects.toThrow("rateFactor");
    await learner.close?.();
  });
});
