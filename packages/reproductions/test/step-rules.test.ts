import { defineNeuron } from "@spikeloom/kernel";
import { resolveConvention } from "@spikeloom/network";
import { spikeArray } from "@spikeloom/neurons";
import { expect, it } from "vitest";
import { jumper } from "./jumper.ts";
import { type Run, run, targets } from "./run-steps.ts";

it("lets equations read whether the neuron is refractory", async () => {
  // Brian2's own form of "(unless refractory)": the right-hand side times int(not_refractory).
  const model = defineNeuron({
    name: "gated-drive",
    about: "Rises unless refractory.",
    parameters: {},
    state: { v: { initial: "0 mV", unit: "mV", about: "membrane potential" } },
    dynamics: { v: "int(not_refractory) * 1*mV/ms" },
    spike: { when: "v > 0.95*mV", reset: { v: "0*mV" }, refractory: { for: "0.5*ms" } },
    integrator: { name: "euler" },
  });
  const { spikes } = await run(
    {
      convention: "brian2",
      populations: { n: { model, size: 1 } },
      record: [{ population: "n", variables: ["spikes"] }],
    },
    40,
  );
  // Ten rising steps (0 to 9), then five steps from spike to spike minus the one that rises again.
  expect(spikes.map(([step]) => step)).toEqual([9, 23, 37]);
});

it("resets inside a step if the model says so", async () => {
  // 2 mV/ms from 0: the threshold of 0.45 mV is crossed at 0.225 ms. With four sub-steps of 0.05 ms it is
  // detected at 0.25 ms, in the second step, and interpolated linearly; the rest of the step continues from the reset
  // value.
  const model = defineNeuron({
    name: "within",
    about: "Rises and resets inside a step.",
    parameters: { tau_refrac: { default: "0 ms", about: "refractory period" } },
    state: { v: { initial: "0 mV", unit: "mV", about: "membrane potential" } },
    dynamics: { v: "2*mV/ms" },
    spike: {
      when: "v >= 0.45*mV",
      within: true,
      reset: { v: "0*mV" },
      refractory: { for: "tau_refrac", hold: ["v"] },
    },
  });
  const second = async (refractory: `${number} ms`): Promise<Run> =>
    run(
      {
        convention: "nest",
        dt: "0.2 ms",
        populations: {
          n: {
            model: model({ tau_refrac: refractory }),
            size: 1,
            integrator: { name: "euler", subSteps: 4 },
          },
        },
        record: [{ population: "n", variables: ["spikes", "v"] }],
      },
      4,
    );
  const free = await second("0 ms");
  expect(free.spikes[0]).toEqual([2, 0]);
  // 0.175 ms of 2 mV/ms after the crossing.
  expect(free.samples.get(2)?.[0]).toBeCloseTo(0.35, 12);
  const refractory = await second("0.2 ms");
  // Held for the rest of the step and one more.
  expect([refractory.samples.get(2), refractory.samples.get(3)]).toEqual([[0], [0]]);
  expect(refractory.samples.get(4)?.[0]).toBeCloseTo(0.4, 12);
});

it("finds an exponential upstroke that ends inside a step", async () => {
  // v' = 1 + exp(v) from v0 diverges at log(1 + exp(-v0)), here 0.9 ms, in the fourth step of 0.25 ms; Runge-Kutta
  // reaches 7.6 mV in that step. The clock is set back at the spike, so that it shows 0.1 ms at the end of the step,
  // up to the error of Runge-Kutta in the first three steps.
  const model = defineNeuron({
    name: "upstroke",
    about: "Rises exponentially, with a clock from spike to spike.",
    parameters: {},
    state: {
      v: { initial: "-0.378163 mV", unit: "mV", about: "membrane potential" },
      since: { initial: "0 ms", unit: "ms", about: "time since the spike" },
    },
    dynamics: { v: "(1 + exp(min(v, 40*mV) / mV)) * mV/ms", since: "1" },
    spike: { when: "v >= 40*mV", within: true, reset: { v: "-50*mV", since: "0*ms" } },
  });
  const { spikes, samples } = await run(
    {
      convention: "nest",
      dt: "0.25 ms",
      populations: { n: { model, size: 1, integrator: { name: "rk4" } } },
      record: [{ population: "n", variables: ["spikes", "since"] }],
    },
    4,
  );
  expect(spikes).toEqual([[4, 0]]);
  expect(samples.get(4)?.[0]).toBeCloseTo(0.1, 2);
});

