import { parseExpression } from "@spikeloom/equations";
import { javascriptF32, javascriptF64 } from "@spikeloom/equations/functions";
import { describe, expect, it } from "vitest";
import { routine } from "../../src/form/build.ts";
import { expressionTruth, expressionValue } from "../../src/form/expression.ts";
import type { Routine } from "../../src/form/routine.ts";
import { asValue } from "../../src/nodes.ts";
import { interpret } from "../../src/targets/javascript/interpret.ts";
import { wasm } from "../../src/targets/webassembly/encoder/api.ts";
import { moduleBuilder } from "../../src/targets/webassembly/encoder/module.ts";
import { webAssemblyRoutine } from "../../src/targets/webassembly/routine.ts";

const texts = [
  "x * exp(-y) + log(abs(x) + 1)",
  "where(x < y, x / 3, sqrt(abs(y)))",
  "(x > 0 and y > 0) * 2 + x ** 2",
  "exprel(x) - floor(y * 7) + (not x == y)",
];
const numbers = [-2.75, -0.1, 0, 1e-9, 0.3, 4];
const addressOf = (): number => 0;

/** A routine that returns the value of a text, and 1 if it is true. */
function computing(text: string, type: "f64" | "f32"): Routine {
  const value = parseExpression(text);
  return routine(
    "compute",
    { about: "Computes.", parameters: { x: type, y: type } },
    (b, { x, y }) => {
      const given = { type, names: new Map(Object.entries({ x, y })) };
      const truth = b.apply("flag", expressionTruth(b, value, given));
      return [expressionValue(b, value, given), truth];
    },
  );
}

describe("an expression in a routine", () => {
  it.each(["f64", "f32"] as const)("has the bits of the scalar code in %s", (type) => {
    for (const text of texts) {
      const made = computing(text, type);
      const m = moduleBuilder({ memory: { export: "memory", min: 1 } });
      webAssemblyRoutine(m, made, { addressOf, exported: "run" });
      const { exports } = new wasm.Instance(new wasm.Module(m.build()));
      const run = exports["run"] as (x: number, y: number) => readonly number[];
      const oracle = interpret(made, { memory: { buffer: new ArrayBuffer(8) }, addressOf });
      for (const a of numbers) {
        for (const c of numbers) {
          const [x, y] = type === "f64" ? [a, c] : [Math.fround(a), Math.fround(c)];
          const names = new Map([...Object.entries({ x, y })]);
          const value = asValue(parseExpression(text), {
            operations: type === "f64" ? javascriptF64 : javascriptF32,
            name: (name) => ({ value: names.get(name) ?? Number.NaN }),
          });
          const wanted = [value, value === 0 ? 0 : 1];
          expect(oracle([], [x, y]), text).toEqual(wanted);
          expect(run(x, y), text).toEqual(wanted);
        }
      }
    }
  });

  it("reads only names with a value", () => {
    expect(() => computing("x + z", "f64")).toThrow(/SL_UNBOUND_NAME|"z" has no value/u);
  });
});
