import {
  type Callable,
  type External,
  type FloatType,
  moduleBuilder,
  type Routine,
  routine,
  type WasmMemory,
  wasm,
  webAssemblyKernel,
  webAssemblyRoutine,
} from "@spikeloom/code";
import { widenAddOuter, widenAddProducts, widenAddRows } from "../routines/wide-rows.ts";
import { widenUpdate } from "../routines/wide-update.ts";
import type { PassMachine } from "./pass-machine.ts";
import type { Passes } from "./passes.ts";

type Call = (...values: readonly number[]) => void;

/** Write passes as a WebAssembly module over a memory. */
export function compilePasses(
  passes: Passes,
  { memory, type }: { readonly memory: WasmMemory; readonly type: FloatType },
): PassMachine {
  const m = moduleBuilder({ memory: { import: ["env", "memory"], min: 1, max: 65_536 } });
  const kernels = new Map<External, Callable>(
    passes.kernels.map(({ external, kernel, layout }, k) => {
      return [external, webAssemblyKernel({ m }, `kernel_${k}`, kernel, layout)];
    }),
  );
  const options = {
    addressOf: passes.addressOf,
    externalOf: (external: External) => kernels.get(external) as Callable,
  };
  const { called } = passes;
  widenAddRows({ m, type, routine: called.addRows, options });
  widenAddOuter({ m, type, routine: called.addOuter, options });
  widenAddProducts({ m, type, routine: called.addProducts, options });
  const names = ["forward", "backward", "transpose", "addBlocks"] as const;
  widenUpdate({ m, type, routine: passes.update, options }, passes.optimiser);
  const apply = applyUpdate(passes);
  webAssemblyRoutine(m, apply, { ...options, exported: "update" });
  for (const name of names) webAssemblyRoutine(m, passes[name], { ...options, exported: name });
  const { exports } = new wasm.Instance(new wasm.Module(m.build()), { env: { memory } });
  const [forward, backward, turn, add] = names.map((name) => exports[name] as Call) as [
    ...[Call, Call, Call, Call],
  ];
  const update = exports["update"] as Call;
  return {
    forward: (marks) => forward(...marks),
    backward: (marks, gradients) => backward(...marks, gradients),
    transpose: (matrix, out, shape) => turn(matrix, out, ...shape),
    addBlocks: (gradients, blocks, width) => add(gradients, blocks, width),
    update: (addresses, common, count, scale) => update(...addresses, ...common, count, scale),
  };
}

/** Write what calls the update: what is exported is the routine itself, not the code that stands for it. */
function applyUpdate({ update }: Passes): Routine {
  const parameters = Object.fromEntries(update.parameters.map(({ name, type }) => [name, type]));
  const passed = Object.fromEntries(update.passed.map(({ name, element }) => [name, element]));
  return routine("update", { about: update.about, parameters, passed }, (b, given, arrays) => {
    b.call(update, Object.values(arrays), Object.values(given));
    return undefined;
  });
}
