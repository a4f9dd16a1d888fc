import { learningSuite } from "@spikeloom/conformance";
import { beginLearning, type LearningTask, type StartedLearner } from "@spikeloom/network";
import { stream, streamKey } from "@spikeloom/random";
import {
  adam,
  crossEntropy,
  policyGradient,
  rateBounds,
  sgd,
  squaredError,
  tempotronLoss,
  vanRossum,
} from "@spikeloom/training";
import { describe, expect, it } from "vitest";
import { trainedNumbers } from "../../../tools/test/trained-numbers.ts";
import { decolle, eprop, ottt, ridge, superSpike, tempotron } from "../src/index.ts";
import {
  drawExample,
  noDelays,
  overWindow,
  recurrentNetwork,
  recurrentRequest,
  sizes,
  steps,
} from "./eprop-network.ts";
import { directEprop } from "./references/eprop-equations.ts";
import { directOttt, directTraces, doubleExponential } from "./references/online-equations.ts";

const recurrent = recurrentNetwork(0);
const withoutLoop = ({ projections = [], ...network }: typeof recurrent) => ({
  ...network,
  projections: projections.filter(({ name }) => name !== "hidden->hidden"),
});
const layered = withoutLoop(recurrent);
const delays = { into: 2, within: 1, out: 3 };
const delayed = withoutLoop(recurrentNetwork(0, 1, delays));
/** Trains only the weights onto the hidden layer. */
const inward = { trainable: [{ projection: "input->hidden", variable: "weight" }] };
const batch = drawExample(3);
const slow = {
  ...batch,
  targets: Float64Array.from({ length: steps * sizes.output }, (_, k) =>
    Math.sin((k >> 1) / 9 + (k & 1)),
  ),
};

/** Compare a step of rate 1 with gradients; both sum some hundred products in other orders. */
function expectStep(
  before: readonly (Float64Array | undefined)[],
  after: readonly Float64Array[],
  direct: readonly Float64Array[],
): void {
  direct.forEach((gradient, k) => {
    const size = Math.max(...gradient.map(Math.abs));
    expect(size).toBeGreaterThan(1e-3);
    gradient.forEach((one, n) => {
      const wanted = (before[k]?.[n] ?? 0) - one;
      expect(Math.abs((after[k]?.[n] ?? Number.NaN) - wanted)).toBeLessThan(
        1e-13 * Math.max(1, size),
      );
    });
  });
}

describe("OTTT", () => {
  it.each([
    ["a step", layered, noDelays],
    ["several steps", delayed, delays],
  ])("has the gradients of its equations over delays of %s", async (_, network, steps) => {
    const learner = await beginLearning(ottt, recurrentRequest(network));
    const before = await trainedNumbers(learner);
    await learner.step(batch);
    expectStep(before, await trainedNumbers(learner), directOttt(batch, before, steps));
  });

  it("refuses windows through which errors would propagate back, and no others", async () => {
    const asked = recurrentRequest(overWindow(layered), inward);
    await expect(beginLearning(ottt, asked)).rejects.toThrow(
      "Errors are propagated through individual",
    );
    // If nothing before the window learns, no error propagates back through it.
    const [into] = layered.projections as [(typeof layered.projections)[number]];
    const beside = { ...into, from: "input", to: "output", name: "input->output" };
    const wider = { ...layered, projections: [...layered.projections, beside] };
    const trainable = [{ projection: "input->output", variable: "weight" }];
    const allowed = recurrentRequest(overWindow(wider), { trainable });
    const learner = await beginLearning(ottt, allowed);
    const [before] = await trainedNumbers(learner);
    await learner.step(batch);
    expect((await trainedNumbers(learner))[0]).not.toEqual(before);
  });

  const request = () =>
    recurrentRequest(layered, { optimiser: sgd({ rate: 0.05 }), precision: "f32" });
  const claims = learningSuite(ottt, { request, batch: slow, steps: 60 });
  it.each(claims.map((claim) => [claim.name, claim] as const))("%s", (_, { run }) => run());
});

