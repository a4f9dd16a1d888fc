import { spikeDistance, spikeTrains } from "@spikeloom/analysis";
import { clock } from "@spikeloom/backend-clock";
import { integrators } from "@spikeloom/integrators";
import { createStack, type NetworkRecord } from "@spikeloom/kernel";
import { connectors } from "@spikeloom/network";
import { neurons } from "@spikeloom/neurons";
import { type Result, readCheckpoint, run, simulate, spikeSeries } from "@spikeloom/simulate";
import { describe, expect, it } from "vitest";
import { loihi, loihiCuba } from "../src/index.ts";

const stack = createStack({ plugins: [...neurons, ...integrators, ...connectors, loihiCuba] });
const chip = loihi({ on: clock() });

/** A layer with few strong synapses among many weak ones, which clipping gives more levels, and a layer that it drives. */
function network(change: Partial<NetworkRecord> = {}): NetworkRecord {
  const parameters = { tau_m: "10 ms", tau_syn_exc: "5 ms", tau_refrac: "2 ms" };
  const connector = { kind: "fixed-probability", p: 0.2 };
  const receptor = "excitatory";
  return {
    format: "spikeloom-network",
    version: 1,
    seed: 3,
    dt: "0.5 ms",
    duration: "300 ms",
    populations: {
      P: { model: "poisson", size: 100, parameters: { rate: "40 Hz" } },
      A: { model: "lif-curr-exp", size: 40, parameters },
      B: { model: "lif-curr-exp", size: 20, parameters },
    },
    projections: [
      {
        from: "P",
        to: "A",
        receptor,
        connector,
        weight: { draw: "lognormal", mu: -2.5, sigma: 2 },
        delay: "1 ms",
      },
      { from: "A", to: "B", receptor, connector, weight: "0.5 nA", delay: "1.5 ms" },
    ],
    record: ["A", "B"].map((population) => ({ population, variables: ["spikes"] })),
    ...change,
  };
}

async function onChip(given: NetworkRecord, calibration: number, on = chip): Promise<Result> {
  return await run(given, { stack, backend: on, backendOptions: { calibration } });
}

/** Mean SPIKE-distance of a population over its neurons. */
function distance(one: Result, other: Result, population: string): number {
  const [ours, theirs] = [one, other].map((result) => {
    const series = spikeSeries(result).find(({ label }) => label === population);
    return series === undefined ? [] : spikeTrains(series);
  });
  const window = { from: 0, until: 300 };
  const all = (ours ?? []).map((train, k) =>
    spikeDistance(train, theirs?.[k] ?? new Float64Array(), { window }),
  );
  return all.reduce((sum, value) => sum + value, 0) / all.length;
}

const notesOf = ({ summary }: Result): readonly string[] =>
  summary.notes.filter((note) => note.includes("discretisations"));

/** Losses in a note, before and after, in percent. */
function lossesIn(note: string | undefined): readonly number[] {
  return [...(note ?? "").matchAll(/([\d.e+-]+) %/g)].slice(0, 4).map(([, text]) => Number(text));
}

describe("calibration", () => {
  it("brings spikes and potentials closer to those of floating point", async () => {
    const given = network();
    const exact = await run(given, { stack, backend: clock() });
    expect(exact.spikeCounts["A"]).toBeGreaterThan(200);
    const [usual, calibrated] = [await onChip(given, 0), await onChip(given, 200)];
    expect(notesOf(usual)).toEqual([]);
    const [first, second] = notesOf(calibrated);
    expect(first).toMatch(/^A: \d+ discretisations over 200 steps/);
    expect(second).toMatch(/^B: /);
    const [before = 0, after = 0, potentialBefore = 0, potentialAfter = 0] = lossesIn(first);
    expect(after + potentialAfter).toBeLessThan(before + potentialBefore);
    expect(first).toContain("P->A clipped at");
    expect(distance(calibrated, exact, "A")).toBeLessThan(0.9 * distance(usual, exact, "A"));
  });

  it("depends on the seed alone", async () => {
    const { populations, projections = [], record = [] } = network();
    const { P, A } = populations;
    const short = network({
      duration: "30 ms",
      populations: { ...(P && { P }), ...(A && { A }) },
      projections: projections.slice(0, 1),
      record: record.slice(0, 1),
    });
    const notes = notesOf(await onChip(short, 60));
    expect(notesOf(await onChip(short, 60))).toEqual(notes);
    expect(notesOf(await onChip({ ...short, seed: 4 }, 60))).not.toEqual(notes);
    const javascript = loihi({ on: clock({ target: "js" }) });
    expect(notesOf(await onChip(short, 60, javascript))).toEqual(notes);
  });

  it("is left out where code acts on the network", async () => {
    const stepped = await simulate(network(), { stack, backend: chip });
    await stepped.advance("10 ms");
    expect((await stepped.result()).summary.notes.join()).not.toContain("discretisations");
    await stepped.close();
  });

  it("is repeated from a checkpoint, whose state belongs to it", async () => {
    const written: Uint8Array[] = [];
    const options = { stack, backend: chip, for: "20 ms" };
    const checkpoint = { every: "10 ms", write: (bytes: Uint8Array) => void written.push(bytes) };
    const backendOptions = { calibration: 40 };
    const whole = await run(network(), { ...options, backendOptions, checkpoint });
    const from = await readCheckpoint(written[0] as Uint8Array);
    const rest = await run(network(), { ...options, backendOptions, from });
    expect(rest.spikeHash).toBe(whole.spikeHash);
    await expect(
      run(network(), { ...options, backendOptions: { calibration: 0 }, from }),
    ).rejects.toThrow(/SL_LOIHI_DIALECT.*another calibration/s);
  });
});
