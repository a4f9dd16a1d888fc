/** A projection with synapses without delay. */
export interface InstantRoute {
  readonly from: string;
  readonly to: string;
  readonly place: string;
}

/** A cycle of synapses without delay. */
export interface InstantCycle {
  readonly place: string;
  readonly expected: string;
  readonly got: string;
}

/**
 * Order populations so that spikes without delay only reach later ones.
 *
 * Returns the level of each population that such a spike reaches; that of all others is 0. A cycle is refused by the error that
 * `refuse` creates.
 */
export function levelsOf(
  routes: readonly InstantRoute[],
  refuse: (fault: InstantCycle) => Error,
): ReadonlyMap<string, number> {
  const levels = new Map<string, number>();
  const levelOf = (population: string, above: readonly string[]): number => {
    const known = levels.get(population);
    if (known !== undefined) return known;
    let level = 0;
    for (const { from, place } of routes.filter(({ to }) => to === population)) {
      const way = [...above, population];
      if (way.includes(from)) {
        const cycle = way.slice(way.indexOf(from));
        throw refuse({
          place: `${place}.delay`,
          expected: "a delay above 0 on every way from a population back to itself",
          got: `0 ms on the way through ${cycle.join(", ")}`,
        });
      }
      level = Math.max(level, levelOf(from, way) + 1);
    }
    levels.set(population, level);
    return level;
  };
  for (const { to } of routes) levelOf(to, []);
  return levels;
}
