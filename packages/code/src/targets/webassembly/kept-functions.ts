import { applyBuiltIn, builtIns, type FunctionName } from "@spikeloom/equations/functions";
import type { Callable } from "./encoder/function.ts";
import type { ModuleBuilder } from "./encoder/module.ts";
import type { NumberShape } from "./node.ts";
import { webAssemblyOperations } from "./operations.ts";

/** Functions of a module shared by kernels. */
export type KeptFunctions = (name: FunctionName) => Callable;

const made = new WeakMap<ModuleBuilder, Map<string, Callable>>();

/** Return the functions of a module for rarely executed code, which would be long if inlined. */
export function keptFunctions(m: ModuleBuilder, shape: NumberShape): KeptFunctions {
  const known = made.get(m) ?? new Map<string, Callable>();
  made.set(m, known);
  return (name) => {
    const key = `${name}_${shape}`;
    const callable = known.get(key) ?? makeFunction(m, name, shape);
    known.set(key, callable);
    return callable;
  };
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
