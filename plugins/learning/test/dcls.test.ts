import { learningSuite } from "@spikeloom/conformance";
import type { LearningRequest } from "@spikeloom/kernel";
import { beginLearning, type LearningTask, trainedNetwork } from "@spikeloom/network";
import { adam, adamW, delayTrainer, l2, sgd, squaredError } from "@spikeloom/training";
import { defaultStack as stack } from "spikeloom";
import { describe, expect, it, vi } from "vitest";
import { learnerOf } from "../src/begin-with.ts";
import { bptt, dcls } from "../src/index.ts";
import { drawExample, overWindow, recurrentNetwork, recurrentRequest } from "./eprop-network.ts";
import { bump } from "./references/dcls-bump.ts";

const batch = drawExample(3, 0.25);
const whole = recurrentNetwork(0, 1, { into: 3, within: 1, out: 4 });
const only = (names: readonly string[]): typeof whole => ({
  ...whole,
  projections: (whole.projections ?? []).filter(({ name = "" }) => names.includes(name)),
});
const both = (projection: string) =>
  ["weight", "delay"].map((variable) => ({ projection, variable }));
const layered = only(["input->hidden", "hidden->output"]);
const trainable = [...both("input->hidden"), ...both("hidden->output")];
const options = { longest: 9, delayRate: 1, width: 1.5, lastWidth: 0.6, narrowing: 10 };

/** Inputs directly onto the readout, which sends no spikes: its loss is smooth in weights and delays. */
const straight = (dt = "1 ms", connector: object = { kind: "all-to-all" }): LearningRequest => {
  const [into] = only(["input->hidden"]).projections ?? [];
  const projections = [{ ...into, name: "input->output", from: "input", to: "output", connector }];
  const drawn = { draw: "uniform" as const, low: "1 ms", high: "8.4 ms" };
  const delayed = projections.map((one) => ({ ...one, delay: drawn }));
  // One target per step.
  const duration = `${Number.parseFloat(layered.duration ?? "") * Number.parseFloat(dt)} ms`;
  const network = { ...layered, dt, duration, projections: delayed };
  const asked = recurrentRequest(network as typeof layered, { trainable: both("input->output") });
  return { ...asked, parameters: {} };
};

