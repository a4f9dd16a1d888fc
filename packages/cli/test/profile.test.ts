import { existsSync, writeFileSync } from "node:fs";
import { readResult } from "@spikeloom/interop/hdf5";
import { afterAll, describe, expect, it, vi } from "vitest";
import { fixture, stopped, workplace } from "./spikeloom.ts";

// Each test starts the command several times, on a machine that may be busy.
vi.setConfig({ testTimeout: 600_000 });

const place = workplace();
afterAll(() => place.remove());

const rows = fixture("rows.ts");

interface Part {
  readonly phase: string;
  readonly population: string;
  readonly seconds: number;
  readonly share: number;
  readonly count: number;
  readonly nanosecondsEach?: number;
}

interface ProfileRecord {
  readonly steps: number;
  readonly spikeHash: string;
  readonly profile: {
    readonly parts: readonly Part[];
    readonly unmeasured: { readonly seconds: number; readonly share: number };
    readonly wall: number;
    readonly workers: number;
    readonly realTimeFactor: number;
    readonly spikes: number;
    readonly events: number;
    readonly eventsPerSecond: number;
    readonly nanosecondsPerEvent: number;
    readonly neuronSteps: number;
    readonly nanosecondsPerNeuronStep: number;
    readonly bytesPerSynapse: number;
    readonly construction: number;
    readonly constructionNanosecondsPerSynapse: number;
  };
  readonly summary: { readonly synapses: number; readonly bytes: number };
  readonly out?: string;
  readonly pictures: readonly string[];
}

async function profileJson(...args: readonly string[]): Promise<ProfileRecord> {
  const { code, stdout, stderr } = await place.run("profile", ...args, "--json");
  expect([code, stderr]).toEqual([0, ""]);
  return JSON.parse(stdout) as ProfileRecord;
}

function countOf({ profile }: ProfileRecord, phase: string, population: string): number {
  return profile.parts
    .filter((part) => part.phase === phase && part.population === population)
    .reduce((sum, { count }) => sum + count, 0);
}

/** Source i has i mod 7 synapses onto I and one onto E. */
function eventsOf(neurons: Uint32Array): number {
  return neurons.reduce((sum, i) => sum + (i % 7) + 1, 0);
}

describe.each([1, 2])("profile on %i workers", (workers) => {
  it("counts every neuron step and every event", async () => {
    const out = `counts-${workers}.h5`;
    const flags = ["--workers", String(workers), "--out", out];
    const record = await profileJson(rows, ...flags);
    const result = await readResult(place.path(out));
    expect(record.steps).toBe(2000);
    expect(countOf(record, "update", "E")).toBe(1500 * 2000);
    expect(countOf(record, "update", "I")).toBe(500 * 2000);
    expect(countOf(record, "drive", "E")).toBe(1500 * 2000);
    const neurons = result.recordings[0]?.spikes?.neurons ?? new Uint32Array();
    expect(neurons.length).toBeGreaterThan(1500);
    expect(countOf(record, "delivery", "E")).toBe(eventsOf(neurons));
    expect(record.profile.events).toBe(eventsOf(neurons));
    expect(record.profile.neuronSteps).toBe(2000 * 2000);
    expect(record.profile.workers).toBe(workers);
    expect(result.profile?.workers).toBe(workers);
  });

  it("accounts for the time: the parts add up to the whole", async () => {
    // A step takes a hundred microseconds, the code between its parts a few.
    const large = fixture("large.json");
    const { profile } = await profileJson(large, "--workers", String(workers));
    const { parts, unmeasured, wall } = profile;
    const shares = parts.reduce((sum, { share }) => sum + share, 0);
    expect(shares + unmeasured.share).toBeCloseTo(1, 9);
    const seconds = parts.reduce((sum, part) => sum + part.seconds, 0);
    expect(seconds + unmeasured.seconds).toBeCloseTo(wall * workers, 9);
    // Waiting for the other worker counts as exchange. Loops and pauses are excluded, because a busy machine extends
    // them
    // without limit: so no fraction of the whole is tested.
    expect(shares).toBeGreaterThan(0);
    expect(unmeasured.share).toBeGreaterThan(0);
    for (const part of parts) expect(part.seconds).toBeGreaterThanOrEqual(0);
    expect(parts.some(({ phase }) => phase === "exchange")).toBe(workers > 1);
  });
});

