import type { ConnectorPlan, ConnectorRecord, ConnectorRequest } from "@spikeloom/kernel";
import { connectors, entityStreams, indexBuffer } from "@spikeloom/network";

/** A request for a connector between populations of these sizes, or within one. */
export function request(
  options: Readonly<Record<string, unknown>>,
  given: Partial<ConnectorRequest> & { readonly seed?: number } = {},
): ConnectorRequest {
  const { seed = 1, samePopulation = false, ...rest } = given;
  const same = (index: number): number => (samePopulation ? index : -1);
  return {
    sources: 20,
    targets: 20,
    samePopulation,
    sourceOf: same,
    targetOf: same,
    options,
    stream: entityStreams(seed, "connect/test"),
    distance: (i, j) => Math.abs(i - j),
    formula: () => () => 0.5,
    place: "test",
    ...rest,
  };
}

/** All rows of a plan, in the given order. */
export function rowsOf(plan: ConnectorPlan, count: number, order?: readonly number[]): number[][] {
  const rows: number[][] = Array.from({ length: count }, () => []);
  const buffer = indexBuffer(4);
  for (const index of order ?? rows.keys()) {
    buffer.clear();
    plan.partners(index, buffer);
    rows[index] = [...buffer.view()];
  }
  return rows;
}

/** Plan and draw all rows of a connector. */
export function draw(
  connector: ConnectorRecord,
  options: Readonly<Record<string, unknown>>,
  given: Parameters<typeof request>[1] = {},
): number[][] {
  const ready = request(options, given);
  const plan = connector.plan(ready);
  return rowsOf(plan, plan.by === "target" ? ready.targets : ready.sources);
}

/** Pearson's statistic of counts against expected counts. */
export function chiSquare(counts: readonly number[], expected: readonly number[]): number {
  return counts.reduce((sum, count, k) => {
    const mean = expected[k] ?? 0;
    return sum + (count - mean) ** 2 / mean;
  }, 0);
}

/**
 * The value that chi-square with this many degrees of freedom exceeds once in a million.
 *
 * Wilson & Hilferty's approximation with z = 4.753.
 */
export function chiSquareBound(degrees: number): number {
  const a = 2 / (9 * degrees);
  return degrees * (1 - a + 4.753 * Math.sqrt(a)) ** 3;
}

/** Seeds for statistics. */
export const seeds: readonly number[] = Array.from({ length: 400 }, (_, k) => k);

/** Find a connector of this package. */
export function connector(name: string): ConnectorRecord {
  const found = connectors.find((record) => record.name === name);
  if (found === undefined) throw new Error(name);
  return found;
}

/** Say whether a row has a partner twice. */
export function hasRepeats(row: readonly number[]): boolean {
  return new Set(row).size < row.length;
}

/** Convert the partners of one end to those of the other. */
export function transpose(rows: readonly number[][], count: number): number[][] {
  const turned: number[][] = Array.from({ length: count }, () => []);
  rows.forEach((row, index) => {
    for (const partner of row) turned[partner]?.push(index);
  });
  return turned;
}
