import { describe, expect, it } from "vitest";
import wabtInit from "wabt";
import { steppedModels } from "../../../../../../tools/test/stepped-models.ts";
import { webAssemblyKernel } from "../../../../src/index.ts";
import {
  type ModuleBuilder,
  moduleBuilder,
} from "../../../../src/targets/webassembly/encoder/index.ts";

const features = { simd: true, threads: true };

/** The bytes that an assembler creates from a module's text, and the module's own, without names. */
async function bytesOf(m: ModuleBuilder): Promise<readonly [ours: string, assembled: string]> {
  const wabt = await wabtInit();
  const text = m.text();
  const hex = (module_: ReturnType<typeof wabt.parseWat>): string => {
    const { buffer } = module_.toBinary({ write_debug_names: false });
    return Buffer.from(buffer).toString("hex");
  };
  const ours = hex(wabt.readWasm(m.build(), features));
  // The names of functions come last.
  const names = ours.lastIndexOf(Buffer.from("\x04name").toString("hex"));
  const before = ours.slice(0, names).replace(/00(..){1,2}$/u, "");
  return [before, hex(wabt.parseWat("text.wat", text, features))];
}

describe("the text of a module", () => {
  it.each(steppedModels)("assembles to the module itself: $name", async ({ program }) => {
    const m = moduleBuilder({ memory: { import: ["env", "memory"], min: 1 } });
    const slots = new Map([...program.slots.keys()].map((slot, k) => [slot, 64 + 1024 * k]));
    for (const precision of ["f64", "f32"] as const) {
      for (const kernel of program.kernels) {
        const name = `${kernel.name} ${precision}`;
        webAssemblyKernel({ m }, name, kernel, { slots, size: 40, precision });
      }
    }
    const [ours, assembled] = await bytesOf(m);
    expect(assembled === ours).toBe(true);
  });

  it("has imports, globals, data, blocks, lanes and constants of all kinds", async () => {
    const memory = { export: "memory", min: 1, max: 2, shared: true };
    const m = moduleBuilder({ memory });
    const draw = m.importFunc(["env", "draw"], { params: ["i32", "f64"], results: ["f64"] });
    const count = m.global("i64", { initial: -3n, mutable: true, export: "count" });
    m.global("f64", { initial: Number.NEGATIVE_INFINITY });
    m.data(16, Uint8Array.of(0, 34, 255));
    const f = m.func("all", { params: [["x", "f64"]], results: ["f64"] });
    const [k, v] = [f.local("i32", "k"), f.local("v128")];
    f.i32(-7)
      .set(k)
      .i64(-(2n ** 62n))
      .setGlobal(count)
      .f32(0.1)
      .drop();
    f.v128(Uint8Array.from({ length: 16 }, (_, lane) => lane)).set(v);
    f.block((end) => {
      f.loop((again) => {
        f.get(k).brIf(end).get(k).i32(1).op("i32.add").tee(k).brIf(again).br(end);
      });
    });
    f.get(v)
      .get(v)
      .op(
        "i8x16.shuffle",
        Array.from({ length: 16 }, (_, lane) => 31 - lane),
      )
      .set(v);
    f.get(k).get(v).op("v128.load8_lane", 3, { offset: 5 }).op("i8x16.extract_lane_u", 2).drop();
    f.get(k).op("i32.load", { offset: 300, align: 1 }).drop();
    f.get(k).if(
      () => f.f64(-0),
      () => f.f64(Number.NaN).f64(1e-300).op("f64.add"),
      "f64",
    );
    f.i32(1).get(f.param("x")).call(draw).get(k).select();
    const [ours, assembled] = await bytesOf(m);
    expect(assembled === ours).toBe(true);
  });
});
