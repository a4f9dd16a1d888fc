import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { routine } from "../../src/form/build.ts";
import { type Operator, resultType } from "../../src/form/operators.ts";
import type { Routine } from "../../src/form/routine.ts";
import type { ValueType } from "../../src/form/types.ts";
import { interpret } from "../../src/targets/javascript/interpret.ts";
import { type Scalar, scalarOperators } from "../../src/targets/javascript/scalar-operators.ts";
import { wasm } from "../../src/targets/webassembly/encoder/api.ts";
import { moduleBuilder } from "../../src/targets/webassembly/encoder/module.ts";
import { webAssemblyRoutine } from "../../src/targets/webassembly/routine.ts";

const file = new URL("../../../../specs/operators/vectors.json", import.meta.url);
const vectors = Object.entries(
  JSON.parse(readFileSync(file, "utf8")) as Readonly<Record<string, readonly string[]>>,
).map(([signature, rows]) => {
  const [operator = "", ...words] = signature.split(" ");
  const types = words.filter((word) => word !== "->") as ValueType[];
  return {
    signature,
    operator: operator as Operator,
    inputs: types.slice(0, -1),
    result: types.at(-1) as ValueType,
    rows: rows.map((row) => row.split(" ")),
  };
});
type Vectors = (typeof vectors)[number];

const view = new DataView(new ArrayBuffer(8));

/** Read the bits of a value. */
function fromBits(digits: string, type: ValueType): Scalar {
  view.setBigUint64(0, BigInt(`0x${digits}`));
  if (type === "f64") return view.getFloat64(0);
  if (type === "i64") return view.getBigInt64(0);
  if (type === "f32") return view.getFloat32(4);
  return type === "i32" ? view.getInt32(4) : digits === "1";
}

/** Write the bits of a value; all NaN are one. */
function bitsOf(value: Scalar, type: ValueType): string {
  if (Number.isNaN(value)) return "nan";
  if (type === "bool") return value ? "1" : "0";
  view.setBigUint64(0, 0n);
  if (type === "f64") view.setFloat64(0, value as number);
  else if (type === "i64") view.setBigInt64(0, value as bigint);
  else if (type === "f32") view.setFloat32(4, value as number);
  else view.setInt32(4, value as number);
  const wide = type === "f64" || type === "i64";
  return view
    .getBigUint64(0)
    .toString(16)
    .padStart(wide ? 16 : 8, "0");
}

type Compute = (...values: readonly Scalar[]) => Scalar;

function interpreted(made: Routine): Compute {
  const run = interpret(made, { memory: { buffer: new ArrayBuffer(8) }, addressOf: () => 0 });
  return (...values) => run([], values)[0] as Scalar;
}

/** The targets, each of which makes a function of a routine without arrays. */
const targets: Readonly<Record<string, (made: Routine) => Compute>> = {
  JavaScript: interpreted,
  WebAssembly(made) {
    const m = moduleBuilder();
    webAssemblyRoutine(m, made, { addressOf: () => 0, exported: "run" });
    return new wasm.Instance(new wasm.Module(m.build())).exports["run"] as Compute;
  },
};

/** Write an operator as a routine. */
function routineOf(operator: Operator, inputs: readonly ValueType[]): Routine {
  const parameters = Object.fromEntries(inputs.map((type, k) => [`x${k}`, type]));
  return routine(operator, { about: `Applies ${operator}.`, parameters }, (b, given) => [
    b.apply(operator, ...Object.values(given)),
  ]);
}

/** Rows as an operator computes them, which may not be the one that they are of. */
function computed({ inputs, result, rows }: Vectors, compute: Compute): readonly string[] {
  return rows.map((row) => {
    const operands = row.slice(0, -1);
    try {
      const value = compute(...inputs.map((type, k) => fromBits(operands[k] as string, type)));
      return [...operands, bitsOf(value, result)].join(" ");
    } catch {
      return [...operands, "fails"].join(" ");
    }
  });
}

const joined = ({ rows }: Vectors): readonly string[] => rows.map((row) => row.join(" "));

describe.each(Object.entries(targets))("an operator in %s", (_, make) => {
  it.each(vectors.map((one) => [one.signature, one] as const))("has the bits of %s", (_, one) => {
    expect(computed(one, make(routineOf(one.operator, one.inputs)))).toEqual(joined(one));
  });
});

describe("the vectors of operators", () => {
  it("cover every operator for every type", () => {
    const all = Object.entries(scalarOperators).flatMap(([operator, byType]) =>
      Object.keys(byType).map((type) => `${operator} ${type}`),
    );
    const covered = vectors.map(({ operator, inputs }) => `${operator} ${inputs[0]}`);
    expect(new Set(covered)).toEqual(new Set(all));
    expect(Math.min(...vectors.map(({ rows }) => rows.length))).toBeGreaterThan(1);
  });

  it("tell each operator from all others that take the same types", () => {
    const confused = vectors.flatMap((one) =>
      (Object.keys(scalarOperators) as Operator[]).flatMap((other) => {
        const fits = other !== one.operator && resultType(other, one.inputs) === one.result;
        if (!fits) return [];
        const rows = computed(one, interpreted(routineOf(other, one.inputs)));
        return rows.every((row, k) => row === joined(one)[k])
          ? [`${other} as ${one.signature}`]
          : [];
      }),
    );
    expect(confused).toEqual([]);
  });

  it.each<[string, "f64" | "f32", (bits: bigint) => bigint]>([
    ["truncates", "f64", (bits) => bits & ~0x7ffffffn],
    [
      "rounds ties to even",
      "f64",
      (bits) => (bits + 0x3ffffffn + ((bits >> 27n) & 1n)) & ~0x7ffffffn,
    ],
    ["rounds", "f32", (bits) => (bits + 0x800n) & ~0xfffn],
  ])("refuse a head that %s in %s", (_, type, head) => {
    const found = vectors.find((one) => one.signature === `head ${type} -> ${type}`);
    const wrong = (found?.rows ?? []).filter(([x, wanted]) => {
      return head(BigInt(`0x${x}`)) !== BigInt(`0x${wanted}`);
    });
    expect(wrong.length).toBeGreaterThan(0);
  });
});
