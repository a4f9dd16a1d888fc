import { type Measure, measure, type Runner } from "./measure.ts";

/** Results of a case's programs, round by round; a failed program has a reason. */
export interface Rounds {
  readonly measures: ReadonlyMap<string, readonly Measure[]>;
  /** The different spike hashes of each program that printed any. */
  readonly hashes: ReadonlyMap<string, ReadonlySet<string>>;
  readonly failures: ReadonlyMap<string, string>;
  /** Where a program ran, if it prints that. */
  readonly places: ReadonlyMap<string, string>;
}

/**
 * Run programs alternately: each once, then each again.
 *
 * Other work on the machine then affects all of them alike, so the ratios of one round are meaningful
 * when single times are not.
 */
export async function takeTurns(runners: readonly Runner[], repeats: number): Promise<Rounds> {
  const measures = new Map<string, Measure[]>(runners.map(({ name }) => [name, []]));
  const hashes = new Map<string, Set<string>>();
  const failures = new Map<string, string>();
  const places = new Map<string, string>();
  for (let round = 0; round < repeats; round++) {
    for (const runner of runners) {
      const { name, most = repeats, beside = "" } = runner;
      if (round >= most || failures.has(name)) continue;
      if (failures.has(beside)) {
        failures.set(name, `not measured without ${beside}`);
        continue;
      }
      try {
        const { numbers, spikeHash, place, unmeasured } = await measure(runner);
        if (unmeasured !== undefined) {
          failures.set(name, unmeasured);
          continue;
        }
        if (place !== undefined) places.set(name, place);
        measures.get(name)?.push(numbers);
        if (spikeHash === undefined) continue;
        hashes.set(name, (hashes.get(name) ?? new Set()).add(spikeHash));
      } catch (fault) {
        failures.set(name, fault instanceof Error ? fault.message : String(fault));
      }
    }
  }
  return { measures, hashes, failures, places };
}
