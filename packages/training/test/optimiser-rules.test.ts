import { compileExpression, evaluate, parseExpression } from "@spikeloom/equations";
import { stream, streamKey } from "@spikeloom/random";
import { expect, it } from "vitest";
import { adam, adamW, applyOptimiser, l2, rmsProp, sgd } from "../src/index.ts";
import { parseOptimiser } from "../src/optimisers/optimiser-code.ts";

const names = ["a", "b", "c"];

it("rules of optimisers, and custom ones, have the bits of the interpreter", () => {
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

it("an update of an array has the bits of one of each of its numbers", () => {
  const draws = stream(streamKey(4, "updates"), 0);
  const optimisers = [adam(), adamW({ rate: 0.1 }), rmsProp(), sgd({ rate: 1, momentum: 0.9 })];
  for (const optimiser of [...optimisers, l2(adam(), { weight: 0.1 }), sgd({ rate: 0.1 })]) {
    const [all, single] = [applyOptimiser(optimiser), applyOptimiser(optimiser)];
    const values = Float64Array.from({ length: 1100 }, () => draws.normal());
    const each = Array.from(values, (value) => Float64Array.of(value));
    for (let k = 0; k < 5; k++) {
      const gradient = values.map(() => draws.normal());
      all.begin(0.5);
      single.begin(0.5);
      all.update("w", values, gradient);
      each.forEach((one, n) => {
        single.update(`w${n}`, one, gradient.slice(n, n + 1));
      });
    }
    expect(values).toEqual(Float64Array.from(each, ([value]) => value as number));
    const kept = all.kept("w", values.length).map((column) => [...column]);
    const wanted = each.map((_, n) => single.kept(`w${n}`, 1).map(([value]) => value));
    expect(kept).toEqual(kept.map((_, k) => wanted.map((row) => row[k])));
  }
});
