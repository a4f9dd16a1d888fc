/** The part of a network that one shard owns: every `of`-th neuron, counted over all populations. */
export interface Share {
  readonly index: number;
  readonly of: number;
}

/** The neurons of one population that a shard owns: `start`, `start + every`, ... */
export interface Part {
  readonly start: number;
  readonly every: number;
  readonly size: number;
}

/** The whole of a network. */
export const whole: Share = { index: 0, of: 1 };

/** Determine which neurons of a population a shard owns; `first` is the index of its first neuron. */
export function partOf(
  { first, size }: { readonly first: number; readonly size: number },
  { index, of }: Share,
): Part {
  const start = (((index - first) % of) + of) % of;
  return { start, every: of, size: start < size ? Math.ceil((size - start) / of) : 0 };
}

/** Return the index of a neuron among those that a shard owns; -1 if another one owns it. */
export function placeIn({ start, every }: Part, neuron: number): number {
  const place = (neuron - start) / every;
  return neuron >= start && Number.isInteger(place) ? place : -1;
}

/** List the neurons of a part in order. */
export function neuronsOf({ start, every, size }: Part): Uint32Array {
  return Uint32Array.from({ length: size }, (_, k) => start + k * every);
}
