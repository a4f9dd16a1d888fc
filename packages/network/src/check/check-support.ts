import type { DrawValue, ParameterRecord } from "@spikeloom/kernel";
import { type Dimension, formatInternal, parseUnit } from "@spikeloom/units";
import { DELAY, VALUE, WEIGHT_SIGN } from "../errors.ts";
import { checkBounds } from "../plan/check-bounds.ts";
import { type DelayRules, delaySteps, roundDelay } from "../values/delay.ts";
import type { Support } from "../values/draw.ts";
import { ownUnit } from "../values/own-unit.ts";
import { isSignRight, type WeightTarget } from "../values/weight-sign.ts";

// Random values differ between seeds, so the whole support of a distribution is checked instead.

/** Reject weight distributions that can yield a sign the receptor does not accept. */
export function checkDrawnSign(value: DrawValue, support: Support, target: WeightTarget): void {
  const { receptor, sign, unit, place } = target;
  if (isSignRight(support.low, sign) && isSignRight(support.high, sign)) return;
  const { dimension } = parseUnit(unit);
  const [bound, most] = sign === "positive" ? ["min", support.high] : ["max", support.low];
  // Bounds would leave nothing, or only the tail of a distribution meant for the other sign.
  const isOther = !isSignRight(most, sign) || most === 0 || !isSignRight(support.middle, sign);
  const next = isOther ? undefined : `Set "${bound}": "${zeroOf(value)}".`;
  throw WEIGHT_SIGN({ place, receptor, sign, got: describe(value, support, dimension), next });
}

/** Reject delay distributions that can yield delays too short for the convention or too long to store. */
export function checkDrawnDelay(
  value: DrawValue,
  support: Support,
  { rules, place }: { readonly rules: DelayRules; readonly place: string },
): void {
  const { dimension } = parseUnit("ms");
  const { dt, convention } = rules;
  const { least: steps, countOffset = 0 } = convention.delay;
  const least = (steps - countOffset) * dt;
  if (support.low < 0 || roundDelay(support.low, rules, place) < convention.delay.least) {
    const expected = `at least ${least} ms ("${convention.name}")`;
    const isAllShort = support.high < least || support.middle < 0;
    const next = isAllShort ? undefined : `Set "min": "${least} ms".`;
    throw DELAY({ place, expected, got: describe(value, support, dimension), next });
  }
  if (Number.isFinite(support.high)) delaySteps(support.high, rules, place);
}

/** Reject rate distributions that can yield negative values. */
export function checkDrawnRate(value: DrawValue, support: Support, place: string): void {
  if (support.low >= 0) return;
  const message = "A rate must be finite and not negative.";
  const got = describe(value, support, parseUnit("Hz").dimension);
  const next = support.middle < 0 ? undefined : `Set "min": "${zeroOf(value)}".`;
  throw VALUE({ place, message, got, next });
}

/**
 * Reject a parameter distribution whose finite bounds exceed those of the model.
 *
 * Infinite tails are left to the run: a normal distribution far from a bound never reaches it.
 */
export function checkDrawnBounds(
  value: DrawValue,
  support: Support,
  { parameter, place }: { readonly parameter: ParameterRecord; readonly place: string },
): void {
  const ends = [support.low, support.high].filter(Number.isFinite);
  const { exclusive: _, type, ...closed } = parameter;
  checkBounds(closed, Float64Array.from(ends), place);
  if (type === undefined || type === "float" || isWhole(value, support)) return;
  throw VALUE({
    place,
    message: "The parameter must be an integer, but the distribution also gives other numbers.",
    expected: 'uniform-integer, poisson or binomial, or "round": 1',
    got: describe(value, support, parseUnit("1").dimension),
  });
}

const wholeDraws: ReadonlySet<string> = new Set(["uniform-integer", "poisson", "binomial"]);

/** Test whether a draw of plain numbers yields only integers. */
function isWhole(value: DrawValue, { low, high }: Support): boolean {
  const whole = (one: string | number | undefined): boolean =>
    one === undefined || Number.isInteger(Number(one));
  if (low === high) return whole(low);
  if (value.round !== undefined) return whole(value.round);
  if (!wholeDraws.has(value.draw)) return false;
  return value.outside !== "clip" || (whole(value.min) && whole(value.max));
}

function zeroOf(value: DrawValue): string {
  const unit = ownUnit(value);
  return unit === "1" ? "0" : `0 ${unit}`;
}

/** Describe the range of a draw: `a draw (uniform) from 0 ms, up to 2 ms`. */
function describe(value: DrawValue, { low, high }: Support, dimension: Dimension): string {
  if (low === Number.NEGATIVE_INFINITY && high === Number.POSITIVE_INFINITY) {
    return `a draw (${value.draw}) without bounds`;
  }
  const from = Number.isFinite(low)
    ? `from ${formatInternal(low, dimension)}`
    : "without a lower bound";
  const to = Number.isFinite(high)
    ? `up to ${formatInternal(high, dimension)}`
    : "without an upper bound";
  return `a draw (${value.draw}) ${from}, ${to}`;
}
