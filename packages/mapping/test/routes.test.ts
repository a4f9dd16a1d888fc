import { describe, expect, it } from "vitest";
import { type Draw, drawSeed, draws, newDraw } from "../../../tools/test/draws.ts";
import {
  checkDestinations,
  checkTables,
  claimsOf,
  loihi1,
  type Mapping,
  mapNetwork,
  type RouteClaim,
  type RoutingTables,
  spiNNaker1,
  type TableEntry,
  type TableRouting,
} from "../src/index.ts";
import { randomGraph } from "./graphs.ts";
import { deliveredTo, mustReach } from "./walk-keys.ts";

const cases = Array.from({ length: draws({ ci: 6, long: 60 }) }, (_, k) => k);

function tablesIn({ routing }: Mapping): TableRouting {
  if (routing.kind !== "tables") throw new Error("This chip has no tables.");
  return routing;
}

function claims(mapping: Mapping): readonly RouteClaim[] {
  const keys = mapping.routing.kind === "tables" ? mapping.routing.keys : [];
  return claimsOf(mapping.partition, mapping.placement, keys);
}

/** Trial moves of a core: enough for routes of any shape. */
const moves = 20;

/** A random network on one or several boards. */
function drawMapping(draw: Draw): Mapping {
  const populations = 5 + draw(40);
  const graph = randomGraph(draw(1000), {
    populations,
    size: 20 + draw(300),
    targets: 1 + draw(4),
  });
  return mapNetwork(graph, spiNNaker1, {
    chips: draw(3) === 0 ? 144 : 48,
    placement: draw(2) === 0 ? "hilbert" : "sequential",
    routing: "neighbour-exploring",
    moves,
  });
}

describe("routing tables", () => {
  it.each(cases)("deliver every key exactly where it must go (case %d)", (which) => {
    const mapping = drawMapping(newDraw(drawSeed, which));
    const { tables } = tablesIn(mapping);
    const all = claims(mapping);
    const { keys, deliveries } = checkTables(tables, all);
    // The walk of the test knows nothing of blocks of keys: it follows each by itself.
    let [walked, delivered] = [0, 0];
    for (const claim of all) {
      if (claim.targets.length === 0) continue;
      for (let key = claim.base; key < claim.base + claim.count; key++) {
        expect(deliveredTo(tables, claim.router, key)).toEqual(mustReach(claim));
        walked++;
        delivered += claim.targets.length;
      }
    }
    expect({ keys, deliveries }).toEqual({ keys: walked, deliveries: delivered });
  });

  it.each(cases)("are refused exactly if a change moves a key (case %d)", (which) => {
    const draw = newDraw(drawSeed, 1000 + which);
    const mapping = drawMapping(draw);
    const { tables } = tablesIn(mapping);
    const all = claims(mapping).filter(({ targets }) => targets.length > 0);
    let refused = 0;
    for (let k = 0; k < 40; k++) {
      const changed = mutate(tables, draw);
      // Two walks that share no code agree on whether the change matters.
      const isRight = all.every(({ router, base, count, ...claim }) =>
        Array.from({ length: count }, (_, n) => base + n).every((key) => {
          const found = deliveredTo(changed, router, key);
          return found !== undefined && same(found, mustReach({ router, base, count, ...claim }));
        }),
      );
      const accepted = accepts(() => checkTables(changed, all));
      expect(accepted).toBe(isRight);
      if (!accepted) refused++;
    }
    // Hardly any change leaves all routes as they are: a straight entry that falls back to the default, or an unused bit.
    expect(refused).toBeGreaterThan(20);
  });

  it("are refused if two parts have a key in common", () => {
    const mapping = drawMapping(newDraw(drawSeed, 0));
    const { tables } = tablesIn(mapping);
    const [first, second, ...rest] = claims(mapping);
    if (first === undefined || second === undefined) throw new Error("Too few parts.");
    const twice = [first, { ...second, base: first.base + first.count - 1 }, ...rest];
    expect(() => checkTables(tables, twice)).toThrow("in common");
  });

  it("along x and y are right on a torus, and refused on a hexagon that they leave", () => {
    const graph = randomGraph(3, { populations: 40, size: 500, targets: 3 });
    const on = (chips: number): Mapping =>
      mapNetwork(graph, spiNNaker1, { routing: "xy", chips, moves });
    const mapping = on(144);
    expect(checkTables(tablesIn(mapping).tables, claims(mapping)).keys).toBe(20_000);
    const large = randomGraph(3, { populations: 700, size: 256, targets: 3 });
    const leaves = (): Mapping =>
      mapNetwork(large, spiNNaker1, { routing: "xy", chips: 48, moves });
    expect(leaves).toThrow("leaves the machine");
  });
});

