import { describe, expect, it } from "vitest";
import { type Draw, drawSeed, draws, newDraw } from "../../../../tools/test/draws.ts";
import { earliestCrossing, nextCrossing } from "../../src/events/crossing.ts";
import { type Exponentials, exponentials } from "../../src/events/exponentials.ts";

// Sums of exponentials that come close to 0 and turn back, or reach it only just. Each is a polynomial
// p(x) = excess - (x - top)^2 q(x) with q > 0, so that its greatest value is `excess`, at `top`, by construction: it
// reaches 0 if, and only if, the excess is positive. All coefficients are dyadic fractions of few bits, so that
// doubles hold them exactly.

/** Coefficients by ascending power. */
type Polynomial = readonly number[];

interface Case {
  readonly sum: Exponentials;
  /** Time of the greatest value. */
  readonly top: number;
  readonly excess: number;
  /** Bound of the rounding errors of the sum's values. */
  readonly noise: number;
  /** Value at a time, by Horner's rule on the polynomial, divided by a positive number. */
  readonly value: (time: number) => number;
}

function product(a: Polynomial, b: Polynomial): number[] {
  const terms = new Array<number>(a.length + b.length - 1).fill(0);
  for (const [i, one] of a.entries()) {
    for (const [j, other] of b.entries()) terms[i + j] = (terms[i + j] as number) + one * other;
  }
  return terms;
}

function horner(p: Polynomial, x: number): number {
  return p.reduceRight((sum, one) => sum * x + one, 0);
}

const sizeOf = (p: Polynomial, x: number): number => horner(p.map(Math.abs), x);

/** Draw a multiple of 1 / `parts` between two of them. */
function fraction(draw: Draw, parts: number, [least, most]: readonly [number, number]): number {
  return (least + draw(most - least + 1)) / parts;
}

/**
 * Draw a factor that is positive for x from 0: constant, linear, or close to 0, or 0, at another place.
 *
 * That place is at least a sixteenth of `range` away.
 */
function factor(draw: Draw, top: number, range: number): Polynomial {
  const kind = draw(4);
  if (kind === 0) return [1];
  if (kind === 1) return [1, fraction(draw, 16, [0, 64])];
  const other = top + fraction(draw, 64, [4, 40]) * (draw(2) === 0 ? 1 : -1) * range;
  const distance = kind === 2 ? 0 : fraction(draw, 64, [1, 64]);
  return [other * other + distance, -2 * other, 1];
}

function withExcess(q: Polynomial, top: number, excess: number): number[] {
  const p = product([top * top, -2 * top, 1], q).map((one) => -one);
  p[0] = (p[0] as number) + excess;
  return p;
}

/** A polynomial in e^(-rate t): exponentials whose rates are multiples of one. */
function plain(draw: Draw): Case | undefined {
  const rate = fraction(draw, 1024, [8, 1023]);
  const top = fraction(draw, 256, [16, 240]);
  const q = factor(draw, top, 1);
  const excess = (draw(2) === 0 ? 1 : -1) * 2 ** -(20 + draw(21));
  const p = withExcess(q, top, excess);
  // It begins below 0, at x = 1, and ends below 0, at x = 0.
  if (horner(p, 1) >= 0 || (p[0] as number) >= 0) return undefined;
  const sum = exponentials(p.length - 1);
  sum.constant = p[0] as number;
  sum.terms = p.length - 1;
  for (let j = 1; j < p.length; j++) {
    sum.rates[j - 1] = -j * rate;
    sum.weights[j - 1] = p[j] as number;
  }
  return {
    sum,
    top: -Math.log(top) / rate,
    excess,
    // An exponential's relative error is that of its exponent, which is below 12, and that of its own rounding.
    noise: 16 * Number.EPSILON * sizeOf(p, 1),
    value: (time) => horner(p, Math.exp(-rate * time)),
  };
}

/** A polynomial in time with a common exponential: alpha functions and their higher orders. */
function resonant(draw: Draw): Case | undefined {
  const top = fraction(draw, 16, [4, 512]);
  const q = factor(draw, top, 16);
  const size = sizeOf(product([top * top, 2 * top, 1], q), 2 * top);
  const excess = (draw(2) === 0 ? 1 : -1) * 2 ** (Math.ceil(Math.log2(size)) - 20 - draw(21));
  const p = withExcess(q, top, excess);
  if ((p[0] as number) >= 0) return undefined;
  const sum = exponentials(1, p.length - 1);
  sum.terms = 1;
  const rate = (0.02 + draw(1000) / 1000) / top;
  sum.rates[0] = -rate;
  sum.weights.set(p);
  return {
    sum,
    top,
    excess,
    noise: 16 * Number.EPSILON * size,
    value: (time) => horner(p, time),
  };
}

const count = draws({ ci: 20_000, long: 5_000_000 });

describe.each([
  ["exponentials with rates that are multiples of one", plain],
  ["a polynomial times an exponential", resonant],
])("the search for a crossing of %s", (_, drawn) => {
  it("misses none that is only just reached, and finds none that is not", () => {
    const draw = newDraw(drawSeed, 7);
    let reached = 0;
    let cases = 0;
    while (cases < count) {
      const one = drawn(draw);
      if (one === undefined) continue;
      const { sum, top, excess, noise, value } = one;
      if (Math.abs(excess) < 2 * noise) continue;
      cases++;
      const found = nextCrossing(sum);
      const place = `seed ${drawSeed}, case ${cases}: excess ${excess} at ${top}, found ${found}`;
      if (excess < 0) {
        if (found !== Number.POSITIVE_INFINITY) throw new Error(place);
        continue;
      }
      reached++;
      // At the crossing the value is 0, and shortly before it is still below.
      const isZero = (time: number): boolean => Math.abs(value(time)) <= noise;
      const early = found - 2 * Math.abs(noise / slope(value, found));
      if (!isZero(found)) throw new Error(place);
      if (early > 0 && !(value(early) < 0)) throw new Error(`${place}, above 0 at ${early}`);
      if (earliestCrossing(sum, true) > found) throw new Error(place);
    }
    expect(reached).toBeGreaterThan(count / 3);
  });
});

function slope(value: (time: number) => number, at: number): number {
  const step = 1e-6 * at;
  return (value(at + step) - value(at - step)) / (2 * step);
}