describe("DECOLLE", () => {
  // Four patterns of spikes, of which the first and the last are in one class.
  const drawn = [1, 2, 3, 4].map((seed) => drawExample(seed, 0.25).inputs.input);
  const patterns = {
    size: 4,
    inputs: {
      input: {
        begins: Uint32Array.from([0, 1, 2, 3, 4], (k) => {
          return drawn.slice(0, k).reduce((sum, { steps: at }) => sum + at.length, 0);
        }),
        steps: Uint16Array.from(drawn.flatMap(({ steps: at }) => [...at])),
        neurons: Uint16Array.from(drawn.flatMap(({ neurons }) => [...neurons])),
      },
    },
    targets: Float64Array.of(0, 1, 1, 0),
  };
  const request = () =>
    recurrentRequest(layered, {
      optimiser: adam({ rate: 0.02 }),
      precision: "f32",
      loss: crossEntropy,
      readout: { population: "output", variable: "v", reduce: "mean" },
    });
  const claims = learningSuite(decolle, { request, batch: patterns, steps: 60 });
  it.each(claims.map((claim) => [claim.name, claim] as const))(
    "learns spike patterns: %s",
    (_, { run }) => run(),
  );

  it("has the gradients of its equations", async () => {
    const asked = recurrentRequest(layered);
    const learner = await beginLearning(decolle, asked);
    const [before] = await trainedNumbers(learner);
    await learner.step(batch);
    const draws = stream(streamKey(asked.seed, "local readout of hidden"), 0);
    const { hidden, output } = sizes;
    const drawn = Float64Array.from(
      { length: hidden * output },
      () => draws.normal() / Math.sqrt(hidden),
    );
    const direct = directTraces(batch, before as Float64Array, {
      signalOf: (spikes, t, j) => {
        let sum = 0;
        for (let k = 0; k < output; k++) {
          const local = (spikes[t] ?? new Float64Array(0)).reduce(
            (all, z, n) => all + z * (drawn[n * output + k] ?? 0),
            0,
          );
          const error = (2 * (local - (batch.targets[t * output + k] ?? 0))) / (steps * output);
          sum += error * (drawn[j * output + k] ?? 0);
        }
        return sum;
      },
    });
    expectStep([before], await trainedNumbers(learner), [direct]);
  });

  it("propagates no error from one layer to another", async () => {
    const ran = async (targets: Float64Array, out: string) => {
      const { projections = [] } = layered;
      const network = {
        ...layered,
        projections: projections.map((one) =>
          one.name === "hidden->output" ? { ...one, weight: out } : one,
        ),
      };
      const learner = await beginLearning(decolle, recurrentRequest(network));
      await learner.step({ ...batch, targets });
      return [...((await trainedNumbers(learner))[0] ?? [])];
    };
    const once = await ran(slow.targets, "0.1 mV");
    expect(await ran(slow.targets, "-0.7 mV")).toEqual(once);
    expect(await ran(batch.targets, "0.1 mV")).not.toEqual(once);
  });
});

