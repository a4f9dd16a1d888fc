import type { Route } from "@spikeloom/mapping";

/** An entry as a router of the chip stores it. */
export interface RouterEntry {
  readonly key: number;
  readonly mask: number;
  /** A bit for each of 6 links and 18 processors. */
  readonly route: number;
}

/** Links of a router, and processors of a chip. */
export const [routerLinks, processors] = [6, 18] as const;

/** Bytes of an entry, and of the mark behind the last one. */
const entryBytes = 16;
const endWord = 0xffff_ffff;

/** Word of a route; `first` is the processor of core 0. */
export function routeWord({ links, cores }: Route, first: number): number {
  return cores.reduce((word, core) => word + 2 ** (routerLinks + core + first), links);
}

/**
 * Write a table as the machine's loader reads it.
 *
 * An entry has its number in 16 bits, 16 unused bits, then the words of the route, the key and the mask, least byte first; a mark of
 * ones follows.
 */
export function tableBytes(entries: readonly RouterEntry[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(entryBytes * (entries.length + 1)).fill(0xff);
  const view = new DataView(bytes.buffer);
  for (const [k, { key, mask, route }] of entries.entries()) {
    view.setUint32(entryBytes * k, k, true);
    for (const [w, word] of [route, key, mask].entries()) {
      view.setUint32(entryBytes * k + 4 * (w + 1), word, true);
    }
  }
  return bytes;
}

/** Read a table, or return what is wrong with its bytes. */
export function readTableBytes(
  bytes: Uint8Array,
):
  | { readonly entries: readonly RouterEntry[] }
  | { readonly expected: string; readonly got: string } {
  const { length } = bytes;
  if (length === 0 || length % entryBytes !== 0) {
    return {
      expected: `entries of ${entryBytes} bytes and a mark of ${entryBytes}`,
      got: `${length} bytes`,
    };
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, length);
  const words = (k: number): number[] =>
    [0, 1, 2, 3].map((w) => view.getUint32(entryBytes * k + 4 * w, true));
  const count = length / entryBytes - 1;
  const entries: RouterEntry[] = [];
  for (let k = 0; k < count; k++) {
    const [number, route = 0, key = 0, mask = 0] = words(k);
    if (number !== k) return { expected: `entry ${k}`, got: `entry ${number}` };
    entries.push({ key, mask, route });
  }
  const end = words(count);
  if (end.every((word) => word === endWord)) return { entries };
  return { expected: "a mark of ones behind the last entry", got: end.join(", ") };
}
