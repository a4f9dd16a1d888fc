/** Consecutive neurons of a population. */
export interface Slice {
  /** Index of the population. */
  readonly population: number;
  readonly from: number;
  /** Exclusive. */
  readonly until: number;
}

/** Consecutive neurons of a population that share a core. */
export interface Part extends Slice {
  readonly core: number;
}

/** Join neighbouring slices of one core, in order of populations and neurons. */
export function joinSlices(slices: readonly Slice[]): readonly Slice[] {
  const ordered = slices.toSorted((a, b) => a.population - b.population || a.from - b.from);
  const joined: Slice[] = [];
  for (const one of ordered) {
    const last = joined.at(-1);
    if (last?.population === one.population && last.until === one.from) {
      joined[joined.length - 1] = { ...last, until: one.until };
    } else joined.push(one);
  }
  return joined;
}

/** List the parts of cores, ordered by population and neuron. */
export function partsOf(cores: readonly (readonly Slice[])[]): readonly Part[] {
  return cores
    .flatMap((slices, core) => joinSlices(slices).map((one) => ({ ...one, core })))
    .sort((a, b) => a.population - b.population || a.from - b.from);
}
