import { describe, expect, it } from "vitest";
import { type Draw, drawSeed, draws, newDraw } from "../../../tools/test/draws.ts";
import {
  checkTables,
  claimsOf,
  compressTables,
  type KeySet,
  mapNetwork,
  mergePairs,
  orderedCovering,
  spiNNaker1,
  type TableEntry,
} from "../src/index.ts";
import { randomGraph } from "./graphs.ts";
import { deliveredTo, mustReach } from "./walk-keys.ts";

const cases = Array.from({ length: draws({ ci: 40, long: 1000 }) }, (_, k) => k);
const methods = { pairs: mergePairs, "ordered-covering": orderedCovering };

/** Route of a key, as a router finds it. */
function routeOf(table: readonly TableEntry[], key: number): number | undefined {
  return table.find((one) => ((key ^ one.key) & one.mask) === 0)?.route;
}

/** Disjoint blocks of keys with random routes, and blocks that must stay without an entry. */
function drawTable(draw: Draw): { entries: readonly TableEntry[]; unmatched: readonly KeySet[] } {
  const routes = 1 + draw(6);
  const entries: TableEntry[] = [];
  const unmatched: KeySet[] = [];
  for (let key = 0; key < 1024; ) {
    const size = 2 ** draw(5);
    const base = Math.ceil(key / size) * size;
    key = base + size;
    const block = { key: base, mask: ~(size - 1) >>> 0 };
    const fate = draw(4);
    if (fate === 0) continue;
    if (fate === 1 && draw(3) === 0) unmatched.push(block);
    else entries.push({ ...block, route: draw(routes), arrival: -1 });
  }
  return { entries, unmatched };
}

describe.each(Object.entries(methods))("compression by %s", (_, compress) => {
  it.each(cases)("keeps the route of every used key (case %d)", (which) => {
    const { entries, unmatched } = drawTable(newDraw(drawSeed, which));
    const shorter = compress(entries, unmatched);
    expect(shorter.length).toBeLessThanOrEqual(entries.length);
    for (let key = 0; key < 1024; key++) {
      const before = routeOf(entries, key);
      if (before !== undefined) expect(routeOf(shorter, key)).toBe(before);
      else if (
        routeOf(
          unmatched.map((one) => ({ ...one, route: 0, arrival: -1 })),
          key,
        ) === 0
      ) {
        expect(routeOf(shorter, key)).toBeUndefined();
      }
    }
  });

  it("joins all entries where there is one route", () => {
    const entries = [5, 9, 200, 77].map((key) => ({
      key,
      mask: 0xffffffff,
      route: 3,
      arrival: -1,
    }));
    expect(compress(entries)).toHaveLength(1);
  });

  it("keeps entries apart that only a protected key separates", () => {
    const one = (key: number): TableEntry => ({ key, mask: 0xffffffff, route: 0, arrival: -1 });
    // 0 and 3 differ in both bits, so that one entry for both also holds 1 and 2.
    expect(compress([one(0), one(3)], [{ key: 1, mask: 0xffffffff }])).toHaveLength(2);
  });

  // Mundy et al. 2016 show tables like this one: entries of one route around those of another.
  it("puts a wide entry below the narrow ones that it covers", () => {
    const entries = Array.from({ length: 16 }, (_, key) => ({
      key,
      mask: 0xffffffff,
      route: key === 6 ? 1 : 0,
      arrival: -1,
    }));
    const shorter = compress(entries);
    expect(shorter).toHaveLength(2);
    expect(shorter[0]).toMatchObject({ key: 6, route: 1 });
  });
});

describe("compression of a machine's tables", () => {
  it.each(["default-routes", "pairs", "ordered-covering"] as const)(
    "by %s passes the check, and delivers each key alone where it must go",
    (compression) => {
      const graph = randomGraph(11, { populations: 60, size: 300, targets: 3 });
      const mapping = mapNetwork(graph, spiNNaker1, { compression, chips: 48 });
      const { routing, partition, placement } = mapping;
      if (routing.kind !== "tables") throw new Error("This chip has tables.");
      const { tables, keys, sizes } = routing;
      expect(sizes.compressed.all).toBeLessThan(sizes.uncompressed.all);
      const claims = claimsOf(partition, placement, keys);
      expect(checkTables(tables, claims).keys).toBe(60 * 300);
      for (const claim of claims) {
        for (let key = claim.base; key < claim.base + claim.count; key += 13) {
          expect(deliveredTo(tables, claim.router, key)).toEqual(mustReach(claim));
        }
      }
    },
  );

  it("is refused by an unknown name", () => {
    const tables = { routes: [], tables: [], machine: {} } as never;
    expect(() => compressTables(tables, "zip" as never)).toThrow("SL_MAPPING_OPTION");
  });
});