describe("ridge regression of a readout", () => {
  const request = (): LearningTask =>
    recurrentRequest(recurrent, {
      trainable: [{ projection: "hidden->output", variable: "weight" }],
    });
  const claims = learningSuite(ridge, { request, batch: slow, steps: 1 });
  it.each(claims.map((claim) => [claim.name, claim] as const))("%s", (_, { run }) => run());

  it("finds the least squared error: no small change reduces it", async () => {
    const learner = await beginLearning(
      { model: ridge, parameters: { penalty: 1e-13 } },
      request(),
    );
    await learner.step(slow);
    expect((await learner.evaluate(slow)).loss).toBeLessThan(0.5);
    // There, the gradient of the readout by the equations of e-prop vanishes.
    const own = (await trainedNumbers(learner))[0] as Float64Array;
    const whole = recurrentRequest(recurrent);
    const first = await trainedNumbers(await beginLearning(eprop, whole));
    const weights = [...first.slice(0, 2), own];
    const direct = directEprop(slow, { weights, beta: 0, feedback: own });
    const start = directEprop(slow, { weights: first, beta: 0, feedback: own });
    const sizeOf = ({ gradients }: typeof direct): number =>
      Math.max(...(gradients[2] ?? []).map(Math.abs));
    expect(sizeOf(direct)).toBeLessThan(1e-6 * sizeOf(start));
  });

  it("finds the same solution without a surrogate, which it does not use", async () => {
    const [one, other] = [request(), request()].map((asked, k) => {
      const { surrogate: _, ...without } = asked;
      return beginLearning(ridge, k === 0 ? asked : without);
    });
    const learners = [
      await (one as Promise<StartedLearner>),
      await (other as Promise<StartedLearner>),
    ] as const;
    const before = await trainedNumbers(learners[1]);
    for (const learner of learners) await learner.step(slow);
    const after = await trainedNumbers(learners[1]);
    expect(after).toEqual(await trainedNumbers(learners[0]));
    expect(after).not.toEqual(before);
  });

  it("refuses a readout that is not linear", async () => {
    const read = { population: "output", variable: "v", reduce: "max" } as const;
    await expect(beginLearning(ridge, { ...request(), readout: read })).rejects.toThrow(
      "linear in",
    );
    const all = recurrentRequest(recurrent);
    await expect(beginLearning(ridge, all)).rejects.toThrow("all-to-all projections onto");
    const shared = recurrentRequest(overWindow(recurrent), { trainable: request().trainable });
    await expect(beginLearning(ridge, shared)).rejects.toThrow(
      "all-to-all projections onto the readout",
    );
  });

  it.each(["f32", "f64"] as const)(
    "leaves the weights unchanged if they would not be finite in %s",
    async (precision) => {
      const learner = await beginLearning(ridge, { ...request(), precision });
      const before = await trainedNumbers(learner);
      // Squares of 1e60 are finite in f64, weights of 1e58 are not in f32.
      const far = { ...slow, targets: slow.targets.map((one) => 1e60 * one) };
      const step = learner.step(far);
      if (precision === "f64") await step;
      else await expect(step).rejects.toThrow("does not determine finite weights");
      const after = await trainedNumbers(learner);
      expect(after[0]?.every(Number.isFinite)).toBe(true);
      expect(precision === "f64" || Object.is(after[0]?.[0], before[0]?.[0])).toBe(true);
    },
  );

  it("refuses options that it does not use, and losses that it does not minimise", async () => {
    const begin = (more: Partial<LearningTask>) => beginLearning(ridge, { ...request(), ...more });
    await expect(begin({ loss: policyGradient })).rejects.toThrow("the loss squaredError");
    await expect(begin({ clip: 1 })).rejects.toThrow("solves for the weights directly");
    const costs = [rateBounds({ population: "hidden", most: 2, weight: 0.1 })];
    await expect(begin({ costs })).rejects.toThrow("solves for the weights directly");
    const dropout = [{ population: "hidden", share: 0.5 }];
    await expect(begin({ dropout })).rejects.toThrow("at dropout");
    const learner = await begin({});
    await expect(learner.step(slow, { rateFactor: 0.5 })).rejects.toThrow("weights directly");
  });
});

/** Return the spikes of a layer, as trains and as input of the next layer. */
function spikesOf(
  given: Parameters<typeof directTraces>[0],
  weights: Float64Array,
  layer: { readonly from: number; readonly to: number; readonly delay: number },
) {
  let trains: readonly Float64Array[] = [];
  const signalOf = (spikes: readonly Float64Array[]): number => {
    trains = spikes;
    return 0;
  };
  directTraces(given, weights, { layer, signalOf });
  const events = trains.flatMap((train, t) =>
    [...train.keys()].filter((n) => train[n] === 1).map((n) => [t, n] as const),
  );
  const input = {
    begins: Uint32Array.of(0, events.length),
    steps: Uint16Array.from(events, ([t]) => t),
    neurons: Uint16Array.from(events, ([, n]) => n),
  };
  return { trains, inputs: { input } };
}

