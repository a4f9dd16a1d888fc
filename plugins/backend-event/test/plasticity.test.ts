import type { NetworkRecord, ProjectionRecord } from "@spikeloom/kernel";
import { estimateNetwork, run, type Simulated, simulate } from "@spikeloom/simulate";
import { describe, expect, it } from "vitest";
import { defaultStack as stack } from "../../../tools/test/default-stack.ts";
import { drawSeed, draws, newDraw } from "../../../tools/test/draws.ts";
import { event as backend } from "../src/index.ts";
import { drawnNetwork } from "./drawn-networks.ts";

const head = { format: "spikeloom-network", version: 1, dt: "0.1 ms" } as const;
const cases = Array.from({ length: draws({ ci: 5, long: 50 }) }, (_, k) => k);

/** Ascending times off the grid, in ms. */
function train(draw: (below: number) => number, count: number, span: number): number[] {
  const times = Array.from({ length: count }, () => 0.5 + (draw(1e9) / 1e9) * span);
  return times.sort((a, b) => a - b);
}

const texts = (times: readonly number[]) => times.map((one) => `${one} ms`);

/**
 * A plastic synapse between two given trains: a source, and a neuron that a jump makes spike at each of its times.
 *
 * The jump arrives after 1 ms.
 */
function between(
  pre: readonly number[],
  post: readonly number[],
  plastic: Partial<ProjectionRecord>,
): NetworkRecord {
  const delay = "1 ms";
  return {
    ...head,
    populations: {
      pre: { model: "spike-array", size: 1, times: [texts(pre)] },
      kick: { model: "spike-array", size: 1, times: [texts(post)] },
      post: { model: "lif-delta", size: 1, parameters: { tau_refrac: "0 ms" } },
    },
    projections: [
      {
        name: "kicks",
        from: "kick",
        to: "post",
        connector: { kind: "one-to-one" },
        weight: "1000 mV",
        delay,
      },
      {
        name: "w",
        from: "pre",
        to: "post",
        connector: { kind: "one-to-one" },
        weight: "1e-9 mV",
        delay: "1.3 ms",
        ...plastic,
      } as ProjectionRecord,
    ],
    recordSynapses: [{ projection: "w", every: "5 ms" }],
    record: [{ population: "post", variables: ["spikes"] }],
  };
}

/** Pair rule with weight units that fit, from the same parts as the published ones. */
const pairRule = {
  kind: "plasticity",
  contract: 1,
  name: "pair",
  about: "Additive pair rule without bounds.",
  cite: ["doi:10.1038/78829"],
  weightUnit: "mV",
  parameters: {
    tau_plus: { default: "17 ms", about: "decay of x" },
    tau_minus: { default: "34 ms", about: "decay of y" },
    a_plus: { default: "1e-4 mV", about: "potentiation" },
    a_minus: { default: "0.6e-4 mV", about: "depression" },
  },
  traces: {
    x: { of: "pre", decay: "tau_plus", about: "of the source" },
    y: { of: "post", decay: "tau_minus", about: "of the target" },
  },
  on: {
    pre: { x: "x + 1", weight: "weight - a_minus * y" },
    post: { y: "y + 1", weight: "weight + a_plus * x" },
  },
} as const;

/** Sum over all pairs: the arrival of each presynaptic spike, the delayed time of each postsynaptic one. */
function pairSum(arrivals: readonly number[], spikes: readonly number[], until: number): number {
  let weight = 1e-9;
  for (const a of arrivals) {
    for (const s of spikes) {
      if (a >= until || s >= until) continue;
      // Of simultaneous spikes, the arrival acts first: the pair counts as pre before post.
      if (a <= s) weight += 1e-4 * Math.exp((a - s) / 17);
      else weight -= 0.6e-4 * Math.exp((s - a) / 34);
    }
  }
  return weight;
}

