import { type Builder, routine } from "../../../packages/code/src/form/build.ts";
import type { Value } from "../../../packages/code/src/form/graph.ts";
import { type Operator, resultType } from "../../../packages/code/src/form/operators.ts";
import type { Routine } from "../../../packages/code/src/form/routine.ts";
import type { ValueType } from "../../../packages/code/src/form/types.ts";
import { scalarOperators } from "../../../packages/code/src/targets/wgsl/scalar-operators.ts";
import { numbers } from "../../test/test-numbers.ts";
import type { Words } from "./shader-case.ts";

/**
 * The ends of ranges, ties and zeros of both signs, in all combinations; no result is subnormal, because these may be
 * lost.
 */
const floats: readonly number[] = [
  0,
  -0,
  1,
  -1,
  0.5,
  -0.5,
  1.5,
  2.5,
  -2.5,
  -0.3,
  1e-3,
  3.7e4,
  8388609,
  -3e9,
  2147483520,
  1e20,
  -1e-12,
  Infinity,
  -Infinity,
  Number.NaN,
];
const integers: readonly number[] = [
  0, 1, -1, 2, 31, 32, 33, -33, 255, 0x7fffffff, -0x80000000, 0x12345678, -0x12345678,
];

const names = (Object.keys(scalarOperators) as readonly Operator[]).filter(
  (name) => name !== "rarely",
);
const types = ["f32", "i32", "bool"] as const satisfies readonly ValueType[];

interface Inputs {
  readonly f32: readonly [Value, Value];
  readonly i32: readonly [Value, Value];
  readonly bool: readonly [Value, Value];
}

/** Compare only the bits of numbers: the sign and the payload of NaN are undefined. */
const looksAtBits: ReadonlySet<Operator> = new Set<Operator>([
  "exponentOf",
  "mantissaOf",
  "intoExponent",
  "head",
  "withSign",
  "bitsOf",
]);

function resultsOf(b: Builder, inputs: Inputs): readonly Value[] {
  return names.flatMap((name) =>
    types.flatMap((type): readonly Value[] => {
      if (scalarOperators[name][type] === undefined) return [];
      const [first, second] = inputs[type];
      if (name === "select") {
        return [b.apply(name, first, ...inputs.f32), b.apply(name, first, ...inputs.i32)];
      }
      const isUnary = resultType(name, [type]) !== undefined;
      const [a, c] = looksAtBits.has(name) ? [sure(b, first), sure(b, second)] : [first, second];
      if (isUnary) return [b.apply(name, a)];
      // A division by zero is undefined.
      const divides = name === "divUnsigned" || name === "remainderUnsigned";
      return [b.apply(name, a, divides ? b.apply("or", c, b.i32(1)) : c)];
    }),
  );
}

function sure(b: Builder, x: Value): Value {
  return x.type === "f32" ? b.apply("select", b.apply("eq", x, x), x, b.f32(1.5)) : x;
}

function stored(values: readonly Value[], b: Builder): readonly Value[] {
  return values.map((value) => (value.type === "bool" ? b.apply("flag", value) : value));
}

const counted = { floats: 0, integers: 0 };

/** Applies every operator of WGSL to two floats, two integers and two truth values. */
export const everyOperator: Routine = routine(
  "every_operator",
  {
    about: "Applies every operator.",
    parameters: { index: "i32", count: "i32" },
    passed: { floats: "f32", integers: "i32", float_results: "f32", integer_results: "i32" },
  },
  (b, { index, count }, arrays) => {
    const second = b.apply("add", index, count);
    const f32 = [b.load(arrays.floats, index), b.load(arrays.floats, second)] as const;
    const i32 = [b.load(arrays.integers, index), b.load(arrays.integers, second)] as const;
    const odd = (x: Value): Value => b.apply("ne", b.apply("and", x, b.i32(1)), b.i32(0));
    const results = resultsOf(b, { f32, i32, bool: [odd(i32[0]), odd(i32[1])] });
    for (const value of stored(results, b)) {
      const isFloat = value.type === "f32";
      const k = isFloat ? counted.floats++ : counted.integers++;
      const at = b.apply("add", index, b.apply("mul", count, b.i32(k)));
      b.store(isFloat ? arrays.float_results : arrays.integer_results, at, value);
    }
    return undefined;
  },
);

/** Pairs of numbers: all first operands, then all second ones. */
export function operatorInputs(): {
  readonly count: number;
  readonly floats: Words;
  readonly integers: Words;
  readonly results: { readonly floats: number; readonly integers: number };
} {
  const random = numbers(4);
  const pairs = floats.flatMap((a) => floats.map((c) => [a, c] as const));
  while (pairs.length < 1000) pairs.push([200 * random() - 100, 4 * random() - 2]);
  const some = (): number => integers[Math.floor(integers.length * random())] ?? 0;
  const words = (numbers: readonly number[]): Words => [
    ...new Int32Array(Float32Array.from(numbers).buffer),
  ];
  return {
    count: pairs.length,
    floats: words([...pairs.map(([a]) => a), ...pairs.map(([, c]) => c)]),
    integers: Array.from({ length: 2 * pairs.length }, () =>
      random() < 0.8 ? some() : (random() * 2 ** 32) | 0,
    ),
    results: { ...counted },
  };
}
