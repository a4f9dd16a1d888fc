import type { ProfileEntry } from "@spikeloom/kernel";

// maths: wall time is reported, no result depends on it.

/** Measures where time goes; a worker has one of its own. */
export interface Profile {
  /** Make an action that is measured; `count` is what one call does. */
  timed(what: Measured, act: (step: number) => void): (step: number) => void;
  /** Count what an action has done beside what its calls say. */
  add(what: Measured): void;
  entries(): readonly ProfileEntry[];
}

/** What time is spent on. */
export type Measured = Omit<ProfileEntry, "seconds">;

/** Start to measure. */
export function profile(): Profile {
  const found = new Map<string, { -readonly [K in keyof ProfileEntry]: ProfileEntry[K] }>();
  const entryOf = ({ phase, population }: Measured) => {
    const key = `${phase}\n${population}`;
    const entry = found.get(key) ?? { phase, population, seconds: 0, count: 0 };
    found.set(key, entry);
    return entry;
  };
  return {
    timed(what, act) {
      const entry = entryOf(what);
      const { count } = what;
      return (step) => {
        const began = performance.now();
        act(step);
        entry.seconds += (performance.now() - began) / 1000;
        entry.count += count;
      };
    },
    add(what) {
      entryOf(what).count += what.count;
    },
    entries: () => [...found.values()].map((entry) => ({ ...entry })),
  };
}

/** Add up what several workers have measured. */
export function sumProfiles(profiles: readonly (readonly ProfileEntry[])[]): ProfileEntry[] {
  const sums = new Map<string, ProfileEntry>();
  for (const entry of profiles.flat()) {
    const key = `${entry.phase}\n${entry.population}`;
    const { seconds = 0, count = 0 } = sums.get(key) ?? {};
    sums.set(key, {
      ...entry,
      seconds: seconds + entry.seconds,
      count: count + entry.count,
    });
  }
  return [...sums.values()];
}
