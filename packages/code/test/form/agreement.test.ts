import { describe, expect, it } from "vitest";
import { drawSeed, draws } from "../../../../tools/test/draws.ts";
import { elementBytes } from "../../src/form/types.ts";
import { interpret } from "../../src/targets/javascript/interpret.ts";
import type { Scalar } from "../../src/targets/javascript/scalar-operators.ts";
import { type WasmMemory, wasm } from "../../src/targets/webassembly/encoder/api.ts";
import { moduleBuilder } from "../../src/targets/webassembly/encoder/module.ts";
import { webAssemblyRoutine } from "../../src/targets/webassembly/routine.ts";
import { chooser, elements, length, randomRoutine } from "./random-routine.ts";

/** Byte addresses of the arrays, none of which is the first. */
const addresses = new Map(elements.map((element, k) => [element, 1024 * (k + 1)]));
const addressOf = ({ name }: { readonly name: string }): number =>
  addresses.get(name as (typeof elements)[number]) ?? -1;

/** Fill the arrays with numbers that differ, among them the ends of their ranges. */
function fill(buffer: ArrayBufferLike): void {
  const view = new DataView(buffer);
  for (const [element, at] of addresses) {
    for (let k = 0; k < length; k++) {
      const place = at + k * elementBytes[element];
      if (element === "f64") view.setFloat64(place, (k - 7) * 0.3, true);
      else if (element === "f32") view.setFloat32(place, (k - 5) * 0.7, true);
      else if (element === "i64") view.setBigInt64(place, BigInt(k - 8) * 0x1234_5678_9abcn, true);
      else if (element === "i32") view.setInt32(place, (k - 8) * 0x1000_0001, true);
      else if (element === "u16") view.setUint16(place, k * 4369, true);
      else view.setUint8(place, k * 17);
    }
  }
}

/** Numbers of a memory; a NaN is one of many, and targets may choose. */
function contents(buffer: ArrayBufferLike): readonly unknown[] {
  return elements.map((element) => {
    const at = addresses.get(element) ?? 0;
    if (element === "f64") return [...new Float64Array(buffer, at, length)];
    if (element === "f32") return [...new Float32Array(buffer, at, length)];
    return [...new Uint8Array(buffer, at, length * elementBytes[element])];
  });
}

/** What answers a drawn routine. */
function answer(x: Scalar, n: Scalar): number {
  return Number.isNaN(x) ? 1 : ((x as number) % 1000) + (n as number);
}

describe("a routine", () => {
  it("gives the same in WebAssembly as interpreted", () => {
    for (let k = 0; k < draws({ ci: 300, long: 20_000 }); k++) {
      const seed = drawSeed + k;
      const choose = chooser(seed);
      const routine = randomRoutine(choose);
      const m = moduleBuilder({ memory: { export: "memory", min: 1 } });
      const imported = m.importFunc(["env", "asked"], { params: ["f64", "i32"], results: ["f64"] });
      const externalOf = (): typeof imported => imported;
      webAssemblyRoutine(m, routine, { addressOf, externalOf, exported: "run" });
      const { exports } = new wasm.Instance(new wasm.Module(m.build()), { env: { asked: answer } });
      const { buffer } = exports["memory"] as WasmMemory;
      const oracle = { buffer: new ArrayBuffer(buffer.byteLength) };
      fill(buffer);
      fill(oracle.buffer);
      const run = exports["run"] as (a: number, b: number) => readonly number[];
      const given = [choose.int(-1000, 1000) / 7, choose.int(-1000, 1000)] as const;
      const wanted = interpret(routine, { memory: oracle, addressOf, externalOf: () => answer })(
        [],
        given,
      );
      expect(run(...given), `seed ${seed}`).toEqual(wanted);
      expect(contents(buffer), `seed ${seed}`).toEqual(contents(oracle.buffer));
    }
  });
});
