import type { Stream } from "@spikeloom/random";
import { earliestCrossing, nextCrossing } from "../../src/events/crossing.ts";
import { addTerm, type Exponentials, exponentials } from "../../src/events/exponentials.ts";
import { boundedSum, exceeds, greatest } from "./bounded-sum.ts";

/** Draws the exponentials of a kind of neuron, without the distance to its threshold. */
type DrawSum = (draws: Stream) => Exponentials;

/** Rates in 1/ms of time constants from 0.1 to 1000 ms. */
const drawnRate = (draws: Stream): number => -(10 ** (1 - 4 * draws.uniform()));

function sumOf(
  degree: number,
  all: readonly (readonly [rate: number, ...weights: readonly number[]])[],
): Exponentials {
  const sum = exponentials(all.length, degree);
  for (const [rate, ...weights] of all) addTerm(sum, rate, weights);
  return sum;
}

/** The response of a leaky potential to an exponential current, and of one that begins at `v`. */
function potential(draws: Stream, leak: number, currents: readonly number[]): Exponentials {
  const all: [number, number][] = [[leak, draws.normal()]];
  for (const rate of currents) {
    const weight = draws.normal();
    all.push([rate, weight], [leak, -weight]);
  }
  return sumOf(0, all);
}

/** Kinds of neurons: those of the bundled linear models and harder ones. */
export const kinds: Readonly<Record<string, DrawSum>> = {
  "one exponential current": (draws) => potential(draws, drawnRate(draws), [drawnRate(draws)]),
  "two exponential currents": (draws) => {
    return potential(draws, drawnRate(draws), [drawnRate(draws), drawnRate(draws)]);
  },
  "currents with nearly equal time constants": (draws) => {
    const leak = drawnRate(draws);
    const near = (): number => leak * (1 + 10 ** (-4 + 3 * draws.uniform()));
    return potential(draws, leak, [near(), near()]);
  },
  "two alpha currents": (draws) => {
    const leak = drawnRate(draws);
    const all: [number, number, number][] = [[leak, draws.normal(), 0]];
    for (let k = 0; k < 2; k++) {
      const rate = drawnRate(draws);
      const [weight, ramp] = [draws.normal(), draws.normal() * rate];
      all.push([rate, weight, ramp], [leak, -weight, 0]);
    }
    return sumOf(1, all);
  },
  "an alpha current with the time constant of the membrane": (draws) => {
    const rate = drawnRate(draws);
    const scaled = (power: number): number => draws.normal() * (-rate) ** power;
    return sumOf(2, [
      [rate, scaled(0), scaled(1), scaled(2)],
      [drawnRate(draws), draws.normal()],
    ]);
  },
  "an adaptive threshold of two time scales": (draws) => {
    const rates = Array.from({ length: 5 }, () => drawnRate(draws));
    return sumOf(
      0,
      rates.map((rate) => [rate, draws.normal()]),
    );
  },
  "polynomials of degree 3": (draws) => {
    const count = 1 + Math.floor(3 * draws.uniform());
    return sumOf(
      3,
      Array.from({ length: count }, () => {
        const rate = drawnRate(draws);
        return [rate, ...[0, 1, 2, 3].map((power) => draws.normal() * (-rate) ** power)] as const;
      }),
    );
  },
  "no leak, under a steady current": (draws) => {
    const rate = drawnRate(draws);
    const drift = -0.3 * draws.uniform() * rate * (draws.uniform() < 0.9 ? -1 : 1);
    return sumOf(1, [
      [0, 0, -Math.abs(drift)],
      [rate, draws.normal(), draws.normal() * rate],
      [drawnRate(draws), draws.normal(), 0],
    ]);
  },
};

/** Rounding of the search, relative to the magnitude of all terms: what exceeds the threshold by more is never missed. */
const rounding = 1e-13;

/** Result of a case. */
export interface Verdict {
  /** Whether the sum was built to exceed the threshold, and whether a crossing was found. */
  readonly isAbove: boolean;
  readonly isFound: boolean;
  /** A crossing that was missed, found late or found where there is none; undefined if there is no fault. */
  readonly fault?: string;
}

/** Draw a sum whose greatest value, or greatest value up to a time, lies closely above or below 0, and judge the search. */
export function judgeCase(draw: DrawSum, draws: Stream): Verdict | undefined {
  const sum = draw(draws);
  let bounds = boundedSum(sum);
  if (sum.terms === 0) return undefined;
  const until = bounds.decayed * (draws.uniform() < 0.5 ? 1 : 10 ** (-3 * draws.uniform()));
  const slack = 1e-14 * bounds.magnitude(until);
  let [most, top] = greatest(bounds, until, slack);
  if (top === 0) {
    for (let k = 0; k < sum.weights.length; k++) sum.weights[k] = -(sum.weights[k] as number);
    bounds = boundedSum(sum);
    [most, top] = greatest(bounds, until, slack);
  }
  const isAbove = draws.uniform() < 0.5;
  const share = 10 ** (-2 - 10.5 * draws.uniform());
  sum.constant = -most + (isAbove ? share : -share) * bounds.magnitude(top);
  bounds = boundedSum(sum);
  const scale = bounds.magnitude(top);
  if (bounds.at(0)[0] >= -rounding * scale) return undefined;
  const found = nextCrossing(sum);
  const isFound = found < Number.POSITIVE_INFINITY;
  const fault = faultOf(sum, found, { top, isAbove, scale });
  return { isAbove, isFound, ...(fault === undefined ? {} : { fault }) };
}

interface Expected {
  readonly top: number;
  readonly isAbove: boolean;
  readonly scale: number;
}

function faultOf(
  sum: Exponentials,
  found: number,
  { top, isAbove, scale }: Expected,
): string | undefined {
  const bounds = boundedSum(sum);
  const still = sum.rates.subarray(0, sum.terms).indexOf(0);
  const ramp = still < 0 ? 0 : (sum.weights[still * sum.width + 1] as number);
  const level = rounding * scale;
  if (isAbove && !(found <= top)) return `missed: found ${found}, above 0 at ${top}`;
  const end = Math.min(found, bounds.decayed);
  const earlier = exceeds(bounds, { from: 0, until: end, level });
  if (earlier !== undefined) return `missed: found ${found}, above 0 at ${earlier}`;
  if (earliestCrossing(sum, true) > found) return "the bound is too late";
  if (found === Number.POSITIVE_INFINITY) {
    return sum.constant > level && ramp >= 0 ? "missed: the sum ends above 0" : undefined;
  }
  const own = bounds.magnitude(found);
  if (!(Math.abs(bounds.at(found)[0]) <= rounding * own)) return `not a zero: ${found}`;
  return undefined;
}
