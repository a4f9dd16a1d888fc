import fc from "fast-check";
import { expect, it } from "vitest";
import {
  type EdgeBundle,
  gathered,
  keepRun,
  newBundle,
} from "../../src/sonata/read/edge-bundle.ts";
import type { ColumnFile } from "../../src/sonata/read/hdf5-columns.ts";
import type { ResolvedEdges } from "../../src/sonata/read/resolve-edges.ts";
import { edgeSorter } from "../../src/sonata/read/sort-edges.ts";

const file = { hold: () => undefined } as Partial<ColumnFile> as ColumnFile;

interface Edge {
  readonly key: number;
  readonly source: number;
  readonly weight: number;
  readonly delay: number;
}

/** Edges of few keys; values that are all one, or differ from some edge on. */
const edges = fc.array(
  fc.record({
    key: fc.nat(3),
    source: fc.nat(99),
    weight: fc.constantFrom(1, 1, 1, 2.5),
    delay: fc.constantFrom(1, 1, 1, 1, 1, 1, 3),
  }),
  { minLength: 1, maxLength: 1500 },
);

function resolved(list: readonly Edge[]): ResolvedEdges {
  return {
    count: list.length,
    keys: Uint32Array.from(list, ({ key }) => key),
    sources: Uint32Array.from(list, ({ source }) => source),
    targets: Uint32Array.from(list, ({ source }) => 2 * source),
    weights: Float64Array.from(list, ({ weight }) => weight),
    delays: Float64Array.from(list, ({ delay }) => delay),
  };
}

/** Put the edges of each key together, some at a time, as a reader does. */
function bundled(list: readonly Edge[], piece: number, most: number | undefined) {
  const room = { file, place: "edges", most };
  const sort = edgeSorter(4);
  const bundles = new Map<number, EdgeBundle>();
  for (let at = 0; at < list.length; at += piece) {
    const sorted = sort(resolved(list.slice(at, at + piece)));
    for (let from = 0; from < sorted.count; ) {
      const key = sorted.keys[from] ?? -1;
      let until = from + 1;
      while (until < sorted.count && sorted.keys[until] === key) until++;
      const start = (): EdgeBundle =>
        newBundle(sorted.weights[from] ?? 0, sorted.delays[from] ?? 0, room);
      const bundle = bundles.get(key) ?? start();
      bundles.set(key, bundle);
      keepRun(bundle, sorted, { from, until, room });
      from = until;
    }
  }
  return bundles;
}

it("edges of each key stay in order, however many arrive at a time", () => {
  const [seed, numRuns] = [20_261_128, 60];
  const isWhole = fc.boolean();
  fc.assert(
    fc.property(edges, fc.integer({ min: 1, max: 700 }), isWhole, (list, piece, whole) => {
      const bundles = bundled(list, piece, whole ? list.length : undefined);
      expect([...bundles.keys()].sort()).toEqual([...new Set(list.map(({ key }) => key))].sort());
      for (const [key, bundle] of bundles) {
        const wanted = list.filter((edge) => edge.key === key);
        const { pairs, weights, delays } = gathered(bundle);
        const all = (values: number | Float64Array): number[] =>
          typeof values === "number" ? wanted.map(() => values) : [...values];
        expect([...pairs]).toEqual(wanted.flatMap(({ source }) => [source, 2 * source]));
        expect(all(weights)).toEqual(wanted.map(({ weight }) => weight));
        expect(all(delays)).toEqual(wanted.map(({ delay }) => delay));
        // A list is present only if values differ.
        const isOne = new Set(wanted.map(({ delay }) => delay)).size === 1;
        expect(typeof delays).toBe(isOne ? "number" : "object");
      }
    }),
    { seed, numRuns },
  );
});
