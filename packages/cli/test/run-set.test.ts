import { readFileSync, writeFileSync } from "node:fs";
import { readResult } from "@spikeloom/interop/hdf5";
import { readNetwork } from "@spikeloom/network";
import { afterAll, describe, expect, it, vi } from "vitest";
import { run } from "../src/run-network.ts";
import { fixture, workplace } from "./spikeloom.ts";

// Each test starts the command several times, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 });

const place = workplace();
afterAll(() => place.remove());

const small = readNetwork(readFileSync(fixture("small.json")));
const quiet = ["--no-plots", "--json"] as const;

interface Printed {
  readonly spikeHash: string;
  readonly populations: Readonly<Record<string, { readonly neurons: number }>>;
  readonly error: Readonly<Record<string, unknown>>;
}

async function printed(...args: readonly string[]): Promise<Printed> {
  const { stdout } = await place.run("run", ...args, ...quiet);
  return JSON.parse(stdout) as Printed;
}

describe("run --set", () => {
  it("runs the network that one would write by hand", async () => {
    const set = [
      ...["--set", "projections.E->I.weight=0.07nA"],
      ...["--set", "populations.E.parameters.tau_m=12 ms", "--seed", "9"],
    ];
    const { spikeHash } = await printed(fixture("small.json"), ...set, "--out", "set.h5");
    const { E, I } = small.populations;
    const own = await run(
      {
        ...small,
        populations: { E: { ...E, parameters: { ...E?.parameters, tau_m: "12 ms" } }, I } as never,
        projections: small.projections?.map((one) => ({ ...one, weight: "0.07 nA" })) ?? [],
      },
      { seed: 9 },
    );
    expect(spikeHash).toBe(own.spikeHash);
    expect((await readResult(place.path("set.h5"))).provenance.seed).toBe(9);
  });

  it("passes parameters to a module's function, and sets parts of the returned network", async () => {
    writeFileSync(
      place.path("made.mjs"),
      `export const parameters = { size: 3, rate: "1 kHz", inner: { dt: "0.1 ms" } };
       export function network({ size, rate, inner }) {
         return {
           ...inner,
           format: "spikeloom-network", version: 1, duration: "20 ms",
           populations: { E: { model: "lif-curr-exp", size } },
           stimuli: [{ kind: "poisson", into: "E", receptor: "excitatory", rate, weight: "1 nA" }],
         };
       }`,
    );
    const usual = await printed("made.mjs", "--out", "usual.h5");
    expect(usual.populations["E"]?.neurons).toBe(3);
    const set = ["--set", "size=5", "--set", "populations.E.parameters.tau_m=5ms"];
    const other = await printed("made.mjs", ...set, "--out", "other.h5");
    expect(other.populations["E"]?.neurons).toBe(5);
    const kind = await printed("made.mjs", "--set", "size=many", "--out", "kind.h5");
    expect(kind.error).toMatchObject({
      code: "SL_SWEEP_VALUES",
      place: "made.mjs: size",
      expected: "a number, such as 3",
    });
    const near = await printed("made.mjs", "--set", "sze=3", "--out", "near.h5");
    expect(near.error).toMatchObject({ code: "SL_NETWORK_PATH", next: 'Did you mean "size"?' });
    const inner = await printed("made.mjs", "--set", 'inner={"dt":"1 s"}', "--out", "in.h5");
    expect(inner.error).toMatchObject({ got: expect.stringContaining("steps of 1000 ms") });
    const taken = "export const parameters = { seed: 3 }; export const network = () => ({});";
    writeFileSync(place.path("taken.mjs"), taken);
    const seed = await printed("taken.mjs", "--out", "taken.h5");
    expect(seed.error).toMatchObject({
      code: "SL_MODULE_PARAMETER",
      place: "taken.mjs: parameters.seed",
    });
  });

  it("takes one value per path, and leaves the seed to its own option", async () => {
    const file = fixture("small.json");
    const many = await printed(file, "--set", "dt=0.1ms,0.2ms");
    expect(many.error).toMatchObject({ code: "SL_SWEEP_VALUES", got: "2 values" });
    const seed = await printed(file, "--set", "seed=3");
    expect(seed.error).toMatchObject({ code: "SL_NETWORK_PATH", next: 'Did you mean "--seeds"?' });
  });
});

