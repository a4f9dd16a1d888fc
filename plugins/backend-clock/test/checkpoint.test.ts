import type { SavedState, Simulation } from "@spikeloom/kernel";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { draws } from "../../../tools/test/draws.ts";
import { coupled, networks, open } from "./checkpoint-networks.ts";
import {
  type Between,
  type Left,
  type PieceOptions,
  prepareFrom,
  runCut,
  saved,
} from "./resume.ts";
import type { Network } from "./simulate.ts";

/** Each additional piece is a new simulation, of up to 300 steps. */
const many = draws({ ci: 3, long: 10 });

/** Pieces of a run: some of a single step, some longer than all delays. */
const somePieces = (count: number): fc.Arbitrary<readonly number[]> =>
  fc.array(fc.oneof(fc.constant(1), fc.integer({ min: 2, max: 300 })), {
    minLength: count,
    maxLength: count,
  });

/** Compare a run in pieces with the whole one: every bit that determines how it continues. */
function cut(network: Network, count: number, options: PieceOptions): Promise<void> {
  return fc.assert(
    fc.asyncProperty(somePieces(count - 1), async (pieces) => {
      // The last piece makes all of them long enough for spikes to return.
      const all = [...pieces, 500];
      const steps = all.reduce((sum, piece) => sum + piece, 0);
      const whole = await runCut(network, [steps], { options: () => options });
      expect(await runCut(network, all, { options: () => options })).toEqual(whole);
      expect(whole.values["e"]?.[0]).toBeGreaterThan(30);
    }),
    { numRuns: 1, endOnFailure: true },
  );
}

describe.each(Object.entries(networks))("a run with %s", (_, network) => {
  it(`may be divided into ${many}`, () => cut(network, many, { shards: 1 }));

  it("may be divided in f32 on 3 shards", () => cut(network, 3, { precision: "f32", shards: 3 }));
});

describe("a run", () => {
  it.each([
    ["a ring of sums", "through a ring of sums"],
    ["segments", "segment by segment"],
  ])("with %s delivers %s", async (name, how) => {
    const { summary } = await prepareFrom(networks[name] as Network);
    expect(summary.notes.some((note) => note.includes(how))).toBe(true);
  });

  it("with a rule whose spikes act at once may be divided", () =>
    cut(networks["a rule that waits"] as Network, many, { plasticity: "eager", shards: 2 }));

  it("with synapses that are added and removed at once may be divided", async () => {
    const network = networks["synapses that come and go"] as Network;
    const options = { plasticity: "eager", shards: 2 } as const;
    await cut(network, many, options);
    const seen = await Promise.all(
      [1, 800].map((steps) => runCut(network, [steps], { options: () => options })),
    );
    expect(seen[1]?.values["first.sources"]).not.toEqual(seen[0]?.values["first.sources"]);
  });

  it("with coupled neurons may be divided", () => cut(coupled, many, { shards: 1 }));

  it.each(["drives", "all that a rule keeps", "sources"])(
    "with %s may be divided in plain JavaScript",
    async (name) => {
      const options = (): PieceOptions => ({ target: "js" });
      const whole = await runCut(networks[name] as Network, [150], { options });
      expect(await runCut(networks[name] as Network, [1, 70, 79], { options })).toEqual(whole);
    },
  );

  it.each(["all that a rule keeps", "sources", "drawn rows"])(
    "with %s resumes with another number of workers",
    async (name) => {
      const network = networks[name] as Network;
      const whole = await runCut(network, [600], { options: () => ({ shards: 3 }) });
      // The second piece states no shards: it uses those of the first.
      const options = (k: number): PieceOptions => ({
        ...(k === 0 && { shards: 3 }),
        workers: k === 1 ? 2 : 1,
      });
      expect(await runCut(network, [250, 300, 50], { options })).toEqual(whole);
    },
  );

  it("that is saved continues as if it were not", async () => {
    const network = networks["a rule that waits"] as Network;
    const left = await runCut(network, [500], { options: () => ({}) });
    const going = await prepareFrom(network);
    for (let k = 0; k < 10; k++) {
      await going.advance(50);
      const state = await saved(going);
      expect(state.step).toBe(50 * (k + 1));
    }
    expect(Object.fromEntries((await saved(going)).parts)).toEqual(left.parts);
  });

  it("keeps pending requests of code across a save", async () => {
    const acts = new Map<number, Between>([
      [200, (simulation) => ask(simulation, 0)],
      [340, (simulation) => ask(simulation, 1)],
    ]);
    const told = async (pieces: readonly number[], shards: number): Promise<Left> =>
      runCut(open, pieces, { options: () => ({ open: true, shards }), at: acts });
    for (const shards of [1, 3]) {
      const whole = await told([600], shards);
      expect(await told([200, 140, 260], shards)).toEqual(whole);
      expect(whole.hash).not.toBe((await runCut(open, [600], { options: () => ({}) })).hash);
    }
  });

  it.each([false, true])("resumes as open as it was: %s", async (isOpen) => {
    const first = await prepareFrom(open, { open: isOpen });
    await first.advance(100);
    const going = await prepareFrom(open, { open: !isOpen, state: await saved(first) });
    if (isOpen) await ask(going, 0);
    else await expect(ask(going, 0)).rejects.toThrow(/SL_INPUT_CLOSED/u);
  });

  it("needs few bytes if its synapses are static", async () => {
    const sizes = await Promise.all(
      [10, 300].map(async (n) => {
        const simulation = await prepareFrom(outdegree(n));
        return { state: bytesOf(await saved(simulation)), whole: simulation.summary.bytes };
      }),
    );
    // Of 290 000 additional synapses of 10 bytes each, none is saved.
    expect((sizes[1]?.whole ?? 0) - (sizes[0]?.whole ?? 0)).toBeGreaterThan(2.8e6);
    expect(sizes[1]?.state).toBe(sizes[0]?.state);
    // State, sums and counters of 1000 neurons.
    expect(sizes[1]?.state).toBeLessThan(100_000);
  });
});

