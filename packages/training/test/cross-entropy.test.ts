import { hostFunctions } from "@spikeloom/equations/functions";
import { expect, it } from "vitest";
import { crossEntropy } from "../src/index.ts";

const exp = hostFunctions["exp"] as (x: number) => number;

// Counts of spikes, whose softmax is tabulated, potentials, and counts further apart than any table entry.
it.each([[[3, 0, 12, 3]], [[0.25, -1.5, 2, 1]], [[0, 400, 7, 5]]])(
  "has the gradient of a softmax, to the bit, repeatedly: %j",
  (outputs) => {
    const most = Math.max(...outputs);
    const powers = outputs.map((one) => exp(one - most));
    const sum = powers.reduce((all, one) => all + one, 0);
    const expected = powers.map((one, k) => one / sum - (k === 1 ? 1 : 0));
    for (let turn = 0; turn < 2; turn++) {
      const slope = new Float64Array(4);
      const value = crossEntropy.value(Float64Array.from(outputs), Float64Array.of(1), slope);
      expect([...slope]).toEqual(expected);
      expect(value).toBeCloseTo(-Math.log((powers[1] as number) / sum), 10);
    }
  },
);
