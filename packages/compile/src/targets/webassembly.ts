import { UNBOUND_NAME } from "../errors.ts";
import { type Node, webAssemblyOperations } from "../functions/webassembly.ts";
import { asMask, asTerm, asValue, type Scope, type Term } from "../nodes.ts";
import type { Kernel } from "../program.ts";
import type { FunctionBuilder, Local } from "../wasm/function.ts";
import type { ModuleBuilder } from "../wasm/module.ts";
import { isLong, keptFunctions } from "./kept-functions.ts";
import type { KernelLayout } from "./layout.ts";

/**
 * Write a kernel as an exported function `(t: f64, out: i32) -> i32`.
 *
 * See `RunKernel`.
 *
 * All neurons go through vectors of two doubles or four floats; padding beyond `size` is computed
 * and ignored. Slots have fixed addresses, so each load is one instruction.
 */
export function webAssemblyKernel(
  m: ModuleBuilder,
  exported: string,
  kernel: Kernel,
  layout: KernelLayout,
): void {
  const f = m.func(exported, {
    params: [
      ["t", "f64"],
      ["out", "i32"],
    ],
    results: ["i32"],
  });
  const shape = layout.precision === "f64" ? "f64x2" : "f32x4";
  const width = layout.precision === "f64" ? 8 : 4;
  const operations = webAssemblyOperations(f, shape);
  const offset = f.local("i32", "offset");
  const end = f.constant("i32", Math.ceil((layout.size * width) / 16) * 16);
  const out = f.param("out");
  const began = f.local("i32", "began");
  const time = f.local("v128", "time");
  f.atEntry(() => {
    f.get(out).set(began);
    f.get(f.param("t"));
    if (shape === "f32x4") f.op("f32.demote_f64").op("f32x4.splat");
    else f.op("f64x2.splat");
    f.set(time);
  });

  const address = (slot: string): number => {
    const known = layout.slots.get(slot);
    if (known === undefined) throw UNBOUND_NAME({ kernel: kernel.name, name: slot });
    return known;
  };
  const kept = keptFunctions(m, kernel, shape);
  const terms = new Map<string, Term<Node, Node>>([["t", { value: operations.value(time) }]]);
  const scope: Scope<Node, Node> = {
    operations,
    call: (name, args) => {
      if (kept === undefined || !isLong(name)) return undefined;
      return operations.call(kept(name), ...args);
    },
    name(text) {
      const known = terms.get(text);
      if (known !== undefined) return known;
      const from = address(text);
      const load = (): void => {
        f.get(offset).op("v128.load", { offset: from });
      };
      const made = { value: operations.custom("v128", load) };
      terms.set(text, made);
      return made;
    },
  };
  for (const [text, value] of kernel.lets) terms.set(text, asTerm(value, scope));
  const results = kernel.stores.map(([slot, value]) => {
    const result = f.local("v128", `new_${slot}`);
    return { address: address(slot), result, value: asValue(value, scope) };
  });
  const spiked = f.local("v128", "spiked");
  const pairs = results.map(({ result, value }) => [result, value] as const);
  const mask = kernel.spikes && asMask(kernel.spikes, scope);

  f.count({ index: offset, limit: end, step: 16 }, () => {
    operations.assign(...pairs, ...(mask === undefined ? [] : [[spiked, mask] as const]));
    for (const { address: to, result } of results) {
      f.get(offset).get(result).op("v128.store", { offset: to });
    }
    if (mask !== undefined) writeSpikes(f, { spiked, offset, out, size: layout.size, shape });
  });
  f.get(out).get(began).op("i32.sub").i32(2).op("i32.shr_u");
}

interface SpikeCode {
  readonly spiked: Local;
  readonly offset: Local;
  readonly out: Local;
  readonly size: number;
  readonly shape: "f64x2" | "f32x4";
}

/** Append the indices of the lanes that spiked. */
function writeSpikes(f: FunctionBuilder, code: SpikeCode): void {
  const { spiked, offset, out, size, shape } = code;
  const bits = f.local("i32", "bits");
  const id = f.local("i32", "id");
  f.get(spiked).op(shape === "f64x2" ? "i64x2.bitmask" : "i32x4.bitmask");
  f.tee(bits).if(() => {
    f.loop((again) => {
      f.get(offset)
        .i32(shape === "f64x2" ? 3 : 2)
        .op("i32.shr_u");
      f.get(bits).op("i32.ctz").op("i32.add").tee(id);
      f.i32(size)
        .op("i32.lt_u")
        .if(() => {
          f.get(out).get(id).op("i32.store");
          f.get(out).i32(4).op("i32.add").set(out);
        });
      f.get(bits).get(bits).i32(1).op("i32.sub").op("i32.and").tee(bits).brIf(again);
    });
  });
}