describe("profile", () => {
  it("yields the spikes of a run, and computes measures from counts and times", async () => {
    const { stdout } = await place.run(
      ...["run", rows, "--out", "run/rows.h5", "--no-plots", "--json"],
    );
    const { spikeHash } = JSON.parse(stdout) as { readonly spikeHash: string };
    const record = await profileJson(rows);
    expect(record.spikeHash).toBe(spikeHash);
    expect([record.out, record.pictures]).toEqual([undefined, []]);
    const { profile, summary } = record;
    const timeOf = (phase: string): number =>
      profile.parts
        .filter((part) => part.phase === phase)
        .reduce((sum, { seconds }) => sum + seconds, 0);
    // A fifth of a second was simulated.
    expect(profile.realTimeFactor).toBeCloseTo(profile.wall / 0.2, 9);
    expect(profile.eventsPerSecond).toBeCloseTo(profile.events / profile.wall, 3);
    expect(profile.nanosecondsPerEvent * profile.events).toBeCloseTo(1e9 * timeOf("delivery"), 0);
    expect(profile.nanosecondsPerNeuronStep * 4e6).toBeCloseTo(1e9 * timeOf("update"), 0);
    // 0 + 1 + ... + 6 = 21 for each 7 of 1500 sources, 0 + 1 for the last two, and one to one.
    expect(summary.synapses).toBe(214 * 21 + 1 + 1500);
    expect(profile.bytesPerSynapse).toBe(summary.bytes / summary.synapses);
    expect(profile.constructionNanosecondsPerSynapse).toBeCloseTo(
      (1e9 * profile.construction) / summary.synapses,
      3,
    );
  });

  it("reports how often a guard required sub-steps, and describes them", async () => {
    const adex = {
      format: "spikeloom-network",
      version: 1,
      dt: "0.1 ms",
      duration: "200 ms",
      populations: {
        A: { model: "adex-cond-exp", size: 20, parameters: { i_offset: "1 nA" } },
      },
    };
    writeFileSync(place.path("adex.json"), JSON.stringify(adex));
    const { stdout } = await place.run("profile", "adex.json");
    const row = /^sub-steps +A: in (\d+) neuron steps \(([\d.]+) %\); (.+)$/m.exec(stdout);
    expect(row?.[3]).toMatch(/in one step, in 10 sub-steps where its guard holds/);
    const [taken, share] = [Number(row?.[1]), Number(row?.[2])];
    // Neurons are near their upstroke only now and then.
    expect(taken).toBeGreaterThan(20);
    expect(share / 100).toBeCloseTo(taken / (20 * 2000), 3);
    expect(share).toBeLessThan(50);
  });

  it("prints a table in the order of a step", async () => {
    const { code, stdout, stderr } = await place.run("profile", rows, "--for", "50ms");
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^phase +population +time +share +count +each$/m);
    const phases = [...stdout.matchAll(/^(drive|update|delivery|not measured) .* %/gm)];
    expect(phases.map(([, phase]) => phase)).toEqual([
      ...["drive", "update", "delivery", "not measured"],
    ]);
    // 2000 neurons, 500 steps.
    expect(stdout).toMatch(/^update .* 1 000 000 +neuron steps +[\d.]+ ns$/m);
    expect(stdout).toMatch(/^events .* a second, [\d.]+ ns each$/m);
    expect(stdout).toMatch(/bytes per synapse\)$/m);
    expect(existsSync(place.path("results"))).toBe(false);
  });

  it("prints the measured time when it is interrupted", async () => {
    const args = ["profile", rows, "--for", "3600s"];
    const { code, stdout, stderr } = await stopped(place, "SIGINT", args);
    expect([code, stderr]).toEqual([130, "\nStopping. Ctrl-C again ends at once.\n"]);
    expect(stdout).toContain("Interrupted before its end.\n");
    expect(stdout).toMatch(/^update .* neuron steps +[\d.]+ ns$/m);
  });

  it("refuses the same faults as run, with the same codes", async () => {
    const { code, stdout } = await place.run("profile", "none.json", "--json");
    expect([code, JSON.parse(stdout)]).toMatchObject([1, { error: { code: "SL_FILE_READ" } }]);
    const usage = await place.run("profile", rows, "--workers", "0");
    expect(usage.code).toBe(2);
  });
});
