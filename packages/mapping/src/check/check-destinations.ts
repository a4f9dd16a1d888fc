import { ROUTE } from "../errors.ts";
import type { Machine } from "../placement/machine.ts";
import type { Destination } from "../routing/destinations.ts";
import type { RouteClaim } from "./claims.ts";

/**
 * Walk to each destination hop by hop, and compare the cores reached.
 *
 * Returns the number of links crossed; throws where a core is missing, reached twice or wrong, and where a path leaves the machine.
 */
export function checkDestinations(
  { columns, rows, cores }: Machine,
  destinations: readonly Destination[],
  claims: readonly RouteClaim[],
): number {
  const byPart = Map.groupBy(destinations, ({ part }) => part);
  let links = 0;
  for (const [part, { place, router, targets }] of claims.entries()) {
    const refuse = (message: string, got: string): never => {
      throw ROUTE({ place, message, expected: `${targets.length} target cores`, got });
    };
    const expected = new Set(targets.map((one) => `${one.router}:${one.core}`));
    for (const { dx, dy, core } of byPart.get(part) ?? []) {
      let [x, y] = [router % columns, Math.floor(router / columns)];
      for (const [axis, count] of [dx, dy].entries()) {
        for (let k = 0; k < Math.abs(count); k++) {
          if (axis === 0) x += Math.sign(count);
          else y += Math.sign(count);
          links++;
          const isInside = x >= 0 && y >= 0 && x < columns && y < rows;
          if (!isInside || cores[y * columns + x] === 0) {
            refuse("A packet leaves the machine.", `column ${x}, row ${y}`);
          }
        }
      }
      const reached = y * columns + x;
      if (expected.delete(`${reached}:${core}`)) continue;
      refuse("A packet arrives where it has no target.", `core ${core} of router ${reached}`);
    }
    const [missing] = expected;
    if (missing !== undefined) refuse("A packet does not reach all its targets.", missing);
  }
  const unknown = destinations.find(({ part }) => claims[part] === undefined);
  if (unknown !== undefined) {
    throw ROUTE({
      place: `part ${unknown.part}`,
      message: "A destination belongs to no part.",
      expected: `a part below ${claims.length}`,
      got: String(unknown.part),
    });
  }
  return links;
}
