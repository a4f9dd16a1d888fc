import { applyBuiltIn, builtIns, type FunctionName } from "@spikeloom/equations/functions";
import { routine } from "../form/build.ts";
import type { Value } from "../form/graph.ts";
import type { Routine } from "../form/routine.ts";
import type { FloatType } from "../form/types.ts";

const known = new Map<string, Routine>();
const names = ["x", "y", "z"] as const;

/** Write a built-in function as a routine with one result; each is written once. */
export function builtInRoutine(name: FunctionName, type: FloatType): Routine {
  const key = `${name} ${type}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const { about, arity } = builtIns[name];
  const parameters = Object.fromEntries(names.slice(0, arity).map((one) => [one, type]));
  const made = routine(name, { about, parameters }, (b, given) => [
    applyBuiltIn(b.floats(type), name, Object.values<Value>(given)),
  ]);
  known.set(key, made);
  return made;
}