describe("the pair rule between two given trains", () => {
  it.each(cases)("gives the sum over all pairs to 1e-12 (case %i)", async (k) => {
    const draw = newDraw(drawSeed, k);
    const [pre, post] = [train(draw, 60, 300), train(draw, 60, 300)];
    // One exact coincidence of an arrival and a spike.
    pre[7] = 64;
    post[9] = 64.3;
    const network = between(
      pre.sort((a, b) => a - b),
      post.sort((a, b) => a - b),
      { plasticity: pairRule as never, dendritic: 0 },
    );
    const { recordings, synapseRecordings } = await run(network, { stack, backend, for: "310 ms" });
    const spikes = [...(recordings[0]?.spikes?.times ?? [])];
    expect(spikes.length).toBe(60);
    const { times = [], values = [] } =
      synapseRecordings[0]?.sets[0]?.snapshots.get("weight") ?? {};
    expect(times.length).toBe(63);
    for (const [row, time] of times.entries()) {
      const expected = pairSum(
        pre.map((one) => one + 1.3),
        spikes,
        time,
      );
      expect(Math.abs((values[row] as number) - expected)).toBeLessThan(1e-12 * 1e-2);
    }
  });

  it.each([0.25, 0.5, 1])("counts a dendritic share of the delay of %f", async (dendritic) => {
    const draw = newDraw(drawSeed, 11);
    const [pre, post] = [train(draw, 40, 200), train(draw, 40, 200)];
    const network = between(pre, post, { plasticity: pairRule as never, dendritic });
    const simulated = await simulate(network, { stack, backend });
    await simulated.advance("260 ms");
    const { recordings } = await simulated.result();
    const [weight = Number.NaN] = (await simulated.synapses("w", "weight")).values;
    await simulated.close();
    const spikes = [...(recordings[0]?.spikes?.times ?? [])];
    const expected = pairSum(
      pre.map((one) => one + 1.3 * (1 - dendritic)),
      spikes.map((one) => one + 1.3 * dendritic),
      1e9,
    );
    expect(Math.abs(weight - expected)).toBeLessThan(1e-14);
  });
});

/** Short-term plasticity as published: use and resources at each spike, from those after the one before. */
function tsodyksMarkram(
  times: readonly number[],
  { u_0, tau_facil, tau_rec }: { u_0: number; tau_facil: number; tau_rec: number },
): number[] {
  let [u, x, before] = [0, 1, Number.NEGATIVE_INFINITY];
  return times.map((time) => {
    const gap = time - before;
    // Tsodyks, Pawelzik and Markram 1998, equations 2 to 4.
    u = before === Number.NEGATIVE_INFINITY ? 0 : u * Math.exp(-gap / tau_facil);
    x = before === Number.NEGATIVE_INFINITY ? 1 : 1 - (1 - x) * Math.exp(-gap / tau_rec);
    u += u_0 * (1 - u);
    const used = u * x;
    x -= used;
    before = time;
    return used;
  });
}

it.each(cases)("Tsodyks-Markram synapses follow the published recursion (case %i)", async (k) => {
  const draw = newDraw(drawSeed, 40 + k);
  const pre = train(draw, 50, 900);
  const values = {
    u_0: 0.05 + draw(90) / 100,
    tau_facil: 20 + draw(500),
    tau_rec: 20 + draw(900),
  };
  const network: NetworkRecord = {
    ...head,
    populations: {
      pre: { model: "spike-array", size: 1, times: [texts(pre)] },
      // Without leak and threshold, its potential is the sum of everything that arrived.
      post: { model: "if-delta", size: 1, parameters: { v_threshold: "1e6 mV" } },
    },
    projections: [
      {
        from: "pre",
        to: "post",
        connector: { kind: "one-to-one" },
        weight: "1 mV",
        delay: "0.7 ms",
        synapse: {
          model: "tsodyks-markram",
          parameters: {
            u_0: values.u_0,
            tau_facil: `${values.tau_facil} ms`,
            tau_rec: `${values.tau_rec} ms`,
          },
        },
      } as never,
    ],
    record: [{ population: "post", variables: ["v"], every: "10 ms" }],
  };
  const { recordings } = await run(network, { stack, backend, for: "910 ms" });
  const { times = [], values: v = [] } = recordings[0]?.samples.get("v") ?? {};
  const used = tsodyksMarkram(pre, values);
  const start = (v[0] as number) - sumBefore(times[0] ?? 0);
  function sumBefore(time: number): number {
    return used.reduce((sum, one, j) => sum + ((pre[j] as number) + 0.7 < time ? one : 0), 0);
  }
  expect(used.length).toBe(50);
  for (const [row, time] of times.entries()) {
    expect(Math.abs((v[row] as number) - start - sumBefore(time))).toBeLessThan(1e-12 * 50);
  }
});

const current = { model: "lif-curr-exp", weight: "0.4 nA", current: "0.9 nA" } as const;
const receptors = ["excitatory", "inhibitory"] as const;

/** A drawn network whose inputs learn, and whose recurrent synapses have short-term plasticity. */
function learning(k: number): NetworkRecord {
  const network = drawnNetwork({ ...current, receptors }, newDraw(drawSeed, 70 + k));
  const [inputs, recurrent] = network.projections as readonly ProjectionRecord[];
  const rule = {
    ...pairRule,
    weightUnit: "nA",
    parameters: {
      ...pairRule.parameters,
      a_plus: { default: "0.01 nA", about: "potentiation" },
      a_minus: { default: "0.006 nA", about: "depression" },
    },
  };
  return {
    ...network,
    projections: [
      { ...inputs, name: "inputs", plasticity: rule, dendritic: 0.25 } as never,
      { ...recurrent, name: "recurrent", synapse: "tsodyks-markram" } as never,
    ],
  };
}

