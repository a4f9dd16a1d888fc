import type { FunctionTable } from "../function-table.ts";
import { javascriptF64 as o } from "./javascript.ts";
import { builtIns, type FunctionName } from "./table.ts";

/** Built-in functions on JavaScript numbers, with a simulation's exact results. */
export const hostFunctions: FunctionTable = Object.freeze(
  Object.fromEntries((Object.keys(builtIns) as FunctionName[]).map((name) => [name, host(name)])),
);

function host(name: FunctionName): (...args: readonly number[]) => number {
  const built = builtIns[name];
  if (built.arity === 1) return (x = 0) => built.formula(o, x);
  if (built.arity === 2) return (x = 0, y = 0) => built.formula(o, x, y);
  return (x = 0, y = 0, z = 0) => built.formula(o, x, y, z);
}
