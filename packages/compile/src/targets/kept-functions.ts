import { calledFunctions, type Expression } from "@spikeloom/equations";
import { applyBuiltIn, builtIns, type FunctionName } from "../functions/table.ts";
import { type NumberShape, webAssemblyOperations } from "../functions/webassembly.ts";
import type { Kernel } from "../program.ts";
import type { Callable } from "../wasm/function.ts";
import type { ModuleBuilder } from "../wasm/module.ts";

/** Functions short enough to be written out wherever they are called. */
const short: ReadonlySet<string> = new Set<FunctionName>([
  "abs",
  "ceil",
  "clip",
  "floor",
  "floor_divide",
  "int",
  "max",
  "min",
  "modulo",
  "sign",
  "sqrt",
  "timestep",
]);

// Written out, a function costs the compiler up to a millisecond; a call costs the run about one nanosecond.
const mostWrittenOut = 12;

/** Functions of a module that kernels share. */
export type KeptFunctions = (name: FunctionName) => Callable;

const made = new WeakMap<ModuleBuilder, Map<string, Callable>>();

/** Give the functions that a kernel calls too often to write them out each time. */
export function keptFunctions(
  m: ModuleBuilder,
  kernel: Kernel,
  shape: NumberShape,
): KeptFunctions | undefined {
  if (longCalls(kernel) <= mostWrittenOut) return undefined;
  const known = made.get(m) ?? new Map<string, Callable>();
  made.set(m, known);
  return (name) => {
    const key = `${name}_${shape}`;
    const callable = known.get(key) ?? makeFunction(m, name, shape);
    known.set(key, callable);
    return callable;
  };
}

/** Whether a function is long enough to be kept. */
export function isLong(name: string): boolean {
  return !short.has(name);
}

function makeFunction(m: ModuleBuilder, name: FunctionName, shape: NumberShape): Callable {
  const parameters = Array.from({ length: builtIns[name].arity }, (_, k) => `x${k}`);
  const f = m.func(`${name}_${shape}`, {
    params: parameters.map((parameter) => [parameter, "v128"]),
    results: ["v128"],
    export: false,
  });
  const o = webAssemblyOperations(f, shape);
  const args = parameters.map((parameter) => o.value(f.param(parameter)));
  o.push(applyBuiltIn(o, name, args));
  return f;
}

function longCalls(kernel: Kernel): number {
  const values = [...kernel.lets, ...kernel.stores].map(([, value]) => value);
  return values.reduce((sum, value) => sum + longCallsIn(value), 0);
}

function longCallsIn(value: Expression): number {
  return [...calledFunctions(value)].filter(isLong).length + powers(value);
}

function powers(value: Expression): number {
  return JSON.stringify(value).split('"kind":"power"').length - 1;
}
