import { expect, it } from "vitest";
import type { NetworkRecord } from "../../packages/kernel/src/index.ts";
import { gridChangesInPieces, planProjectionInPieces } from "../../packages/network/src/index.ts";
import { atOnce, lowerNetwork, type Pieces } from "../../packages/program/src/index.ts";
import { planNetworkInPieces, run, simulate } from "../../packages/simulate/src/index.ts";
import { defaultStack as stack } from "./default-stack.ts";

const fewEntries = 5000;
/** Entries that one piece may read: a few milliseconds. */
const mostEntries = 2 ** 19;
const neurons = 100;

/** A network whose weights and delays are lists that count how often an entry is read. */
function counted(entries = fewEntries): { readonly network: NetworkRecord; reads(): number } {
  let reads = 0;
  const list = (values: readonly number[]): readonly number[] =>
    new Proxy(values, {
      get(target, key, receiver) {
        if (typeof key === "string" && /^\d+$/.test(key)) reads += 1;
        return Reflect.get(target, key, receiver);
      },
    });
  const weights = list(Array.from({ length: entries }, (_, k) => 0.01 + k * 1e-6));
  const delays = list(Array.from({ length: entries }, (_, k) => 1 + (k % 10) / 10));
  const pairs = Uint32Array.from({ length: 2 * entries }, (_, k) => (k * 7) % neurons);
  return {
    reads: () => reads,
    network: {
      format: "spikeloom-network",
      version: 1,
      duration: "1 ms",
      populations: { E: { model: "lif-delta", size: neurons } },
      projections: [
        {
          from: "E",
          to: "E",
          connector: { kind: "pairs", pairs },
          weight: { values: weights as never, unit: "mV" },
          delay: { values: delays as never, unit: "ms" },
        },
      ],
    },
  };
}

/** The entries that each piece reads. */
function readsOf<T>(work: Pieces<T>, reads: () => number): { pieces: number[]; result: T } {
  const pieces: number[] = [];
  for (;;) {
    const before = reads();
    const next = work.next();
    pieces.push(reads() - before);
    if (next.done === true) return { pieces, result: next.value };
  }
}

const backend = stack.get("backend", "clock");

it("no piece of checking or lowering a network goes through more than one list", () => {
  const { network, reads } = counted();
  const checked = readsOf(planNetworkInPieces(network, { stack, backend }), reads);
  const { network: sound, seed } = checked.result;
  const lowered = readsOf(lowerNetwork({ network: sound, stack, seed }), reads);
  // The first one inspects the shape of everything that is written as text.
  const [shape = 0, ...rest] = checked.pieces;
  expect(shape).toBeLessThanOrEqual(4 * fewEntries);
  for (const pieces of [rest, lowered.pieces]) {
    expect(Math.max(...pieces)).toBeLessThanOrEqual(fewEntries);
    // There are two lists, so that a single pass over all of them would be noticed.
    expect(pieces.reduce((a, b) => a + b, 0)).toBeGreaterThanOrEqual(2 * fewEntries);
  }
  expect(atOnce(lowerNetwork({ network: sound, stack, seed })).projections).toHaveLength(1);
});

it("no piece of planning rows or of comparing times with the grid reads a complete long list", () => {
  const { network, reads } = counted(mostEntries + 1000);
  const planned = readsOf(planProjectionInPieces(network, 0, { stack, seed: 1 }), reads);
  const compared = readsOf(gridChangesInPieces(network, { stack }), reads);
  for (const [{ pieces }, lists] of [
    [planned, 2],
    [compared, 1],
  ] as const) {
    expect(Math.max(...pieces)).toBeLessThanOrEqual(mostEntries);
    expect(pieces.reduce((a, b) => a + b, 0)).toBe(lists * (mostEntries + 1000));
  }
  expect(planned.result.delay.extent).toEqual([1, 1.9]);
  expect(compared.result).toEqual([]);
});

it.each([
  ["run", run],
  ["simulate", simulate],
] as const)("%s yields to other tasks while it checks a network", async (_, start) => {
  const many = Array.from(
    { length: 400 },
    (_, k) => [`P${k}`, { model: "adex", size: 1 }] as const,
  );
  const network: NetworkRecord = {
    format: "spikeloom-network",
    version: 1,
    duration: "1 ms",
    populations: Object.fromEntries(many),
  };
  const controller = new AbortController();
  let slow = 0;
  // Each population takes a while to check, as long lists do; the signal arrives in between.
  const populations = new Proxy(network.populations, {
    get(target, key, receiver) {
      if (typeof key === "string" && key.startsWith("P") && slow++ < 300) {
        const until = performance.now() + 1;
        while (performance.now() < until);
      }
      return Reflect.get(target, key, receiver);
    },
  });
  setImmediate(() => controller.abort());
  const started = start({ ...network, populations }, { stack, backend, signal: controller.signal });
  await expect(started).rejects.toMatchObject({ code: "SL_RUN_STOPPED" });
});

it("pairs are grouped in pieces, for a sample of delays and for a run", () => {
  const entries = 3 * mostEntries;
  const network: NetworkRecord = {
    format: "spikeloom-network",
    version: 1,
    duration: "1 ms",
    populations: { E: { model: "lif-delta", size: neurons } },
    projections: [
      {
        from: "E",
        to: "E",
        connector: {
          kind: "pairs",
          pairs: Uint32Array.from({ length: 2 * entries }, (_, k) => (k * 7) % neurons),
        },
        weight: "1 mV",
        delay: { draw: "uniform", low: "1 ms", high: "2 ms" },
      },
    ],
  };
  const piecesOf = (work: Iterable<unknown>): number => [...work].length;
  const { plan } = atOnce(planProjectionInPieces(network, 0, { stack, seed: 1 }));
  const grouping = piecesOf(plan.prepareRows?.() ?? []);
  // Each pair is read once to count it and once to place it.
  expect(grouping).toBeGreaterThanOrEqual(2 * (entries / mostEntries - 1));
  expect(piecesOf(plan.prepareRows?.() ?? [])).toBe(0);
  // Then some rows of 15,729 pairs are drawn, one per piece.
  const sampling = piecesOf(gridChangesInPieces(network, { stack }));
  expect(sampling).toBeGreaterThan(grouping);
});
