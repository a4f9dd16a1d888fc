/** A filter applied to chunks. */
export interface Filter {
  readonly id: number;
  readonly values: readonly number[];
}

const filterNames: Readonly<Record<number, string>> = {
  1: "gzip",
  2: "shuffle",
  3: "fletcher32",
  4: "szip",
  5: "nbit",
  6: "scaleoffset",
  32000: "lzf",
  32001: "blosc",
  32004: "lz4",
  32008: "bitshuffle",
  32015: "zstd",
};

/** Name of a filter as registered. */
export function filterName({ id }: Filter): string {
  return filterNames[id] ?? `number ${id}`;
}
