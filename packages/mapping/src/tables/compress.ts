import { MAPPING_OPTION } from "../errors.ts";
import { withoutDefaults } from "./default-routes.ts";
import { orderedCovering } from "./ordered-covering.ts";
import { mergePairs } from "./pairs.ts";
import type { RoutingTables, TableEntry } from "./table.ts";
import type { KeySet } from "./ternary.ts";

/** Algorithm that makes tables shorter; `none` keeps them. */
export type Compression = "none" | "default-routes" | "pairs" | "ordered-covering";

type Compress = (
  entries: readonly TableEntry[],
  unmatched: readonly KeySet[],
) => readonly TableEntry[];

const compressions: Readonly<Record<Exclude<Compression, "none">, Compress>> = {
  "default-routes": (entries) => entries,
  pairs: mergePairs,
  "ordered-covering": orderedCovering,
};

/**
 * Shorten routing tables without changing where a used key goes.
 *
 * Entries for which the router's default does the same are removed first, unless the compression gives fewer entries with them.
 */
export function compressTables(tables: RoutingTables, method: Compression): RoutingTables {
  if (method === "none") return tables;
  if (!Object.hasOwn(compressions, method)) {
    throw MAPPING_OPTION({
      place: "compression",
      message: "There is no such algorithm.",
      expected: ["none", ...Object.keys(compressions)].join(", "),
      got: String(method),
    });
  }
  const compress = compressions[method];
  const shorter = tables.tables.map(({ router, entries }) => {
    const { kept, removed } = withoutDefaults(entries, tables.routes);
    const without = compress(kept, removed);
    const whole = removed.length === 0 ? without : compress(entries, []);
    return { router, entries: whole.length < without.length ? whole : without };
  });
  return { ...tables, tables: shorter.filter(({ entries }) => entries.length > 0) };
}

/** Numbers of entries of tables. */
export interface TableSizes {
  readonly most: number;
  readonly all: number;
}

/** Count the entries of the longest table and of all. */
export function tableSizes({ tables }: RoutingTables): TableSizes {
  const sizes = tables.map(({ entries }) => entries.length);
  return {
    most: sizes.reduce((most, size) => Math.max(most, size), 0),
    all: sizes.reduce((sum, size) => sum + size, 0),
  };
}