describe("run --seeds", () => {
  it("writes a result for each seed, and prints mean and deviation", async () => {
    const file = fixture("small.json");
    const args = ["run", file, "--seeds", "3", "--for", "50ms", "--no-plots"];
    const { code, stdout, stderr } = await place.run(...args);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^mean ± deviation +[\d.]+ ± [\d.]+/m);
    const again = JSON.parse((await place.run(...args, "--json")).stdout) as {
      readonly runs: readonly {
        readonly seed: number;
        readonly spikeHash: string;
        readonly out: string;
      }[];
      readonly summary: Readonly<
        Record<string, { readonly rate: Readonly<Record<string, number>> }>
      >;
    };
    expect(again.runs.map(({ seed }) => seed)).toEqual([3, 4, 5]);
    const rates: number[] = [];
    for (const { seed, spikeHash, out } of again.runs) {
      expect(out).toBe(`results/small-seed${seed}.h5`);
      const own = await run(small, { seed, for: "50 ms" });
      expect((await readResult(place.path(out))).spikeHash).toBe(own.spikeHash);
      expect(spikeHash).toBe(own.spikeHash);
      rates.push((own.spikeCounts["E"] as number) / 40 / 0.05);
    }
    const mean = rates.reduce((sum, rate) => sum + rate, 0) / 3;
    const squares = rates.reduce((sum, rate) => sum + (rate - mean) ** 2, 0);
    expect(again.summary["E"]?.rate["mean"]).toBeCloseTo(mean, 9);
    expect(again.summary["E"]?.rate["deviation"]).toBeCloseTo(Math.sqrt(squares / 2), 9);
    expect(new Set(again.runs.map(({ spikeHash }) => spikeHash)).size).toBe(3);
  });

  it.each([
    ["--batch", "3"],
    ["--batch", "--seeds", "3"],
  ])("runs copies at once with the same results: %s %s", async (...batch) => {
    const file = fixture("small.json");
    const rest = ["--for", "20ms", "--no-plots", "--json"];
    const [once, turn] = [workplace(), workplace()];
    try {
      const together = await once.run("run", file, ...batch, "--workers", "2", ...rest);
      const each = await turn.run("run", file, "--seeds", "3", ...rest);
      expect([together.code, together.stderr]).toEqual([0, ""]);
      const hashes = ({ stdout }: { readonly stdout: string }) =>
        JSON.parse(stdout).runs.map((one: { seed: number; spikeHash: string; out: string }) => {
          return [one.seed, one.spikeHash, one.out];
        });
      expect(hashes(together)).toHaveLength(3);
      expect(hashes(together)).toEqual(hashes(each));
    } finally {
      once.remove();
      turn.remove();
    }
  });

  it("takes copies or seeds for a batch", async () => {
    const of = (...args: readonly string[]) => place.run("run", fixture("small.json"), ...args);
    expect(await of("--batch", "2", "--seeds", "2")).toMatchObject({ code: 2 });
    expect(await of("--batch")).toMatchObject({ code: 2 });
    expect(await of("--batch", "0")).toMatchObject({ code: 2 });
  });

  it("reports the results of earlier seeds if one diverges", async () => {
    writeFileSync(
      place.path("diverges.mjs"),
      `export const network = ({ seed = 0 }) => ({
         format: "spikeloom-network", version: 1, duration: "20 ms", seed,
         models: { grows: {
           contract: 1, kind: "neuron", name: "grows", about: "Grows.",
           parameters: { gain: { default: "0 Hz", about: "rate of growth" } },
           state: { v: { initial: "1 mV", unit: "mV", about: "membrane potential" } },
           dynamics: { v: "gain * v" },
         } },
         populations: { E: { model: "grows", size: 1,
           parameters: { gain: seed === 3 ? "1 MHz" : "-1 Hz" } } },
       });`,
    );
    const args = ["run", "diverges.mjs", "--seeds", "1,2,3,4", "--no-plots"];
    const { code, stdout, stderr } = await place.run(...args);
    expect(code).toBe(3);
    expect(stderr).toMatch(/^SL_DIVERGED/);
    expect(stdout).toContain("\n2 runs; mean and sample deviation over them\n");
    expect(stdout).toContain("results/diverges-seed2.h5");
    const json = await place.run(...args, "--json", "--out", "json.h5");
    expect(JSON.parse(json.stdout)).toMatchObject({ error: { code: "SL_DIVERGED" } });
  });
});
