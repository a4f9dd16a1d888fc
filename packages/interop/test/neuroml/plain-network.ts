import type { NetworkRecord } from "@spikeloom/kernel";
import { parseQuantity, toInternal } from "@spikeloom/units";

/** Contents of a network, without texts that no run reads, in internal units. */
export function plain(network: NetworkRecord): unknown {
  const text = JSON.stringify(network, (key, value) => {
    if (key === "about" || key === "cite" || key === "name") return undefined;
    if (ArrayBuffer.isView(value)) return [...(value as Float64Array)];
    // Fourteen digits: a number in another unit is rounded once more.
    const isQuantity = typeof value === "string" && /^-?[\d.]+(e-?\d+)? [\w/^]+$/.test(value);
    return isQuantity ? toInternal(parseQuantity(value)).toPrecision(14) : value;
  });
  const parsed = JSON.parse(text);
  for (const projection of parsed.projections ?? []) sortByTarget(projection);
  return parsed;
}

/** Sort connections in the order in which a run draws them: by target. */
function sortByTarget(projection: {
  connector: { pairs: number[] };
  weight: { values?: number[] };
  delay: { values?: number[] };
}): void {
  const { connector, weight, delay } = projection;
  const { pairs } = connector;
  const order = Array.from({ length: pairs.length / 2 }, (_, k) => k);
  order.sort((a, b) => (pairs[2 * a + 1] as number) - (pairs[2 * b + 1] as number));
  connector.pairs = order.flatMap((k) => [pairs[2 * k] as number, pairs[2 * k + 1] as number]);
  for (const value of [weight, delay]) {
    const { values } = value;
    if (values !== undefined) value.values = order.map((k) => values[k] as number);
  }
}
