import { learningSuite } from "@spikeloom/conformance";
import type { NetworkRecord } from "@spikeloom/kernel";
import { beginLearning } from "@spikeloom/network";
import { sgd } from "spikeloom";
import { describe, expect, it } from "vitest";
import { trainedNumbers } from "../../../tools/test/trained-numbers.ts";
import { eprop, epropAdaptive, epropRandom } from "../src/index.ts";
import {
  drawExample,
  noDelays,
  overWindow,
  recurrentNetwork,
  recurrentRequest,
  sizes,
} from "./eprop-network.ts";
import { directEprop } from "./references/eprop-equations.ts";

/** The gradients that a learner applies: the change of the weights in a step of rate 1. */
async function gradientsOf(network: NetworkRecord, batch: ReturnType<typeof drawExample>) {
  const request = recurrentRequest(network);
  const learner = await beginLearning(eprop, request);
  const before = await trainedNumbers(learner);
  await learner.step(batch);
  const after = await trainedNumbers(learner);
  return { before, gradients: before.map((one, k) => one.map((w, n) => w - (after[k]?.[n] ?? 0))) };
}

describe("e-prop", () => {
  it.each([
    ["LIF neurons", 0, noDelays],
    ["ALIF neurons", 0.17, noDelays],
    ["ALIF neurons over delays", 0.17, { into: 2, within: 3, out: 2 }],
  ])("has the gradients of its equations for %s", async (_, beta, delays) => {
    const batch = drawExample(7);
    const { before, gradients } = await gradientsOf(recurrentNetwork(beta, 1, delays), batch);
    const feedback = before[2] as Float64Array;
    const direct = directEprop(batch, { weights: before, beta, feedback, delays });
    expect(direct.spikes).toBeGreaterThan(20);
    gradients.forEach((found, k) => {
      const wanted = direct.gradients[k] as Float64Array;
      const size = Math.max(...wanted.map(Math.abs));
      expect(size).toBeGreaterThan(1e-3);
      // Both sum some hundred products in other orders; the change is computed from weights near 1.
      found.forEach((one, n) => {
        expect(Math.abs(one - (wanted[n] ?? Number.NaN))).toBeLessThan(1e-13 * Math.max(1, size));
      });
    });
  });
});

describe("e-prop as a learner", () => {
  const batch = drawExample(3);
  const request = () =>
    recurrentRequest(recurrentNetwork(0.17), { optimiser: sgd({ rate: 0.05 }), precision: "f32" });
  const all = [eprop, epropRandom, epropAdaptive].flatMap((learner) =>
    learningSuite(learner, { request, batch: { ...batch, targets: smooth() }, steps: 60 }).map(
      (claim) => [learner.name, claim.name, claim] as const,
    ),
  );
  it.each(all)("%s %s", (_, __, { run }) => run());

  it.each([
    ["random", epropRandom, (_: Float64Array, kept: Float64Array) => kept],
    // Saved is the difference of the feedback from the readout's weights.
    [
      "adaptive",
      epropAdaptive,
      (out: Float64Array, kept: Float64Array) => out.map((one, k) => one + (kept[k] ?? Number.NaN)),
    ],
  ])(
    "has the gradients of its equations with %s feedback, in the second step too",
    async (_, one, of) => {
      const learner = await beginLearning(one as typeof eprop, { ...request(), precision: "f64" });
      for (const step of [0, 1]) {
        const weights = await trainedNumbers(learner);
        const saved = await learner.save();
        const kept = new Float64Array(saved.slice(-8 * sizes.hidden * sizes.output).buffer);
        const feedback = of(weights[2] as Float64Array, kept);
        const direct = directEprop(batch, { weights, beta: 0.17, feedback });
        await learner.step(batch);
        (await trainedNumbers(learner)).forEach((after, k) => {
          after.forEach((weight, n) => {
            const wanted = (weights[k]?.[n] ?? 0) - 0.05 * (direct.gradients[k]?.[n] ?? Number.NaN);
            expect(Math.abs(weight - wanted), `${step} ${k} ${n}`).toBeLessThan(1e-13);
          });
        });
        if (step === 0) expect(feedback).not.toEqual(weights[2]);
      }
    },
  );

  it("draws feedback from its seed, and adapts it towards the readout's weights if requested", async () => {
    const begin = (seed: number, decay = 0.5) =>
      beginLearning({ model: epropAdaptive, parameters: { decay } }, { ...request(), seed });
    const farOf = async (learner: Awaited<ReturnType<typeof begin>>) => {
      const saved = await learner.save();
      return [...new Float64Array(saved.slice(-8 * sizes.hidden * sizes.output).buffer)];
    };
    const learner = await begin(1);
    const far = await farOf(learner);
    expect(await farOf(await begin(1))).toEqual(far);
    expect(await farOf(await begin(2))).not.toEqual(far);
    await learner.step(batch);
    expect(await farOf(learner)).toEqual(far.map((one) => one / 2));
  });

  it("names what a network lacks", async () => {
    const network = recurrentNetwork(0);
    const begin = (change: Partial<typeof network>, more = {}) => {
      const asked = { ...recurrentRequest({ ...network, ...change }), ...more };
      return () => beginLearning(eprop, asked);
    };
    const spikes = { readout: { population: "output", variable: "spikes" } };
    await expect(begin({}, spikes)).rejects.toThrow("filter spikes linearly");
    const unread = { projections: (network.projections ?? []).slice(0, 2) };
    await expect(begin(unread)).rejects.toThrow('one projection from "hidden" to "output"');
    await expect(begin({}, { workers: 2 })).rejects.toThrow("runs in one thread");
    // Only the other weights learn.
    const inward = { trainable: [{ projection: "input->hidden", variable: "weight" }] };
    const shared = begin(overWindow(network), inward);
    await expect(shared).rejects.toThrow("Errors are propagated through individual");
    // An output that spikes is no linear filter.
    const { populations } = network;
    const output = { ...populations["output"], parameters: { v_threshold: "0.1 mV" } };
    const spiking = { populations: { ...populations, output } } as Partial<typeof network>;
    const learner = await begin(spiking)();
    await expect(learner.step(batch)).rejects.toThrow("not a linear filter of spikes");
  });
});

/** Slow targets that a readout of 30 ms can follow. */
function smooth(): Float64Array {
  return Float64Array.from({ length: 120 }, (_, k) => Math.sin((k >> 1) / 9 + (k & 1)));
}
