import {
  applyBuiltIn,
  builtIns,
  type FunctionName,
  javascriptF32,
  javascriptF64,
} from "@spikeloom/equations/functions";
import { describe, expect, it } from "vitest";
import { numbers } from "../../../../tools/test/test-numbers.ts";
import { type WasmMemory, wasm } from "../../src/targets/webassembly/encoder/api.ts";
import { moduleBuilder } from "../../src/targets/webassembly/encoder/module.ts";
import type { NumberShape } from "../../src/targets/webassembly/node.ts";
import { webAssemblyOperations } from "../../src/targets/webassembly/operations.ts";
import { validText } from "./webassembly/encoder/validate.ts";

const shapes: readonly NumberShape[] = ["f64", "f64x2", "f32", "f32x4"];
const names = Object.keys(builtIns) as FunctionName[];
const plane = 65536;

/** A loop over three planes of arguments that writes a fourth. */
function compile(name: FunctionName, shape: NumberShape) {
  const m = moduleBuilder({ memory: { export: "memory", min: 4 } });
  const f = m.func("run", { params: [["bytes", "i32"]] });
  const o = webAssemblyOperations(f, shape);
  const step = shape.includes("x") ? 16 : shape === "f64" ? 8 : 4;
  const access = step === 16 ? "v128" : (shape as "f64" | "f32");
  const at = f.local("i32");
  const args = [0, 1, 2].map(() => f.local(o.type));
  f.count({ index: at, limit: f.param("bytes"), step }, () => {
    args.forEach((arg, i) => {
      f.get(at)
        .op(`${access}.load`, { offset: i * plane })
        .set(arg);
    });
    f.get(at);
    o.push(applyBuiltIn(o, name, args.map(o.value)));
    f.op(`${access}.store`, { offset: 3 * plane });
  });
  const bytes = m.build();
  validText(bytes);
  const { exports } = new wasm.Instance(new wasm.Module(bytes));
  return exports as { readonly memory: WasmMemory; readonly run: (bytes: number) => void };
}

const special = [
  0,
  -0,
  1,
  -1,
  0.5,
  -0.5,
  2,
  -2,
  3,
  -3,
  1e-320,
  -1e-320,
  2 ** -1022,
  2 ** -126,
  1e-40,
  1e300,
  -1e300,
  1e38,
  88.5,
  -88.5,
  709.5,
  710.5,
  -745,
  -708.5,
  2 ** 30 + 1,
  2 ** 53,
  -(2 ** 53),
  2 ** 24 + 1,
  1e9,
  4095.5,
  Math.PI,
  Number.MAX_VALUE,
  Number.MIN_VALUE,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  Number.NaN,
];

/** Special values in all pairs, then ordinary ones, then random bits. */
function someArguments(): number[][] {
  const random = numbers(20261124);
  const rows = special.flatMap((x) => special.map((y) => [x, y, special[x > y ? 7 : 3]!]));
  for (let i = 0; i < 1200; i++) rows.push([0, 1, 2].map(() => 20 * (random() - 0.5)));
  for (let i = 0; i < 1200; i++) {
    rows.push([0, 1, 2].map(() => (random() - 0.5) * 2 ** Math.floor(600 * (random() - 0.5))));
  }
  for (let i = 0; i < 600; i++) {
    const word = new BigUint64Array([BigInt(Math.floor(random() * 2 ** 53)) * 2011n]);
    rows.push([new Float64Array(word.buffer)[0]!, random(), random()]);
  }
  return rows;
}

const rows = someArguments();

describe.each(shapes)("WebAssembly in %s", (shape) => {
  const isDouble = shape.startsWith("f64");
  const o = isDouble ? javascriptF64 : javascriptF32;
  const width = isDouble ? 8 : 4;

  it.each(names)("gives the bits of JavaScript for %s", (name) => {
    const { memory, run } = compile(name, shape);
    const numbersAt = isDouble ? new Float64Array(memory.buffer) : new Float32Array(memory.buffer);
    // Eight lanes' room, so that vectors never read half a row.
    const count = rows.length - (rows.length % 4);
    rows.slice(0, count).forEach((row, i) => {
      row.forEach((x, j) => {
        numbersAt[(j * plane) / width + i] = x;
      });
    });
    run(count * width);
    const wrong: string[] = [];
    for (let i = 0; i < count; i++) {
      const args = rows[i]!.map(o.constant);
      const expected = applyBuiltIn(o, name, args);
      const got = numbersAt[(3 * plane) / width + i]!;
      if (!Object.is(got, expected)) wrong.push(`${args.join(", ")}: ${got}, not ${expected}`);
    }
    expect(wrong).toEqual([]);
  });
});