describe("SuperSpike", () => {
  const each = { population: "hidden", variable: "spikes", reduce: "each" } as const;
  const one = {
    ...recurrent,
    projections: (recurrent.projections ?? []).filter(({ name }) => name === "input->hidden"),
  };
  const wanted = new Float64Array(steps * sizes.hidden);
  for (let n = 0; n < sizes.hidden; n++) {
    for (const at of [12 + 2 * n, 35 + n]) wanted[at * sizes.hidden + n] = 1;
  }
  const request = (): LearningTask =>
    recurrentRequest(one, {
      readout: each,
      optimiser: adam({ rate: 0.05 }),
      loss: vanRossum({ neurons: sizes.hidden, dt: 1 }),
    });
  const pattern = { ...drawExample(5, 0.3), targets: wanted };
  const claims = learningSuite(superSpike, { request, batch: pattern, steps: 150 });
  it.each(claims.map((claim) => [claim.name, claim] as const))(
    "learns a spike pattern: %s",
    (_, { run }) => run(),
  );

  it("has the gradients of its equations", async () => {
    const asked = { ...request(), optimiser: sgd({ rate: 1 }) };
    const learner = await beginLearning(superSpike, asked);
    const [before] = await trainedNumbers(learner);
    await learner.step(pattern);
    const errors = new Map<number, readonly number[]>();
    const direct = directTraces(pattern, before as Float64Array, {
      after: (trace) => doubleExponential(trace, 5, 10),
      signalOf(spikes, t, j) {
        const own =
          errors.get(j) ??
          doubleExponential(
            spikes.map((z, step) => (z[j] ?? 0) - (wanted[step * sizes.hidden + j] ?? 0)),
            ...([5, 10] as const),
          );
        errors.set(j, own);
        return own[t] ?? Number.NaN;
      },
    });
    expectStep([before], await trainedNumbers(learner), [direct]);
  });

  it("has the gradients of its equations in a hidden layer, over delays", async () => {
    const output = { ...delayed.populations["hidden"], size: sizes.output };
    const populations = { ...delayed.populations, output } as typeof delayed.populations;
    const network = { ...delayed, populations };
    const readout = { ...each, population: "output" } as const;
    const loss = vanRossum({ neurons: sizes.output, dt: 1 });
    const learner = await beginLearning(superSpike, recurrentRequest(network, { readout, loss }));
    const before = await trainedNumbers(learner);
    const [into, onto] = before as [Float64Array, Float64Array];
    const targets = new Float64Array(steps * sizes.output);
    for (const at of [12, 30, 47]) targets[at * sizes.output + (at % sizes.output)] = 1;
    await learner.step({ ...pattern, targets });
    const after = (trace: readonly number[]) => doubleExponential(trace, 5, 10);
    const layer = { from: sizes.input, to: sizes.hidden, delay: delays.into };
    const hidden = spikesOf(pattern, into, layer);
    const read = { from: sizes.hidden, to: sizes.output, delay: delays.out };
    const { trains } = spikesOf(hidden, onto, read);
    const errors = Array.from({ length: sizes.output }, (_, k) =>
      after(trains.map((z, t) => (z[k] ?? 0) - (targets[t * sizes.output + k] ?? 0))),
    );
    const direct = [
      directTraces(pattern, into, {
        after,
        layer,
        signalOf: (_, t, j) =>
          errors.reduce((sum, error, k) => {
            return sum + (onto[j * sizes.output + k] ?? 0) * (error[t + delays.out] ?? 0);
          }, 0),
      }),
      directTraces(hidden, onto, {
        after,
        layer: read,
        signalOf: (_, t, k) => errors[k]?.[t] ?? Number.NaN,
      }),
    ];
    expectStep(before, await trainedNumbers(learner), direct);
    const asked = recurrentRequest(overWindow(network), { ...inward, readout, loss });
    await expect(beginLearning(superSpike, asked)).rejects.toThrow(
      "Errors are propagated through individual",
    );
  });

  it("refuses counts", async () => {
    const readout = { population: "hidden", variable: "spikes" };
    await expect(beginLearning(superSpike, { ...request(), readout })).rejects.toThrow(
      "step by step",
    );
  });
});

describe("the tempotron", () => {
  it("refuses other losses", async () => {
    const request = recurrentRequest(recurrent, { loss: squaredError });
    await expect(beginLearning(tempotron, request)).rejects.toThrow("maximum potential");
    const readout = { population: "output", variable: "v", reduce: "max" } as const;
    const loss = tempotronLoss({ threshold: 1 });
    const deep = recurrentRequest(recurrent, { readout, loss });
    await expect(beginLearning(tempotron, deep)).rejects.toThrow("a single layer");
  });
});