it("does not take a square for an exponential", async () => {
  // v' = v^2 from 5 reaches 30 at 1/5 - 1/30 = 0.1667 ms; an exponential of the same slope and growth would at 0.13 ms.
  const model = defineNeuron({
    name: "square",
    about: "Rises as a square.",
    parameters: {},
    state: { v: { initial: "5 mV", unit: "mV", about: "membrane potential" } },
    dynamics: { v: "min(v, 30*mV)**2 / (mV*ms)" },
    spike: { when: "v >= 30*mV", within: true, reset: { v: "0*mV" } },
  });
  for (const dt of ["0.135 ms", "0.15 ms", "0.165 ms"] as const) {
    const { spikes } = await run(
      {
        convention: "nest",
        dt,
        populations: { n: { model, size: 1, integrator: { name: "rk4" } } },
        record: [{ population: "n", variables: ["spikes"] }],
      },
      1,
    );
    expect(spikes).toEqual([]);
  }
});

it("delivers input of the same step to populations that never spike", async () => {
  // One synapse without delay splits the step of every population; those without a threshold must not
  // receive input a step later than the others.
  const passive = defineNeuron({
    name: "passive",
    about: "Sums weights, never spikes.",
    parameters: {},
    receptors: { delta: { unit: "mV", about: "jump", on: { v: "v + weight" } } },
    state: { v: { initial: "0 mV", unit: "mV", about: "membrane potential" } },
    dynamics: { v: "0*mV/ms" },
  });
  for (const target of targets) {
    const { samples } = await run(
      {
        convention: "brian2",
        populations: {
          s: { model: spikeArray(), size: 1, times: [["1 ms"]] },
          n: { model: passive, size: 1 },
          m: { model: jumper, size: 1 },
        },
        projections: [
          {
            from: "s",
            to: "m",
            connector: { kind: "all-to-all" },
            weight: "0.1 mV",
            delay: "0 ms",
          },
          {
            from: "s",
            to: "n",
            connector: { kind: "all-to-all" },
            weight: "1 mV",
            delay: "0.5 ms",
          },
        ],
        record: [{ population: "n", variables: ["v"] }],
      },
      30,
      target,
    );
    // Brian2: sent at 1 ms, it acts within the step that begins at 1.5 ms and is recorded at 1.6 ms.
    expect([samples.get(15), samples.get(16)]).toEqual([[0], [1]]);
  }
});

it("refuses delay 0 if spikes are detected after arrival", async () => {
  const populations = {
    s: { model: spikeArray(), size: 1, times: [["1 ms"]] },
    n: { model: jumper, size: 1 },
  };
  const nest = resolveConvention("nest");
  const convention = { ...nest, name: "own", delay: { ...nest.delay, least: 0 as const } };
  const projections = [
    { from: "s", to: "n", connector: { kind: "all-to-all" }, weight: "1 mV", delay: "0 ms" },
  ];
  await expect(run({ convention, populations, projections }, 5)).rejects.toMatchObject({
    code: "SL_ZERO_DELAY",
  });
});

it("records expressions with the variables and the time of the sample", async () => {
  const model = defineNeuron({
    name: "ramp",
    about: "Rises by 1 mV/ms.",
    parameters: {},
    state: { v: { initial: "1 mV", unit: "mV", about: "membrane potential" } },
    expressions: { twice: { value: "2*v + t*mV/ms", unit: "mV", about: "of v and time" } },
    dynamics: { v: "1*mV/ms" },
  });
  for (const convention of ["nest", "brian2"]) {
    const { samples } = await run(
      {
        convention,
        populations: { n: { model, size: 1 } },
        record: [{ population: "n", variables: ["twice"] }],
      },
      3,
    );
    for (const [step, [value = Number.NaN]] of samples) {
      // v = 1 + t, so 2 v + t = 2 + 3 t; a few roundings of numbers near 2.
      expect(value).toBeCloseTo(2 + 0.3 * step, 12);
    }
    expect(samples.size).toBe(3);
  }
});

