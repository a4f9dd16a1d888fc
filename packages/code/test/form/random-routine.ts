import { numbers as testNumbers } from "../../../../tools/test/test-numbers.ts";
import { type Builder, routine } from "../../src/form/build.ts";
import type { Value, Variable } from "../../src/form/graph.ts";
import { type Operator, resultType } from "../../src/form/operators.ts";
import type { ArrayPlace, External, Routine } from "../../src/form/routine.ts";
import {
  type ElementType,
  elementBytes,
  loadedType,
  type ValueType,
} from "../../src/form/types.ts";
import { scalarOperators } from "../../src/targets/javascript/scalar-operators.ts";

/** Elements of each array; a power of two, so that any index can be cut to it. */
export const length = 16;

/** The arrays that a drawn routine works on. */
export const elements: readonly ElementType[] = ["f64", "f32", "i64", "i32", "u16", "u8"];

/** The contents of a random routine, before it is built. */
const asked: External = { name: "asked", parameters: ["f64", "i32"], result: "f64" };

const names = Object.keys(scalarOperators) as readonly Operator[];
const types: readonly ValueType[] = ["f64", "f32", "i32", "i64", "bool"];

/** Draws at random; its values determine a routine completely. */
export interface Chooser {
  int(low: number, high: number): number;
  pick<T>(list: readonly T[]): T;
}

/** Draw from the numbers of a seed. */
export function chooser(seed: number): Chooser {
  const next = testNumbers(seed);
  const int = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  return { int, pick: <T>(list: readonly T[]): T => list[int(0, list.length - 1)] as T };
}

/** Make a routine of all kinds of statements that ends soon. */
export function randomRoutine(choose: Chooser): Routine {
  const inner = write(choose, "inner", 1, undefined);
  return write(choose, "outer", 2, inner);
}

function write(choose: Chooser, name: string, depth: number, callee: Routine | undefined): Routine {
  return routine(
    name,
    { about: "Drawn.", parameters: { a: "f64", b: "i32" } },
    (b, { a, b: c }) => {
      const arrays = elements.map((element) => b.array(element, element));
      const variables = types.map((type) => b.variable(type, constant(b, choose, type)));
      const known: Value[] = [a, c];
      const context: Context = { b, choose, arrays, variables, known, callee };
      for (let k = 0; k < 4; k++) statement(context, depth);
      return [value(context, "f64", 2), value(context, "i32", 2)];
    },
  );
}

interface Context {
  readonly b: Builder;
  readonly choose: Chooser;
  readonly arrays: readonly ArrayPlace[];
  readonly variables: readonly Variable[];
  readonly known: readonly Value[];
  readonly callee: Routine | undefined;
}

function statement(context: Context, depth: number): void {
  const { b, choose, arrays, variables, callee } = context;
  const array = choose.pick(arrays);
  const index = b.apply("and", value(context, "i32", 1), b.i32(length - 1));
  const body = (more: Partial<Context> = {}): void => {
    for (let k = choose.int(1, 3); k > 0; k--) statement({ ...context, ...more }, depth - 1);
  };
  const kinds: readonly (() => void)[] = [
    () => b.setAll(variables.map((one) => [one, value(context, one.type, 2)])),
    () => {
      const loaded = b.load(array, index);
      b.store(array, b.i32(choose.int(0, length - 3)), loaded, choose.int(0, 2));
    },
    () => b.store(array, index, value(context, loadedType(array.element), 2)),
    () => {
      const records = b.array(array.element, array.element, "bytes");
      const at = b.apply("mul", index, b.i32(elementBytes[array.element]));
      const other = b.i32(choose.int(0, length - 1) * elementBytes[array.element]);
      b.store(records, at, b.load(records, other));
    },
    () => {
      const answer = b.ask(asked, value(context, "f64", 1), value(context, "i32", 1));
      b.set(variables[0] as Variable, answer);
    },
    () => {
      const kept = b.keepAll(new Map([["x", value(context, "f64", 2)]]));
      b.set(variables[0] as Variable, kept.get("x") as Value);
    },
    () => b.atomicAdd(array, index, value(context, loadedType(array.element), 1)),
    () => {
      const type = loadedType(array.element);
      const before = b.fetchAdd(array, index, value(context, type, 1));
      const kept = variables.find((one) => one.type === type);
      if (kept !== undefined) b.set(kept, before);
    },
    () => {
      if (depth === 0) return;
      const from = b.i32(choose.int(0, 3));
      const to = b.apply("and", value(context, "i32", 1), b.i32(7));
      b.for({ from, to, by: choose.int(1, 3) }, (k) => body({ known: [...context.known, k] }));
    },
    () => {
      if (depth === 0) return;
      const left = b.variable("left", b.i32(choose.int(0, 4)));
      b.while(b.apply("ne", b.get(left), b.i32(0)), () => {
        b.set(left, b.apply("sub", b.get(left), b.i32(1)));
        body();
      });
    },
    () => {
      if (depth === 0) return;
      b.if(value(context, "bool", 2), body, choose.int(0, 1) === 0 ? undefined : body);
    },
    () => {
      if (callee === undefined) return;
      const [x, n] = b.call(callee, [], [value(context, "f64", 1), value(context, "i32", 1)]);
      if (x !== undefined && n !== undefined)
        b.setAll([
          [variables[0] as Variable, x],
          [variables[2] as Variable, n],
        ]);
    },
  ];
  choose.pick(kinds)();
}