async function learnt(simulated: Simulated) {
  const { spikeHash } = await simulated.result();
  const { values } = await simulated.synapses("inputs", "weight");
  return { spikeHash, weights: [...values] };
}

it.each(cases)("a learning network gives the same bits in pieces (case %i)", async (k) => {
  const draw = newDraw(drawSeed, 80 + k);
  const open = (network: NetworkRecord) => simulate(network, { stack, backend, seed: 4 });
  const network = learning(k);
  const whole = await open(network);
  const before = [...(await whole.synapses("inputs", "weight")).values];
  await whole.advance("60 ms");
  const expected = await learnt(whole);
  expect(expected.weights).not.toEqual(before);

  const pieces = await open(network);
  let saved: Awaited<ReturnType<Simulated["save"]>> | undefined;
  let since = 0;
  for (let step = 0; step < 600; ) {
    const length = Math.min(600 - step, 1 + draw(40));
    await pieces.advance(`${length / 10} ms`);
    await pieces.synapses("inputs", "weight");
    step += length;
    if (saved !== undefined || step < 200) continue;
    saved = await pieces.save();
    since = step;
  }
  expect(await learnt(pieces)).toEqual(expected);
  if (saved === undefined) throw new Error("no checkpoint");
  await pieces.restore(saved);
  await pieces.advance(`${(600 - since) / 10} ms`);
  expect(await learnt(pieces)).toEqual(expected);

  // A projection that never sends divides time into shorter windows.
  const silent = { model: "spike-array", size: 1, times: [[]] };
  const other = await open({
    ...network,
    populations: { ...network.populations, silent },
    projections: [
      ...(network.projections ?? []),
      {
        from: "silent",
        to: "n",
        receptor: "excitatory",
        connector: { kind: "all-to-all" },
        weight: 0,
        delay: "0.07 ms",
      } as never,
    ],
  });
  await other.advance("60 ms");
  expect(await learnt(other)).toEqual(expected);
});

it("weights of the clock approach the exact ones in proportion to dt", async () => {
  const draw = newDraw(drawSeed, 90);
  const size = 50;
  const trains = () => Array.from({ length: size }, () => texts(train(draw, 30, 150)));
  const [pre, post] = [trains(), trains()];
  const one = between([], [], { plasticity: pairRule as never, dendritic: 0 });
  const network: NetworkRecord = {
    ...one,
    populations: {
      pre: { model: "spike-array", size, times: pre },
      kick: { model: "spike-array", size, times: post },
      post: { ...one.populations["post"], size } as never,
    },
    recordSynapses: [],
    record: [],
  };
  const clock = stack.list("backend").find(({ name }) => name === "clock");
  const weights = async (dt: string, on = clock) => {
    const simulated = await simulate({ ...network, dt }, { stack, backend: on as typeof backend });
    await simulated.advance("160 ms");
    const { values } = await simulated.synapses("w", "weight");
    await simulated.close();
    return values;
  };
  const exact = await weights("0.1 ms", backend);
  const errors: number[] = [];
  for (const dt of ["0.4 ms", "0.2 ms", "0.1 ms", "0.05 ms"]) {
    const values = await weights(dt);
    const sum = values.reduce((all, value, k) => all + Math.abs(value - (exact[k] as number)), 0);
    errors.push(sum / size);
  }
  // Over 8 times the step: 8 times the error, within the spread of a mean over so many trains.
  const [coarse = 0, , , fine = 0] = errors;
  expect(coarse / fine).toBeGreaterThan(5);
  expect(coarse / fine).toBeLessThan(12);
  // Times differ by about a step, and a pair then by a_plus dt / tau_plus or by its order.
  expect(fine).toBeLessThan(30 * 1.6e-4 * 0.05);
});

it("counts the bytes of plastic synapses", () => {
  const plain = drawnNetwork({ ...current, receptors }, newDraw(drawSeed, 70));
  const bytesOf = (network: NetworkRecord) =>
    estimateNetwork(network, { stack, backend }).projections;
  const [inputs, recurrent] = bytesOf(learning(0));
  const [other, more] = bytesOf(plain);
  // A weight, the time of its last event and a count; Tsodyks-Markram synapses have two variables more.
  expect((inputs?.bytes ?? 0) - (other?.bytes ?? 0)).toBe((8 + 12) * (inputs?.synapses ?? 0));
  expect((recurrent?.bytes ?? 0) - (more?.bytes ?? 0)).toBe(
    (8 * 3 + 12) * (recurrent?.synapses ?? 0),
  );
});
