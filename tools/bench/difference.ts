import { type Reading, reading } from "./case.ts";
import type { Measure } from "./measure.ts";

/** Additional time of a program compared with another of the same round, in ns per counted item. */
export function difference(
  { program, without, key = "simulate_s" }: { program: string; without: string; key?: string },
  count: (of: Measure) => number,
): Reading {
  return (of) => {
    const seconds = reading(program, key)(of) - reading(without, key)(of);
    return (seconds / count(of(program))) * 1e9;
  };
}

/** Steps of all neurons. */
export function neuronSteps({ neurons = 0, steps = 0 }: Measure): number {
  return neurons * steps;
}
