import { type Measure, measure, type Runner } from "./measure.ts";

/** What the programs of a case gave, round by round; a program that failed says why. */
export interface Rounds {
  readonly measures: ReadonlyMap<string, readonly Measure[]>;
  /** The different spike hashes of each program that told one. */
  readonly hashes: ReadonlyMap<string, ReadonlySet<string>>;
  readonly failures: ReadonlyMap<string, string>;
}

/**
 * Run programs in turn: each once, then each again.
 *
 * Other work on the machine then slows all of them alike, so the ratios of one round mean something
 * where single times do not.
 */
export async function takeTurns(runners: readonly Runner[], repeats: number): Promise<Rounds> {
  const measures = new Map<string, Measure[]>(runners.map(({ name }) => [name, []]));
  const hashes = new Map<string, Set<string>>();
  const failures = new Map<string, string>();
  for (let round = 0; round < repeats; round++) {
    for (const runner of runners) {
      const { name, most = repeats } = runner;
      if (round >= most || failures.has(name)) continue;
      try {
        const { numbers, spikeHash } = await measure(runner);
        measures.get(name)?.push(numbers);
        if (spikeHash === undefined) continue;
        hashes.set(name, (hashes.get(name) ?? new Set()).add(spikeHash));
      } catch (fault) {
        failures.set(name, fault instanceof Error ? fault.message : String(fault));
      }
    }
  }
  return { measures, hashes, failures };
}