describe("destinations", () => {
  it.each(cases)("are refused after any change (case %d)", (which) => {
    const draw = newDraw(drawSeed, 2000 + which);
    const graph = randomGraph(draw(1000), { populations: 30, size: 200, targets: 2 });
    const mapping = mapNetwork(graph, loihi1, { chips: 2 });
    const { routing, placement } = mapping;
    if (routing.kind !== "destinations") throw new Error("This chip has tables.");
    const { destinations } = routing;
    const check = (list: typeof destinations): number =>
      checkDestinations(placement.machine, list, claims(mapping));
    expect(check(destinations)).toBeGreaterThan(0);
    for (let k = 0; k < 50; k++) {
      const at = draw(destinations.length);
      const one = destinations[at];
      if (one === undefined) continue;
      const changes: readonly (typeof destinations)[] = [
        destinations.toSpliced(at, 1),
        destinations.toSpliced(at, 0, one),
        destinations.with(at, { ...one, dx: one.dx + 1 - 2 * draw(2) }),
        destinations.with(at, { ...one, dy: one.dy + 1 - 2 * draw(2) }),
        destinations.with(at, { ...one, core: one.core + 1 - 2 * draw(2) }),
        destinations.with(at, { ...one, part: one.part + 1 }),
      ];
      const changed = changes[draw(changes.length)] ?? [];
      expect(() => check(changed)).toThrow("SL_MAPPING_ROUTE");
    }
  });
});

function accepts(act: () => unknown): boolean {
  try {
    act();
    return true;
  } catch (error) {
    expect(error).toHaveProperty("code", "SL_MAPPING_ROUTE");
    return false;
  }
}

function same(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((value, k) => value === other[k]);
}

/** Change one entry, link, core or the order of a table. */
function mutate({ machine, routes, tables }: RoutingTables, draw: Draw): RoutingTables {
  const which = draw(tables.length);
  const { router, entries } = tables[which] as (typeof tables)[number];
  const at = draw(entries.length);
  const entry = entries[at] as TableEntry;
  const route = routes[entry.route] ?? { links: 0, cores: [] };
  const withEntries = (own: readonly TableEntry[]): RoutingTables => ({
    machine,
    routes,
    tables: tables.with(which, { router, entries: own }),
  });
  const withRoute = (changed: typeof route): RoutingTables => ({
    machine,
    routes: [...routes, changed],
    tables: tables.with(which, {
      router,
      entries: entries.with(at, { ...entry, route: routes.length }),
    }),
  });
  const bit = 2 ** draw(20);
  const kinds: readonly (() => RoutingTables)[] = [
    () => withEntries(entries.toSpliced(at, 1)),
    () => withEntries(entries.with(at, { ...entry, key: (entry.key ^ bit) >>> 0 })),
    () => withEntries(entries.with(at, { ...entry, mask: (entry.mask ^ bit) >>> 0 })),
    () => withEntries([{ ...entry, key: 0, mask: 0 }, ...entries]),
    () => withRoute({ ...route, links: route.links ^ (1 << draw(6)) }),
    () => withRoute({ ...route, cores: [...route.cores, 15] }),
    () => withRoute({ ...route, cores: route.cores.slice(1), links: route.links ^ (1 << draw(6)) }),
  ];
  return (kinds[draw(kinds.length)] as () => RoutingTables)();
}
