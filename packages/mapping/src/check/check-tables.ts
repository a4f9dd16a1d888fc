import { ROUTE } from "../errors.ts";
import type { RoutingTable, RoutingTables } from "../tables/table.ts";
import type { RouteClaim } from "./claims.ts";

// This file shares no code with routing, so that an error there is found here: it knows the links of routers by itself.

/** East, north-east, north, west, south-west, south. */
const directions: readonly (readonly [dx: number, dy: number])[] = [
  [1, 0],
  [1, 1],
  [0, 1],
  [-1, 0],
  [-1, -1],
  [0, -1],
];

/** What a check of tables walked through. */
export interface CheckedTables {
  readonly keys: number;
  readonly deliveries: number;
  /** Links that packets of one spike of every key cross. */
  readonly links: number;
}

/**
 * Walk each key from its source through the tables to its targets.
 *
 * Throws at the first key that is lost, delivered twice, delivered elsewhere or sent over a link that does not exist, and where
 * two parts have a key in common.
 */
export function checkTables(tables: RoutingTables, claims: readonly RouteClaim[]): CheckedTables {
  checkDisjoint(claims);
  const walk = walker(tables);
  let [keys, deliveries, links] = [0, 0, 0];
  for (const claim of claims) {
    if (claim.targets.length === 0) continue;
    const crossed = walk(claim);
    keys += claim.count;
    deliveries += claim.count * claim.targets.length;
    links += crossed;
  }
  return { keys, deliveries, links };
}

function checkDisjoint(claims: readonly RouteClaim[]): void {
  const ordered = claims.filter(({ count }) => count > 0).toSorted((a, b) => a.base - b.base);
  for (const [k, { base, place }] of ordered.entries()) {
    const before = ordered[k - 1];
    if (before === undefined || before.base + before.count <= base) continue;
    throw ROUTE({
      place,
      message: "Two parts have a key in common.",
      expected: `keys that ${before.place} does not use`,
      got: String(base),
    });
  }
}

/** Keys that agree in the bits of a mask. */
interface Keys {
  readonly key: number;
  readonly mask: number;
}

type Walk = (claim: RouteClaim) => number;

function walker({ machine, routes, tables }: RoutingTables): Walk {
  const { columns, rows, wraps, cores, chip } = machine;
  const isMesh = chip.routers.links === "mesh";
  const byRouter = new Map<number, RoutingTable>(tables.map((one) => [one.router, one]));
  const visits = new Int32Array(cores.length).fill(-1);
  let visit = 0;

  /** Index of the route that all the keys take; -1 without an entry, undefined if they take several. */
  const find = (router: number, { key, mask }: Keys): number | undefined => {
    for (const entry of byRouter.get(router)?.entries ?? []) {
      if (((entry.key ^ key) & entry.mask & mask) !== 0) continue;
      return (entry.mask & ~mask) === 0 ? entry.route : undefined;
    }
    return -1;
  };

  /** Number of links that the keys cross; undefined if they do not stay together. */
  const follow = ({ place, router: root, targets }: RouteClaim, keys: Keys): number | undefined => {
    visit++;
    let links = 0;
    const expected = new Set(targets.map(({ router, core }) => `${router}:${core}`));
    const refuse = (message: string, got: string): never => {
      const name = `${place}, key 0x${keys.key.toString(16)}`;
      throw ROUTE({ place: name, message, expected: `${targets.length} target cores`, got });
    };
    const waiting: [router: number, arrival: number][] = [[root, -1]];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const [router, arrival] = next;
      if (visits[router] === visit) refuse("A packet passes a router twice.", `router ${router}`);
      visits[router] = visit;
      const found = find(router, keys);
      if (found === undefined) return undefined;
      if (found < 0 && arrival < 0) refuse("A packet has no route where it starts.", "no entry");
      // Without an entry, packets leave through the link opposite to the one of their arrival.
      const route = found < 0 ? { links: 1 << ((arrival + 3) % 6), cores: [] } : routes[found];
      if (route === undefined) return refuse("An entry has no route.", `route ${found}`);
      for (const core of route.cores) {
        if (expected.delete(`${router}:${core}`)) continue;
        refuse("A packet arrives where it has no target.", `core ${core} of router ${router}`);
      }
      for (const [link, [dx, dy]] of directions.entries()) {
        if ((route.links & (1 << link)) === 0) continue;
        let [x, y] = [(router % columns) + dx, Math.floor(router / columns) + dy];
        if (wraps) [x, y] = [(x + columns) % columns, (y + rows) % rows];
        const isInside = x >= 0 && y >= 0 && x < columns && y < rows;
        const exists = isInside && (cores[y * columns + x] as number) > 0;
        if (!exists || (isMesh && dx * dy !== 0)) {
          refuse("A packet leaves the machine.", `link ${link} of router ${router}`);
        }
        links++;
        waiting.push([y * columns + x, (link + 3) % 6]);
      }
      if (route.links >= 64) refuse("An entry names a link that does not exist.", `${route.links}`);
    }
    const [missing] = expected;
    if (missing !== undefined) {
      const [router, core] = missing.split(":");
      refuse(
        "A packet does not reach all its targets.",
        `none at core ${core} of router ${router}`,
      );
    }
    return links;
  };

  return (claim) => {
    // All keys of a block mostly take one route; where they do not, each is walked by itself.
    let width = 1;
    const last = claim.base + claim.count - 1;
    while (Math.floor(claim.base / width) !== Math.floor(last / width)) width *= 2;
    const block = { key: Math.floor(claim.base / width) * width, mask: ~(width - 1) };
    const together = claim.count > 0 ? follow(claim, block) : 0;
    if (together !== undefined) return together * claim.count;
    let links = 0;
    for (let key = claim.base; key <= last; key++) links += follow(claim, { key, mask: -1 }) ?? 0;
    return links;
  };
}
