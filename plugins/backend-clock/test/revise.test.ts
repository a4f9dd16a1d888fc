import type { NetworkRecord, SavedState, Simulation, Value } from "@spikeloom/kernel";
import { checkRun, planNetwork, simulate as stepwise } from "@spikeloom/simulate";
import { describe, expect, it } from "vitest";
import { long } from "../../../tools/test/draws.ts";
import { prepareJob } from "../../../tools/test/prepare-job.ts";
import { clock } from "../src/index.ts";
import { networks, open } from "./checkpoint-networks.ts";
import { leaky, type Network, poisson, source, stack } from "./simulate.ts";

const recordOf = (network: Network): NetworkRecord => ({
  format: "spikeloom-network",
  version: 1,
  ...network,
});

interface Options {
  readonly target?: "wasm" | "js";
  readonly shards?: number;
  readonly precision?: "f64" | "f32";
  readonly carried?: SavedState;
  readonly redrawn?: readonly string[];
}

function prepare(network: Network, options: Options = {}): Promise<Simulation> {
  const { target = "wasm", shards = 1, precision = "f64", carried, redrawn = [] } = options;
  return prepareJob(clock({ target }), {
    network: recordOf(network),
    stack,
    seed: 5,
    precision,
    shards,
    workers: 1,
    open: true,
    revisable: true,
    ...(carried !== undefined && { carried: { ...carried, redrawn } }),
    sink: { spikes: () => undefined, samples: () => undefined },
  });
}

/** All observable values of a simulation. */
async function seen(network: Network, simulation: Simulation): Promise<unknown> {
  const values = Object.entries(network.populations).flatMap(([name, { model }]) => {
    const state = typeof model === "object" && "state" in model ? (model.state ?? {}) : {};
    return Object.keys(state).map((variable) => simulation.state(name, variable));
  });
  const weights = (network.projections ?? []).map(async ({ name, plasticity, synapse }) => {
    if (name === undefined || (plasticity === undefined && synapse === undefined)) return [];
    return [await simulation.synapseState?.(name, "weight")];
  });
  const seen = [await Promise.all(values), await Promise.all(weights)];
  return [simulation.step, await simulation.spikeHash(), ...seen];
}

async function carryOn(network: Network, pieces: readonly number[], options: Options = {}) {
  let simulation = await prepare(network, options);
  for (const [k, steps] of pieces.entries()) {
    if (k > 0) {
      const carried = (await simulation.carry?.()) as SavedState;
      await simulation.close();
      simulation = await prepare(network, { ...options, carried });
    }
    await simulation.advance(steps);
  }
  const all = await seen(network, simulation);
  await simulation.close();
  return all;
}

const cannot = new Set(["drawn rows", "synapses that come and go"]);
const able = Object.entries(networks).filter(([name]) => !cannot.has(name));

const ways = [
  { target: "js" },
  { target: "wasm", shards: 3 },
  { target: "wasm", precision: "f32" },
] as const;

/** All ways under `--long`, otherwise one in rotation in addition to the usual one. */
const storageEstimates = (k: number) => [
  { target: "wasm" } as const,
  ...ways.filter((_, row) => long || row === k % ways.length),
];

describe.each(able)("a network that is replaced by itself: %s", (name, network) => {
  const place = able.findIndex(([one]) => one === name);
  it.each(storageEstimates(place))("behaves as if it were not, %o", async (options) => {
    // After the first window of drawn spike trains, unless that takes long.
    const [middle, last] = options.target === "js" ? [33, 29] : [333, 696];
    const whole = await carryOn(network, [71 + middle + last], options);
    expect(await carryOn(network, [1, 70, middle, last], options)).toEqual(whole);
  });
});

/** A neuron that integrates without a leak, for a current or jumps. */
function chain(weight: Value, delay: string, times: readonly string[]): Network {
  return {
    populations: {
      s: { model: source, size: 1, times: [times] },
      e: { model: leaky({ tau: "1e9 s" }), size: 1 },
    },
    projections: [{ from: "s", to: "e", connector: { kind: "all-to-all" }, weight, delay }],
    record: [{ population: "e", variables: ["spikes"] }],
  };
}

