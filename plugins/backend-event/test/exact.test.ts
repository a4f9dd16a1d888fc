import {
  defineNeuron,
  type NetworkRecord,
  type NeuronRecord,
  type StimulusRecord,
} from "@spikeloom/kernel";
import { checkRun, estimateNetwork, run } from "@spikeloom/simulate";
import { expect, it } from "vitest";
import { defaultStack as stack } from "../../../tools/test/default-stack.ts";
import { event as backend } from "../src/index.ts";

const head = { format: "spikeloom-network", version: 1 } as const;

async function timesOf(network: NetworkRecord, duration: string): Promise<number[]> {
  const { recordings } = await run(network, { stack, backend, for: duration });
  return [...(recordings[0]?.spikes?.times ?? [])];
}

function expectNear(got: readonly number[], expected: readonly number[], within: number): void {
  expect(got.length).toBe(expected.length);
  expected.forEach((time, k) => {
    expect(Math.abs((got[k] as number) - time)).toBeLessThanOrEqual(within);
  });
}

const constant = (value: string, from = "0 ms"): StimulusRecord => ({
  kind: "steps",
  into: "n",
  times: [from],
  values: [value],
});

it("spikes at the times of the closed form under a constant current, off any grid", async () => {
  const network: NetworkRecord = {
    ...head,
    dt: "0.1 ms",
    populations: { n: { model: "lif", size: 1, parameters: { tau_refrac: "1.7345 ms" } } },
    stimuli: [constant("0.45 nA", "3.21 ms")],
    record: [{ population: "n", variables: ["spikes"] }],
  };
  // Default lif: 20 ms, 100 Mohm, -70 mV, reset to -65 mV, threshold -50 mV; 0.45 nA raise it to -25 mV.
  const rise = (from: number): number => 20 * Math.log((from + 25) / (-50 + 25));
  const first = 3.21 + rise(-70);
  const period = 1.7345 + rise(-65);
  const expected = Array.from({ length: 4 }, (_, k) => first + k * period).filter((t) => t < 50);
  expect(expected.length).toBeGreaterThan(1);
  expectNear(await timesOf(network, "50 ms"), expected, 1e-13);
});

it("spikes at the arrival that lifts a neuron across its threshold, at the sum of time and delay", async () => {
  const network: NetworkRecord = {
    ...head,
    populations: {
      s: { model: "spike-array", size: 1, times: [["1.0625 ms", "9.03125 ms"]] },
      n: { model: "lif-delta", size: 2 },
    },
    projections: [
      {
        from: "s",
        to: "n",
        connector: { kind: "all-to-all" },
        weight: "40 mV",
        delay: "0.53125 ms",
      },
    ],
    record: [{ population: "n", variables: ["spikes"] }],
  };
  expect(await timesOf(network, "12 ms")).toEqual([1.59375, 1.59375, 9.5625, 9.5625]);
});

it("finds the crossing of a decaying current, found here by bisection of its closed form", async () => {
  const network: NetworkRecord = {
    ...head,
    populations: {
      s: { model: "spike-array", size: 1, times: [["2 ms"]] },
      n: {
        model: "lif-curr-exp",
        size: 1,
        parameters: { tau_m: "20 ms", c_m: "200 pF", v_rest: "-70 mV", v_threshold: "-55 mV" },
        initial: { v: "-70 mV" },
      },
    },
    projections: [
      {
        from: "s",
        to: "n",
        receptor: "excitatory",
        connector: { kind: "all-to-all" },
        weight: "4 nA",
        delay: "1 ms",
      },
    ],
    record: [{ population: "n", variables: ["spikes"] }],
  };
  const [tau, syn, capacity, weight] = [20, 2, 200, 4000];
  const rise = (s: number): number =>
    ((weight * tau * syn) / (capacity * (tau - syn))) * (Math.exp(-s / tau) - Math.exp(-s / syn));
  let [low, high] = [0, 2];
  for (let k = 0; k < 100; k++) {
    const middle = (low + high) / 2;
    if (rise(middle) < 15) low = middle;
    else high = middle;
  }
  expectNear(await timesOf(network, "6 ms"), [3 + low], 1e-13);
});

it("refuses what has no exact solution before a run, with its place", () => {
  const codesOf = (network: NetworkRecord): string[] =>
    checkRun(network, { stack, backend }).map(({ code, place }) => `${code} ${place}`);
  expect(codesOf({ ...head, populations: { n: { model: "izhikevich", size: 3 } } })[0]).toContain(
    "SL_MISSING_CAPABILITY",
  );
});

it("refuses a drawn delay of 0 from a neuron to its own population", async () => {
  const network: NetworkRecord = {
    ...head,
    convention: "brian2",
    populations: { n: { model: "lif-delta", size: 4 } },
    projections: [
      {
        from: "n",
        to: "n",
        connector: { kind: "all-to-all" },
        weight: "1 mV",
        delay: { formula: "i*0.5*ms" },
      },
    ],
  };
  await expect(run(network, { stack, backend, for: "1 ms" })).rejects.toMatchObject({
    code: "SL_INSTANT_DELAY",
  });
});

it("stops a neuron that spikes again and again at one time", async () => {
  const network: NetworkRecord = {
    ...head,
    populations: {
      n: {
        model: "lif-delta",
        size: 1,
        parameters: { v_reset: "10 mV", v_threshold: "5 mV", tau_refrac: "0 ms" },
        initial: { v: "20 mV" },
      },
    },
  };
  await expect(run(network, { stack, backend, for: "1 ms" })).rejects.toMatchObject({
    code: "SL_ENDLESS_SPIKES",
  });
});

it("estimates memory whose parts add up", () => {
  const network: NetworkRecord = {
    ...head,
    populations: { n: { model: "lif-delta", size: 100 } },
    projections: [
      { from: "n", to: "n", connector: { kind: "fixed-indegree", n: 10 }, weight: "1 mV" },
    ],
  };
  const { bytes, parts, synapses } = estimateNetwork(network, { stack, backend });
  expect(synapses).toBe(1000);
  expect(parts.reduce((sum, part) => sum + part.bytes, 0)).toBe(bytes);
});

it("integrates a quadratic neuron to its closed form", async () => {
  const qif: NeuronRecord = defineNeuron({
    name: "quadratic",
    about: "Quadratic neuron.",
    parameters: {},
    state: { v: { initial: "-10 mV", unit: "mV", about: "potential" } },
    dynamics: { v: "(v * v + 1*mV**2) / (1*mV*ms)" },
    spike: { when: "v >= 30*mV", reset: { v: "-10*mV" } },
  });
  const network: NetworkRecord = {
    ...head,
    populations: { n: { model: qif, size: 1 } },
    record: [{ population: "n", variables: ["spikes"] }],
  };
  const period = Math.atan(30) - Math.atan(-10);
  expectNear(await timesOf(network, "10 ms"), [period, 2 * period, 3 * period], 1e-8);
});
