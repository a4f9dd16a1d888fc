import { type Randomness, rareCode, webAssemblyKernel, writeTuned } from "@spikeloom/code";
import { compileModule, moduleBuilder, wasm } from "@spikeloom/code/encoder";
import { leaveMemory, takeMemory } from "./closed-memory.ts";
import type { FlatCall } from "./flat-call.ts";
import { loaded } from "./loaded-parts.ts";
import { assembled, checkBytes, kernelsOf, type MachineKind } from "./machine-plan.ts";
import { machineRoutines } from "./machine-routines.ts";
import { addressOf, viewer } from "./placed.ts";

/** WebAssembly with SIMD, generated for this network. */
export const webAssemblyMachine: MachineKind = (plan) => {
  const { bytes, precision, shared, rules, parts } = plan;
  checkBytes(plan);
  const shape = { import: ["env", "memory"], min: 1, max: 65_536, shared } as const;
  const m = moduleBuilder({ memory: shape });
  const draw = parts.building?.importDraw(m, rules);
  const rare = rareCode(m, shape);
  for (const { name, kernel, layout } of kernelsOf(plan)) {
    webAssemblyKernel({ m, rare }, name, kernel, layout);
  }
  for (const [exported, one] of machineRoutines(plan)) writeTuned(m, one, { addressOf, exported });
  const rulesIn = parts.building?.writeRules({ m, draw }, rules);
  const memory = takeMemory(bytes, { shared });
  const instance = new wasm.Instance(compileModule(m.build()), {
    env: { memory, ...(plan.draw && { draw: plan.draw }), rare: rare.run(memory) },
  });
  const { exports } = instance;
  let random: Randomness | undefined;
  return {
    ...assembled(plan, (name) => exports[name] as FlatCall | undefined),
    buffer: memory.buffer,
    rules: rulesIn?.(instance) ?? [],
    leave: shared ? () => undefined : () => leaveMemory(memory),
    get random() {
      random ??= loaded(parts.drawing, "drawing").webAssemblyRandomness(memory, {
        precision,
        shared,
        view: viewer(memory.buffer),
        addressOf,
      });
      return random;
    },
  };
};
