import { clock } from "@spikeloom/backend-clock";
import type { BackendRecord, NetworkRecord } from "@spikeloom/kernel";
import { run, simulate } from "@spikeloom/simulate";
import { describe, expect, it } from "vitest";
import { chips, notesOf, onChip, stack } from "./run-chip.ts";

const parameters = {
  tau_m: "10 ms",
  tau_syn_exc: "5 ms",
  tau_syn_inh: "5 ms",
  v_rest: "-68 mV",
  v_reset: "-65 mV",
  tau_refrac: "3 ms",
};

/** Neurons in physical units that excite and inhibit each other. */
function network(weight: number, change: Partial<NetworkRecord> = {}): NetworkRecord {
  const connector = { kind: "fixed-probability", p: 0.1 };
  const receptor = "excitatory";
  return {
    format: "spikeloom-network",
    version: 1,
    dt: "0.5 ms",
    duration: "400 ms",
    populations: {
      P: { model: "poisson", size: 100, parameters: { rate: "40 Hz" } },
      E: {
        model: "lif-curr-exp",
        size: 80,
        parameters: { ...parameters, i_offset: { draw: "uniform", low: "0.1 nA", high: "0.2 nA" } },
        initial: { v: { draw: "uniform", low: "-70 mV", high: "-56 mV" } },
      },
      I: { model: "lif-curr-exp", size: 20, parameters },
    },
    projections: [
      { from: "P", to: "E", receptor, connector, weight: `${weight} nA`, delay: "1 ms" },
      { from: "P", to: "I", receptor, connector, weight: `${weight} nA`, delay: "0.5 ms" },
      { from: "E", to: "I", receptor, connector, weight: `${weight / 2} nA`, delay: "1.5 ms" },
      {
        from: "I",
        to: "E",
        receptor: "inhibitory",
        connector,
        weight: { draw: "uniform", low: `${-weight} nA`, high: "0 nA" },
        delay: "2 ms",
      },
    ],
    record: [{ population: "E", variables: ["spikes", "v"] }],
    ...change,
  };
}

async function onClock(given: NetworkRecord) {
  const result = await run(given, { stack, backend: clock() });
  const [recording] = result.recordings;
  const v = recording?.samples.get("v");
  return { counts: result.spikeCounts, v: v?.values ?? new Float64Array() };
}

describe("a network in physical units", () => {
  // Neurons that do not spike are linear. Weights are rounded by at most 0.2 % of the largest, the decay of the potential by
  // 0.1 % (200 for 199.8) and that of the current by 0.05 % (389 for 388.8): together 0.35 % of a way of less than 14 mV.
  it("has potentials close to those of the clock", async () => {
    const quiet = network(0.02);
    const exact = await onClock(quiet);
    expect(exact.counts["E"]).toBe(0);
    const { values } = await onChip(quiet);
    const v = values["v"]?.flat() ?? [];
    const errors = v.map((value, k) => Math.abs(value - (exact.v[k] as number)));
    expect(v).toHaveLength(exact.v.length);
    expect(Math.max(...errors)).toBeLessThan(0.0035 * 14);
    expect(Math.max(...errors)).toBeGreaterThan(0);
    const way = Math.max(...exact.v) - Math.min(...exact.v);
    expect(way).toBeGreaterThan(10);
  });

  // Rates differ by rounding alone; near the threshold single spikes come or go.
  it("has about as many spikes as on the clock", async () => {
    const lively = network(0.8);
    const exact = await onClock(lively);
    const backend = chips["wasm"] as BackendRecord;
    const result = await run(lively, { stack, backend, backendOptions: { calibration: 0 } });
    for (const population of ["E", "I"]) {
      const [ours, theirs] = [result.spikeCounts[population] ?? 0, exact.counts[population] ?? 0];
      expect(theirs).toBeGreaterThan(100);
      expect(Math.abs(ours / theirs - 1)).toBeLessThan(0.05);
    }
    expect(result.spikeCounts["P"]).toBe(exact.counts["P"]);
  });

  it("has the same bits on every backend", async () => {
    const short = network(0.8, { duration: "40 ms" });
    const ours = await onChip(short);
    expect(await onChip(short, { chip: "js" })).toEqual(ours);
    expect(await onChip(short, { chip: "reference" })).toEqual(ours);
    expect(ours.spikes.length).toBeGreaterThan(10);
  });

  it("has the same spikes on two workers", async () => {
    const short = network(0.8, { duration: "100 ms" });
    const hashes = [1, 2].map(async (workers) => {
      const backend = chips["wasm"] as BackendRecord;
      return (await run(short, { stack, backend, workers })).spikeHash;
    });
    expect(await hashes[1]).toBe(await hashes[0]);
  });

  it("reads and sets potentials in their own unit", async () => {
    const stepped = await simulate(network(0.02), {
      stack,
      backend: chips["wasm"] as BackendRecord,
    });
    const { values: before } = await stepped.state("E", "v");
    expect(Math.min(...before)).toBeGreaterThan(-70.001);
    expect(Math.max(...before)).toBeLessThan(-55.999);
    await stepped.setState("E", "v", "-60 mV");
    const { values: after } = await stepped.state("E", "v");
    for (const v of after) expect(v).toBeCloseTo(-60, 3);
    await expect(stepped.state("E", "i_syn_exc")).rejects.toThrow("SL_LOIHI_RECORD");
    await stepped.close();
  });

  it("reports how its numbers were rounded", async () => {
    const notes = await notesOf(network(0.8, { duration: "1 ms" }));
    // 4096 * (1 - exp(-0.5 / 10)) = 199.8, and 4096 * (1 - exp(-0.5 / 5)) - 1 = 388.8.
    expect(notes.find((note) => note.startsWith("E: dv"))).toMatch(/^E: dv 200 .*, du 389 /);
    expect(notes.find((note) => note.startsWith("I->E"))).toMatch(/mantissas up to \d+, exponent/);
  });

  it.each([
    ["time constants of 5 ms and 2 ms", { tau_syn_inh: "2 ms" }],
    ["reset of -50", { v_reset: "-50 mV" }],
  ])("is refused with %s", async (text, other) => {
    const given = network(0.8);
    const E = { ...given.populations["E"], model: "lif-curr-exp", size: 80 };
    const populations = {
      ...given.populations,
      E: { ...E, parameters: { ...parameters, ...other } },
    };
    await expect(onChip({ ...given, populations })).rejects.toThrow(/SL_LOIHI_NEURON/);
    await expect(onChip({ ...given, populations })).rejects.toThrow(text);
  });
});