it("clamps while a condition keeps the neuron refractory", async () => {
  const model = defineNeuron({
    name: "clamped",
    about: "Clamped to 3 mV for as long as u is above 0.5.",
    parameters: {},
    state: {
      v: { initial: "0 mV", unit: "mV", about: "membrane potential" },
      u: { initial: 0, unit: "1", about: "recovery" },
    },
    dynamics: { v: "10*mV/ms", u: "-1/ms" },
    spike: {
      when: "v > 4.5*mV",
      reset: { u: "1" },
      refractory: { while: "u > 0.5", clamp: { v: "3*mV" } },
    },
  });
  const { spikes, samples } = await run(
    {
      convention: "nest",
      populations: { n: { model, size: 1 } },
      record: [{ population: "n", variables: ["spikes", "v"] }],
    },
    12,
  );
  expect(spikes[0]).toEqual([5, 0]);
  expect([6, 7, 8, 9].map((step) => samples.get(step)?.[0])).toEqual([3, 3, 3, 3]);
});

it("excludes random expressions and variables without dynamics from the propagator", async () => {
  const model = defineNeuron({
    name: "jittered",
    about: "A linear equation with a drawn drive and a counter.",
    parameters: { p_leak: { default: "10 ms", about: "time constant" } },
    state: {
      v: { initial: "0 mV", unit: "mV", about: "membrane potential" },
      n: { initial: 0, unit: "1", about: "spikes so far" },
    },
    expressions: {
      twice: { value: "2*drive", unit: "mV/ms", about: "reads the next", constantOverStep: true },
      drive: { value: "rand()*mV/ms", unit: "mV/ms", about: "drawn", constantOverStep: true },
    },
    dynamics: { v: "-v/p_leak + twice + n*0.1*mV/ms" },
    spike: { when: "v > 2*mV", reset: { v: "0*mV", n: "n + 1" } },
  });
  const { spikes, samples } = await run(
    {
      convention: "nest",
      populations: { n: { model: model({ p_leak: ["5 ms", "10 ms"] }), size: 2 } },
      record: [{ population: "n", variables: ["spikes", "n"] }],
    },
    400,
  );
  const counts = [0, 1].map((neuron) => spikes.filter(([, n]) => n === neuron).length);
  expect(Math.min(...counts)).toBeGreaterThan(5);
  expect(samples.get(400)).toEqual(counts);
});

it.each([
  ["nest", 1.52, 16],
  ["nest", 1.5004, 15],
  ["nest", 1.5006, 16],
  ["neuron", 1.52, 15],
  ["neuron", 1.56, 16],
  ["brian2", 1.59, 15],
] as const)("holds under %s for %f ms as long as for %i steps", async (convention, time, steps) => {
  // NEST 3.10 counts time in tics of 1 us, to which it rounds, and then rounds up to the step.
  const model = defineNeuron({
    name: "held",
    about: "Rises unless held.",
    parameters: {},
    state: { v: { initial: "0 mV", unit: "mV", about: "membrane potential" } },
    dynamics: { v: "1*mV/ms" },
    spike: {
      when: "v > 0.95*mV",
      reset: { v: "0*mV" },
      refractory: { for: `${time}*ms`, hold: ["v"] },
    },
    integrator: { name: "euler" },
  });
  const counted = {
    ...model,
    spike: { ...model.spike, refractory: { steps: String(steps), hold: ["v"] } },
  };
  const spikesOf = async (one: object): Promise<unknown> =>
    (
      await run(
        {
          convention,
          populations: { n: { model: one as typeof model, size: 1 } },
          record: [{ population: "n", variables: ["spikes"] }],
        },
        100,
      )
    ).spikes;
  expect(await spikesOf(model)).toEqual(await spikesOf(counted));
});
