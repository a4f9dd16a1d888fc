import { stream, streamKey } from "@spikeloom/random";
import { describe, expect, it } from "vitest";
import { gammaAbove } from "../src/sources/gamma-above.ts";

/** The mean above s for an integer shape a: Gamma(a + 1, s) / Gamma(a, s), both finite sums. */
function meanAbove(shape: number, least: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; k < shape; k++) {
    term *= least / k;
    sum += term;
  }
  return (shape * (sum + (term * least) / shape)) / sum;
}

/** For a shape of 1/2 it is 1/2 + sqrt(s) exp(-s) / (sqrt(pi) erfc(sqrt(s))); erfc(1) = 0.1572992070503. */
const half = 0.5 + Math.exp(-1) / (Math.sqrt(Math.PI) * 0.1572992070503);

describe("a gamma draw above a bound", () => {
  it.each([
    [0.5, 1, half],
    [1, 3, 4],
    [3, 0, 3],
    [3, 2.5, meanAbove(3, 2.5)],
    [3, 3.5, meanAbove(3, 3.5)],
    [3, 100, meanAbove(3, 100)],
    [20, 25, meanAbove(20, 25)],
    [2, 1000, meanAbove(2, 1000)],
  ])("of shape %d above %d has the conditioned mean", (shape, least, mean) => {
    const draws = stream(streamKey(1, "gamma-above"), 0);
    const n = 20_000;
    let sum = 0;
    for (let k = 0; k < n; k++) {
      const drawn = gammaAbove(draws, shape, least);
      expect(drawn).toBeGreaterThan(least);
      sum += drawn;
    }
    // What is cut off below only narrows the distribution, whose variance is the shape (1 at most for
    // shapes below 1); four standard errors.
    expect(Math.abs(sum / n - mean)).toBeLessThan(4 * Math.sqrt(Math.max(shape, 1) / n));
  });

  it("is NaN without a valid distribution, and does not search for ever", () => {
    const draws = stream(streamKey(1, "gamma-above"), 0);
    expect(gammaAbove(draws, 0, 1)).toBeNaN();
    expect(gammaAbove(draws, Number.NaN, 1)).toBeNaN();
    expect(gammaAbove(draws, 2, Number.POSITIVE_INFINITY)).toBeNaN();
  });
});
