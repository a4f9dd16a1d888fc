import { readFileSync } from "node:fs";
import {
  checkTables,
  claimsOf,
  machineOf,
  mapNetwork,
  type NetworkGraph,
  type Route,
  type RouteClaim,
  type RoutingTables,
  spiNNaker1,
} from "@spikeloom/mapping";
import { describe, expect, it } from "vitest";

// Mappings by sPyNNaker 1!7.4.1 on a virtual board of 48 chips, made by tools/python/spynnaker_maps.py.

interface Mapped {
  readonly network: NetworkGraph;
  /** Population, its neurons from and until, x, y and core. */
  readonly cores: readonly (readonly [number, number, number, number, number, number])[];
  /** Population, its neurons from and until, and the key of the first. */
  readonly keys: readonly (readonly [number, number, number, number])[];
  /** x, y, and entries of key, mask and route. */
  readonly tables: readonly (readonly [number, number, readonly (readonly number[])[]])[];
}

const { maps } = JSON.parse(
  readFileSync(new URL("vectors/spynnaker-maps.json", import.meta.url), "utf8"),
) as { readonly maps: readonly Mapped[] };

const machine = machineOf(spiNNaker1, { chips: 48 });

/** Their tables in our form. */
function tablesOf({ tables }: Mapped): RoutingTables {
  const routes: Route[] = [];
  return {
    machine,
    routes,
    tables: tables.map(([x, y, entries]) => ({
      router: y * machine.columns + x,
      entries: entries.map(([key = 0, mask = 0, word = 0]) => {
        const cores = Array.from({ length: 26 }, (_, core) => core);
        const links = word & 63;
        const route = { links, cores: cores.filter((core) => (word >>> (6 + core)) & 1) };
        return { key, mask, route: routes.push(route) - 1, arrival: -1 };
      }),
    })),
  };
}

/** Where the spikes of each of their cores have to go. */
function claims({ network, cores, keys }: Mapped): readonly RouteClaim[] {
  const router = (x: number, y: number): number => y * machine.columns + x;
  return keys.map(([population, from, until, base]) => {
    const own = cores.find((core) => core[0] === population && core[1] === from);
    const targets = cores.filter(([target, first, end]) =>
      network.projections.some(
        ({ from: source, to, pattern }) =>
          source === population &&
          to === target &&
          (pattern.kind !== "one" || (first < until && end > from)),
      ),
    );
    return {
      place: `population ${population}, neuron ${from}`,
      router: router(own?.[3] ?? -1, own?.[4] ?? -1),
      base,
      count: until - from,
      targets: targets.map(([, , , x, y, core]) => ({ router: router(x, y), core })),
    };
  });
}

function entriesOf({ tables }: RoutingTables): number {
  return tables.reduce((sum, { entries }) => sum + entries.length, 0);
}

describe("mappings by sPyNNaker", () => {
  it.each(Array.from(maps.keys()))("are accepted by our checker: %i", (which) => {
    const map = maps[which] as Mapped;
    const { deliveries } = checkTables(tablesOf(map), claims(map));
    expect(deliveries).toBeGreaterThan(0);
  });

  it.each(Array.from(maps.keys()))("are rejected with any entry changed: %i", (which) => {
    const map = maps[which] as Mapped;
    const all = tablesOf(map);
    const wanted = claims(map);
    for (const [t, { router, entries }] of all.tables.entries()) {
      for (const [e, entry] of entries.entries()) {
        const { links, cores } = all.routes[entry.route] as Route;
        const others = [undefined, { links, cores: [...cores, 17] }, { links: links ^ 1, cores }];
        for (const route of others) {
          const changed = { ...entry, route: all.routes.length };
          const table = { router, entries: entries.with(e, changed) };
          const without = { router, entries: entries.toSpliced(e, 1) };
          const tables = all.tables.with(t, route === undefined ? without : table);
          const routes = route === undefined ? all.routes : [...all.routes, route];
          expect(() => checkTables({ machine, routes, tables }, wanted)).toThrow(
            "SL_MAPPING_ROUTE",
          );
        }
      }
    }
  });

  it("need no fewer cores, entries and links than ours, in eight of ten networks", () => {
    const better = maps.filter((map) => {
      const theirs = tablesOf(map);
      const { partition, placement, routing } = mapNetwork(map.network, spiNNaker1, { chips: 48 });
      if (routing.kind !== "tables") return false;
      const ours = checkTables(routing.tables, claimsOf(partition, placement, routing.keys));
      return (
        partition.cores <= map.cores.length &&
        entriesOf(routing.tables) <= entriesOf(theirs) &&
        ours.links <= checkTables(theirs, claims(map)).links
      );
    });
    expect(maps).toHaveLength(10);
    expect(better.length).toBeGreaterThanOrEqual(8);
  });
});
