import { keptLength, type SpikeTrain, spikeTrain } from "@spikeloom/code";
import { allocate } from "./allocate.ts";
import type { Arena, ByteRange } from "./arena.ts";
import type { JobPlan } from "./job-plan.ts";
import type { PlacedPopulation } from "./populations.ts";

/** Where the trains of a shard's sources lie. */
export interface PlacedTrains {
  /** By population; those of given times need none. */
  readonly kept: ReadonlyMap<string, ByteRange>;
  /** Trains of all sources, once there is memory; undefined for the other populations. */
  make(buffer: ArrayBufferLike): readonly (SpikeTrain | undefined)[];
}

/** Give the trains of a shard's sources their memory. */
export function layTrains(
  populations: readonly PlacedPopulation[],
  { dt, seed, trial, convention }: JobPlan,
  arena: Arena,
): PlacedTrains {
  const kept = new Map<string, ByteRange>();
  const numbers = (count: number) => allocate(8 * count, () => new Float64Array(count));
  const placed = populations.map(({ name, resolved: { source, size }, part }) => {
    if (source === undefined) return undefined;
    // Given times follow from the network alone.
    const length = source.kind === "times" ? 0 : keptLength(part.size);
    const address = arena.allocate(8 * length);
    if (length > 0) kept.set(name, { address, bytes: 8 * length });
    const request = { name, size, part, dt, seed, trial, convention, numbers };
    return (buffer: ArrayBufferLike): SpikeTrain =>
      spikeTrain(source, request, new Float64Array(buffer, address, length));
  });
  return { kept, make: (buffer) => placed.map((make) => make?.(buffer)) };
}
