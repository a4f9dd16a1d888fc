import { growingList } from "../growing.ts";
import type { Connection } from "./connections-of.ts";
import { neuronIn, type WrittenPart, type WrittenPopulation } from "./writing.ts";

/** Written populations of a projection. */
export interface Ends {
  readonly source: WrittenPopulation;
  readonly target: WrittenPopulation;
}

/** Connections between two populations of the file, with the indices that neurons have there. */
export interface PartConnections {
  readonly from: WrittenPart;
  readonly to: WrittenPart;
  readonly connections: Iterable<Connection>;
}

/**
 * Divide connections among the parts of split populations.
 *
 * Those between whole populations are passed on one by one; others are held, as they come in any order of parts.
 */
export function* betweenParts(
  connections: Iterable<Connection>,
  { source, target }: Ends,
): Generator<PartConnections> {
  if (source.places === undefined && target.places === undefined) {
    yield { from: source.parts[0], to: target.parts[0], connections };
    return;
  }
  const [pre, post] = [growingList(Uint32Array), growingList(Uint32Array)];
  const [weight, delay] = [growingList(Float64Array), growingList(Float64Array)];
  const pairs = new Map<WrittenPart, Map<WrittenPart, number[]>>();
  for (const one of connections) {
    const [from, to] = [neuronIn(source, one.pre), neuronIn(target, one.post)];
    const rows = pairs.get(from.part) ?? new Map<WrittenPart, number[]>();
    if (rows.size === 0) pairs.set(from.part, rows);
    const found = rows.get(to.part);
    if (found === undefined) rows.set(to.part, [pre.length]);
    else found.push(pre.length);
    pre.push(from.index);
    post.push(to.index);
    weight.push(one.weight);
    delay.push(one.delay);
  }
  const columns = {
    pre: pre.numbers(),
    post: post.numbers(),
    weight: weight.numbers(),
    delay: delay.numbers(),
  };
  for (const [from, rows] of pairs) {
    for (const [to, found] of rows) yield { from, to, connections: connectionsAt(columns, found) };
  }
}

function* connectionsAt(
  columns: Readonly<Record<"pre" | "post" | "weight" | "delay", ArrayLike<number>>>,
  rows: readonly number[],
): Generator<Connection> {
  for (const [id, row] of rows.entries()) {
    yield {
      id,
      pre: columns.pre[row] ?? 0,
      post: columns.post[row] ?? 0,
      weight: columns.weight[row] ?? 0,
      delay: columns.delay[row] ?? 0,
    };
  }
}
