import type { Machine } from "../placement/machine.ts";
import type { KeyBlock } from "../routing/keys.ts";
import type { Tree } from "../routing/tree.ts";

/** Where a router sends a packet. */
export interface Route {
  /** Links, one bit each. */
  readonly links: number;
  /** Cores of the router, ascending. */
  readonly cores: readonly number[];
}

/** Packets whose key agrees with `key` in the bits of `mask` take a route. */
export interface TableEntry {
  readonly key: number;
  readonly mask: number;
  /** Index of the route. */
  readonly route: number;
  /** Link through which all its packets arrive; -1 if they start here or arrive through several. */
  readonly arrival: number;
}

/** Entries of one router; the first that matches a key decides. */
export interface RoutingTable {
  readonly router: number;
  readonly entries: readonly TableEntry[];
}

/** Tables of all routers that have entries. */
export interface RoutingTables {
  readonly machine: Machine;
  readonly routes: readonly Route[];
  readonly tables: readonly RoutingTable[];
}

/** Write one entry for each part at each router of its tree. */
export function tablesOf(
  machine: Machine,
  trees: readonly Tree[],
  blocks: readonly KeyBlock[],
): RoutingTables {
  const routes: Route[] = [];
  const known = new Map<string, number>();
  const entries = new Map<number, TableEntry[]>();
  const byPart = new Map(blocks.map((block) => [block.part, block]));
  for (const { part, nodes } of trees) {
    const block = byPart.get(part);
    if (block === undefined) continue;
    for (const { router, links, cores, arrival } of nodes) {
      const name = `${links}:${cores.join()}`;
      let route = known.get(name);
      if (route === undefined) {
        route = routes.push({ links, cores }) - 1;
        known.set(name, route);
      }
      const entry = { key: block.base, mask: block.mask, route, arrival };
      const own = entries.get(router);
      if (own === undefined) entries.set(router, [entry]);
      else own.push(entry);
    }
  }
  const tables = [...entries]
    .sort(([a], [b]) => a - b)
    .map(([router, own]) => ({ router, entries: own.sort((a, b) => a.key - b.key) }));
  return { machine, routes, tables };
}
