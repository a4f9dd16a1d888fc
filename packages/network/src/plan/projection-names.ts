import type { NetworkRecord, ProjectionRecord } from "@spikeloom/kernel";

/** Name each projection: as given, or by its ends with a number from the second on. */
export function projectionNames(network: Pick<NetworkRecord, "projections">): readonly string[] {
  const projections = network.projections ?? [];
  const taken = new Set(projections.flatMap(({ name }) => (name === undefined ? [] : [name])));
  return projections.map((projection) => {
    if (projection.name !== undefined) return projection.name;
    const name = freeName(projection, taken);
    taken.add(name);
    return name;
  });
}

function freeName({ from, to }: ProjectionRecord, taken: ReadonlySet<string>): string {
  const plain = `${from}->${to}`;
  if (!taken.has(plain)) return plain;
  let number = 2;
  while (taken.has(`${plain}#${number}`)) number += 1;
  return `${plain}#${number}`;
}
