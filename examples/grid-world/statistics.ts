import type { Episode } from "./learner.ts";

/** Compute a mean. */
export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, one) => sum + one, 0) / values.length;
}

/** Replace each value by the mean over it and a number of neighbours on each side, fewer at the ends. */
export function smoothed(values: readonly number[], reach: number): readonly number[] {
  return values.map((_, k) => meanOf(values.slice(Math.max(0, k - reach), k + reach + 1)));
}

/** Mean moves of the last episodes, and mean moves of the shortest paths from the same starts. */
export function lastEpisodes(
  episodes: readonly Episode[],
  count: number,
): { readonly moves: number; readonly shortest: number } {
  const last = episodes.slice(-count);
  return {
    moves: meanOf(last.map(({ moves }) => moves)),
    shortest: meanOf(last.map(({ shortest }) => shortest)),
  };
}
