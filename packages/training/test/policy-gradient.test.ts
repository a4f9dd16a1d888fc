import { describe, expect, it } from "vitest";
import { policyGradient } from "../src/index.ts";

describe("the policy gradient", () => {
  it("has the gradient of minus the advantage times the logarithm of the probability", () => {
    const output = Float64Array.of(0.3, -1.2, 0.7);
    const target = Float64Array.of(1, -1.5);
    const slope = new Float64Array(3);
    const shares = output.map(Math.exp);
    const share = (shares[1] ?? 0) / shares.reduce((sum, one) => sum + one, 0);
    expect(policyGradient.value(output, target, slope)).toBeCloseTo(1.5 * Math.log(share), 12);
    const found = [...slope];
    for (const [k, wanted] of found.entries()) {
      const at = (by: number): number =>
        policyGradient.value(output.with(k, (output[k] ?? 0) + by), target, slope);
      expect((at(1e-6) - at(-1e-6)) / 2e-6).toBeCloseTo(wanted, 8);
    }
  });

  it("refuses an invalid advantage", () => {
    const target = Float64Array.of(0, Number.NaN);
    expect(() => policyGradient.value(new Float64Array(2), target, new Float64Array(2))).toThrow(
      "SL_TRAINING_BATCH",
    );
  });
});
