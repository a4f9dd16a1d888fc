import { readFileSync } from "node:fs";
import type { NeuronRecord } from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import { evaluate, parseNeuronModel } from "../src/index.ts";
import { type SteppedNeuron, stepNeuron } from "./step-model.ts";

function neuron(name: string, dt: number): SteppedNeuron {
  const url = new URL(`../../../specs/model/valid/${name}.json`, import.meta.url);
  return stepNeuron(parseNeuronModel(JSON.parse(readFileSync(url, "utf8")) as NeuronRecord), dt);
}

function set(one: SteppedNeuron, values: Readonly<Record<string, number>>): SteppedNeuron {
  for (const [name, value] of Object.entries(values)) one.parameters.set(name, value);
  return one;
}

describe("Hodgkin and Huxley", () => {
  it("rests where published: -64.9964 mV", () => {
    const axon = neuron("hodgkin-huxley", 0.05);
    for (let k = 0; k < 4000; k++) axon.step();
    // The reference is given to four digits.
    expect(axon.values.get("v")).toBeCloseTo(-64.9964, 3);
  });

  it("starts with gates in equilibrium at -65 mV", () => {
    const axon = neuron("hodgkin-huxley", 1e-3);
    axon.step();
    // A rate is at most 4/ms here, so a gate off by 1e-6 would move by at most 4e-9 in a step of 1 us.
    for (const [gate, value] of [
      ["m", 0.052932],
      ["h", 0.596121],
      ["n", 0.317677],
    ] as const) {
      expect(Math.abs((axon.values.get(gate) ?? 0) - value)).toBeLessThan(4e-9);
    }
  });

  it("crosses 0 mV at 1.901, 16.82 and 31.47 ms for 10 uA/cm^2", () => {
    const dt = 0.01;
    const axon = neuron("hodgkin-huxley", dt);
    const crossings: number[] = [];
    for (let k = 0; k < 4000; k++) {
      const before = axon.values.get("v") ?? -65;
      // 10 uA/cm^2 is 0.1 pA/um^2 in the internal system.
      axon.step({ i_syn: 0.1 });
      if (before < 0 && (axon.values.get("v") ?? 0) >= 0) crossings.push((k + 1) * dt);
    }
    const published = [1.901, 16.8226, 31.4718];
    expect(crossings).toHaveLength(published.length);
    // A crossing is known to the step in which it occurs; the initial potential differs by 0.004 mV.
    for (const [k, time] of published.entries()) {
      expect(Math.abs((crossings[k] ?? 0) - time)).toBeLessThan(2 * dt);
    }
  });
});

it("AdEx fires first after 17.73 ms of 800 pA", () => {
  const dt = 0.02;
  const adex = neuron("adex", dt);
  let steps = 0;
  do {
    adex.step({ i_syn: 800 });
    steps += 1;
  } while ((adex.values.get("v") ?? 0) < -30 && steps < 5000);
  // From -30 mV the exponential reaches the cut at 0 mV in less than 0.1 ms.
  expect(Math.abs(steps * dt - 17.73)).toBeLessThan(0.1);
});

describe("Izhikevich", () => {
  // Stimulus from 10 ms on; the patterns are defined by Euler with a step of 0.25 ms.
  it("spikes 5 times, from 13.0 to 86.75 ms, in the tonic pattern", () => {
    const tonic = neuron("izhikevich-patterns", 0.25);
    const times: number[] = [];
    for (let k = 0; k <= 400; k++) {
      if (tonic.step({ i_syn: k * 0.25 > 10 ? 14 : 0 })) times.push(k * 0.25);
    }
    expect([times.length, times[0], times.at(-1)]).toEqual([5, 13, 86.75]);
  });

  it("moves v in two half steps before u", () => {
    const one = neuron("izhikevich", 1);
    one.step({ i_syn: 10 });
    const half = (v: number, u: number): number => v + 0.5 * (0.04 * v * v + 5 * v + 140 - u + 10);
    const v = half(half(-65, -13), -13);
    expect(one.values.get("v")).toBeCloseTo(v, 12);
    expect(one.values.get("u")).toBeCloseTo(-13 + 0.02 * (0.2 * v + 13), 12);
  });
});

