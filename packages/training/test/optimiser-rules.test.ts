import { compileExpression, evaluate, parseExpression } from "@spikeloom/equations";
import { stream, streamKey } from "@spikeloom/random";
import { expect, it } from "vitest";
import { adam, adamW, l2, rmsProp, sgd } from "../src/index.ts";
import { parseOptimiser } from "../src/optimisers/optimiser-code.ts";

const names = ["a", "b", "c"];

it("rules of optimisers, and others, have the bits of what interprets them", () => {
  const draws = stream(streamKey(3, "rules"), 0);
  const optimisers = [adam(), adamW({ rate: 0.1 }), rmsProp(), sgd({ rate: 1, momentum: 0.9 })];
  const all = [...optimisers, l2(adam(), { weight: 0.1 })].flatMap((one) => {
    const parsed = parseOptimiser(one);
    const own = [...parsed.common, "value", "gradient", ...parsed.state];
    return [...parsed.update].map(([, rule]) => [rule, own] as const);
  });
  const others = ["-a ** 3 + b % c", "exp(-abs(a)) * max(b, c)", "clip(a, b, b + c) + sqrt(pi)"];
  const written = others.map((text) => [parseExpression(text), names] as const);
  for (const [rule, own] of [...all, ...written]) {
    const places = new Map(own.map((name, k) => [name, k]));
    const numbers = new Float64Array(own.length);
    const compute = compileExpression(rule, { slots: places });
    const scope = (name: string): number | undefined => numbers[places.get(name) ?? -1];
    for (let k = 0; k < 20; k++) {
      for (let n = 0; n < numbers.length; n++) numbers[n] = Math.abs(draws.normal());
      const wanted = evaluate(rule, { scope });
      expect(Number.isFinite(wanted)).toBe(true);
      expect(compute(numbers)).toBe(wanted);
    }
  }
});
