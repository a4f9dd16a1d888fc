import type { RouteClaim, RoutingTables } from "../src/index.ts";

/**
 * Follow one key through tables, one packet at a time, as routers do.
 *
 * Returns the cores that receive it, sorted, repeated if they receive it twice; undefined if it is lost or goes on for ever.
 */
export function deliveredTo(
  { machine, routes, tables }: RoutingTables,
  start: number,
  key: number,
): readonly string[] | undefined {
  const { columns, rows, wraps, cores } = machine;
  const received: string[] = [];
  let packets: { x: number; y: number; from: number | undefined }[] = [
    { x: start % columns, y: Math.floor(start / columns), from: undefined },
  ];
  const step = [
    { x: 1, y: 0 },
    { x: 1, y: 1 },
    { x: 0, y: 1 },
    { x: -1, y: 0 },
    { x: -1, y: -1 },
    { x: 0, y: -1 },
  ];
  for (let time = 0; packets.length > 0; time++) {
    if (time > columns * rows || packets.length > 10_000) return undefined;
    const next: typeof packets = [];
    for (const { x, y, from } of packets) {
      const router = y * columns + x;
      const table = tables.find((one) => one.router === router);
      const entry = table?.entries.find(
        (one) => (key & one.mask) >>> 0 === (one.key & one.mask) >>> 0,
      );
      if (entry === undefined && from === undefined) return undefined;
      const route = entry === undefined ? undefined : routes[entry.route];
      for (const core of route?.cores ?? []) received.push(`${router}:${core}`);
      for (let link = 0; link < 6; link++) {
        const leaves =
          route === undefined ? link === ((from ?? 0) + 3) % 6 : (route.links >> link) & 1;
        if (!leaves) continue;
        let to = { x: x + (step[link]?.x ?? 0), y: y + (step[link]?.y ?? 0) };
        if (wraps) to = { x: (to.x + columns) % columns, y: (to.y + rows) % rows };
        const isInside = to.x >= 0 && to.y >= 0 && to.x < columns && to.y < rows;
        if (!isInside || !cores[to.y * columns + to.x]) return undefined;
        next.push({ ...to, from: (link + 3) % 6 });
      }
    }
    packets = next;
  }
  return received.sort();
}

/** Cores that must receive the keys of a part, sorted. */
export function mustReach({ targets }: RouteClaim): readonly string[] {
  return targets.map(({ router, core }) => `${router}:${core}`).sort();
}
