import { UNBOUND_NAME } from "../errors.ts";
import { javascriptF32, javascriptF64 } from "../functions/javascript.ts";
import { asMask, asTerm, asValue, type Scope, type Term } from "../nodes.ts";
import type { Kernel } from "../program.ts";
import type { KernelLayout, RunKernel } from "./layout.ts";

/** Make a kernel that walks the trees for each neuron: slow, the measure of all. */
export function javascriptKernel(
  kernel: Kernel,
  layout: KernelLayout,
  memory: { readonly buffer: ArrayBufferLike },
): RunKernel {
  const isDouble = layout.precision === "f64";
  const width = isDouble ? 8 : 4;
  const operations = isDouble ? javascriptF64 : javascriptF32;
  return (t, out) => {
    const data = isDouble ? new Float64Array(memory.buffer) : new Float32Array(memory.buffer);
    const ids = new Uint32Array(memory.buffer);
    let sent = 0;
    for (let i = 0; i < layout.size; i++) {
      const lets = new Map<string, Term<number, boolean>>();
      const scope: Scope<number, boolean> = {
        operations,
        name(text) {
          const known = lets.get(text);
          if (known !== undefined) return known;
          if (text === "t") return { value: operations.constant(t) };
          const address = layout.slots.get(text);
          if (address === undefined) throw UNBOUND_NAME({ kernel: kernel.name, name: text });
          return { value: data[address / width + i] ?? Number.NaN };
        },
      };
      for (const [text, value] of kernel.lets) lets.set(text, asTerm(value, scope));
      const stores = kernel.stores.map(([slot, value]) => [slot, asValue(value, scope)] as const);
      const spiked = kernel.spikes !== undefined && asMask(kernel.spikes, scope);
      for (const [slot, value] of stores) {
        const address = layout.slots.get(slot);
        if (address === undefined) throw UNBOUND_NAME({ kernel: kernel.name, name: slot });
        data[address / width + i] = value;
      }
      if (spiked) ids[out / 4 + sent++] = i;
    }
    return sent;
  };
}
