import { clock } from "@spikeloom/backend-clock";
import { countErrors, MORE_ERRORS, mostErrors, SpikeLoomError } from "@spikeloom/kernel";
import { readNetwork } from "@spikeloom/network";
import { checkRun } from "@spikeloom/simulate";
import { describe, expect, it } from "vitest";
import { draws } from "../../../tools/test/draws.ts";
import { defaultStack } from "../src/default-stack.ts";
import { manyNetwork, manyOf } from "./many-of.ts";

const options = { stack: defaultStack, backend: clock() };
const few = draws({ ci: 500, long: 4000 });

/** Seconds that a check takes: the least of a few where it seems long, as others use the machine too. */
function seconds(of: string, n: number, most: number): number {
  const network = manyNetwork(of, n);
  let least = Number.POSITIVE_INFINITY;
  let tries = 0;
  do {
    const start = performance.now();
    checkRun(network, options);
    least = Math.min(least, (performance.now() - start) / 1000);
    tries += 1;
  } while (tries < 6 && least > most);
  return least;
}

// Shorter times are those of code that is still being compiled.
const shortest = 0.03;

describe("a check of many", () => {
  // Four times as many take four times as long, and sixteen times where the work grows as the square.
  it.each(Object.keys(manyOf))("%s takes a time that grows as they do", (of) => {
    const most = 11 * Math.max(seconds(of, few, Number.POSITIVE_INFINITY), shortest);
    expect(seconds(of, 4 * few, most)).toBeLessThan(most);
  });

  it("keeps a hundred errors and counts the rest", () => {
    for (const of of ["nulls as projections", "unknown parameters", "unknown names in equations"]) {
      const errors = checkRun(manyNetwork(of, 1000), options);
      expect(errors).toHaveLength(mostErrors + 1);
      expect(errors.at(-1)).toMatchObject({ code: MORE_ERRORS.code, got: "900 more" });
      expect(countErrors(errors)).toBe(1000);
    }
  });

  it("takes more errors than a call takes arguments", () => {
    const errors = checkRun(manyNetwork("nulls as projections", 300_000), options);
    expect(countErrors(errors)).toBe(300_000);
  });

  it("counts the same for a file", () => {
    const text = JSON.stringify(manyNetwork("nulls as projections", 1000));
    try {
      readNetwork(text, { stackIfFaulty: defaultStack });
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(SpikeLoomError);
      expect((error as SpikeLoomError).others.at(-1)?.got).toBe("900 more");
    }
  });
});
