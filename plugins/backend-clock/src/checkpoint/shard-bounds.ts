import { keptWords, windowSteps } from "@spikeloom/code";
import type { ByteRange } from "../arena.ts";
import type { PlacedDrive } from "../drives/drives.ts";
import type { OpenPorts } from "../open/open-ports.ts";
import type { PlacedPopulation } from "../populations.ts";
import type { StateBound } from "./state-bounds.ts";

/** Values in a shard's memory that code uses as a count, an index, a step or a time. */
export interface BoundedParts {
  readonly populations: readonly PlacedPopulation[];
  /** By population, before the first step. */
  readonly trains: ReadonlyMap<string, ByteRange>;
  readonly open: OpenPorts;
  readonly drives: readonly PlacedDrive[];
  readonly rules: readonly StateBound[];
  /** In ms. */
  readonly dt: number;
}

/** Bound all restored values that are used in a loop, as an address or as a time from which to catch up. */
export function shardBounds(
  { populations, trains, open, drives, rules, dt }: BoundedParts,
  buffer: ArrayBufferLike,
): readonly StateBound[] {
  return [
    ...rules,
    ...portBounds(open, populations),
    ...[...trains].map(([name, range]) => trainBound({ name, range, dt }, buffer)),
    ...drives.flatMap(gapBounds),
  ];
}

function portBounds(
  { sent, inputs }: OpenPorts,
  populations: readonly PlacedPopulation[],
): readonly StateBound[] {
  const sizes = new Map(populations.map(({ name, resolved }) => [name, resolved.size]));
  const lists = [...sent].map(([name, { count, list, capacity }]) => ({
    ...({ kind: "lists", what: `spikes that code sends from "${name}"` } as const),
    lists: list,
    counts: count,
    length: 1,
    capacity,
    below: sizes.get(name) ?? 0,
  }));
  const marks = [...inputs].flatMap(([name, ports]) =>
    [...ports.values()].map(({ isNew }) => ({
      ...({ kind: "words", what: `inputs of "${name}" that code sets` } as const),
      address: isNew,
      count: 1,
      stride: 4,
      least: 0,
      most: 1,
    })),
  );
  return [...lists, ...marks];
}

function trainBound(
  { name, range, dt }: { readonly name: string; readonly range: ByteRange; readonly dt: number },
  buffer: ArrayBufferLike,
): StateBound {
  const { address, bytes } = range;
  const { neurons } = keptWords;
  const size = (bytes / 8 - neurons) / 2;
  const next = new Float64Array(buffer, address + 8 * neurons, size);
  const earliest = next.reduce((least, time) => Math.min(least, time), Number.POSITIVE_INFINITY);
  return { kind: "train", what: `trains of "${name}"`, address, size, dt, windowSteps, earliest };
}

function gapBounds({ target, window, rare }: PlacedDrive): readonly StateBound[] {
  if (rare === undefined) return [];
  const { arrays, entities } = rare.series;
  const { drawn, next } = arrays;
  const what = `events of stimuli[${target.index}]`;
  return [
    { kind: "gaps", what, drawn: drawn.address, next: next.address, size: entities.length, window },
  ];
}
