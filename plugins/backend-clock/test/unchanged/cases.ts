import { type Case, randomCase } from "../random-networks.ts";
import type { Chooser } from "../random-rules.ts";
import { busy } from "../simulate.ts";

/** A drawn network, or the one with every kind of input. */
export interface UnchangedCase extends Case {
  readonly precision: "f64" | "f32";
}

/** Choose by numbers that do not depend on a library, so that the cases never change. */
function chooser(seed: number): Chooser {
  let state = seed >>> 0;
  const next = (): number => {
    // Mulberry32: any generator of 32-bit words would do.
    state = (state + 0x6d2b79f5) >>> 0;
    let word = Math.imul(state ^ (state >>> 15), state | 1);
    word = (word + Math.imul(word ^ (word >>> 7), word | 61)) ^ word;
    return (word ^ (word >>> 14)) >>> 0;
  };
  const int = (low: number, high: number): number => low + (next() % (high - low + 1));
  return {
    int,
    pick: <T>(list: readonly T[]): T => list[int(0, list.length - 1)] as T,
    chance: (p) => int(0, 999) < 1000 * p,
  };
}

const drawn = Array.from({ length: 80 }, (_, k): readonly [string, UnchangedCase] => {
  const precision = k % 3 === 2 ? "f32" : "f64";
  return [`drawn ${k}`, { ...randomCase(chooser(1 + k)), precision }];
});

/** Cases of the table of results, by name. */
export const unchangedCases: ReadonlyMap<string, UnchangedCase> = new Map([
  [
    "every input",
    {
      network: busy,
      pieces: [3000],
      precision: "f64",
      looks: { neurons: { e: ["v"] }, synapses: {} },
    },
  ],
  ...drawn,
]);
