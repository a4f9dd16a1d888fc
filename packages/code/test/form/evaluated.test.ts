import {
  compileExpression,
  type Expression,
  evaluate,
  parseExpression,
  simplify,
} from "@spikeloom/equations";
import { hostFunctions, javascriptF64 } from "@spikeloom/equations/functions";
import { describe, expect, it } from "vitest";
import { draws, drawSeed as seed } from "../../../../tools/test/draws.ts";
import { numbers } from "../../../../tools/test/test-numbers.ts";
import { routine } from "../../src/form/build.ts";
import { expressionValue } from "../../src/form/expression.ts";
import { asValue } from "../../src/nodes.ts";
import { interpret } from "../../src/targets/javascript/interpret.ts";
import { wasm } from "../../src/targets/webassembly/encoder/api.ts";
import { moduleBuilder } from "../../src/targets/webassembly/encoder/module.ts";
import { webAssemblyRoutine } from "../../src/targets/webassembly/routine.ts";

const addressOf = (): number => 0;
const count = draws({ ci: 150, long: 4000 });

/** Draws expressions of `x` and `y`, as text. */
function expressionsFrom(random: () => number): () => string {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const one = ["exp", "log", "sqrt", "abs", "floor", "ceil", "sign", "exprel", "sin", "tanh"];
  const leaves = ["x", "y", "0.1", "3", "0.3", "7", "-2", "1e-3", "pi"];
  const powers = ["2", "-3", "0.5", "7", "1.5", "(1 + 2)", "(1 / 2)", "x", "y"];
  const draw = (depth: number): string => {
    if (depth === 0 || random() < 0.1) return pick(leaves);
    const part = (): string => draw(depth - 1);
    const forms = [
      () => `(${part()} ${pick(["+", "-", "*", "/"])} ${part()})`,
      () => `(${part()} ${pick(["//", "%"])} ${part()})`,
      () => `(${part()}) ** ${pick(powers)}`,
      () => `${pick(one)}(${part()})`,
      () => `${pick(["min", "max"])}(${part()}, ${part()})`,
      () => `where(${part()} < ${part()} and not ${part()} == 1, ${part()}, ${part()})`,
      () => `clip(${part()}, -${pick(["1", "4"])}, ${pick(["1", "4"])})`,
      () => `(-${part()})`,
    ];
    return pick(forms)();
  };
  return () => draw(4);
}

/** All ways in which the value of an expression in doubles is computed. */
function waysOf(e: Expression): Readonly<Record<string, (x: number, y: number) => number>> {
  const made = routine(
    "compute",
    { about: "Computes.", parameters: { x: "f64", y: "f64" } },
    (b, { x, y }) => {
      const names = new Map(Object.entries({ x, y, pi: b.f64(Math.PI) }));
      return [expressionValue(b, e, { type: "f64", names })];
    },
  );
  const m = moduleBuilder({ memory: { export: "memory", min: 1 } });
  webAssemblyRoutine(m, made, { addressOf, exported: "run" });
  const { exports } = new wasm.Instance(new wasm.Module(m.build()));
  const walk = interpret(made, { memory: { buffer: new ArrayBuffer(8) }, addressOf });
  const slots = new Map([
    ["x", 0],
    ["y", 1],
  ]);
  const code = compileExpression(e, { slots });
  const scopeOf =
    (x: number, y: number) =>
    (name: string): number | undefined =>
      ({ x, y })[name];
  const folded = simplify(e, { functions: hostFunctions });
  return {
    evaluate: (x, y) => evaluate(e, { scope: scopeOf(x, y) }),
    "evaluate once folded": (x, y) => evaluate(folded, { scope: scopeOf(x, y) }),
    compileExpression: (x, y) => code(Float64Array.of(x, y)),
    "the nodes of all targets": (x, y) =>
      asValue(e, {
        operations: javascriptF64,
        name: (name) => ({ value: { x, y, pi: Math.PI }[name] ?? Number.NaN }),
      }),
    interpret: (x, y) => walk([], [x, y])[0] as number,
    WebAssembly: exports["run"] as (x: number, y: number) => number,
  };
}

describe("the value of an expression", () => {
  it(`has the same bits however it is computed, seed ${seed}`, () => {
    const random = numbers(seed);
    const next = expressionsFrom(random);
    const given = [0, -0, 1, 0.1, -0.3, 2.5, -7, 1e-9, 1e9];
    let finite = 0;
    for (let k = 0; k < count; k++) {
      const text = next();
      const ways = Object.entries(waysOf(parseExpression(text)));
      for (let n = 0; n < 12; n++) {
        const [x, y] = [0, 1].map(() =>
          n < 6 ? (given[Math.floor(random() * given.length)] as number) : (random() - 0.5) * 20,
        ) as [number, number];
        const values = ways.map(([, way]) => way(x, y));
        const [wanted] = values;
        finite += Number.isFinite(wanted) ? 1 : 0;
        for (const [i, value] of values.entries()) {
          expect(value, `${text} by ${ways[i]?.[0]} at x = ${x}, y = ${y}`).toBe(wanted);
        }
      }
    }
    expect(finite).toBeGreaterThan(4 * count);
  });
});
