import { describe, expect, it } from "vitest";
import { wasm } from "../../../src/targets/webassembly/encoder/api.ts";
import type { FunctionBuilder } from "../../../src/targets/webassembly/encoder/function.ts";
import { moduleBuilder } from "../../../src/targets/webassembly/encoder/module.ts";
import { webAssemblyOperations } from "../../../src/targets/webassembly/operations.ts";
import { validText } from "./encoder/validate.ts";

function build(write: (f: FunctionBuilder) => void) {
  const m = moduleBuilder();
  const f = m.func("f", {
    params: [
      ["x", "f64"],
      ["y", "f64"],
    ],
    results: ["f64"],
  });
  write(f);
  const bytes = m.build();
  const run = new wasm.Instance(new wasm.Module(bytes)).exports["f"];
  return { text: validText(bytes), run: run as (x: number, y: number) => number };
}

const count = (text: string, part: string): number => text.split(part).length - 1;

describe("values written as WebAssembly", () => {
  it("computes shared values once, even if they were written twice", () => {
    const { text, run } = build((f) => {
      const o = webAssemblyOperations(f, "f64");
      const [x, y] = [o.value(f.param("x")), o.value(f.param("y"))];
      const root = o.sqrt(o.add(x, y));
      o.push(o.mul(root, o.add(o.sqrt(o.add(x, y)), root)));
    });
    expect(count(text, "f64.sqrt")).toBe(1);
    expect(run(7, 9)).toBe(32);
  });

  it("assigns from the old values", () => {
    const { run } = build((f) => {
      const o = webAssemblyOperations(f, "f64");
      const [x, y] = [f.param("x"), f.param("y")];
      o.assign([x, o.value(y)], [y, o.value(x)]);
      o.push(o.sub(o.value(x), o.value(y)));
    });
    expect(run(1, 10)).toBe(9);
  });

  it("reads the new values after an assignment", () => {
    const { run } = build((f) => {
      const o = webAssemblyOperations(f, "f64");
      const x = f.param("x");
      const square = o.mul(o.value(x), o.value(x));
      o.assign([x, square]);
      o.assign([x, square]);
      o.push(o.value(x));
    });
    expect(run(2, 0)).toBe(16);
  });

  it("skips rare code, and lets it use values from before and after", () => {
    const { text, run } = build((f) => {
      const o = webAssemblyOperations(f, "f64");
      const [x, y] = [o.value(f.param("x")), o.value(f.param("y"))];
      const sum = o.add(x, y);
      const rare = o.rarely(o.lt(sum, o.constant(0)), o.sqrt(sum), () =>
        o.rarely(o.lt(x, o.constant(-100)), o.mul(sum, o.constant(3)), () => o.floor(sum)),
      );
      o.push(o.add(rare, sum));
    });
    expect(count(text, "f64.add")).toBe(2);
    // Inside a branch constants are at the point of use.
    expect(text.indexOf("f64.const 0x1.8p+1")).toBeGreaterThan(text.indexOf("if"));
    expect([run(7, 9), run(-7, -9), run(-107.5, 0)]).toEqual([20, -64, -215.5]);
  });

  it("chooses lane by lane in vectors", () => {
    const { run } = build((f) => {
      const o = webAssemblyOperations(f, "f64x2");
      const both = f.local("v128");
      f.get(f.param("x")).op("f64x2.splat").get(f.param("y"));
      f.op("f64x2.replace_lane", 1).set(both);
      const v = o.value(both);
      o.assign([both, o.rarely(o.lt(v, o.constant(0)), o.sqrt(v), () => o.neg(v))]);
      f.get(both).op("f64x2.extract_lane", 0).get(both).op("f64x2.extract_lane", 1);
      f.op("f64.sub");
    });
    expect([run(9, 4), run(9, -4), run(-9, 4), run(-9, -4)]).toEqual([1, -1, 7, 5]);
  });

  it("runs custom code once for each assignment that uses it", () => {
    const { text, run } = build((f) => {
      const o = webAssemblyOperations(f, "f64");
      const once = o.custom("f64", () => f.get(f.param("x")).op("f64.ceil"));
      o.push(o.mul(once, once));
    });
    expect(count(text, "f64.ceil")).toBe(1);
    expect(run(2.5, 0)).toBe(9);
  });
});
