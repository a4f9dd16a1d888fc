import {
  type External,
  type FloatType,
  type Routine,
  routine,
  webAssemblyKernel,
  webAssemblyRoutine,
} from "@spikeloom/code";
import { type Callable, moduleBuilder, type WasmMemory, wasm } from "@spikeloom/code/encoder";
import { fewChannels } from "../routines/add-squares.ts";
import { widenAddBlockProducts, widenAddGathered } from "../routines/wide-block-products.ts";
import { widenChannelRows } from "../routines/wide-channel-rows.ts";
import { widenAddRow, widenClearRow, widenCopyRow } from "../routines/wide-clear.ts";
import { widenCountSlopes } from "../routines/wide-count.ts";
import { widenGatherWindow } from "../routines/wide-gather.ts";
import { widenGatherSlopes } from "../routines/wide-gather-slopes.ts";
import { widenAddListed } from "../routines/wide-listed.ts";
import { widenAddProducts } from "../routines/wide-products.ts";
import { widenAddArrivals, widenAddOuter, widenAddRows } from "../routines/wide-rows.ts";
import { widenAddRun, widenAddScaledRun, widenAddTwoRuns } from "../routines/wide-runs.ts";
import { widenAddSquares } from "../routines/wide-squares.ts";
import { widenAddBlocks, widenAddTransposed, widenFindOdd } from "../routines/wide-transposed.ts";
import { widenUpdate } from "../routines/wide-update.ts";
import { widenWindowProducts, widenWindowSlopes } from "../routines/wide-window.ts";
import type { PassMachine } from "./pass-machine.ts";
import type { Passes } from "./passes.ts";

type Call = (...values: readonly number[]) => void;
type Update = (...values: readonly number[]) => number;
type Find = (address: number, count: number) => number;

/** Compile passes to a WebAssembly module that uses a memory. */
export function compilePasses(
  passes: Passes,
  {
    memory,
    type,
    shared = false,
  }: { readonly memory: WasmMemory; readonly type: FloatType; readonly shared?: boolean },
): PassMachine {
  const m = moduleBuilder({ memory: { import: ["env", "memory"], min: 1, max: 65_536, shared } });
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
  widenClearRow({ m, type, routine: called.clearRow, options });
  widenCopyRow({ m, type, routine: called.copyRow, options });
  widenAddRow({ m, type, routine: called.addRow, options });
  widenAddRows({ m, type, routine: called.addRows, options });
  widenAddOuter({ m, type, routine: called.addOuter, options });
  widenAddTransposed({ m, type, routine: called.addTransposed, options });
  widenAddArrivals({ m, type, routine: called.addArrivals, options });
  widenAddProducts({ m, type, routine: called.addProducts, options });
  widenAddBlockProducts({ m, type, routine: called.addBlockProducts, options });
  widenCountSlopes({ m, type, routine: called.countSlopes, options });
  widenGatherSlopes({ m, type, routine: called.gatherSlopes, options });
  widenAddGathered({ m, type, routine: called.addGathered, options });
  widenAddRun({ m, type, routine: called.addRun, options });
  widenAddTwoRuns({ m, type, routine: called.addTwoRuns, options });
  widenAddScaledRun({ m, type, routine: called.addScaledRun, options });
  widenChannelRows(called, { m, type, options });
  for (const [k, [one, routines]] of [...passes.windows].entries()) {
    const { window } = one;
    const { gather, addListed, addProducts, addSlopes, addSquares } = routines;
    if (window === undefined) continue;
    const pitch = passes.pitchOf(one);
    widenGatherWindow({ m, type, routine: gather, options }, { window, k, pitch });
    widenAddListed({ m, type, routine: addListed, options }, { window, k });
    if (window.inputs <= fewChannels)
      widenAddSquares({ m, type, routine: addSquares, options }, { window, k });
    widenWindowProducts({ m, type, routine: addProducts, options }, { window, k });
    widenWindowSlopes({ m, type, routine: addSlopes, options }, { window, k });
  }
  widenAddBlocks({ m, type, routine: passes.addBlocks, options });
  widenFindOdd({ m, type, routine: passes.findOdd, options });
  widenUpdate({ m, type, routine: passes.update, options }, passes.optimiser);
  const { addBlocks, findOdd, update: change } = passes;
  const exported = { addBlocks, findOdd, update: change, clear: called.clearRow };
  for (const [name, one] of Object.entries(exported)) {
    webAssemblyRoutine(m, callOf(name, one), { ...options, exported: name });
  }
  for (const name of [
    "forward",
    "backward",
    "transposeMatrix",
    "transposeWindow",
    "writeSpikes",
  ] as const)
    webAssemblyRoutine(m, passes[name], { ...options, exported: name });
  const { exports } = new wasm.Instance(new wasm.Module(m.build()), { env: { memory } });
  const call = (name: string): Call => exports[name] as Call;
  const [forward, backward, transpose] = [
    call("forward"),
    call("backward"),
    call("transposeMatrix"),
  ];
  const [add, transposeWindow, clear] = [call("addBlocks"), call("transposeWindow"), call("clear")];
  const [update, write] = [exports["update"] as Update, exports["writeSpikes"] as Update];
  return {
    forward: (marks, examples, { from, until }) => forward(...marks, examples, from, until),
    backward: (marks, examples, gradients, { from, until }) =>
      backward(...marks, examples, from, until, gradients),
    transposeMatrix: (matrix, out, shape) => transpose(matrix, out, ...shape),
    transposeWindow: (matrix, out, shape) => transposeWindow(matrix, out, ...shape),
    addBlocks: (gradients, blocks, width) => add(gradients, blocks, width),
    isFinite: (address, count) => (exports["findOdd"] as Find)(address, count) === 0,
    writeSpikes({ begins, times, neurons, marks, spikes }, { first, count }, most) {
      const words = [first, first + count, marks, spikes, most.steps, most.neurons] as const;
      return write(begins, times, neurons, passes.events, ...words) === 0;
    },
    clear: (address, count) => clear(address, 0, count),
    update: ({ values, gradients, kept, aside, common, count, pitch }, blocks) =>
      update(values, gradients, kept, aside, common, count, pitch, blocks) === 0,
  };
}

/** Export a function that calls a routine; a direct export would bypass code written in place of the routine. */
function callOf(name: string, called: Routine): Routine {
  const parameters = Object.fromEntries(called.parameters.map((one) => [one.name, one.type]));
  const passed = Object.fromEntries(called.passed.map((one) => [one.name, one.element]));
  return routine(name, { about: called.about, parameters, passed }, (b, given, arrays) => {
    const results = b.call(called, Object.values(arrays), Object.values(given));
    return results.length > 0 ? results : undefined;
  });
}
