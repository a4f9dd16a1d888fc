import type { ConventionRecord, Value } from "@spikeloom/kernel";
import { DELAY, DELAY_LONG } from "../errors.ts";
import type { Extent } from "./sampler.ts";
import {
  resolveSynapseValue,
  type SynapseRow,
  type SynapseValue,
  type SynapseValueRequest,
} from "./synapse-value.ts";

/** The delay of each synapse in steps. */
export type SynapseDelay =
  | { readonly constant: number; readonly fill?: never; readonly extent?: never }
  | {
      readonly constant?: never;
      /** Write the delays of one row; the same whichever rows were filled before. */
      fill(row: SynapseRow, out: Int32Array): void;
      /** The least and the longest delay that can come, where that is known. */
      readonly extent?: Extent | undefined;
    };

/** How delays become steps. */
export interface DelayRules {
  /** The step in milliseconds. */
  readonly dt: number;
  readonly convention: ConventionRecord;
  /** The longest delay that can be kept, in steps. */
  readonly most?: number;
}

// One less than 16 bits hold, as a convention may deliver a step later.
const MOST_STEPS = 65_534;

// A delay counts as a multiple of the step within this fraction of a step: 0.3 / 0.1 is 2.9999999999999996.
const SLACK = 1e-6;

/** Prepare the delays of a projection in steps. */
export function resolveDelay(
  value: Value,
  request: Omit<SynapseValueRequest, "unit">,
  rules: DelayRules,
): SynapseDelay {
  const delays = resolveSynapseValue(value, { ...request, unit: "ms" });
  const { place } = request;
  if (delays.constant !== undefined) {
    return { constant: delaySteps(delays.constant, rules, place) };
  }
  // Rounding keeps the order, so the ends of what can come tell about all of it.
  const isSafe = delays.extent?.every((delay) => isAllowed(delay, rules, place)) === true;
  return {
    fill: (row, out) => fillSteps(delays, row, { out, rules, place, isSafe }),
    extent: delays.extent && extentInSteps(delays.extent, rules, place),
  };
}

/** What is shorter or longer than allowed is refused when it is drawn. */
function extentInSteps([least, longest]: Extent, rules: DelayRules, place: string): Extent {
  const { convention, most = MOST_STEPS } = rules;
  const steps = (delay: number): number =>
    Math.min(Math.max(roundDelay(delay, rules, place), convention.delay.least), most);
  return [steps(least), steps(longest)];
}

let scratch = new Float64Array(1024);

function fillSteps(
  delays: Extract<SynapseValue, { fill: unknown }>,
  row: SynapseRow,
  into: {
    readonly out: Int32Array;
    readonly rules: DelayRules;
    readonly place: string;
    readonly isSafe: boolean;
  },
): void {
  const { length } = row.partners;
  if (scratch.length < length) scratch = new Float64Array(2 * length);
  const values = scratch.length === length ? scratch : scratch.subarray(0, length);
  delays.fill(row, values);
  const { rules, place, out, isSafe } = into;
  const round = roundRows[rules.convention.delay.rounding];
  if (round !== undefined && (isSafe || isInRange(values, rules, place)))
    round(values, rules.dt, out);
  else for (let k = 0; k < length; k++) out[k] = delaySteps(values[k] ?? Number.NaN, rules, place);
}

/** Whether all delays of a row are allowed: as rounding keeps the order, the least and the longest tell. */
function isInRange(delays: Float64Array, rules: DelayRules, place: string): boolean {
  let least = Number.POSITIVE_INFINITY;
  let longest = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < delays.length; k++) {
    const delay = delays[k] as number;
    if (delay < least) least = delay;
    if (delay > longest) longest = delay;
  }
  return isAllowed(least, rules, place) && isAllowed(longest, rules, place);
}

function isAllowed(delay: number, rules: DelayRules, place: string): boolean {
  const { convention, most = MOST_STEPS } = rules;
  const steps = roundDelay(delay, rules, place);
  return steps >= convention.delay.least && steps <= most && delay >= 0;
}

/** Turn a delay in milliseconds into steps by the rules of a convention. */
export function delaySteps(delay: number, rules: DelayRules, place: string): number {
  const { dt, convention, most = MOST_STEPS } = rules;
  const { least } = convention.delay;
  const steps = roundDelay(delay, rules, place);
  if (isAllowed(delay, rules, place)) return steps;
  const got = `${delay} ms`;
  if (steps > most) throw DELAY_LONG({ place, expected: `at most ${most * dt} ms`, got });
  throw DELAY({ place, expected: `at least ${least * dt} ms ("${convention.name}")`, got });
}

/**
 * Round a delay in milliseconds to steps.
 *
 * Whether the convention allows so few, or so many, is not asked.
 */
export function roundDelay(delay: number, { dt, convention }: DelayRules, place: string): number {
  return roundings[convention.delay.rounding](delay, dt, place);
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

/** Roundings of many delays that are allowed; the formulas are those of `roundings`. */
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
