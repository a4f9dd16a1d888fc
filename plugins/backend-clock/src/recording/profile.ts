import type { ProfileEntry } from "@spikeloom/kernel";

// maths: wall time is reported, no result depends on it.

/** Measures where time is spent; each worker has its own. */
export interface Profile {
  /** Wrap an action to measure it; `count` is the work of one call. */
  timed(what: Measured, act: (step: number) => void): (step: number) => void;
  /** Add to the count of an action, in addition to that of its calls. */
  add(what: Measured): void;
  /** Register a function that adds counts at the end. */
  ask(what: Place, more: () => Pick<ProfileEntry, "subStepped">): void;
  entries(): readonly ProfileEntry[];
}

type Place = Pick<ProfileEntry, "phase" | "population">;

/** Activities on which time is spent. */
export type Measured = Omit<ProfileEntry, "seconds">;

/** Start measuring. */
export function profile(): Profile {
  const found = new Map<string, { -readonly [K in keyof ProfileEntry]: ProfileEntry[K] }>();
  const asked = new Map<object, () => Pick<ProfileEntry, "subStepped">>();
  const entryOf = ({ phase, population }: Place) => {
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
    ask(what, more) {
      asked.set(entryOf(what), more);
    },
    entries: () => [...found.values()].map((entry) => ({ ...entry, ...asked.get(entry)?.() })),
  };
}

/** Sum the measurements of several workers. */
export function sumProfiles(profiles: readonly (readonly ProfileEntry[])[]): ProfileEntry[] {
  const sums = new Map<string, ProfileEntry>();
  for (const entry of profiles.flat()) {
    const key = `${entry.phase}\n${entry.population}`;
    const { seconds = 0, count = 0, subStepped } = sums.get(key) ?? {};
    const taken = entry.subStepped ?? subStepped;
    sums.set(key, {
      ...entry,
      seconds: seconds + entry.seconds,
      count: count + entry.count,
      ...(taken !== undefined && {
        subStepped: (subStepped ?? 0) + (entry.subStepped ?? 0),
      }),
    });
  }
  return [...sums.values()];
}