describe("Loihi", () => {
  function run(
    parameters: Readonly<Record<string, number>>,
    arrivals: readonly number[],
  ): { u: number[]; v: number[]; spikes: number[] } {
    const one = set(neuron("loihi-cuba-lif", 1), parameters);
    const result = { u: [] as number[], v: [] as number[], spikes: [] as number[] };
    for (const [step, mantissas] of arrivals.entries()) {
      one.arrive("synapse", mantissas * 64);
      if (one.step()) result.spikes.push(step);
      result.u.push(one.values.get("u") ?? Number.NaN);
      result.v.push(one.values.get("v") ?? Number.NaN);
    }
    return result;
  }

  it("gives the bits of published integer models with decays", () => {
    const arrivals = [0, 128, 0, 0, 128, 128, 0, 0, 0, 128, 0, 0];
    const { u, v, spikes } = run({ du: 2047, dv: 1023, v_threshold: 300 }, arrivals);
    expect(u).toEqual([0, 8192, 4096, 2048, 9216, 12800, 6400, 3200, 1600, 8992, 4496, 2248]);
    expect(v).toEqual([0, 8192, 10242, 9732, 16517, 0, 6400, 8001, 7602, 14695, 15520, 13891]);
    expect(spikes).toEqual([5]);
  });

  it("gives the bits of published integer models with a bias", () => {
    const parameters = { du: 409, dv: 200, v_threshold: 1000, bias: -37, bias_exp: 2 };
    const { u, v } = run(parameters, [100, -77, 0, 0, 0, 0, 33, 0]);
    expect(u).toEqual([6400, 831, 747, 672, 604, 543, 2600, 2339]);
    expect(v).toEqual([6252, 6629, 6904, 7090, 7199, 7242, 9340, 11074]);
  });

  it.each([
    [1, [3, 7, 11, 15]],
    [3, [3, 9, 15]],
  ])("spikes at the published steps with a refractory counter of %i", (steps, expected) => {
    const parameters = { du: 4095, v_threshold: 10, bias: 200, refractory_steps: steps };
    const { spikes } = run(parameters, new Array<number>(18).fill(0));
    expect(spikes).toEqual(expected);
  });
});

describe("TrueNorth", () => {
  // Axons with a spike in each tick, and the potentials after it. No potential is -4, where
  // implementations differ in whether the negative threshold is passed.
  const ticks: readonly (readonly [axons: readonly number[], v: readonly number[]])[] = [
    [[0], [2, 2, 5, -2]],
    [
      [0, 1],
      [2, 2, 1, -2],
    ],
    [[2], [0, 0, 1, -2]],
    [[], [-1, -1, 3, -2]],
    [
      [0, 2, 3],
      [0, 1, 1, -2],
    ],
    [[1], [-3, -2, 1, -2]],
    [[1], [0, -1, 1, -2]],
    [
      [0, 1, 2, 3],
      [0, 5, 1, -2],
    ],
    [[], [-1, 4, 3, -2]],
    [[], [-2, 3, 5, -2]],
    [[], [-3, 2, 1, -2]],
  ];
  const mixed = { s_0: 3, s_1: -2, s_2: 5, s_3: 1 };
  const inhibiting = { s_0: -6, s_1: -6, s_2: -6, s_3: -6 };
  const all = { beta: 4, saturate: 0 };
  const neurons = [
    { ...all, ...mixed, leak: -1, alpha: 6 },
    { ...all, ...mixed, leak: -1, alpha: 6, reset_mode: 1 },
    { ...all, ...mixed, leak: 2, alpha: 7, r_reset: 1 },
    { ...all, ...inhibiting, leak: 0, alpha: 6, r_reset: 2 },
  ];

  it.each([0, 1, 2, 3])("gives the bits of a published run in neuron %i", (k) => {
    const one = set(neuron("truenorth", 1), neurons[k] ?? {});
    for (const [axons, v] of ticks) {
      for (const axon of axons) one.arrive(`axon_${axon}`, 1);
      one.step();
      expect(one.values.get("v")).toBe(v[k]);
    }
  });

  it("leaks along the sign of v without crossing zero", () => {
    const one = set(neuron("truenorth", 1), { leak: -2, leak_reversal: 1, alpha: 100, beta: 100 });
    const seen: number[] = [];
    one.arrive("axon_2", 1);
    one.arrive("axon_2", 1);
    one.arrive("axon_0", 1);
    for (let k = 0; k < 4; k++) {
      one.step();
      seen.push(one.values.get("v") ?? Number.NaN);
    }
    expect(seen).toEqual([3, 1, 0, 0]);
  });
});

describe("SpiNNaker", () => {
  it("gives the bits of published fixed-point steps", () => {
    const one = neuron("spinnaker-if-curr-exp", 1);
    const arrivals = new Set([5, 6, 7, 20, 21, 22, 23, 24, 25, 40]);
    const v: number[] = [];
    const spikes: number[] = [];
    for (let t = 0; t < 60; t++) {
      if (arrivals.has(t)) one.arrive("excitatory", 19_661);
      if (one.step()) spikes.push(t);
      v.push(one.values.get("v") ?? Number.NaN);
    }
    expect(v.slice(5, 14)).toEqual([
      -2095160, -2033636, -1951813, -1889664, -1843386, -1809878, -1786611, -1771526, -1762947,
    ]);
    expect(spikes).toEqual([23]);
  });

  it("computes products of 64 bits exactly", () => {
    const url = new URL("../../../specs/model/valid/spinnaker-if-curr-exp.json", import.meta.url);
    const model = parseNeuronModel(JSON.parse(readFileSync(url, "utf8")) as NeuronRecord);
    const kept = model.expressions.get("kept_e")?.value;
    const currents = [0, 1, -1, 2 ** 31 - 1, -(2 ** 31), 123_456_789, -987_654_321];
    const decays = [0, 1, 2 ** 32 - 1, 3_516_421_809];
    for (const i_e of currents) {
      for (const decay_e of decays) {
        const scope = (name: string): number | undefined => ({ i_e, decay_e })[name];
        const exact = Number((BigInt(i_e) * BigInt(decay_e)) >> 32n);
        expect(kept && evaluate(kept, { scope })).toBe(exact);
      }
    }
  });
});
