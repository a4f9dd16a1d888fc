import {
  compileColumns,
  compileExpression,
  type Expression,
  evaluate,
  parseExpression,
  simplify,
} from "@spikeloom/equations";
import { builtIns, hostFunctions, javascriptF64 } from "@spikeloom/equations/functions";
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
const count = draws({ ci: 80, long: 4000 });
/** Pairs of operands: more than a block of columns for each operator, fewer for each drawn expression. */
const pairs = { operator: 600, drawn: 100 };

/** Each operator and function once, of variables. */
const elementary: readonly string[] = [
  ..."+ - * / // % ** < <= > >= == != and or".split(" ").map((operator) => `x ${operator} y`),
  ...Object.entries(builtIns).flatMap(([name, { arity }]) =>
    ["power", "modulo", "floor_divide"].includes(name)
      ? []
      : [`${name}(${["x", "y", "x * y"].slice(0, arity).join(", ")})`],
  ),
  ...Array.from({ length: 36 }, (_, k) => `x ** ${k - 18}`),
  "-x",
  "not x",
  "x ** 0.5",
  "where(x, y, 3)",
  "where(x < y, x, y)",
  "where(x < y, y, x)",
  "where(x > y, x, y)",
  "where(x > y, y, x)",
  "int(x < y) + int(not x) * 2",
];

/** Draws expressions of `x` and `y`, as text. */
function expressionsFrom(random: () => number): () => string {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const one = [
    "exp",
    "log",
    "sqrt",
    "abs",
    "floor",
    "ceil",
    "sign",
    "exprel",
    "sin",
    "tanh",
    "int",
  ];
  const leaves = ["x", "y", "0.1", "3", "0.3", "7", "-2", "1e-3", "pi", "0", "x"];
  const powers = ["2", "-3", "0.5", "7", "1.5", "(1 + 2)", "(1 / 2)", "x", "y"];
  const comparisons = ["<", "<=", ">", ">=", "==", "!="];
  const draw = (depth: number): string => {
    if (depth === 0 || random() < 0.1) return pick(leaves);
    const part = (): string => draw(depth - 1);
    const condition = (): string => `${part()} ${pick(comparisons)} ${part()}`;
    const forms = [
      () => `(${part()} ${pick(["+", "-", "*", "/"])} ${part()})`,
      () => `(${part()} ${pick(["//", "%"])} ${part()})`,
      () => `(${part()}) ** ${pick(powers)}`,
      () => `${pick(one)}(${part()})`,
      () => `${pick(["min", "max", "timestep"])}(${part()}, ${part()})`,
      () => `where(${condition()} ${pick(["and", "or"])} not ${part()} == 1, ${part()}, ${part()})`,
      () => `where(${part()}, ${part()}, ${part()})`,
      () => `int(${condition()})`,
      () => `clip(${part()}, -${pick(["1", "4"])}, ${pick(["1", "4"])})`,
      () => `(-${part()})`,
    ];
    return pick(forms)();
  };
  return () => draw(4);
}

/** Draws an operand: edge cases, whole numbers, and any. */
function operandsFrom(random: () => number): () => number {
  const ends = [0, -0, 1, -1, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const edges = [...ends, 0.1, -0.3, 2.5, 5e-324, 2 ** -1022, 1.7e308, 2 ** 53, 2 ** 53 + 2, -1e-9];
  return () => {
    const kind = random();
    if (kind < 0.25) return edges[Math.floor(random() * edges.length)] as number;
    if (kind < 0.5) return Math.floor((random() - 0.5) * 40);
    if (kind < 0.75) return Math.round((random() - 0.5) * 200) / 10;
    return (random() - 0.5) * 2 ** Math.floor(random() * 60 - 20);
  };
}

type Way = (x: Float64Array, y: Float64Array) => Float64Array;

/** Compute one pair of operands after the other. */
function each(compute: (x: number, y: number) => number): Way {
  return (x, y) => x.map((one, k) => compute(one, y[k] as number));
}

/** All ways in which the value of an expression in doubles is computed. */
function storageEstimates(e: Expression): Readonly<Record<string, Way>> {
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
  const columns = compileColumns(e, { slots });
  const filled = (x: number | Float64Array, y: number | Float64Array, length: number) => {
    const out = new Float64Array(length);
    columns([x, y], out);
    return out;
  };
  const columnsOf: Way = (x, y) => filled(x, y, x.length);
  return {
    evaluate: each((x, y) => evaluate(e, { scope: scopeOf(x, y) })),
    "evaluate once folded": each((x, y) => evaluate(folded, { scope: scopeOf(x, y) })),
    compileExpression: each((x, y) => code(Float64Array.of(x, y))),
    compileColumns: columnsOf,
    "compileColumns with one number for all": (x, y) => {
      const wanted = columnsOf(x, y);
      for (let k = 0; k < 5; k++)
        wanted[k] = filled(x[k] as number, y.slice(k, k + 1), 1)[0] as number;
      return wanted;
    },
    "the nodes of all targets": each((x, y) =>
      asValue(e, {
        operations: javascriptF64,
        name: (name) => ({ value: { x, y, pi: Math.PI }[name] ?? Number.NaN }),
      }),
    ),
    interpret: each((x, y) => walk([], [x, y])[0] as number),
    WebAssembly: each(exports["run"] as (x: number, y: number) => number),
  };
}

/** Find the first difference between implementations, as text; undefined if all have the same bits. */
function difference(text: string, operands: () => number, length: number): string | undefined {
  const ways = Object.entries(storageEstimates(parseExpression(text)));
  const x = Float64Array.from({ length }, operands);
  const y = Float64Array.from({ length }, operands);
  const [[, first] = [], ...rest] = ways;
  const wanted = first?.(x, y) as Float64Array;
  for (const [name, way] of rest) {
    const values = way(x, y);
    const k = values.findIndex((value, at) => !Object.is(value, wanted[at]));
    if (k < 0) continue;
    return `${text} by ${name} at x = ${x[k]}, y = ${y[k]}: ${values[k]}, not ${wanted[k]}`;
  }
  return undefined;
}

describe("the value of an expression", () => {
  it.each(elementary)(`of %s has the same bits however it is computed, seed ${seed}`, (text) => {
    expect(difference(text, operandsFrom(numbers(seed)), pairs.operator)).toBeUndefined();
  });

  it(`that is drawn has the same bits however it is computed, seed ${seed}`, () => {
    const random = numbers(seed);
    const next = expressionsFrom(random);
    const operands = operandsFrom(random);
    for (let k = 0; k < count; k++)
      expect(difference(next(), operands, pairs.drawn)).toBeUndefined();
  });
});
