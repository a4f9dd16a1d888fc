import { clock } from "@spikeloom/backend-clock";
import type { BackendRecord, NetworkRecord } from "@spikeloom/kernel";
import { run } from "@spikeloom/simulate";
import { describe, expect, it } from "vitest";
import { chips, head, onChip, stack } from "./run-chip.ts";

const parameters = {
  tau_m: "20 ms",
  c_m: "1 nF",
  tau_syn_exc: "5 ms",
  tau_syn_inh: "10 ms",
  v_rest: "-65 mV",
  v_reset: "-65 mV",
  v_threshold: "-50 mV",
  tau_refrac: "2 ms",
};

/** Neurons in physical units that excite and inhibit each other. */
function network(weight: number, change: Partial<NetworkRecord> = {}): NetworkRecord {
  const connector = { kind: "fixed-probability", p: 0.1 };
  const excites = { receptor: "excitatory", connector };
  return {
    ...head,
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
      { from: "P", to: "E", ...excites, weight: `${weight} nA`, delay: "3 ms" },
      { from: "P", to: "I", ...excites, weight: `${weight} nA`, delay: "1 ms" },
      { from: "E", to: "I", ...excites, weight: `${weight / 2} nA`, delay: "2 ms" },
      {
        from: "I",
        to: "E",
        receptor: "inhibitory",
        connector,
        weight: { draw: "uniform", low: `${-weight} nA`, high: "0 nA" },
        delay: "40 ms",
      },
    ],
    record: [{ population: "E", variables: ["spikes", "v"] }],
    ...change,
  };
}

describe("a network in physical units", () => {
  // The current that arrives is spread over a tick, and the potential is exact for a current that stays constant over it: both
  // are off by a part of a tick in 5 ms, below 10 % of a potential of 12 mV; the clock starts a tick later.
  it("has potentials close to those of the clock", async () => {
    const quiet = network(0.05);
    const exact = await run(quiet, { stack, backend: clock() });
    const expected = exact.recordings[0]?.samples.get("v")?.values ?? new Float64Array();
    const { values, spikes } = await onChip(quiet);
    expect(spikes).toEqual([]);
    expect(exact.spikeCounts["E"]).toBe(0);
    const v = values["v"]?.flat() ?? [];
    const errors = expected.subarray(0, 80 * 399).map((value, k) => value - (v[k + 80] as number));
    expect(Math.max(...errors.map(Math.abs))).toBeLessThan(1.2);
    expect(Math.max(...v) - Math.min(...v)).toBeGreaterThan(10);
  });

  it("has about as many spikes as on the clock", async () => {
    const lively = network(1);
    const exact = await run(lively, { stack, backend: clock() });
    const backend = chips["wasm"] as BackendRecord;
    const result = await run(lively, { stack, backend });
    for (const population of ["E", "I"]) {
      const [ours, theirs] = [result.spikeCounts[population], exact.spikeCounts[population] ?? 0];
      expect(theirs).toBeGreaterThan(100);
      // Spikes are a tick later at most, of intervals of about 10 ticks, and rounded periods compare alike.
      expect(Math.abs((ours ?? 0) / theirs - 1)).toBeLessThan(0.1);
    }
  });

  it("has the same bits on every backend", async () => {
    const short = network(1, { duration: "60 ms" });
    const { values, spikes } = await onChip(short);
    for (const chip of ["js", "reference"]) {
      const other = await onChip(short, { chip });
      expect(other.values).toEqual(values);
      expect(other.spikes).toEqual(spikes);
    }
    expect(spikes.length).toBeGreaterThan(10);
  });

  it("divides a projection with weights of both signs", async () => {
    const size = 12;
    const weights = Array.from({ length: size * 80 }, (_, k) => ((k * 37) % 23) - 11);
    const short = network(1, { duration: "60 ms" });
    const { E } = short.populations;
    const populations = { P: { ...short.populations["P"], size }, E } as typeof short.populations;
    const line = (values: readonly number[]) => ({
      from: "P",
      to: "E",
      receptor: "excitatory",
      connector: { kind: "all-to-all" },
      weight: { values: values.map((value) => value / 4), unit: "nA" },
      delay: "2 ms",
    });
    const mixed = await onChip({ ...short, populations, projections: [line(weights)] });
    const parts = [
      { ...line(weights.map((one) => Math.max(one, 0))), name: "above" },
      { ...line(weights.map((one) => Math.min(one, 0))), name: "below" },
    ];
    const divided = await onChip({ ...short, populations, projections: parts });
    expect(mixed.spikes).toEqual(divided.spikes);
    expect(mixed.values).toEqual(divided.values);
    expect(mixed.spikes.length).toBeGreaterThan(20);
  });

  it("reports scales, delay extensions and cores", async () => {
    const { notes } = await onChip(network(1, { duration: "1 ms" }));
    const found = (text: RegExp): boolean => notes.some((note) => text.test(note));
    expect(found(/^E, excitatory: shift \d, weights in units of/)).toBe(true);
    // 80 neurons have indices of 7 bits, which leaves 6 of 14 for delays: 64 slots.
    expect(found(/delay extension/)).toBe(false);
    expect(found(/^cores: 3, chips: 1$/)).toBe(true);
    expect(found(/^E, no number left its word$/)).toBe(true);
  });

  it.each([
    [
      "SL_SPINNAKER_SYNAPSE",
      "one time constant",
      { to: "I", receptor: "inhibitory", weight: "0.1 nA", name: "slow" },
    ],
    ["SL_SPINNAKER_WEIGHT", "32768 nA", { weight: "40000 nA" }],
    ["SL_SPINNAKER_DELAY", "at most 576 ticks", { delay: "5000 ms" }],
    ["SL_MISSING_CAPABILITY", "zero-delay", { delay: "0.2 ms" }],
  ])("is refused with %s: %s", async (code, text, change) => {
    const given = network(0.1);
    const [first, ...others] = given.projections ?? [];
    const projections = [{ ...first, ...change } as typeof first & object, ...others];
    const refused = onChip({ ...given, projections, convention: "frameworks" });
    await expect(refused).rejects.toThrow(code);
    await expect(onChip({ ...given, projections, convention: "frameworks" })).rejects.toThrow(text);
  });
});
