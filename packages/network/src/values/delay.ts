import type { ConventionRecord } from "@spikeloom/kernel";
import { DELAY } from "../errors.ts";

/** Rounding of delays to steps. */
export interface DelayRules {
  /** The step in milliseconds. */
  readonly dt: number;
  readonly convention: ConventionRecord;
}

// A delay counts as a multiple of the step within this fraction of a step: 0.3 / 0.1 is 2.9999999999999996.
const SLACK = 1e-6;

/** Convert a delay in milliseconds to steps under a convention. */
export function delaySteps(delay: number, rules: DelayRules, place: string): number {
  const { dt, convention } = rules;
  const { least, countOffset = 0 } = convention.delay;
  const steps = roundDelay(delay, rules, place);
  if (steps >= least && delay >= 0) return steps;
  const expected = `at least ${(least - countOffset) * dt} ms ("${convention.name}")`;
  throw DELAY({ place, expected, got: `${delay} ms` });
}

/**
 * Round a delay in milliseconds to steps.
 *
 * Without checking the convention's minimum.
 */
export function roundDelay(delay: number, { dt, convention }: DelayRules, place: string): number {
  const { rounding, countOffset = 0 } = convention.delay;
  return roundings[rounding](delay, dt, place) + countOffset;
}

const roundings: {
  readonly [R in ConventionRecord["delay"]["rounding"]]: (
    delay: number,
    dt: number,
    place: string,
  ) => number;
} = {
  nearest: (delay, dt) => Math.floor(delay / dt + 0.5 + SLACK),
  // Brian2 computes int(delay / dt + 0.5) with both in seconds and lets rounding errors decide:
  // 0.15 ms / 0.1 ms is 1.4999999999999998, so one step.
  "half-up": (delay, dt) => Math.trunc((delay * 1e-3) / (dt * 1e-3) + 0.5),
  floor: (delay, dt) => Math.floor(delay / dt + SLACK),
  exact: (delay, dt, place) => {
    const steps = Math.round(delay / dt);
    if (Math.abs(delay / dt - steps) <= SLACK) return steps;
    throw DELAY({ place, expected: `a multiple of ${dt} ms`, got: `${delay} ms` });
  },
};

/**
 * Round many delays that the convention allows.
 *
 * Returns false, with nothing written, if its rounding may reject individual ones.
 */
export function roundDelays(
  delays: Float64Array,
  { dt, convention }: DelayRules,
  out: Int32Array,
): boolean {
  const { rounding, countOffset = 0 } = convention.delay;
  const round = roundRows[rounding];
  round?.(delays, dt, out);
  if (countOffset !== 0 && round !== undefined) {
    for (let k = 0; k < delays.length; k++) out[k] = (out[k] as number) + countOffset;
  }
  return round !== undefined;
}

/** Roundings of many delays, if all are allowed; the formulas are those of `roundDelay`. */
const roundRows: {
  readonly [R in ConventionRecord["delay"]["rounding"]]?: (
    delays: Float64Array,
    dt: number,
    out: Int32Array,
  ) => void;
} = {
  nearest(delays, dt, out): void {
    for (let k = 0; k < delays.length; k++) {
      out[k] = Math.floor((delays[k] as number) / dt + 0.5 + SLACK);
    }
  },
  "half-up"(delays, dt, out): void {
    for (let k = 0; k < delays.length; k++) {
      out[k] = Math.trunc(((delays[k] as number) * 1e-3) / (dt * 1e-3) + 0.5);
    }
  },
  floor(delays, dt, out): void {
    for (let k = 0; k < delays.length; k++) {
      out[k] = Math.floor((delays[k] as number) / dt + SLACK);
    }
  },
};
