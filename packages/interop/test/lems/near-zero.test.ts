import { evaluate, parseExpression } from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import { expect, it } from "vitest";
import { parseLems } from "../../src/lems/expression.ts";
import { spelled } from "../../src/lems/write/lems-text.ts";
import { customTypes } from "../../src/neuroml/write/membrane/custom-types.ts";

const points = [2e-9, 3e-7, 9.9e-6, 1.01e-5, 1e-3, 0.5].flatMap((x) => [x, -x]);
const exact: Readonly<Record<string, (x: number) => number>> = {
  expm1: Math.expm1,
  log1p: Math.log1p,
  exprel: (x) => Math.expm1(x) / x,
};
/** Both the rounding above 1e-5 and the series below it are right to some 2e-11. */
const tolerance = 4e-11;

it.each(Object.entries(exact))("writes %s such that nothing cancels near zero", (name, wanted) => {
  const e = spelled(parseExpression(`${name}(x)`));
  for (const x of points) {
    const value = evaluate(e, { scope: () => x, functions: hostFunctions });
    expect(Math.abs(value / wanted(x) - 1), `${x}`).toBeLessThan(tolerance);
  }
  const atZero = evaluate(e, { scope: () => 0, functions: hostFunctions });
  expect(atZero).toBe(name === "exprel" ? 1 : 0);
});

it("writes exprel for NeuroML such that nothing cancels near zero", () => {
  const types = customTypes((wanted) => wanted);
  types.nameOf("steady", parseExpression("exprel(v)"));
  interface Written {
    readonly attributes: Readonly<Record<string, string>>;
    readonly children: readonly Written[];
  }
  const [type] = types.outputs as unknown as readonly Written[];
  const cases = type?.children[1]?.children[1]?.children ?? [];
  for (const x of points) {
    const value = (text: string): number =>
      evaluate(parseLems(text, "a case"), { scope: () => x, functions: hostFunctions });
    const chosen = cases.find(({ attributes: { condition } }) => !condition || value(condition));
    const found = value(chosen?.attributes["value"] ?? "");
    expect(Math.abs(found / (Math.expm1(x) / x) - 1), `${x}`).toBeLessThan(tolerance);
  }
});
