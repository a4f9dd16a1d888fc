import { javascriptF32, javascriptF64 } from "@spikeloom/equations/functions";
import { type GuardedLoop, isLoop, type Kernel, type Statement } from "@spikeloom/program";
import { UNBOUND_NAME } from "../../errors.ts";
import { asMask, asTerm, asValue, type Scope, type Term } from "../../nodes.ts";
import type { CountLooped, KernelLayout, RunKernel } from "../layout.ts";

/** Make a kernel that walks the trees for each neuron: slow, the measure of all. */
export function javascriptKernel(
  kernel: Kernel,
  layout: KernelLayout,
  memory: { readonly buffer: ArrayBufferLike },
): { readonly run: RunKernel; readonly looped: CountLooped | undefined } {
  const isDouble = layout.precision === "f64";
  const width = isDouble ? 8 : 4;
  const operations = isDouble ? javascriptF64 : javascriptF32;
  let looped = 0;
  const run: RunKernel = (t, out) => {
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
      looped += perform(kernel.statements, lets, scope);
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
  return { run, looped: kernel.statements.some(isLoop) ? () => looped : undefined };
}

type Lets = Map<string, Term<number, boolean>>;
type NumberScope = Scope<number, boolean>;

/** Do what a kernel does for one neuron; returns how many loops it took. */
function perform(statements: readonly Statement[], lets: Lets, scope: NumberScope): number {
  let looped = 0;
  for (const statement of statements) {
    if (isLoop(statement)) looped += performLoop(statement, lets, scope) ? 1 : 0;
    else lets.set(statement[0], asTerm(statement[1], scope));
  }
  return looped;
}

function performLoop(loop: GuardedLoop, lets: Lets, scope: NumberScope): boolean {
  const { where, turns, carried, lets: own } = loop;
  const setAll = (part: "start" | "next" | "otherwise"): void => {
    const values = carried.map((one) => asValue(one[part], scope));
    carried.forEach(({ name }, k) => void lets.set(name, { value: values[k] ?? Number.NaN }));
  };
  if (!asMask(where, scope)) {
    setAll("otherwise");
    return false;
  }
  setAll("start");
  for (let turn = 0; turn < turns; turn++) {
    perform(own, lets, scope);
    setAll("next");
  }
  return true;
}
