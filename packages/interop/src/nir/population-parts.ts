import type { PopulationRecord, Value } from "@spikeloom/kernel";
import type { NirArray, NirPrimitive } from "./graph.ts";
import { spread } from "./linear-maps.ts";
import type { Weights } from "./matrix.ts";
import type { NirProfile } from "./profiles.ts";

/** Interpretation of node parameters. */
export interface ParameterScope {
  readonly shape: readonly number[];
  readonly place: string;
  readonly profile: NirProfile;
}

const units: Readonly<Record<string, string>> = { tau: "s", tau_mem: "s", tau_syn: "s" };
const rates: ReadonlySet<string> = new Set(["I", "IF"]);

/** Map node parameters to model parameters, and list those that the library does not read. */
export function populationParameters(
  node: NirPrimitive,
  names: readonly string[],
  { shape, place, profile }: ParameterScope,
): {
  readonly parameters: NonNullable<PopulationRecord["parameters"]>;
  readonly unread: readonly string[];
} {
  const ignored = profile.ignores[node.type] ?? {};
  const parameters: Record<string, Value> = {};
  const unread: string[] = [];
  for (const [key, array] of Object.entries(node)) {
    const name = key === "threshold" ? "v_threshold" : key;
    if (!isArray(array)) continue;
    const values = spread(array, shape, `${place}.${key}`);
    const instead = ignored[name];
    if (instead !== undefined && values.some((value) => value !== instead)) unread.push(name);
    if (instead !== undefined || !names.includes(name)) continue;
    const unit = name === "r" && rates.has(node.type) ? "Hz" : units[name];
    parameters[name] = compactValue(values, unit);
  }
  return { parameters, unread };
}

function isArray(value: unknown): value is NirArray {
  return typeof value === "object" && value !== null && "values" in value && "shape" in value;
}

/** A single value if all are equal, else a list. */
export function compactValue(values: Weights, unit?: string): Value {
  const [first = 0] = values;
  const isOne = values.every((value) => value === first);
  if (isOne) return unit === undefined ? first : `${first} ${unit}`;
  return unit === undefined ? { values } : { values, unit };
}