async function ask(simulation: Simulation, k: number): Promise<void> {
  const values = Float64Array.from({ length: 37 }, (_, i) => 0.02 * i * (1 - k));
  await simulation.setInput?.("e", "i_inj", values);
  await simulation.sendSpikes?.("p", Uint32Array.of(0, 3, 3, 8));
  await simulation.sendSpikes?.("p", Uint32Array.of(1, 3));
  await simulation.setModulator?.("first", "told", 2 + k);
  await simulation.trigger?.("first", "reward");
}

function outdegree(n: number): Network {
  const population = (networks["segments"] as Network).populations["e"];
  if (population === undefined) throw new Error("There is no population.");
  return {
    populations: { e: { ...population, size: 1000 } },
    projections: [
      {
        from: "e",
        to: "e",
        delay: "1 ms",
        connector: { kind: "fixed-outdegree", n },
        weight: { draw: "uniform", low: "0 mV", high: "1 mV" },
      },
    ],
  };
}

function bytesOf({ parts }: SavedState): number {
  return [...parts.values()].reduce((sum, { length }) => sum + length, 0);
}

describe("a saved state", () => {
  const network = networks["sources"] as Network;
  const stateOf = async (): Promise<SavedState> => {
    const simulation = await prepareFrom(network, { shards: 2 });
    await simulation.advance(100);
    return saved(simulation);
  };
  const withPart = (state: SavedState, name: string, bytes: Uint8Array | undefined): SavedState => {
    const parts = new Map(state.parts);
    if (bytes === undefined) parts.delete(name);
    else parts.set(name, bytes);
    return { ...state, parts };
  };

  it("reports that it resumes with fewer workers than requested", async () => {
    const state = await stateOf();
    const simulation = await prepareFrom(network, { workers: 4, state });
    const reason = "because the run was saved with as many shards; 4 were requested";
    expect(simulation.summary.notes).toContain(`workers: 2, ${reason}`);
    await simulation.close();
  });

  it.each<readonly [string, PieceOptions]>([
    ["state.shards", { shards: 3 }],
    ["state.precision", { precision: "f32" }],
    ["state.plasticity", { plasticity: "eager" }],
    ["state.seed", { seed: 6 }],
    ["state.backend", { target: "js" }],
  ])("of another job is refused: %s", async (place, options) => {
    const state = await stateOf();
    await expect(prepareFrom(network, { ...options, state })).rejects.toMatchObject({
      code: "SL_STATE_MISMATCH",
      place,
    });
  });

  it.each<readonly [string, Partial<Network>]>([
    ["state.dt", { dt: "0.2 ms" }],
    ["state.tier", { tier: "compact" }],
    ["state.convention", { convention: "brian2" }],
    ["state.layout", { projections: [] }],
  ])("of another network is refused: %s", async (place, fields) => {
    const state = await stateOf();
    await expect(prepareFrom({ ...network, ...fields }, { state })).rejects.toMatchObject({
      code: "SL_STATE_MISMATCH",
      place,
    });
  });

  it.each<readonly [string, (state: SavedState) => SavedState]>([
    ["state.shard-1", (state) => withPart(state, "shard-1", undefined)],
    ["state.shard-0", (state) => withPart(state, "shard-0", new Uint8Array(100))],
    ["state.shard-0", (state) => withPart(state, "shard-0", longer(state, "shard-0", 4))],
    ["state.shard-1", (state) => withPart(state, "shard-1", longer(state, "shard-1", -1))],
    ["state.shard-1", (state) => withPart(state, "shard-1", longer(state, "shard-1", 0, 0xff))],
    ["state.spike-counts", (state) => withPart(state, "spike-counts", new Uint8Array(8))],
    ["state.shards", (state) => ({ ...state, header: { ...state.header, shards: 1.5 } })],
    ["state.spikeHash", (state) => ({ ...state, header: { ...state.header, spikeHash: "0" } })],
    ["state.step", (state) => ({ ...state, step: -1 })],
  ])("that is damaged is refused: %s", async (place, damage) => {
    const state = damage(await stateOf());
    await expect(prepareFrom(network, { state })).rejects.toMatchObject({
      code: "SL_STATE_DAMAGED",
      place,
    });
  });

  it("is refused by workers, too", async () => {
    const state = withPart(await stateOf(), "shard-1", new Uint8Array(3));
    await expect(prepareFrom(network, { state, workers: 2 })).rejects.toMatchObject({
      code: "SL_STATE_DAMAGED",
    });
  });

  it("is not available after close", async () => {
    const simulation = await prepareFrom(network);
    await simulation.close();
    await expect(simulation.save?.()).rejects.toThrow(/SL_SIMULATION_ENDED/u);
  });
});

/** The bytes of a part with some more or fewer at its end, or with every byte the same. */
function longer({ parts }: SavedState, name: string, more: number, fill?: number): Uint8Array {
  const bytes = parts.get(name) ?? new Uint8Array(0);
  const out = new Uint8Array(bytes.length + more);
  out.set(bytes.subarray(0, out.length));
  return fill === undefined ? out : out.fill(fill);
}
