import type { MachineKind } from "./machine-plan.ts";
import { webAssemblyMachine } from "./webassembly-machine.ts";

/** Return the kind of machine of a target; the interpreter is loaded on request. */
export async function machineOf(target: "wasm" | "js"): Promise<MachineKind> {
  if (target === "wasm") return webAssemblyMachine;
  return (await import("./javascript-machine.ts")).javascriptMachine;
}
