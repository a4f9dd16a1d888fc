import type { FunctionTable } from "@spikeloom/equations";
import { javascriptF64 } from "./javascript.ts";
import { applyBuiltIn, builtIns, type FunctionName } from "./table.ts";

/** The built-in functions on JavaScript numbers: the same bits as in a simulation. */
export const hostFunctions: FunctionTable = Object.freeze(
  Object.fromEntries(
    (Object.keys(builtIns) as FunctionName[]).map((name) => [
      name,
      (...args: readonly number[]) => applyBuiltIn(javascriptF64, name, args),
    ]),
  ),
);
