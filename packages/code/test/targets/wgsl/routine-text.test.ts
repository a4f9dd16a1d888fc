import { describe, expect, it } from "vitest";
import { type Builder, routine } from "../../../src/form/build.ts";
import type { Value } from "../../../src/form/graph.ts";
import { type Operator, resultType } from "../../../src/form/operators.ts";
import type { Routine } from "../../../src/form/routine.ts";
import { deliverSpike } from "../../../src/routines/delivery/deliver-spike.ts";
import type { WgslOptions } from "../../../src/targets/wgsl/module.ts";
import { wgslDispatch, wgslRoutine } from "../../../src/targets/wgsl/routine.ts";
import { scalarOperators } from "../../../src/targets/wgsl/scalar-operators.ts";

const options: WgslOptions = {
  bindings: [
    { name: "floats", holds: "f32" },
    { name: "integers", holds: "i32" },
    { name: "sums", holds: "atomic" },
  ],
  placeOf: ({ name, element }) => {
    if (name === "sums") return { binding: "sums", at: 0 };
    return { binding: element === "f32" ? "floats" : "integers", at: name.length };
  },
};

/** The lines of the function of a routine of one value. */
function linesOf(write: (b: Builder, x: Value, k: Value) => Value | undefined): readonly string[] {
  const parameters = { x: "f32", k: "i32" } as const;
  const made = routine("f", { about: "Tried.", parameters }, (b, { x, k }) => {
    const result = write(b, x, k);
    return result === undefined ? undefined : [result];
  });
  const text = wgslRoutine(made, options);
  const from = text.indexOf("fn f_0f");
  return text
    .slice(from)
    .split("\n")
    .slice(1, -1)
    .map((line) => line.slice(2));
}

describe("a routine as WGSL", () => {
  it("names values that are used twice, and nothing else", () => {
    const lines = linesOf((b, x) => {
      const square = b.apply("mul", x, x);
      return b.apply("add", square, b.apply("mul", square, b.apply("neg", x)));
    });
    expect(lines).toEqual([
      "let x_2 = rounded(x_0 * x_0);",
      "return rounded(x_2 + rounded(x_2 * (-x_0)));",
    ]);
  });

  it("grows by lines if a tree grows exponentially", () => {
    const lines = linesOf((b, x) => {
      let sum = x;
      for (let k = 0; k < 40; k++) sum = b.apply("add", sum, sum);
      return sum;
    });
    expect(lines).toHaveLength(40);
  });

  it("computes values that only a rare case needs in its branch", () => {
    const lines = linesOf((b, x) => {
      const root = b.apply("sqrt", x);
      const slow = b.apply("mul", root, root);
      return b.apply("rarely", b.apply("lt", x, b.f32(1)), b.apply("neg", x), slow);
    });
    expect(lines).toEqual([
      "var usually_2: f32 = (-x_0);",
      "if ((x_0 < 1.0f)) {",
      "  let x_3 = rounded(sqrt(x_0));",
      "  usually_2 = rounded(x_3 * x_3);",
      "}",
      "return usually_2;",
    ]);
  });

  it("sets variables at once", () => {
    const lines = linesOf((b, x, k) => {
      const [a, c] = [b.variable("a", x), b.variable("c", b.f32(0))];
      b.for({ from: b.i32(0), to: k }, () => {
        b.setAll([
          [a, b.get(c)],
          [c, b.get(a)],
        ]);
      });
      return b.get(a);
    });
    expect(lines).toContain("  let next_8 = a_2;");
    expect(lines.slice(-4)).toEqual(["  a_2 = next_7;", "  c_3 = next_8;", "}", "return a_2;"]);
  });

  it("writes floats that have no literal by their bits", () => {
    const lines = linesOf((b, x) => {
      const all = [-0, Infinity, Number.NaN, 1e-40].map((value) => b.f32(value));
      return all.reduce((sum, value) => b.apply("max", sum, value), x);
    });
    expect(lines.join("")).toMatch(
      /special\(0x80000000u\).*special\(0x7f800000u\).*special\(0x7fc00000u\).*special\(0x000116c2u\)/,
    );
  });

  it("keeps constants from being folded", () => {
    const lines = linesOf((b) => b.apply("div", b.f32(1), b.f32(0)));
    expect(lines).toEqual(["let x_2 = 1.0f;", "return rounded(x_2 / rounded(0.0f));"]);
  });

  it("writes a callee once for each set of bindings", () => {
    const text = wgslDispatch(deliverSpike, options);
    expect(text.match(/^fn deliver_row/gm)).toHaveLength(1);
    expect(text).toContain("atomicAdd(&sums[sums_");
  });

  it("gives functions names that no local value has", () => {
    const callee = routine("x", { about: "Called.", parameters: { k: "i32" } }, (_, { k }) => [k]);
    const caller = routine("f", { about: "Calls.", parameters: { k: "i32" } }, (b, { k }) => {
      // The number of the callee's function, after the parameter and this value.
      b.keep("x", k);
      return b.call(callee, [], [k]);
    });
    const text = wgslRoutine(caller, options);
    const [, called = ""] = /= (x_\w+)\(/.exec(text) ?? [];
    expect(text).toContain("let x_1 = k_0;");
    expect(text).toContain(`fn ${called}(`);
    expect(text).not.toContain(`let ${called} `);
  });

  it("sets a variable to the content of an element before an addition", () => {
    const made = routine("f", { about: "Counts.", parameters: { k: "i32" } }, (b, { k }) => [
      b.fetchAdd(b.array("sums", "i32"), k, b.i32(2)),
    ]);
    expect(wgslRoutine(made, options)).toContain(
      "let sums_1 = atomicAdd(&sums[bitcast<u32>(k_0)], 2i);",
    );
  });

  it.each<[string, Routine]>([
    ["f64", routine("f", { about: "f64.", parameters: { x: "f64" } }, (_, { x }) => [x])],
    ["i64", routine("f", { about: "i64.", parameters: { x: "i64" } }, (_, { x }) => [x])],
    [
      "u16",
      routine("f", { about: "u16.", parameters: { k: "i32" } }, (b, { k }) => [
        b.load(b.array("narrow", "u16"), k),
      ]),
    ],
    [
      "atomic-add",
      routine("f", { about: "Adds to floats.", parameters: { k: "i32" } }, (b, { k }) => {
        b.atomicAdd(b.array("a", "f32"), k, b.f32(1));
        return undefined;
      }),
    ],
  ])("refuses %s", (_, made) => {
    expect(() => wgslRoutine(made, options)).toThrow(/does not implement/u);
  });

  it("has every operator of its types", () => {
    const types = ["f32", "i32", "bool"] as const;
    for (const operator of Object.keys(scalarOperators) as readonly Operator[]) {
      if (operator === "rarely") continue;
      for (const first of types) {
        const inputs = types.flatMap((second) => [
          [first],
          [first, second],
          [first, second, second],
        ]);
        const gives = inputs
          .map((one) => resultType(operator, one))
          .find((type) => type !== undefined);
        const isOurs = gives !== undefined && gives !== "f64" && gives !== "i64";
        const text = scalarOperators[operator][first];
        expect(text !== undefined, `${operator} of ${first}`).toBe(isOurs);
      }
    }
  });
});