const backend = clock();
const options = { stack, backend, revisable: true } as const;

describe("a network that is changed during a run", () => {
  it("accepts individual values in place of a shared one, and the other way round", async () => {
    const of = (tau: Value): Network => ({
      populations: {
        e: { model: leaky, size: 3, parameters: { tau }, initial: { v: "10 mV" } },
      },
    });
    const sim = await stepwise(recordOf(of("10 ms")), options);
    await sim.advance("5 ms");
    await sim.revise(recordOf(of(["5 ms", "10 ms", "20 ms"])));
    await sim.advance("5 ms");
    await sim.revise(recordOf(of("40 ms")));
    await sim.advance("5 ms");
    const expected = [5, 10, 20].map((tau) => 10 * Math.exp(-0.5 - 5 / tau - 5 / 40));
    [...(await sim.state("e", "v")).values].forEach((v, k) => {
      expect(v).toBeCloseTo(expected[k] as number, 12);
    });
    await sim.close();
  });

  it("redraws from then on for a source whose rate has changed", async () => {
    const of = (rate: string): Network => ({
      populations: { p: { model: poisson, size: 200, parameters: { rate } } },
    });
    const sim = await stepwise(recordOf(of("20 Hz")), options);
    const counts: number[] = [];
    const trains: string[] = [];
    for (const rate of ["20 Hz", "200 Hz", "0 Hz", "200 Hz"]) {
      await sim.revise(recordOf(of(rate)));
      await sim.advance("500 ms");
      const { steps, neurons } = sim.spikes("p");
      counts.push(steps.length);
      trains.push(`${steps.map((step) => step % 5000)} ${neurons}`);
    }
    // 200 neurons over 0.5 s; five standard deviations of a Poisson count.
    expect(Math.abs((counts[0] as number) - 2000)).toBeLessThan(5 * Math.sqrt(2000));
    expect(Math.abs((counts[1] as number) - 20000)).toBeLessThan(5 * Math.sqrt(20000));
    expect(counts[2]).toBe(0);
    expect(Math.abs((counts[3] as number) - 20000)).toBeLessThan(5 * Math.sqrt(20000));
    expect(trains[3]).not.toBe(trains[1]);
    await sim.close();
  });

  it("sends spikes drawn at the time of the change in the next step", async () => {
    const of = (rate: string): Network => ({
      populations: { p: { model: poisson, size: 500, parameters: { rate } } },
    });
    const sim = await stepwise(recordOf(of("1 Hz")), options);
    await sim.advance("1 ms");
    sim.spikes("p");
    // 2 spikes per step each: one of them is within rounding of the change.
    await sim.revise(recordOf(of("20 kHz")));
    await sim.advance("0.1 ms");
    const { steps } = sim.spikes("p");
    // Spikes are stamped with the end of their step.
    expect(new Set(steps)).toEqual(new Set([11]));
    expect(Math.abs(steps.length - 1000)).toBeLessThan(5 * Math.sqrt(1000));
    await sim.close();
  });

  it.each([
    ["wasm", 100],
    ["js", 20],
  ] as const)("follows the rate of a stimulus, on %s", async (target, size) => {
    const of = (rate: string): Network => ({
      populations: { e: { model: leaky({ tau: "1e9 s" }), size } },
      stimuli: [{ kind: "poisson", into: "e", rate, weight: "0.01 mV" }],
    });
    const sim = await stepwise(recordOf(of("5 Hz")), { ...options, backend: clock({ target }) });
    const sum = async (): Promise<number> =>
      (await sim.state("e", "v")).values.reduce((all, v) => all + v / 0.01, 0);
    await sim.advance("400 ms");
    let before = await sum();
    expect(Math.abs(before - 2 * size)).toBeLessThan(5 * Math.sqrt(2 * size));
    for (const rate of [50, 5, 1000, 100]) {
      await sim.revise(recordOf(of(`${rate} Hz`)));
      await sim.advance("400 ms");
      const [after, mean] = [await sum(), size * 0.4 * rate];
      // Five standard deviations of a Poisson count.
      expect(Math.abs(after - before - mean)).toBeLessThan(5 * Math.sqrt(mean));
      before = after;
    }
    await sim.close();
  });

  it("keeps values set by code, and spikes that were not requested yet", async () => {
    const network: Network = { populations: { e: { model: leaky, size: 2 } } };
    const sim = await stepwise(recordOf(network), options);
    await sim.setInput("e", "3 nA");
    await sim.advance("20 ms");
    await sim.revise(recordOf({ ...network, record: [{ population: "e", variables: ["v"] }] }));
    await sim.advance("20 ms");
    const control = await stepwise(recordOf(network), options);
    await control.setInput("e", "3 nA");
    await control.advance("40 ms");
    expect(sim.spikes("e")).toEqual(control.spikes("e"));
    expect(sim.spikes("e").steps).toHaveLength(0);
    expect(await sim.state("e", "v")).toEqual(await control.state("e", "v"));
    await Promise.all([sim.close(), control.close()]);
  });

  it("accepts populations and projections that are appended", async () => {
    const small = chain("1 mV", "1 ms", ["1 ms", "30 ms"]);
    const sim = await stepwise(recordOf(small), options);
    await sim.advance("10 ms");
    const all = { kind: "all-to-all" } as const;
    await sim.revise(
      recordOf({
        ...small,
        populations: { ...small.populations, late: { model: leaky, size: 4 } },
        projections: [
          ...(small.projections ?? []),
          { from: "s", to: "late", connector: all, weight: "2 mV", delay: "1 ms" },
        ],
      }),
    );
    await sim.advance("22 ms");
    expect((await sim.state("e", "v")).values[0]).toBeCloseTo(2, 9);
    expect((await sim.state("late", "v")).values[3]).toBeGreaterThan(1.5);
    await sim.close();
  });

  it("can be saved and forked after a change", async () => {
    const sim = await stepwise(recordOf(open), { ...options, seed: 9 });
    await sim.advance("5 ms");
    await sim.revise(recordOf(open));
    await sim.advance("5 ms");
    const fork = await sim.fork();
    await sim.advance("9 ms");
    await fork.advance("9 ms");
    expect(await fork.state("e", "v")).toEqual(await sim.state("e", "v"));
    await Promise.all([sim.close(), fork.close()]);
  });

  it("refuses changes that its state cannot follow", async () => {
    const of = (size: number): NetworkRecord =>
      recordOf({ populations: { e: { model: leaky, size } } });
    const sim = await stepwise(of(40), options);
    await sim.advance("1 ms");
    await expect(sim.revise(of(80))).rejects.toThrow(/SL_CARRIED/);
    const fixed = await stepwise(of(40), { stack, backend });
    await expect(fixed.revise(of(40))).rejects.toThrow(/SL_NOT_REVISABLE at revise: /);
    await Promise.all([sim.close(), fixed.close()]);
  });

  it.each([...cannot])("refuses %s", async (name) => {
    await expect(prepare(networks[name] as Network)).rejects.toThrow(/SL_NOT_REVISABLE/);
  });

  it.each([...cannot])("is checked before, and refuses %s", (name) => {
    const given = recordOf(networks[name] as Network);
    const codes = (revisable?: boolean): readonly string[] =>
      checkRun(given, { stack, backend, revisable }).map(({ code }) => code);
    expect(codes()).toEqual([]);
    expect(codes(true)).toEqual(["SL_NOT_REVISABLE"]);
    const memory = 2 ** 40;
    const planned = (): unknown => planNetwork(given, { stack, backend, memory, revisable: true });
    expect(planned).toThrow(/SL_NOT_REVISABLE/);
  });
});
