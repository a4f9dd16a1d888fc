import type { NirNode } from "./graph.ts";
import { floats } from "./numbers.ts";
import { nirProfileNames, nirResets } from "./rule-names.ts";

/** Reading options stored in a graph that SpikeLoom wrote, by name. */
export function rulesInMetadata(node: NirNode): Readonly<Record<string, string | number>> {
  const kept = node.metadata?.get("spikeloom");
  if (!(kept instanceof Map)) return {};
  const rules: Record<string, string | number> = {};
  for (const [name, choices] of Object.entries(known)) {
    const value: unknown = kept.get(name);
    if (typeof value === "string" && choices.includes(value)) rules[name] = value;
  }
  const dt = kept.get("dt");
  const [seconds = 0] = typeof dt === "object" && "values" in dt ? floats(dt) : [];
  if (seconds > 0 && Number.isFinite(seconds)) rules["dt"] = seconds;
  return rules;
}

const known: Readonly<Record<string, readonly string[]>> = {
  profile: nirProfileNames,
  spikes: ["pulse", "dirac"],
  reset: nirResets,
};
