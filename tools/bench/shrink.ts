import type { NetworkRecord, ProjectionRecord } from "../../packages/kernel/src/index.ts";

const factor = 20;

/** Shrink a network to a twentieth in size and duration, to check that a benchmark works. */
export function shrink(network: NetworkRecord): NetworkRecord {
  const populations = Object.fromEntries(
    Object.entries(network.populations).map(([name, population]) => [
      name,
      { ...population, size: fraction(population.size) },
    ]),
  );
  const shorter = { ...network, populations, duration: "50 ms" };
  const { projections } = network;
  if (projections === undefined) return shorter;
  return { ...shorter, projections: projections.map(shrinkProjection) };
}

function shrinkProjection(projection: ProjectionRecord): ProjectionRecord {
  const { connector, fromNeurons } = projection;
  const n = connector["n"];
  const fewer = typeof n === "number" ? { ...connector, n: fraction(n) } : connector;
  if (fromNeurons === undefined || Array.isArray(fromNeurons)) {
    return { ...projection, connector: fewer };
  }
  const range = Object.fromEntries(
    Object.entries(fromNeurons).map(([end, index]) => [end, fraction(Number(index))]),
  );
  return { ...projection, connector: fewer, fromNeurons: range };
}

function fraction(size: number): number {
  return Math.ceil(size / factor);
}
