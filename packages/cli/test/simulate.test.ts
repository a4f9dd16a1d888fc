import { readFileSync } from "node:fs";
import { describe, expect, it, vi } from "vitest";
import {
  allToAll,
  clock,
  type NetworkRecord,
  network,
  neurons,
  plasticity,
  population,
  projection,
  readNetwork,
  run,
  type Simulated,
  simulate,
} from "../src/index.ts";
import { fixture } from "./spikeloom.ts";

vi.setConfig({ testTimeout: 60_000 });

const learns = readNetwork(readFileSync(fixture("learns.json"), "utf8"));

/** Inputs whose spikes a program sends, onto one neuron that learns from reward. */
function rewarded(): NetworkRecord {
  const inputs = population(neurons.spikeArray(), 20);
  const output = population(neurons.lifCurrExp(), 1);
  const learning = projection(inputs, output, {
    name: "learning",
    receptor: "excitatory",
    connector: allToAll(),
    weight: "200 pA",
    plasticity: plasticity.rStdp({ tau_e: "100 ms", eta: "5 pA", w_max: "400 pA", trials: 20 }),
  });
  return network({ populations: { inputs, output }, projections: [learning] });
}

async function trial(
  sim: Simulated,
  first: number,
  reward: (fired: number) => number,
): Promise<void> {
  const group = Array.from({ length: 10 }, (_, k) => first + k);
  for (let k = 0; k < 5; k++) {
    await sim.sendSpikes("inputs", group);
    await sim.advance("5 ms");
  }
  await sim.advance("75 ms");
  await sim.setModulator("learning", "reward", reward(sim.spikes("output").times.length));
  await sim.trigger("learning", "reward");
  await sim.advance("0.1 ms");
}

const meanOf = (values: Float64Array): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

describe("a network of the clock backend that is run step by step", () => {
  it.each(["wasm", "js"] as const)(
    "yields in ten pieces, each from the previous checkpoint, the result of one run (%s)",
    async (target) => {
      const backend = clock({ target });
      const duration = target === "js" ? "50 ms" : "500 ms";
      const whole = await run(learns, { backend, for: duration });
      let sim = await simulate(learns, { backend });
      const steps: number[] = [];
      for (let piece = 0; piece < 10; piece++) {
        await sim.advance(target === "js" ? "5 ms" : "50 ms");
        steps.push(...sim.spikes("E").steps);
        const saved = await sim.save();
        await sim.close();
        sim = await simulate(learns, { backend, from: saved });
      }
      const spikes = whole.recordings[0]?.spikes?.steps ?? new Int32Array(0);
      expect(spikes.length).toBeGreaterThan(0);
      expect(steps).toEqual([...spikes]);
      expect((await sim.result()).spikeHash).toBe(whole.spikeHash);
      const last = whole.synapseRecordings[0]?.sets[0]?.snapshots.get("weight")?.values;
      const weights = (await sim.weights("S->E")).values;
      expect([...weights]).toEqual([...(last?.slice(-weights.length) ?? [])]);
      await sim.close();
    },
  );

  it("learns from reward given by code: inputs that earn it grow, the others shrink", async () => {
    const sim = await simulate(rewarded(), { seed: 4 });
    for (let k = 0; k < 150; k++) {
      await trial(sim, 0, (fired) => fired);
      await trial(sim, 10, (fired) => -fired);
    }
    const { values, unit } = await sim.weights("learning");
    expect(unit).toBe("pA");
    // They all started at 200 pA. The bounds are 0 and 400 pA.
    expect(meanOf(values.subarray(0, 10))).toBeGreaterThan(200);
    expect(meanOf(values.subarray(10))).toBeLessThan(130);
    await sim.close();
  });

  it("forks: from then on, both runs diverge, each as it would have alone", async () => {
    const sim = await simulate(rewarded(), { seed: 4 });
    for (let k = 0; k < 10; k++) await trial(sim, 0, (fired) => fired);
    const fork = await sim.fork();
    const saved = await sim.save();
    for (let k = 0; k < 10; k++) {
      await trial(sim, 0, (fired) => fired);
      await trial(fork, 0, (fired) => -fired);
    }
    const mean = async (one: Simulated): Promise<number> =>
      meanOf((await one.weights("learning")).values.subarray(0, 10));
    expect(await mean(sim)).toBeGreaterThan((await mean(fork)) + 20);
    const before = (await sim.weights("learning")).values;
    await sim.restore(saved);
    for (let k = 0; k < 10; k++) await trial(sim, 0, (fired) => fired);
    expect((await sim.weights("learning")).values).toEqual(before);
    await Promise.all([sim.close(), fork.close()]);
  });

  it("accepts given potentials, currents and weights", async () => {
    const sim = await simulate(rewarded(), { seed: 4 });
    await sim.setState("output", "v", "-55 mV");
    expect(await sim.state("output", "v")).toEqual({ values: Float64Array.of(-55), unit: "mV" });
    await sim.setWeights("learning", "0 pA");
    await sim.sendSpikes("inputs", [0, 1, 2]);
    await sim.advance("20 ms");
    // Spikes with zero weight leave a potential below the threshold unchanged: it decays to rest.
    expect(sim.spikes("output").steps).toHaveLength(0);
    expect(sim.spikes("inputs").neurons).toEqual(Uint32Array.of(0, 1, 2));
    await sim.setInput("output", "1 nA");
    await sim.advance("100 ms");
    expect(sim.spikes("output").steps.length).toBeGreaterThan(3);
    await sim.setInput("output", 0);
    await sim.advance("200 ms");
    sim.spikes("output");
    await sim.advance("200 ms");
    expect(sim.spikes("output").steps).toHaveLength(0);
    await sim.close();
  });
});
