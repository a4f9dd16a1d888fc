import { defineNeuron, type NetworkRecord } from "@spikeloom/kernel";
import { stream, streamKey } from "@spikeloom/random";
import { run, simulate } from "@spikeloom/simulate";
import { expect, it } from "vitest";
import { defaultStack as stack } from "../../../tools/test/default-stack.ts";
import { draws } from "../../../tools/test/draws.ts";
import { event as backend } from "../src/index.ts";

const head = { format: "spikeloom-network", version: 1, dt: "0.1 ms", convention: "nest" } as const;
const size = 20;

/** Leaky neuron whose spikes are drawn from a rate that depends on its potential. */
const drawn = defineNeuron({
  name: "drawn",
  about: "Leaky neuron with escape noise.",
  parameters: {
    r: { default: "0.05 1/ms", about: "rate at rest" },
    tau: { default: "10 ms", about: "time constant" },
    pause: { default: "3 ms", about: "refractory period" },
  },
  receptors: { in: { unit: "mV", about: "jump", on: { v: "v + weight" } } },
  state: { v: { initial: "0 mV", unit: "mV", about: "potential" } },
  dynamics: { v: "-v / tau" },
  spike: {
    rate: "r * exp(v / (5 * mV))",
    reset: { v: "-4*mV" },
    refractory: { for: "pause", hold: ["v"] },
  },
});

const kicks = [1.3, 4.7, 5.1, 12.9, 20.2, 21, 33.3, 40.04];
const network: NetworkRecord = {
  ...head,
  populations: {
    s: { model: "spike-array", size: 1, times: [kicks.map((one) => `${one - 0.5} ms`)] },
    n: { model: drawn, size },
  },
  projections: [
    {
      from: "s",
      to: "n",
      connector: { kind: "all-to-all" },
      weight: "6 mV",
      delay: "0.5 ms",
    } as never,
  ],
  record: [{ population: "n", variables: ["spikes"] }],
};

/** Integral of the rate from one time to another, from the potential at the first one. */
function integral(from: number, until: number, v: number): number {
  // Simpson's rule on intervals of 1 us: an error below 1e-12.
  const parts = Math.max(2, 2 * Math.ceil((until - from) * 500));
  const h = (until - from) / parts;
  let sum = 0;
  for (let k = 0; k <= parts; k++) {
    const rate = 0.05 * Math.exp((v * Math.exp((-k * h) / 10)) / 5);
    sum += rate * (k === 0 || k === parts ? 1 : k % 2 === 1 ? 4 : 2);
  }
  return (sum * h) / 3;
}

it("spikes when the integrated rate reaches an exponential number of its stream", async () => {
  const seed = 5;
  const { recordings } = await run(network, { stack, backend, seed, for: "60 ms" });
  const { neurons = [], times = [] } = recordings[0]?.spikes ?? {};
  expect(times.length).toBeGreaterThan(60);
  const escapes = stream(streamKey(seed, "escape/n", 0), 0);
  for (let n = 0; n < size; n++) {
    escapes.seek(n);
    const own = [...times].filter((_, k) => neurons[k] === n);
    let [v, at, reached] = [0, 0, 0];
    const events = [
      ...own.map((time) => ({ time, isSpike: true })),
      ...kicks.map((time) => ({ time, isSpike: false })),
    ].sort((a, b) => a.time - b.time);
    for (const { time, isSpike } of events) {
      // Jumps in the refractory period are lost.
      if (time < at) continue;
      reached += integral(at, time, v);
      v *= Math.exp((at - time) / 10);
      at = time;
      if (!isSpike) v += 6;
      else {
        expect(Math.abs(reached - escapes.exponential())).toBeLessThan(1e-9);
        [v, at, reached] = [-4, time + 3, 0];
      }
    }
  }
});

it("draws the same spikes in pieces and from checkpoints", async () => {
  const whole = await run(network, { stack, backend, seed: 3, for: "60 ms" });
  const pieces = await simulate(network, { stack, backend, seed: 3 });
  await pieces.advance("17.3 ms");
  await pieces.state("n", "v");
  const saved = await pieces.save();
  await pieces.advance("42.7 ms");
  const { spikeHash } = await pieces.result();
  expect(spikeHash).toBe(whole.spikeHash);
  await pieces.restore(saved);
  await pieces.advance("42.7 ms");
  expect((await pieces.result()).spikeHash).toBe(whole.spikeHash);
});

it.each(["gif-cond-exp", "spike-response-model"])(
  "%s fires as often as in steps",
  async (model) => {
    const many = draws({ ci: 40, long: 300 });
    const driven: NetworkRecord = {
      ...head,
      populations: { n: { model, size: many } },
      stimuli: [
        {
          kind: "poisson",
          into: "n",
          receptor: model === "gif-cond-exp" ? "excitatory" : "psp",
          rate: "800 Hz",
          weight: model === "gif-cond-exp" ? "10 nS" : "1.5 mV",
        } as never,
      ],
      record: [],
    };
    const clock = stack.list("backend").find(({ name }) => name === "clock") as typeof backend;
    const count = async (on: typeof backend) => {
      const { spikeCounts } = await run(driven, { stack, backend: on, seed: 2, for: "100 ms" });
      return spikeCounts["n"] ?? Number.NaN;
    };
    const [exact, steps] = [await count(backend), await count(clock)];
    expect(exact).toBeGreaterThan(many);
    // Refractoriness makes counts less variable than those of two Poisson processes; steps of 0.1 ms shift rates by below 1 %.
    expect(Math.abs(exact - steps)).toBeLessThan(3 * Math.sqrt(exact + steps) + 0.01 * steps);
  },
);