describe("delays that are learnt as bumps", () => {
  const pairs = [5, 0, 3, 6].map((source, k) => [source, k % 2]);
  it.each([
    ["1 ms", options, { kind: "all-to-all" }],
    ["0.5 ms", { ...options, lastWidth: 0.3 }, { kind: "all-to-all" }],
    ["1 ms", options, { kind: "fixed-probability", p: 0.6 }],
    ["1 ms", options, { kind: "pairs", pairs }],
  ] as const)(
    "and their weights have the gradients of central differences: steps of %s, $2",
    (dt, of, connector) => {
      const trainer = delayTrainer(straight(dt, connector), of);
      const first = trainer.save();
      const lossAt = (k: number, change: number): number => {
        const values = first.values.slice();
        values[k] = (values[k] as number) + change;
        trainer.restore({ ...first, values });
        return trainer.differentiate(batch).loss;
      };
      trainer.differentiate(batch);
      const gradients = trainer.gradients().map((one) => one.slice());
      let k = 0;
      for (const gradient of gradients) {
        const most = Math.max(...gradient.map(Math.abs));
        expect(most).toBeGreaterThan(1e-3);
        for (const one of gradient) {
          const difference = (lossAt(k, 1e-5) - lossAt(k, -1e-5)) / 2e-5;
          // The third derivative times 1e-10, and the rounding of a loss over 1e-5.
          expect(Math.abs(one - difference)).toBeLessThan(1e-8 * Math.max(1, most));
          k++;
        }
      }
    },
  );

  it("spread a synapse over steps as published", () => {
    const trainer = delayTrainer(straight(), options);
    const first = trainer.save();
    const own = first.values.length / 2;
    const outputsAt = (delay: number, learns: boolean): Float64Array => {
      const values = first.values.slice().fill(delay, own);
      trainer.restore({ ...first, values });
      return (learns ? trainer.differentiate(batch) : trainer.evaluate(batch)).outputs.slice();
    };
    const shares = bump(4.3, options.width, options.longest);
    const each = shares.map((_, k) => outputsAt(k + 1, false));
    // The readout does not spike, so it is linear in the contributions of the steps.
    outputsAt(4.3, true).forEach((found, n) => {
      const wanted = shares.reduce((sum, share, k) => sum + share * (each[k]?.[n] as number), 0);
      expect(found).toBeCloseTo(wanted, 12);
    });
  });

  it("are evaluated at the nearest step, like a network that has these delays", async () => {
    const asked = recurrentRequest(layered, { trainable });
    const trainer = delayTrainer({ ...asked, parameters: {} }, options);
    const usual = await beginLearning(bptt, recurrentRequest(layered));
    const wanted = await usual.evaluate(batch);
    expect(trainer.evaluate(batch)).toEqual(wanted);
    expect(trainer.differentiate(batch).loss).not.toBe(wanted.loss);
    const values = trainer.save();
    for (const delays of [2.6, 3.4]) {
      const moved = values.values.slice();
      const from = trainer.parameters()[0]?.length ?? 0;
      moved.fill(delays, from, 2 * from);
      trainer.restore({ ...values, values: moved });
      expect(trainer.evaluate(batch)).toEqual(wanted);
    }
  });

  it("stay between one step and the longest delay", () => {
    const asked = recurrentRequest(layered, { trainable, optimiser: sgd({ rate: 1e4 }) });
    const trainer = delayTrainer({ ...asked, parameters: {} }, options);
    trainer.differentiate(batch);
    trainer.update();
    const delays = trainer.parameters()[1] ?? new Float64Array(0);
    expect([Math.min(...delays), Math.max(...delays)]).toEqual([1, 9]);
  });

  const request = (): LearningTask =>
    recurrentRequest(layered, { trainable, optimiser: adam({ rate: 0.02 }), loss: squaredError });
  const shift = { ...batch, targets: batch.targets.map((_, k) => Math.sin(k / 17)) };
  const given = {
    model: dcls,
    parameters: { longest: "9 ms", width: "2 ms", narrowing: 20, delay_rate: 20 },
  };
  const claims = learningSuite(given, { request, batch: shift, steps: 50 });
  it.each(claims.map((claim) => [claim.name, claim] as const))("%s", (_, { run }) => run());

  it("keep in the network the values that were learnt", async () => {
    const learner = await beginLearning(given, request());
    for (let k = 0; k < 3; k++) await learner.step(shift);
    const values = await learner.parameters();
    const network = trainedNetwork(layered, { stack, trainable, values });
    const asked = recurrentRequest(network, { trainable, loss: squaredError });
    const other = await beginLearning(given, asked);
    expect(await other.parameters()).toEqual(values);
    expect(await other.evaluate(shift)).toEqual(await learner.evaluate(shift));
  });

  it.each([
    ["adamW", adamW({ rate: 0.02, decay: 1 }), adamW({ rate: 0.02, decay: 0 })],
    ["l2", l2(sgd({ rate: 0.02 }), { weight: 1 }), sgd({ rate: 0.02 })],
  ])("do not decay towards 0 under %s, unlike weights", (_, pulling, plain) => {
    const [pulled, other] = [pulling, plain].map((optimiser) => {
      const asked = recurrentRequest(layered, { trainable, optimiser, loss: squaredError });
      const trainer = delayTrainer({ ...asked, parameters: {} }, options);
      trainer.differentiate(shift);
      trainer.update();
      return trainer.parameters();
    });
    expect(pulled?.[1]).toEqual(other?.[1]);
    expect(pulled?.[0]).not.toEqual(other?.[0]);
  });

  it("are learnt on two workers with the same bits", async () => {
    const all = [1, 2].map((workers) =>
      delayTrainer({ ...request(), workers, parameters: {} }, options),
    );
    for (const trainer of all) {
      await trainer.started();
      for (let k = 0; k < 2; k++) {
        trainer.differentiate(shift);
        trainer.update();
      }
    }
    const [one, two] = all.map((trainer) => trainer.parameters());
    expect(two).toEqual(one);
    for (const trainer of all) trainer.close();
  });

  it("are refused above the longest delay, and for synapses with dynamics", () => {
    const changed = (change: object) => {
      const projections = (layered.projections ?? []).map((one) => ({ ...one, ...change }));
      const asked = recurrentRequest({ ...layered, projections } as typeof layered, { trainable });
      return () => delayTrainer({ ...asked, parameters: {} }, options);
    };
    expect(changed({ delay: "9 ms" })).not.toThrow();
    expect(changed({ delay: "30 ms" })).toThrow(/input->hidden.*at most 9 ms, got 30 ms/s);
    expect(changed({ synapse: "tsodyks-markram" })).toThrow("synapses that have dynamics");
    const window = recurrentRequest(overWindow(layered), { trainable: both("hidden->output") });
    expect(() => delayTrainer({ ...window, parameters: {} }, options)).toThrow("a convolution");
  });

  it("are closed, with their workers, if a saved state is refused", async () => {
    const trainer = delayTrainer({ ...request(), parameters: {} }, options);
    const close = vi.spyOn(trainer, "close");
    await expect(learnerOf(trainer, Uint8Array.of(1, 2, 3))).rejects.toThrow("SL_TRAINING_SAVED");
    expect(close).toHaveBeenCalledOnce();
  });

  it.each([
    ["no delay that learns", {}, { trainable: both("input->hidden").slice(0, 1) }, "trainable"],
    [
      "dropout",
      {},
      { dropout: [{ population: "hidden", share: 0.2 }] },
      "Dropout cannot be combined",
    ],
    ["a longest delay of a step", { longest: "1 ms" }, {}, "at least 2 steps"],
    ["bumps that get wider", { width: "1 ms", last_width: "2 ms" }, {}, "decreasing widths"],
    ["bumps within a step", { last_width: "0.1 ms" }, {}, "0.2 of a step of 1 ms"],
  ] as const)("refuses %s", async (_, parameters, task, text) => {
    const asked = { ...request(), ...task };
    await expect(beginLearning({ model: dcls, parameters }, asked)).rejects.toThrow(text);
  });
});
