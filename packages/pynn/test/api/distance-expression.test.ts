import { expect, it } from "vitest";
import { readDistanceExpression } from "../../src/api/values/distance-expression.ts";

it.each([
  // Python's values.
  ["d // 0.1", 1, 9],
  ["d % 0.1", 1, 0.09999999999999995],
  ["-d // 2", 7, -4],
  ["(0 - d) ** 3", 2, -8],
  ["where(d < 2, exp(-d), 0)", 1, 0.36787944117144233],
])("%s at %s is %s", (text, d, wanted) => {
  expect(readDistanceExpression(text, "distance")(d)).toBe(wanted);
});
