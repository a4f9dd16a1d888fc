import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { wasm } from "../../../../src/targets/webassembly/encoder/api.ts";
import type { FunctionBuilder } from "../../../../src/targets/webassembly/encoder/function.ts";
import {
  type ModuleBuilder,
  moduleBuilder,
} from "../../../../src/targets/webassembly/encoder/module.ts";
import { validText } from "./validate.ts";

type Exports = Record<string, (...args: unknown[]) => unknown>;

function instantiate(m: ModuleBuilder, imports = {}): Exports {
  const bytes = m.build();
  validText(bytes);
  return new wasm.Instance(new wasm.Module(bytes), imports).exports as Exports;
}

function single(write: (f: FunctionBuilder) => void, results: readonly ("i32" | "i64" | "f64")[]) {
  const m = moduleBuilder();
  write(m.func("f", { results }));
  return instantiate(m)["f"]!();
}

describe("constants", () => {
  it("carries every 32-bit integer unchanged", () => {
    fc.assert(fc.property(fc.integer(), (x) => single((f) => f.i32(x), ["i32"]) === x));
    for (const x of [-64, 63, 64, -65, 8191, 8192, -8193, 2 ** 31 - 1, -(2 ** 31)]) {
      expect(single((f) => f.i32(x), ["i32"])).toBe(x);
    }
  });

  it("carries every 64-bit integer unchanged", () => {
    const signed = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
    fc.assert(fc.property(signed, (x) => single((f) => f.i64(x), ["i64"]) === x));
  });

  it("carries every double unchanged, -0 and NaN included", () => {
    fc.assert(
      fc.property(fc.double(), (x) =>
        Object.is(
          single((f) => f.f64(x), ["f64"]),
          x,
        ),
      ),
    );
  });

  it("creates one local for each hoisted value, and distinguishes 0 from -0", () => {
    const m = moduleBuilder();
    const f = m.func("f", { results: ["v128"], export: false });
    const zero = f.constant("f64x2", 0);
    expect(f.constant("f64x2", 0)).toBe(zero);
    expect(f.constant("f64x2", -0)).not.toBe(zero);
    expect(f.constant("f32x4", 0)).not.toBe(zero);
    f.get(zero);
    expect(validText(m.build())).toMatchInlineSnapshot(`
      "(module
        (type (;0;) (func (result v128)))
        (func $f (type 0) (result v128)
          (local v128 v128 v128)
          f64.const 0x0p+0 (;=0;)
          f64x2.splat
          local.set 0
          f64.const -0x0p+0 (;=-0;)
          f64x2.splat
          local.set 1
          f32.const 0x0p+0 (;=0;)
          f32x4.splat
          local.set 2
          local.get 0))
      "
    `);
  });
});

describe("control", () => {
  it("sums 0 to n - 1 in a counted loop", () => {
    const m = moduleBuilder();
    const f = m.func("sum", { params: [["n", "i32"]], results: ["i32"] });
    const i = f.local("i32", "i");
    const sum = f.local("i32", "sum");
    f.count({ index: i, limit: f.param("n"), step: 1 }, () => {
      f.get(sum).get(i).op("i32.add").set(sum);
    }).get(sum);
    const { sum: run } = instantiate(m);
    expect([0, 1, 2, 10, 1000].map((n) => run!(n))).toEqual([0, 0, 1, 45, 499500]);
  });

  it("leaves nested blocks by labels, whatever their depth", () => {
    const m = moduleBuilder();
    const f = m.func("where", { params: [["x", "i32"]], results: ["i32"] });
    const x = f.param("x");
    f.block((outer) => {
      f.block((inner) => {
        f.loop(() => {
          f.get(x).i32(1).op("i32.eq").brIf(inner);
          f.get(x).if(
            () => f.i32(30).br(outer),
            () => f.i32(10).br(outer),
          );
        });
      });
      f.i32(20);
    }, "i32");
    const { where } = instantiate(m);
    expect([0, 1, 2].map((n) => where!(n))).toEqual([10, 20, 30]);
  });

  it("runs entry code once, before the body, with its constants", () => {
    const m = moduleBuilder();
    const f = m.func("f", { params: [["x", "f64"]], results: ["f64"] });
    const twice = f.local("f64");
    f.get(twice);
    f.atEntry(() => f.get(f.param("x")).get(f.constant("f64", 2)).op("f64.mul").set(twice));
    f.get(f.constant("f64", 1)).op("f64.add");
    expect(instantiate(m)["f"]!(5)).toBe(11);
  });
});

