import { findFunction } from "./builtin-functions.ts";
import { constantValue, isNoise } from "./builtin-names.ts";
import { isReservedUnit } from "./equation-units.ts";
import { pythonKeywords } from "./python-keywords.ts";

/** Owner of the equations: a neuron, or each synapse. */
export type EquationContext = "neuron" | "synapse";

const always: ReadonlySet<string> = new Set(["t", "dt", "t_in_timesteps", "i", "N"]);
const reserved: Readonly<Record<EquationContext, ReadonlySet<string>>> = {
  neuron: new Set(["not_refractory", "refractory", "refractory_until", "lastspike"]),
  synapse: new Set(["j", "delay", "lastupdate", "N_pre", "N_post", "N_incoming", "N_outgoing"]),
};

/**
 * Describe the existing meaning of a name, or return undefined for an unused name.
 *
 * Units such as `V2` and `kT` are available: a declaration hides them.
 */
export function builtinMeaning(name: string): string | undefined {
  if (pythonKeywords.has(name)) return "it is a word of the language";
  if (name.startsWith("_")) return "names that begin with an underscore are internal";
  if (always.has(name)) return "every step provides it";
  if (isNoise(name)) return "it is white noise";
  if (findFunction(name) !== undefined || name === "where" || name === "select") {
    return "it is a built-in function";
  }
  if (constantValue(name) !== undefined) return "it is a built-in constant";
  return isReservedUnit(name) ? "it is a unit" : undefined;
}

/** Explain why a variable may not have this name; undefined if it may. */
export function reservedMeaning(name: string, context: EquationContext): string | undefined {
  const builtin = builtinMeaning(name);
  if (builtin !== undefined) return builtin;
  if (reserved[context].has(name)) return `every ${context} has it`;
  const isQualified = name.endsWith("_pre") || name.endsWith("_post");
  return isQualified
    ? "names that end in _pre or _post belong to the two sides of a synapse"
    : undefined;
}
