import type { RoutingTables, TableEntry } from "@spikeloom/mapping";
import { type ChipMapping, firstProcessor } from "./chip-mapping.ts";
import { type RouterEntry, routeWord, tableBytes } from "./table-bytes.ts";

/** Name and version of the file of cores and keys. */
export const [filesName, filesVersion] = ["spikeloom-spinnaker-mapping", 1] as const;

/** Write the files of a mapping: cores and keys, tables as JSON, and each table as bytes. */
export function* mappingFiles({
  machine,
  cores,
  tables,
}: ChipMapping): Generator<readonly [name: string, bytes: Uint8Array<ArrayBuffer>], void> {
  const rows = cores.map(({ stages, keys, ...core }) => ({
    ...core,
    ...(stages > 0 && { delayStages: stages }),
    ...(keys && { key: keys.base, mask: keys.mask, keys: keys.count }),
  }));
  const head = { format: filesName, version: filesVersion, chips: machine.chips };
  yield ["mapping.json", textOf({ ...head, cores: rows })];
  const written = tables.tables.map(({ router, entries }) => ({
    x: router % machine.columns,
    y: Math.floor(router / machine.columns),
    entries: entries.map((entry) => ({ entry, word: wordsOf(tables, entry) })),
  }));
  // The form that PACMAN reads.
  const json = written.map(({ entries, ...place }) => ({
    ...place,
    entries: entries.map(({ entry, word: { key, mask, route } }) => ({
      key,
      mask,
      defaultable: isDefaultable(tables, entry),
      spinnaker_route: route,
    })),
  }));
  yield ["routing_tables.json", textOf(json)];
  for (const { x, y, entries } of written) {
    yield [`tables/${x}-${y}.bin`, tableBytes(entries.map(({ word }) => word))];
  }
}

function wordsOf({ routes }: RoutingTables, { key, mask, route }: TableEntry): RouterEntry {
  const found = routes[route];
  if (found === undefined) throw new Error(`An entry has no route ${route}.`);
  return { key: key >>> 0, mask: mask >>> 0, route: routeWord(found, firstProcessor) };
}

/** Whether packets go on straight, as they would without the entry. */
function isDefaultable({ routes }: RoutingTables, { route, arrival }: TableEntry): boolean {
  const { links, cores } = routes[route] ?? { links: 0, cores: [] };
  return arrival >= 0 && cores.length === 0 && links === 1 << ((arrival + 3) % 6);
}

function textOf(value: unknown): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`${JSON.stringify(value, undefined, 1)}\n`);
}
