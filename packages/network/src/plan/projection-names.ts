import type { NetworkRecord, ProjectionRecord } from "@spikeloom/kernel";

/** Name each projection: as given, or by its ends, numbered from the second on. */
export function projectionNames(network: Pick<NetworkRecord, "projections">): readonly string[] {
  const projections = network.projections ?? [];
  const taken = new Set(projections.flatMap(({ name }) => (name === undefined ? [] : [name])));
  // Numbers below are taken, because names are never released.
  const next = new Map<string, number>();
  return projections.map((projection) => projection.name ?? freeName(projection, taken, next));
}

function freeName(
  { from, to }: ProjectionRecord,
  taken: Set<string>,
  next: Map<string, number>,
): string {
  const plain = `${from}->${to}`;
  const named = (number: number): string => (number === 1 ? plain : `${plain}#${number}`);
  let number = next.get(plain) ?? 1;
  while (taken.has(named(number))) number += 1;
  next.set(plain, number + 1);
  taken.add(named(number));
  return named(number);
}
