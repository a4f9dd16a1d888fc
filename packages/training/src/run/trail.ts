/** Bits of a word. */
const wide = 32;

/** Count the words that say who of a population spiked in so many steps: a bit for each neuron and step. */
export function trailWords(size: number, steps: number): number {
  return steps * Math.ceil(size / wide);
}

interface Trail {
  readonly size: number;
  /** Steps that it is of. */
  readonly lead: number;
  /** The words where lists of spikes begin, and where the first mark is. */
  readonly ids: number;
  readonly marks: number;
}

/** Set a bit for each spike of some steps, from word `to` on. */
export function writeTrail(
  words: Int32Array,
  { to, size, lead, ids, marks }: Trail & { readonly to: number },
): void {
  const each = Math.ceil(size / wide);
  words.fill(0, to, to + lead * each);
  for (let step = 0; step < lead; step++) {
    const end = words[marks + step + 1] as number;
    for (let k = words[marks + step] as number; k < end; k++) {
      const neuron = words[ids + k] as number;
      const at = to + step * each + (neuron >>> 5);
      words[at] = (words[at] as number) | (1 << (neuron & (wide - 1)));
    }
  }
}

/** List the spikes that bits from word `from` on tell of, step after step; the list begins at `first`. */
export function readTrail(
  words: Int32Array,
  {
    from,
    size,
    lead,
    ids,
    marks,
    first,
  }: Trail & { readonly from: number; readonly first: number },
): void {
  let at = first;
  words[marks] = at;
  for (let step = 0; step < lead; step++) {
    for (const neuron of spikesOfTrail(words, { from, size, step })) words[ids + at++] = neuron;
    words[marks + step + 1] = at;
  }
}

/** Give who spiked in a step, in the order of their numbers. */
export function spikesOfTrail(
  words: Int32Array,
  { from, size, step }: { readonly from: number; readonly size: number; readonly step: number },
): readonly number[] {
  const each = Math.ceil(size / wide);
  const found: number[] = [];
  for (let k = 0; k < each; k++) {
    let bits = words[from + step * each + k] as number;
    while (bits !== 0) {
      const low = 31 - Math.clz32(bits & -bits);
      found.push(wide * k + low);
      bits &= bits - 1;
    }
  }
  return found;
}