describe("a module", () => {
  it("calls imports and its own functions, shares their types, and keeps globals and data", () => {
    const m = moduleBuilder({ memory: { export: "memory", min: 1, max: 2 } });
    const unary = { params: ["f64"], results: ["f64"] } as const;
    const outside = m.importFunc(["env", "outside"], unary);
    const g = m.global("f64", { initial: 0.5, mutable: true, export: "g" });
    const half = m.func("half", { params: [["x", "f64"]], results: ["f64"], export: false });
    half.get(half.param("x")).getGlobal(g).op("f64.mul");
    const f = m.func("f", { params: [["x", "f64"]], results: ["f64"] });
    f.get(f.param("x")).call(half).call(outside).i32(8).op("f64.load").op("f64.add");
    m.data(8, new Uint8Array(new Float64Array([0.25]).buffer));
    expect(instantiate(m, { env: { outside: (x: number) => x + 100 } })["f"]!(7)).toBe(103.75);
  });

  it("imports a memory, shared too", () => {
    for (const shared of [false, true]) {
      const m = moduleBuilder({ memory: { import: ["env", "memory"], min: 1, max: 4, shared } });
      const f = m.func("read", { params: [["at", "i32"]], results: ["i32"] });
      f.get(f.param("at")).op("i32.load8_u", { offset: 1 });
      const memory = new wasm.Memory({ initial: 1, maximum: 4, shared });
      new Uint8Array(memory.buffer)[43] = 7;
      expect(instantiate(m, { env: { memory } })["read"]!(42)).toBe(7);
    }
  });

  it("has a text form that equals its source", () => {
    const m = moduleBuilder({ memory: { import: ["env", "memory"], min: 1 } });
    const f = m.func("scale", {
      params: [
        ["from", "i32"],
        ["to", "i32"],
      ],
    });
    const at = f.param("from");
    f.loop((again) => {
      f.get(at).get(at).op("v128.load").get(f.constant("f64x2", 2)).op("f64x2.mul");
      f.op("v128.store", { offset: 16, align: 8 });
      f.get(at).i32(16).op("i32.add").tee(at).get(f.param("to")).op("i32.lt_u").brIf(again);
    });
    expect(validText(m.build())).toMatchInlineSnapshot(`
      "(module
        (type (;0;) (func (param i32 i32)))
        (import "env" "memory" (memory (;0;) 1))
        (func $scale (type 0) (param i32 i32)
          (local v128)
          f64.const 0x1p+1 (;=2;)
          f64x2.splat
          local.set 2
          loop  ;; label = @1
            local.get 0
            local.get 0
            v128.load
            local.get 2
            f64x2.mul
            v128.store offset=16 align=8
            local.get 0
            i32.const 16
            i32.add
            local.tee 0
            local.get 1
            i32.lt_u
            br_if 0 (;@1;)
          end)
        (export "scale" (func 0)))
      "
    `);
  });

  it("writes a module of 50 kB", () => {
    const write = (): number => {
      const m = moduleBuilder();
      for (let k = 0; k < 20; k++) {
        const f = m.func(`f${k}`, { params: [["x", "v128"]], results: ["v128"] });
        const x = f.param("x");
        f.get(x);
        for (let i = 0; i < 420; i++) {
          f.get(f.constant("f64x2", i % 50))
            .op("f64x2.mul")
            .get(x)
            .op("f64x2.add");
        }
      }
      return m.build().length;
    };
    expect(write()).toBeGreaterThan(50_000);
  });
});

describe("slips of a code generator", () => {
  const build = (write: (f: FunctionBuilder) => void) => () => {
    const m = moduleBuilder();
    write(m.func("f", { results: ["f64"] }));
    m.build();
  };

  it.each<[string, string, (f: FunctionBuilder) => void]>([
    ["an operand of another type", "SL_WASM_STACK", (f) => f.i32(1).op("f64.neg")],
    ["a missing operand", "SL_WASM_STACK", (f) => f.f64(1).op("f64.add")],
    ["a value left over", "SL_WASM_STACK", (f) => f.f64(1).f64(1)],
    ["no result", "SL_WASM_STACK", () => {}],
    ["a block that eats outer values", "SL_WASM_STACK", (f) => f.f64(1).block(() => f.drop())],
    [
      "an if with a result and no else",
      "SL_WASM_STRUCTURE",
      (f) => f.i32(1).if(() => f.f64(1), undefined, "f64"),
    ],
    [
      "a lane beyond the vector",
      "SL_WASM_IMMEDIATE",
      (f) => f.get(f.constant("f64x2", 0)).op("f64x2.extract_lane", 2),
    ],
    [
      "an alignment beyond the access",
      "SL_WASM_IMMEDIATE",
      (f) => f.i32(0).op("f64.load", { align: 16 }),
    ],
    [
      "an offset beyond 4 GiB",
      "SL_WASM_IMMEDIATE",
      (f) => f.i32(0).op("f64.load", { offset: 2 ** 32 }),
    ],
    ["an unknown parameter", "SL_WASM_STRUCTURE", (f) => f.get(f.param("x"))],
    ["a v128 of the wrong size", "SL_WASM_STRUCTURE", (f) => f.v128(new Uint8Array(8))],
  ])("refuses %s with %s", (_, code, write) => {
    expect(build(write)).toThrow(expect.objectContaining({ code }));
  });

  it("refuses locals of another function", () => {
    const m = moduleBuilder();
    const other = m.func("g").local("f64");
    expect(() => m.func("f").get(other)).toThrow(
      expect.objectContaining({ code: "SL_WASM_STRUCTURE" }),
    );
  });

  it("refuses a late import, a name used twice, data without memory, endless shared memory", () => {
    const m = moduleBuilder();
    m.func("f");
    const code = expect.objectContaining({ code: "SL_WASM_STRUCTURE" });
    expect(() => m.importFunc(["env", "g"], { params: [], results: [] })).toThrow(code);
    expect(() => m.func("f")).toThrow(code);
    expect(() => m.data(0, new Uint8Array(1))).toThrow(code);
    expect(() => moduleBuilder({ memory: { min: 1, shared: true } })).toThrow(code);
  });

  it("accepts dead code after a branch as WebAssembly does", () => {
    const m = moduleBuilder();
    const f = m.func("f", { results: ["f64"] });
    f.f64(3).return().op("f64.add").drop().f64(1);
    expect(instantiate(m)["f"]!()).toBe(3);
  });
});