/** Create a value of a type from operators that return one. */
function value(context: Context, type: ValueType, depth: number): Value {
  const { b, choose, variables, known } = context;
  if (depth === 0 || choose.int(0, 4) === 0) {
    const of = known.filter((one) => one.type === type);
    const all = [...of, ...variables.filter((one) => one.type === type).map((one) => b.get(one))];
    return choose.int(0, 2) > 0 ? choose.pick(all) : constant(b, choose, type);
  }
  const operator = choose.pick(names.filter((one) => signatureOf(one, type) !== undefined));
  const inputs = choose.pick(signatureOf(operator, type) ?? []);
  const made = inputs.map((input) => value(context, input, depth - 1));
  const [first, second] = made;
  if (looksAtBits.has(operator)) {
    // The sign and the payload of NaN are undefined.
    const plain = made.map((one) =>
      one.type === "f64" || one.type === "f32" ? sure(b, one) : one,
    );
    return b.apply(operator, ...plain);
  }
  // A division by zero traps.
  if (operator === "divUnsigned" || operator === "remainderUnsigned") {
    const one = type === "i64" ? b.i64(1n) : b.i32(1);
    return b.apply(operator, first as Value, b.apply("or", second as Value, one));
  }
  return b.apply(operator, ...made);
}

const looksAtBits: ReadonlySet<string> = new Set<Operator>([
  "exponentOf",
  "mantissaOf",
  "intoExponent",
  "head",
  "withSign",
  "bitsOf",
]);

function sure(b: Builder, x: Value): Value {
  return b.apply("select", b.apply("eq", x, x), x, x.type === "f64" ? b.f64(1.5) : b.f32(1.5));
}

const signatures = new Map<string, readonly (readonly ValueType[])[] | undefined>();

/** List the input types for which an operator returns a type; undefined if there are none. */
function signatureOf(
  operator: Operator,
  type: ValueType,
): readonly (readonly ValueType[])[] | undefined {
  const key = `${operator} ${type}`;
  if (signatures.has(key)) return signatures.get(key);
  const all: (readonly ValueType[])[] = types.flatMap((first) => [
    [first],
    ...types.map((second) => [first, second]),
    ...types.map((second) => [first, second, second]),
  ]);
  const fitting = all.filter((inputs) => resultType(operator, inputs) === type);
  const found = fitting.length === 0 ? undefined : fitting;
  signatures.set(key, found);
  return found;
}

function constant(b: Builder, choose: Chooser, type: ValueType): Value {
  const float = choose.pick([
    0,
    -0,
    1,
    -1.5,
    0.1,
    1e300,
    -1e-310,
    2 ** 31,
    3e9,
    Number.NaN,
    Infinity,
  ]);
  const whole = choose.pick([0, 1, -1, 5, 2 ** 31 - 1, -(2 ** 31), choose.int(-1000, 1000)]);
  switch (type) {
    case "f64":
      return b.f64(float);
    case "f32":
      return b.f32(float);
    case "i32":
      return b.i32(whole);
    case "i64":
      return b.i64(BigInt(whole) * choose.pick([1n, 0x1_0000_0001n, -(2n ** 40n)]));
    case "bool":
      return b.bool(choose.int(0, 1) === 1);
  }
}
